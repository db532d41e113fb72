"""Every number of table 4 opens the reconsiderations and lawsuits that it counts, and nobody opens others'."""

import datetime as dt
import re

import pytest
import time_machine

from requests_app import actions

FILED = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_april():
    with time_machine.travel("2026-04-20 10:00+08:00", tick=False):
        yield


@pytest.fixture
def recorded(cast):
    """Records a remedy of the bureau, and its result where one is said."""
    serial = iter(range(1, 1000))

    def recorded(result="", *, agency=None, by=None, on=dt.date(2026, 3, 20), **said):
        by = by or cast.clerk
        remedy = actions.record_remedy(
            agency or cast.bureau, by=by, request=None,
            **{"kind": "reconsideration", "body": "青田县人民政府", "filed_on": FILED, "earlier_number": "旧2019-7",
               "reference_number": f"青政复〔2026〕{next(serial)}号"} | said,
        )  # fmt: skip
        return actions.conclude_remedy(remedy, by=by, result=result, concluded_on=on) if result else remedy

    return recorded


@pytest.fixture
def year(cast, recorded):
    """Each result once or twice, one that lasted over the turn of the year, one at the sibling and one abroad."""
    for result in ("upheld", "corrected", "corrected", "other", ""):
        recorded(result)
    recorded("upheld", kind="direct_suit", filed_on=dt.date(2025, 5, 5))
    recorded(kind="suit_after", is_co_defendant=True, reference_number="共同被告1号")
    recorded(agency=cast.sibling, by=cast.sibling_clerk, reference_number="兄弟单位1号")
    recorded(agency=cast.other_bureau, by=cast.other_clerk, reference_number="外县1号")
    return cast


def opened(client, page):
    """The numbers of table 4 of a page, each with how many rows its list has."""
    found = re.findall(r'class="number"><a href="([^"]+/remedies/[^"]+)">(\d+)</a>', client.get(page).content.decode())
    lists = [client.get(address.replace("&amp;", "&")) for address, _number in found]
    assert all(one.status_code == 200 and "UNDEFINED(" not in one.content.decode() for one in lists)
    return [(int(number), one.context["page"].paginator.count) for (_, number), one in zip(found, lists, strict=True)]


@pytest.mark.parametrize(
    ("page", "numbers"),
    [
        ("qt-mzj/?period=2026", [1, 2, 1, 1, 5, 1, 1]),
        ("qt-mzj/?period=2025", [1, 1]),  # filed then and pending at its end, whatever came of it
        ("qt-mzj/?period=2026-02", [1, 1]),
        ("qingtian/?period=2026", [1, 2, 1, 2, 6, 1, 1]),
        ("qingtian/?period=2026&own=1", []),
        ("jianghe/?period=2026-Q1", [1, 2, 1, 2, 6, 1, 1]),
    ],
)
def test_every_number_opens_a_list_of_that_length(client, year, page, numbers):
    client.force_login(year.officer)
    assert opened(client, f"/requests/figures/{page}") == [(number, number) for number in numbers]


def test_what_a_list_says_of_each(client, year):
    client.force_login(year.clerk)
    text = client.get("/requests/figures/qt-mzj/remedies/reconsideration/corrected/?period=2026").content.decode()
    assert "<h1>行政复议 · 结果纠正</h1>" in text
    for word in ("青政复〔2026〕2号", "青政复〔2026〕3号", "青田县人民政府", "旧2019-7", "2026-03-02", "2026-03-20"):
        assert word in text
    assert "青政复〔2026〕1号" not in text
    link = re.search(r'href="(/admin/requests_app/remedy/\d+/change/)">青政复〔2026〕2号', text)
    assert client.get(link[1]).status_code == 200
    assert (
        client.get("/requests/figures/qt-mzj/remedies/suit_after/total/?period=2026").context["page"].paginator.count
        == 0
    )


def test_nobody_opens_what_is_not_theirs(client, year):
    client.force_login(year.officer)
    everything = client.get("/requests/figures/jianghe/remedies/reconsideration/total/?period=2026").content.decode()
    assert "兄弟单位1号" in everything
    assert "外县1号" not in everything
    client.force_login(year.clerk)
    assert "兄弟单位1号" not in client.get("/requests/figures/qt-mzj/remedies/reconsideration/total/").content.decode()
    for code in ("qt-jyj", "qingtian", "ys-mzj", "nobody"):
        assert client.get(f"/requests/figures/{code}/remedies/reconsideration/total/").status_code == 404
    for nonsense in ("petition/total", "reconsideration/won", "reconsideration/PENDING"):
        assert client.get(f"/requests/figures/qt-mzj/remedies/{nonsense}/").status_code == 404
    client.force_login(year.citizen)
    assert client.get("/requests/figures/qt-mzj/remedies/reconsideration/total/").status_code == 404


def test_a_list_asks_the_same_with_one_and_three_rows(client, cast, recorded, django_assert_max_num_queries):
    client.force_login(cast.officer)
    address = "/requests/figures/jianghe/remedies/reconsideration/total/?period=2026"
    counts = []
    for more in (1, 2):
        for _number in range(more):
            recorded()
        client.get(address)
        with django_assert_max_num_queries(14) as asked:
            assert client.get(address).context["page"].paginator.count == (1 if more == 1 else 3)
        counts.append(len(asked))
    assert counts[0] == counts[1]
