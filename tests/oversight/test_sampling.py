"""The draw: reproducible from what is published, right in every stratum, and uniform."""

import hashlib
import subprocess
from collections import Counter
from itertools import combinations

import pytest

from oversight.sampling import Entry, draw, frame_text, lot_of, parse_frame, seed_of, shares, sizes, strata_of

FRAME = [Entry("department", f"d-{number:02}") for number in range(20)]
FRAME += [Entry("township", f"t-{number:02}") for number in range(9)]
FRAME += [Entry("school", "s-01")]


def numbers(seed, total=10, **more):
    return [drawn.number for drawn in draw(FRAME, seed=seed, total=total, **more)]


def test_the_same_seed_draws_the_same_sample_in_whatever_order_the_frame_comes():
    sample = numbers("secret|7")
    assert sample == [drawn.number for drawn in draw(FRAME[::-1], seed="secret|7", total=10)]
    assert sample != numbers("secret|8")
    assert len(set(sample)) == 10


def test_a_sample_once_drawn_is_drawn_so_for_ever():
    """A change of the algorithm would make every published sample unverifiable."""
    assert numbers("阳光|20261126", total=4) == ["d-07", "d-14", "s-01", "t-01"]


def test_anybody_draws_it_again_with_the_tools_of_a_shell(tmp_path):
    """The recipe that the print prints: no line of ours takes part."""
    (tmp_path / "frame.txt").write_text(frame_text(FRAME))
    recipe = (
        "grep -P '^department\\t' frame.txt | cut -f2 | while read -r n; do "
        'printf \'%s %s\\n\' "$(printf \'%s\' "阳光|2026|$n" | sha256sum | cut -c1-64)" "$n"; done | sort | head -n 6'
    )
    told = subprocess.run(["bash", "-c", recipe], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    ours = draw(FRAME, seed=seed_of("阳光", "2026"), total=10)
    assert told.split() == [part for one in ours if one.stratum == "department" for part in (one.lot, one.number)]


def test_the_lot_is_sha_256_of_seed_and_number():
    assert lot_of("s|w", "qt-mzj") == hashlib.sha256(b"s|w|qt-mzj").hexdigest()


def test_the_frame_is_one_text_whatever_its_order():
    text = frame_text(FRAME)
    assert text == frame_text(FRAME[::-1])
    assert sorted(parse_frame(text)) == sorted(FRAME)
    assert text.startswith("department\td-00\n")
    assert text.endswith("\n")


def test_a_number_that_stands_twice_is_no_frame():
    with pytest.raises(ValueError, match="twice"):
        draw([Entry("a", "x"), Entry("b", "x")], seed="s", total=1)


@pytest.mark.parametrize(
    ("strata", "total", "minimum", "expected"),
    [
        # 10 of 30 in proportion: 6.67, 3, 0.33; the remainders give one more to the first
        ({"department": 20, "township": 9, "school": 1}, 10, 0, {"department": 7, "township": 3, "school": 0}),
        # the school is lifted to 1; the others share 9 of 29: 6.2 and 2.8
        ({"department": 20, "township": 9, "school": 1}, 10, 1, {"department": 6, "township": 3, "school": 1}),
        ({"a": 90, "b": 10}, 10, 1, {"a": 9, "b": 1}),
        # of equal remainders the name decides
        ({"b": 5, "a": 5}, 5, 1, {"b": 2, "a": 3}),
        # never more than a stratum has
        ({"a": 1, "b": 1, "c": 98}, 50, 3, {"a": 1, "b": 1, "c": 48}),
        ({"a": 2, "b": 3}, 99, 1, {"a": 2, "b": 3}),
        # too few to give one to each: in proportion without a minimum
        ({"a": 50, "b": 1, "c": 1}, 2, 1, {"a": 2, "b": 0, "c": 0}),
        ({"a": 4}, 0, 1, {"a": 0}),
    ],
)
def test_sizes_per_stratum(strata, total, minimum, expected):
    assert sizes(strata, total=total, minimum=minimum) == expected


def test_sizes_of_every_small_case_are_within_one_of_the_proportion():
    """Largest remainder without a minimum: floor or ceiling of the quota, together the total."""
    for parts in combinations(range(1, 9), 3):
        strata = dict(zip("abc", parts, strict=True))
        whole = sum(parts)
        for total in range(whole + 1):
            shared = shares(strata, total=total)
            assert sum(shared.values()) == total
            assert all(abs(shared[name] - total * strata[name] / whole) < 1 for name in strata)
            lifted = sizes(strata, total=total)
            assert sum(lifted.values()) == total
            assert all(lifted[name] <= strata[name] for name in strata)
            assert total < 3 or min(lifted.values()) >= 1


def test_the_sample_has_the_sizes():
    for seed in range(50):
        sample = draw(FRAME, seed=f"s|{seed}", total=10)
        assert Counter(one.stratum for one in sample) == {"department": 6, "township": 3, "school": 1}
        assert strata_of(FRAME) == {"department": 20, "school": 1, "township": 9}
        assert [one.place for one in sample if one.stratum == "township"] == [1, 2, 3]


SEEDS = 3000
# 99.9 % points of the chi-square distribution, by degrees of freedom
CRITICAL = {8: 26.12, 19: 43.82, 189: 255.1}


def chi_square(counts, expected):
    return sum((count - expected) ** 2 / expected for count in counts)


def test_the_draw_is_uniform():
    """Over a fixed list of seeds every agency of a stratum is drawn about equally often.

    Drawn without replacement k of N, the counts vary less than a multinomial by (N - k) / (N - 1); the statistic is
    divided by it to be chi-square with N - 1 degrees of freedom.
    """
    counts = Counter(number for seed in range(SEEDS) for number in numbers(f"uniform|{seed}"))
    for stratum, size, drawn in (("department", 20, 6), ("township", 9, 3)):
        of = [counts[entry.number] for entry in FRAME if entry.stratum == stratum]
        statistic = chi_square(of, SEEDS * drawn / size) / ((size - drawn) / (size - 1))
        assert 0 < statistic < CRITICAL[size - 1], (stratum, statistic)


def test_every_pair_is_drawn_equally_often():
    """Uniform one by one is not enough: neighbours in the frame must not come together more often than others."""
    pairs = Counter()
    for seed in range(SEEDS):
        sample = [number for number in numbers(f"pairs|{seed}", total=10) if number.startswith("d")]
        pairs.update(combinations(sorted(sample), 2))
    assert len(pairs) == 190
    assert chi_square(pairs.values(), SEEDS * 15 / 190) < CRITICAL[189]


def test_a_draw_that_favours_somebody_is_caught():
    """The same statistic over a draw that takes the first of the list a little too often."""
    counts = Counter()
    for seed in range(SEEDS):
        sample = [number for number in numbers(f"uniform|{seed}") if number.startswith("d")]
        if seed % 10 == 0 and "d-00" not in sample:
            sample[0] = "d-00"
        counts.update(sample)
    of = [counts[entry.number] for entry in FRAME if entry.stratum == "department"]
    assert chi_square(of, SEEDS * 6 / 20) / (14 / 19) > CRITICAL[19]
