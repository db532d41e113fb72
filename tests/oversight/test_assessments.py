from decimal import Decimal

import pytest
from django.utils import timezone

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Indicator
from oversight.states import AssessmentState
from portal.refusals import NotAllowed, Refused
from tests.oversight.cases import answered_request, entry_of, met_duty, overdue_duty, request_of


@pytest.fixture
def scheme(cast):
    lines = [
        Indicator(position=1, name="按时公开", weight=60, mode="measured", evidence="duties_on_time"),
        Indicator(position=2, name="按时答复", weight=20, mode="measured", evidence="requests_on_time"),
        Indicator(position=3, name="制度建设", weight=20, mode="scored"),
    ]
    scheme = AssessmentScheme(agency=cast.city, year=timezone.localdate().year, kind="department", title="年度考核")
    return actions.save_scheme(scheme, by=cast.officer, indicators=lines)


def line(scheme, position):
    return scheme.indicators.get(position=position)


def test_only_who_owns_the_scheme_assesses(cast, scheme):
    for person in (cast.head, cast.clerk, cast.supervisor, cast.admin, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.open_assessment(scheme, agency=cast.bureau, by=person)
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    for verb in (actions.measure, actions.finalise):
        with pytest.raises(NotAllowed):
            verb(assessment, by=cast.head)


def test_each_agency_once_and_only_of_the_kind_below(cast, scheme):
    actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    for wrong in (cast.bureau, cast.city, cast.township, cast.other_bureau):
        with pytest.raises(Refused) as refusal:
            actions.open_assessment(scheme, agency=wrong, by=cast.officer)
        assert refusal.value.field == "agency"
    assert Assessment.objects.count() == 1


def test_measured_scored_weighed_and_final(cast, scheme):
    met_duty(cast.bureau, entry_of(cast.city, "a1"))
    overdue_duty(cast.bureau, entry_of(cast.city, "a2"))
    overdue_duty(cast.sibling, entry_of(cast.city, "a3"))
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    duties, requests = actions.measure(assessment, by=cast.officer)
    assert (duties.part, duties.whole, duties.value) == (1, 2, Decimal(50))
    assert (requests.part, requests.whole, requests.value) == (0, 0, None)
    with pytest.raises(Refused):
        actions.finalise(assessment, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(90), reason="")
    assert refusal.value.field == "reason"
    with pytest.raises(Refused):
        actions.score(assessment, by=cast.officer, indicator=line(scheme, 1), value=Decimal(90), reason="不许改测量值")
    actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(90), reason="制度齐全")
    final = actions.finalise(assessment, by=cast.officer)
    assert final.total == Decimal(
        60
    )  # (60 × 50 + 20 × 90) / 80: nothing was asked for, so the second line has no weight
    assert [entry["value"] for entry in final.frozen] == ["50.00", None, "90.00"]


def test_requests_count_by_their_own_time_limit(cast, scheme, time_machine):
    # late enough in the year for a request to have run out of time in it
    time_machine.move_to(timezone.now().replace(month=9, day=15, hour=2))
    answered_request(cast.bureau, cast.clerk, cast.head, days=20, taken=5)
    request_of(cast.bureau, days=50)
    request_of(cast.bureau, days=2)
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    _duties, requests = actions.measure(assessment, by=cast.officer)
    assert (requests.part, requests.whole) == (1, 2)


def test_a_final_assessment_never_moves(cast, scheme):
    entry = entry_of(cast.city, "b1")
    met_duty(cast.bureau, entry)
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    actions.measure(assessment, by=cast.officer)
    actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(80), reason="尚可")
    actions.finalise(assessment, by=cast.officer)
    overdue_duty(cast.bureau, entry_of(cast.city, "b2"))
    for verb in (actions.measure, actions.finalise):
        with pytest.raises(Refused):
            verb(assessment, by=cast.officer)
    with pytest.raises(Refused):
        actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(1), reason="反悔")
    with pytest.raises(Refused):
        actions.save_scheme(scheme, by=cast.officer)
    assessment.refresh_from_db()
    assert assessment.state == AssessmentState.FINALISED
    assert (assessment.total, assessment.frozen[0]["value"]) == (Decimal(95), "100.00")


def test_the_page_shows_evidence_and_the_verbs_to_those_who_assess(client, cast, scheme):
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    address = assessment.get_absolute_url()
    client.force_login(cast.officer)
    page = client.get(address).content.decode()
    assert "/office/lists/duties-overdue/?agency=qt-mzj" in page
    assert client.post(f"{address}measure/").status_code == 302
    assert client.post(f"{address}score/3/", {"i3-value": "120", "i3-reason": "x"}).status_code == 200
    assert client.post(f"{address}score/3/", {"i3-value": "70", "i3-reason": "尚可"}).status_code == 302
    assert client.post(f"{address}finalise/").status_code == 302
    assessment.refresh_from_db()
    assert assessment.total == Decimal(70)
    page = client.get(address).content.decode()
    assert "70.00" in page
    assert "<form method" not in page.split("<main")[1]
    client.force_login(cast.supervisor)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}measure/").status_code == 403
    for person in (cast.clerk, cast.head, cast.citizen, cast.other_officer):
        client.force_login(person)
        assert client.get(address).status_code == 404
