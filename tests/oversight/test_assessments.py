import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Indicator, Rung
from oversight.standing import Standings
from oversight.states import AssessmentState
from portal.refusals import NotAllowed, Refused
from tests.oversight.assessing import a_scheme, after_objections, score_everybody
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
    for verb, subject in ((actions.measure, assessment), (actions.tell, scheme), (actions.finalise, scheme)):
        with pytest.raises(NotAllowed):
            verb(subject, by=cast.head)


def test_each_agency_once_and_only_of_the_kind_below(cast, scheme):
    actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    for wrong in (cast.bureau, cast.city, cast.township, cast.other_bureau):
        with pytest.raises(Refused) as refusal:
            actions.open_assessment(scheme, agency=wrong, by=cast.officer)
        assert refusal.value.field == "agency"
    assert Assessment.objects.count() == 1


def test_measured_scored_weighed_and_final(cast, scheme, time_machine):
    met_duty(cast.bureau, entry_of(cast.city, "a1"))
    overdue_duty(cast.bureau, entry_of(cast.city, "a2"))
    overdue_duty(cast.sibling, entry_of(cast.city, "a3"))
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    duties, requests = actions.measure(assessment, by=cast.officer)
    assert (duties.part, duties.whole, duties.value) == (1, 2, Decimal(50))
    assert (requests.part, requests.whole, requests.value) == (0, 0, None)
    with pytest.raises(Refused, match="制度建设"):
        actions.tell(scheme, by=cast.officer)
    with pytest.raises(Refused) as refusal:
        actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(90), reason="")
    assert refusal.value.field == "reason"
    with pytest.raises(Refused):
        actions.score(assessment, by=cast.officer, indicator=line(scheme, 1), value=Decimal(90), reason="不许改测量值")
    actions.score(assessment, by=cast.officer, indicator=line(scheme, 3), value=Decimal(90), reason="制度齐全")
    actions.tell(scheme, by=cast.officer)
    with pytest.raises(Refused):
        actions.finalise(scheme, by=cast.officer)
    after_objections(time_machine)
    (final,) = actions.finalise(scheme, by=cast.officer)
    # (60 × 50 + 20 × 90) / 80: nothing was asked for, so the second line has no weight
    assert (final.total, final.level) == (Decimal(60), "pass")
    assert [entry["value"] for entry in final.frozen["lines"]] == ["50.00", None, "90.00"]
    assert final.rank is None  # alone in its group


def test_requests_count_by_their_own_time_limit(cast, scheme, time_machine):
    # late enough in the year for a request to have run out of time in it
    time_machine.move_to(timezone.now().replace(month=9, day=15, hour=2))
    answered_request(cast.bureau, cast.clerk, cast.head, days=20, taken=5)
    request_of(cast.bureau, days=50)
    request_of(cast.bureau, days=2)
    assessment = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    _duties, requests = actions.measure(assessment, by=cast.officer)
    assert (requests.part, requests.whole) == (1, 2)


def test_bonus_and_veto_move_points_and_grade(cast):
    scheme = a_scheme(cast, bonus_cap=5)
    case = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    met_duty(cast.bureau, entry_of(cast.city, "v1"))
    score_everybody(scheme, cast.officer)
    by, (serious, capping) = cast.officer, scheme.vetoes.all()
    actions.give_bonus(case, by=by, points=Decimal(3), reason="省级表扬")
    for points, field in ((Decimal(3), "points"), (Decimal(0), "points")):
        with pytest.raises(Refused) as refusal:
            actions.give_bonus(case, by=by, points=points, reason="市级表扬")
        assert refusal.value.field == field
    with pytest.raises(Refused):
        actions.mark_veto(case, by=by, item=capping, reason=" ")
    actions.mark_veto(case, by=by, item=capping, reason="互动栏目停用")
    with pytest.raises(Refused):
        actions.mark_veto(case, by=by, item=capping, reason="互动栏目停用")
    assert Standings(scheme, [case]).points[case] == (Decimal(65), "pass")
    actions.mark_veto(case, by=by, item=serious, reason="领导人姓名错误")
    assert Standings(scheme, [case]).points[case].level == "fail"
    actions.lift_veto(case, by=by, item=serious, reason="核实无误")
    (told,) = actions.tell(scheme, by=by)
    assert told.level == "pass"
    for verb in (
        lambda: actions.mark_veto(case, by=by, item=serious, reason="太晚"),
        lambda: actions.give_bonus(case, by=by, points=Decimal(1), reason="太晚"),
        lambda: actions.measure(case, by=by),
        lambda: actions.save_scheme(scheme, by=by),
    ):
        with pytest.raises(Refused):
            verb()


def test_an_agency_assesses_itself_before_the_office(cast, time_machine):
    today = timezone.localdate()
    scheme = a_scheme(cast, self_assess_until=today + dt.timedelta(days=5))
    case = actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    other = actions.open_assessment(scheme, agency=cast.sibling, by=cast.officer)
    own = {position: actions.Given(Decimal(95), "见附表") for position in (1, 2, 3)}
    for person in (cast.reviewer, cast.officer, cast.sibling_clerk, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.assess_oneself(case, by=person, given=own)
    actions.assess_oneself(case, by=cast.clerk, given=own)
    with pytest.raises(Refused, match="解读质量"):
        actions.hand_in(case, by=cast.head)
    with pytest.raises(Refused):
        actions.measure(case, by=cast.officer)
    with pytest.raises(Refused):
        actions.assess_oneself(case, by=cast.clerk, given={4: actions.Given(Decimal(95), " ")})
    actions.assess_oneself(case, by=cast.clerk, given={4: actions.Given(Decimal(70), "解读3篇")})
    assert actions.hand_in(case, by=cast.head).state == AssessmentState.SELF_ASSESSED
    with pytest.raises(Refused):
        actions.assess_oneself(case, by=cast.clerk, given=own)
    actions.measure(case, by=cast.officer)
    with pytest.raises(Refused):
        actions.measure_all(scheme, by=cast.officer)  # the other one has still time
    time_machine.move_to(timezone.now() + dt.timedelta(days=8))
    with pytest.raises(Refused):
        actions.assess_oneself(other, by=cast.sibling_clerk, given=own)
    assert len(actions.measure_all(scheme, by=cast.officer)) == 4


def test_what_follows_a_final_assessment(cast, time_machine):
    scheme = a_scheme(cast)
    first, second = (actions.open_assessment(scheme, agency=a, by=cast.officer) for a in (cast.bureau, cast.sibling))
    score_everybody(scheme, cast.officer, points=lambda place: (95, 40)[place])
    with pytest.raises(Refused):
        actions.draw_consequence(first, by=cast.officer, step="award", reason="先进")
    actions.tell(scheme, by=cast.officer)
    after_objections(time_machine)
    actions.finalise(scheme, by=cast.officer)
    award = actions.draw_consequence(first, by=cast.officer, step="award", reason="全年无超期")
    assert award.order is None
    for wrong in (
        {"step": "award", "reason": "先进"},
        {"step": "criticised", "reason": "排名靠后", "with_order": True},
        {"step": "urged", "reason": " "},
    ):
        with pytest.raises(Refused):
            actions.draw_consequence(second, by=cast.officer, **wrong)
    step = actions.draw_consequence(second, by=cast.officer, step="ordered", reason="限期整改", with_order=True)
    assert (step.order.agency, step.order.rung) == (cast.sibling, Rung.ORDER)
    with pytest.raises(NotAllowed):
        actions.draw_consequence(second, by=cast.head, step="urged", reason="越权")
