import datetime as dt

import pytest

from requests_app.periods import Period


@pytest.mark.parametrize(
    ("key", "first", "last", "before"),
    [
        ("2023", "2023-01-01", "2023-12-31", "2022"),
        ("2024-Q1", "2024-01-01", "2024-03-31", "2023-Q4"),
        ("2024-Q4", "2024-10-01", "2024-12-31", "2024-Q3"),
        ("2024-02", "2024-02-01", "2024-02-29", "2024-01"),
        ("2024-12", "2024-12-01", "2024-12-31", "2024-11"),
        ("2024-01", "2024-01-01", "2024-01-31", "2023-12"),
        ("2024-03-05..2024-03-11", "2024-03-05", "2024-03-11", "2024-02-27..2024-03-04"),
    ],
)
def test_a_key_names_the_days_and_comes_back(key, first, last, before):
    period = Period.parse(key)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.key == key
    assert period.before().key == before
    assert period.before().last + dt.timedelta(days=1) == period.first
    assert period.is_year == (len(key) == 4)


def test_whole_months_quarters_and_years_have_their_own_names():
    assert Period.parse("2024-01-01..2024-12-31").key == "2024"
    assert Period.parse("2024-04-01..2024-06-30").key == "2024-Q2"
    assert Period.parse("2024-02-01..2024-02-29").key == "2024-02"


@pytest.mark.parametrize(
    "key", ["", "24", "2023-Q5", "2023-13", "2023-00", "2023-02-30..2023-03-01", "2023-03-02..2023-03-01", "1999",
            "9999", "2023-Q0", "2023 ", "２０２３-Ｑ１"],
)  # fmt: skip
def test_nonsense_names_no_period(key):
    with pytest.raises(ValueError):
        Period.parse(key)


def test_it_begins_and_ends_at_midnight_in_china():
    month = Period.month(2026, 1)
    assert month.begin == dt.datetime(2025, 12, 31, 16, tzinfo=dt.UTC)
    assert month.end == dt.datetime(2026, 1, 31, 16, tzinfo=dt.UTC)
    assert Period.month(2026, 2).begin == month.end
