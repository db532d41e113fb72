"""A year's assessment of sixty agencies, from opening to publication; nothing of it moves afterwards."""

import re
from decimal import ROUND_HALF_UP, Decimal
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from django.utils import timezone
from lxml import html

from catalog.actions import fulfil
from catalog.models import Duty
from oversight import actions
from oversight.ledger import AssessmentLedger
from oversight.models import Assessment, EvidenceRow, Score
from oversight.states import AssessmentState
from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused
from tests.oversight.assessing import OTHER, SCORED, a_scheme, after_objections, many_agencies, score_everybody
from tests.oversight.cases import entry_of, met_duty, overdue_duty

AGENCIES, LINES, FIRST = 60, 4, 1  # the first line is measured
PARTS = re.compile(r"(\d+)件中(\d+)件")  # the whole, and what counts of it
BEFORE = re.compile(r"原得分([\d.]+)")  # of an objection that was upheld


def figures(scheme):
    """Every frozen number of a scheme, and every row behind one."""
    rows = Assessment.objects.of_scheme(scheme)
    return (
        list(rows.values("agency", "total", "level", "group", "rank", "frozen")),
        list(EvidenceRow.objects.order_by("pk").values()),
        list(Score.objects.order_by("pk").values()),
    )


@pytest.fixture
def year(cast):
    """Sixty agencies scored, told; some with a duty met and one missed."""
    entries = [entry_of(cast.city, f"y{number}") for number in range(2)]
    agencies = [*many_agencies(cast, AGENCIES - 2), cast.bureau, cast.sibling]
    for agency in agencies[:3] + agencies[-2:]:
        met_duty(agency, entries[0])
        overdue_duty(agency, entries[1])
    scheme = a_scheme(cast)
    assert len(actions.open_all(scheme, by=cast.officer)) == AGENCIES
    with pytest.raises(Refused):
        actions.open_all(scheme, by=cast.officer)
    score_everybody(scheme, cast.officer, points=lambda place: 99 - place % 50)
    told = actions.tell(scheme, by=cast.officer)
    assert {case.state for case in told} == {AssessmentState.TOLD}
    return SimpleNamespace(scheme=scheme, agencies=agencies, missed=entries[1])


def objected_and_answered(cast, scheme, time_machine):
    """Two objections upheld, one to a measured line, one rejected; who may, when, and how often."""
    by, (line, other) = cast.officer, (scheme.indicators.get(position=position) for position in (SCORED, OTHER))
    measured = scheme.indicators.get(position=FIRST)
    ours, theirs = (Assessment.objects.get(agency=agency) for agency in (cast.bureau, cast.sibling))
    with pytest.raises(NotAllowed):
        actions.object_to(ours, by=cast.sibling_clerk, indicator=line, reason="越权")
    upheld = actions.object_to(ours, by=cast.head, indicator=line, reason="制度已于六月印发")
    corrected = actions.object_to(ours, by=cast.head, indicator=measured, reason="系统迁移期间未能登记")
    rejected = actions.object_to(theirs, by=cast.sibling_clerk, indicator=other, reason="解读篇数有误")
    with pytest.raises(Refused):
        actions.object_to(ours, by=cast.clerk, indicator=line, reason="再次")
    after_objections(time_machine)
    with pytest.raises(Refused, match="3"):
        actions.finalise(scheme, by=by)
    with pytest.raises(Refused):
        actions.object_to(ours, by=cast.clerk, indicator=other, reason="太晚")
    with pytest.raises(NotAllowed):
        actions.uphold(upheld, by=cast.head, value=Decimal(100), answer="自己同意")
    actions.uphold(upheld, by=by, value=Decimal(100), answer="经核实，文件已印发，补计。")
    actions.uphold(corrected, by=by, value=Decimal(75), answer="经核实，迁移三日不计。")
    actions.reject(rejected, by=by, answer="经核对，篇数无误。")
    with pytest.raises(Refused):
        actions.reject(upheld, by=by, answer="反悔")
    assert Assessment.objects.get(pk=ours.pk).total > ours.total
    assert Assessment.objects.get(pk=theirs.pk).total == theirs.total
    return ours, line


def change_underneath(cast, year):
    """What was missed is met, something else is missed, and a duty ends."""
    later = entry_of(cast.city, "later")
    for agency in year.agencies[:3]:
        overdue_duty(agency, later)
        fulfil(agency, year.missed, on=timezone.localdate())
    Duty.objects.filter(agency=year.agencies[0]).update(is_active=False)


def test_sixty_agencies_objected_finalised_and_frozen(cast, year, time_machine):
    scheme, by = year.scheme, cast.officer
    ours, line = objected_and_answered(cast, scheme, time_machine)
    finals = actions.finalise(scheme, by=by)
    assert len({case.rank for case in finals}) < AGENCIES  # equal points share a rank
    for case in finals:
        assert case.rank == 1 + sum(other.total > case.total for other in finals)
    actions.publish_results(scheme, by=by)
    frozen = figures(scheme)

    change_underneath(cast, year)
    for verb in (actions.measure_all, actions.tell, actions.finalise, actions.publish_results, actions.save_scheme):
        with pytest.raises(Refused):
            verb(scheme, by=by)
    with pytest.raises(Refused):
        actions.score(ours, by=by, indicator=line, value=Decimal(1), reason="反悔")
    assert figures(scheme) == frozen


class Line(NamedTuple):
    """An indicator as the page of an agency publishes it; `parts` are those that count and all, if measured."""

    address: str
    weight: Decimal
    value: str
    parts: tuple[int, int] | None
    said: str


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


def words(place):
    return " ".join(place.text_content().split())


def lines_on(page):
    for row in page.xpath("//tr[td/a]"):
        weight, points, said = row.findall("td")
        found = PARTS.search(words(said))
        parts = (int(found[2]), int(found[1])) if found else (0, 0) if "无可测算事项" in words(said) else None
        yield Line(points.find("a").get("href"), Decimal(words(weight)), words(points), parts, words(said))


def total_of(lines):
    """The weighted mean of those lines that have points."""
    valued = [(line.weight, Decimal(line.value)) for line in lines if line.value != "–"]
    mean = sum(weight * value for weight, value in valued) / sum(weight for weight, _value in valued)
    return mean.quantize(Decimal("0.01"), ROUND_HALF_UP)


def followed(client, line):
    """What stands behind a number: it says the same number, and shows each case that it was counted from."""
    evidence = page_at(client, line.address)
    (said,) = evidence.xpath("//p[@class='meta']")
    assert line.value in [words(one).partition("：")[2] for one in said], line
    rows = evidence.xpath("//tr[@class='evidence-row']")
    if line.parts is None:
        assert rows == [], line
        assert words(evidence.xpath("//section[h2[@id='reason']]/p")[0]) in line.said, line
        return
    part, whole = line.parts
    assert f"{whole}件中计入{part}件" in words(said), line
    share = f"{Decimal(100 * part) / whole:.2f}" if whole else "–"
    assert share == (f"{found[1]}" if (found := BEFORE.search(line.said)) else line.value), line
    counting = [row for row in rows if row.xpath(".//span[@class='badge badge--ok']")]
    assert (len(counting), len(rows)) == (part, whole), line


def test_each_number_of_sixty_agencies_opens_what_it_was_counted_from(
    cast, year, client, time_machine, django_assert_max_num_queries
):
    scheme, seen = year.scheme, set()
    objected_and_answered(cast, scheme, time_machine)
    actions.finalise(scheme, by=cast.officer)
    actions.publish_results(scheme, by=cast.officer)
    change_underneath(cast, year)
    with django_assert_max_num_queries(12):
        links = page_at(client, scheme.public_address()).xpath("//td/a")
    totals = {link.get("href"): words(link) for link in links}
    assert totals.keys() == {case.public_address() for case in Assessment.objects.of_scheme(scheme)}
    assert len(totals) == AGENCIES
    with django_assert_max_num_queries(12 * AGENCIES * 5):
        for address, total in totals.items():
            page = page_at(client, address)
            lines = list(lines_on(page))
            assert len(lines) == LINES, address
            assert f"总分{total}分" in words(page), address
            assert total == str(total_of(lines)), address
            for line in lines:
                followed(client, line)
            seen |= {(line.parts, bool(BEFORE.search(line.said))) for line in lines}
    assert seen >= {((1, 2), True), ((1, 2), False), ((0, 0), False), (None, True), (None, False)}


def test_the_trail_finds_a_final_assessment_that_was_touched(cast, year, time_machine):
    after_objections(time_machine)
    final = actions.finalise(year.scheme, by=cast.officer)[0]
    actions.publish_results(year.scheme, by=cast.officer)
    kept = {"total": final.total, "rank": final.rank, "frozen": final.frozen, "state": AssessmentState.PUBLISHED}
    row = Assessment.objects.filter(pk=final.pk)
    assert faults() == []
    touched = {**final.frozen, "lines": [line | {"reason": "事后改写"} for line in final.frozen["lines"]]}
    for wrong in ({"total": Decimal(1)}, {"rank": 60}, {"frozen": touched}):
        row.update(**wrong)
        assert faults() == [f"The assessment oversight.assessment:{final.pk} is not what was finalised."]
        row.update(**kept)
    unseen = AssessmentLedger()
    assert len(list(unseen.faults())) == AGENCIES


def faults():
    kept = AssessmentLedger()
    for link in AuditEvent.objects.order_by("number"):
        kept.take(link)
    return list(kept.faults())
