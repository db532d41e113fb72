"""Pages of figures: every number opens the cases that it counts, and nobody counts what is not theirs to see."""

import csv
import io
import re

import pytest
import time_machine
from openpyxl import load_workbook

from requests_app import actions
from requests_app.periods import Period
from requests_app.reach import Reach

MARCH = "2026-03"


def at(day):
    return time_machine.travel(f"{day} 10:00+08:00", tick=False)


@pytest.fixture
def year(cast, received, reviewing):
    """Two answers, a withdrawal, one open and late; one at the sibling, one at the other government."""
    with at("2026-02-24"):
        received(subject="二月的申请")
    with at("2026-03-04"):
        for category in ("c1", "c2"):
            case = reviewing(category=category)
            actions.approve_decision(case, by=cast.head)
        actions.withdraw(received(), by=None)
        received(cast.sibling, subject="兄弟单位的申请")
        received(cast.other_bureau, subject="外县的申请")
    return cast


@pytest.fixture
def now():
    with at("2026-04-20"):
        yield


def test_every_number_opens_a_list_of_that_length(client, year, now):
    client.force_login(year.officer)
    compared = 0
    for page in (f"/requests/figures/?period={MARCH}", f"/requests/figures/?period={MARCH}&below=on",
                 f"/requests/figures/qt-mzj/?period={MARCH}", "/requests/figures/qingtian/?period=2026",
                 "/requests/figures/jianghe/?period=2026-Q1"):  # fmt: skip
        text = client.get(page).content.decode()
        assert "UNDEFINED(" not in text
        for address, number in re.findall(r'class="number"><a href="([^"]+)">(\d+)</a>', text):
            cases = client.get(address.replace("&amp;", "&")).context["page"].paginator
            assert (address, cases.count) == (address, int(number))
            compared += 1
    assert compared > 40


def test_the_table_of_agencies(year, now):
    lines, whole = Reach(year.officer, year.city).lines(Period.parse(MARCH))
    bureau = next(line for line in lines if line.agency == year.bureau)
    assert {column.key: value for column, value in bureau.cells} == {
        "received": 3, "carried_in": 1, "ended": 3, "carried_out": 1, "overdue": 1, "answered": 2, "on_time": 2,
        "percent_on_time": 100, "median_days": 0, "p90_days": 0, "rank": None, "passed_on": 0,
    }  # fmt: skip
    assert (whole.figures.received, whole.figures.carried_out) == (4, 2)
    lines, _whole = Reach(year.officer, year.city).lines(Period.parse(MARCH), with_below=True)
    assert next(line for line in lines if line.agency == year.county).figures.received == 4


def test_a_clerk_counts_the_own_agency_alone(client, year, now):
    client.force_login(year.clerk)
    page = client.get(f"/requests/figures/?period={MARCH}")
    assert [line.agency for line in page.context["lines"]] == [year.bureau]
    cases = client.get(f"/requests/figures/qt-mzj/R1/?period={MARCH}").content.decode()
    assert "兄弟单位的申请" not in cases
    assert "张三" not in cases
    for code in ("qt-jyj", "qingtian", "ys-mzj", "nobody"):
        for address in ("", "R1/", "table.csv"):
            assert client.get(f"/requests/figures/{code}/{address}").status_code == 404


def test_a_superior_below_whom_nothing_is_hidden_sees_no_other_government(client, year, now):
    client.force_login(year.officer)
    for code in ("yuanshan", "ys-mzj"):
        assert client.get(f"/requests/figures/{code}/").status_code == 404
    everything = client.get("/requests/figures/jianghe/R1/?period=2026").content.decode()
    assert "兄弟单位的申请" in everything
    assert "外县的申请" not in everything


@pytest.mark.parametrize("member", ["citizen", "supervisor"])
def test_figures_are_not_for_others(client, year, member):
    assert client.get("/requests/figures/").status_code == 302
    client.force_login(getattr(year, member))
    assert client.get("/requests/figures/").status_code == 404


def test_one_applicant_column_and_what_is_no_row(client, year, now):
    client.force_login(year.officer)
    page = client.get(f"/requests/figures/qt-mzj/R3_7/?period={MARCH}&column=c2")
    assert [case.category for case in page.context["page"]] == ["c2"]
    for nonsense in ("R9/", "R3/", f"R1/?period={MARCH}&column=c9"):
        assert client.get(f"/requests/figures/qt-mzj/{nonsense}").status_code == 404


def test_own_figures_and_those_with_the_agencies_below(client, year, now):
    client.force_login(year.officer)
    both = client.get(f"/requests/figures/qingtian/R1/?period={MARCH}").context["page"].paginator.count
    alone = client.get(f"/requests/figures/qingtian/R1/?period={MARCH}&own=1").context["page"].paginator.count
    assert (both, alone) == (4, 0)


def test_a_period_by_fields_or_days_or_nonsense(client, year, now):
    client.force_login(year.officer)
    asked = {
        "?year=2026&part=03": "2026-03", "?year=2026&part=Q1": "2026-Q1", "?year=2026": "2026", "": "2026",
        "?first=2026-03-02&last=2026-03-08": "2026-03-02..2026-03-08", "?period=2025": "2025",
        "?first=2026-03-09&last=2026-03-08": "2026", "?first=2026-03-09": "2026", "?period=x": "2026",
        "?year=1000": "2026",
    }  # fmt: skip
    for query, key in asked.items():
        page = client.get(f"/requests/figures/{query}")
        assert (query, page.context["period"].key) == (query, key)


def test_the_same_numbers_as_files(client, year, now):
    client.force_login(year.officer)
    content = client.get(f"/requests/figures/qt-mzj/table.csv?period={MARCH}").content.decode("utf-8-sig")
    rows = {line[0]: line[1:] for line in csv.reader(io.StringIO(content)) if line}
    assert rows["一、新收政府信息公开申请数量"] == ["2", "1", "0", "0", "0", "0", "3"]
    assert rows["（七）总计"] == ["2", "1", "0", "0", "0", "0", "3"]
    book = load_workbook(io.BytesIO(client.get(f"/requests/figures/agencies.xlsx?period={MARCH}").content))
    lines = list(book.active.iter_rows(values_only=True))
    assert lines[1][:3] == ("单位", "收到", "上期结转")
    assert next(line for line in lines if line[0] == year.bureau.name)[1:5] == (3, 1, 3, 1)
    for address in ("qt-mzj/table.pdf", "agencies.pdf"):
        assert client.get(f"/requests/figures/{address}").status_code == 404


def test_pages_ask_few_queries_however_many_agencies(client, year, now, django_assert_max_num_queries):
    client.force_login(year.officer)
    for address in ("/requests/figures/", "/requests/figures/jianghe/", "/requests/figures/jianghe/R1/"):
        client.get(address)
        with django_assert_max_num_queries(18):
            client.get(f"{address}?period={MARCH}")
