"""A year's assessment of sixty agencies, from opening to publication; nothing of it moves afterwards."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from catalog.actions import fulfil
from catalog.models import Duty
from oversight import actions
from oversight.models import Assessment, EvidenceRow, Score
from oversight.states import AssessmentState
from portal.refusals import NotAllowed, Refused
from tests.oversight.assessing import OTHER, SCORED, a_scheme, after_objections, many_agencies, score_everybody
from tests.oversight.cases import entry_of, met_duty, overdue_duty

AGENCIES = 60


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
    """One objection upheld, one rejected; who may, when, and how often."""
    by, (line, other) = cast.officer, (scheme.indicators.get(position=position) for position in (SCORED, OTHER))
    ours, theirs = (Assessment.objects.get(agency=agency) for agency in (cast.bureau, cast.sibling))
    with pytest.raises(NotAllowed):
        actions.object_to(ours, by=cast.sibling_clerk, indicator=line, reason="越权")
    upheld = actions.object_to(ours, by=cast.head, indicator=line, reason="制度已于六月印发")
    rejected = actions.object_to(theirs, by=cast.sibling_clerk, indicator=other, reason="解读篇数有误")
    with pytest.raises(Refused):
        actions.object_to(ours, by=cast.clerk, indicator=line, reason="再次")
    after_objections(time_machine)
    with pytest.raises(Refused, match="2"):
        actions.finalise(scheme, by=by)
    with pytest.raises(Refused):
        actions.object_to(ours, by=cast.clerk, indicator=other, reason="太晚")
    with pytest.raises(NotAllowed):
        actions.uphold(upheld, by=cast.head, value=Decimal(100), answer="自己同意")
    actions.uphold(upheld, by=by, value=Decimal(100), answer="经核实，文件已印发，补计。")
    actions.reject(rejected, by=by, answer="经核对，篇数无误。")
    with pytest.raises(Refused):
        actions.reject(upheld, by=by, answer="反悔")
    assert Assessment.objects.get(pk=ours.pk).total > ours.total
    assert Assessment.objects.get(pk=theirs.pk).total == theirs.total
    return ours, line


def test_sixty_agencies_objected_finalised_and_frozen(cast, year, time_machine):
    scheme, by = year.scheme, cast.officer
    ours, line = objected_and_answered(cast, scheme, time_machine)
    finals = actions.finalise(scheme, by=by)
    assert len({case.rank for case in finals}) < AGENCIES  # equal points share a rank
    for case in finals:
        assert case.rank == 1 + sum(other.total > case.total for other in finals)
    actions.publish_results(scheme, by=by)
    frozen = figures(scheme)

    later = entry_of(cast.city, "later")
    for agency in year.agencies[:3]:
        overdue_duty(agency, later)
        fulfil(agency, year.missed, on=timezone.localdate())
    Duty.objects.filter(agency=year.agencies[0]).update(is_active=False)
    for verb in (actions.measure_all, actions.tell, actions.finalise, actions.publish_results, actions.save_scheme):
        with pytest.raises(Refused):
            verb(scheme, by=by)
    with pytest.raises(Refused):
        actions.score(ours, by=by, indicator=line, value=Decimal(1), reason="反悔")
    assert figures(scheme) == frozen


def test_each_published_number_opens_its_evidence(cast, year, client, time_machine, django_assert_max_num_queries):
    scheme = year.scheme
    after_objections(time_machine)
    finals = actions.finalise(scheme, by=cast.officer)
    actions.publish_results(scheme, by=cast.officer)
    with django_assert_max_num_queries(12):
        page = client.get(scheme.public_address()).content.decode()
    for case in finals:
        assert f'href="{case.public_address()}">{case.total}<' in page
    for case in finals[:2] + finals[-2:]:
        with django_assert_max_num_queries(12):
            detail = client.get(case.public_address()).content.decode()
        for row in case.frozen["lines"]:
            address = f"{case.public_address()}{row['position']}/"
            assert f'href="{address}">{row["value"] or "–"}<' in detail
            with django_assert_max_num_queries(12):
                evidence = client.get(address)
            if row["mode"] == "scored":
                assert row["reason"] in evidence.content.decode()
                continue
            kept = [one.counts for one in evidence.context["rows"]]
            assert (sum(kept), len(kept)) == (row["part"], row["whole"])
            assert evidence.content.decode().count('class="evidence-row"') == row["whole"]
