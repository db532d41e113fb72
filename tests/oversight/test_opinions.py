"""Opinion cases: numbers, hours, who sees and answers, evaluation, the two rules, the pages."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from oversight import actions
from oversight.grades import Grade
from oversight.models import OpinionCase, OpinionLevel
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from tests.oversight.sweeps import look_at, published

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY = dt.datetime(2026, 3, 6, 20, 0, tzinfo=CHINA)
HOUR = dt.timedelta(hours=1)


def collected(cast, *, at=FRIDAY, **changes):
    facts = {
        "title": "自来水发黄", "source": "press", "source_name": "江河日报", "summary": "居民反映三天来水发黄。",
        "found_at": at, "concerned": [cast.bureau],
    }  # fmt: skip
    with time_machine.travel(at, tick=False):
        return actions.collect_opinion(cast.county, by=cast.officer, **facts | changes)


def assessed(cast, level=OpinionLevel.MAJOR, *, at=FRIDAY):
    case = collected(cast, at=at)
    with time_machine.travel(at + HOUR, tick=False):
        return actions.assess_opinion(case, by=cast.officer, level=level, owner=cast.bureau, text="属实,影响较大。")


@pytest.mark.parametrize(
    ("level", "hours"),
    [(OpinionLevel.GENERAL, 48), (OpinionLevel.LARGER, 48), (OpinionLevel.MAJOR, 24), (OpinionLevel.GRAVE, 24)],
)
def test_the_hours_run_over_the_weekend_from_when_it_was_found(cast, level, hours):
    case = assessed(cast, level)
    assert case.clock.due_at == FRIDAY + dt.timedelta(hours=hours)
    (notice,) = Notice.objects.filter(kind="opinion_assigned", recipient=cast.head)
    assert case.number in notice.title


def test_numbers_go_up_without_gaps(cast):
    first, second = collected(cast), collected(cast)
    assert [case.number for case in (first, second)] == ["舆情〔2026〕1号", "舆情〔2026〕2号"]


def test_what_is_wrong_is_said_beside_the_field(cast):
    later = timezone.now() + HOUR
    wrong = {
        "title": {"title": " "}, "source": {"source": "dream"}, "source_name": {"source_name": ""},
        "summary": {"summary": ""}, "concerned": {"concerned": [cast.other_bureau]},
    }  # fmt: skip
    for field, facts in wrong.items():
        with pytest.raises(Refused) as refusal:
            collected(cast, **facts)
        assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        actions.collect_opinion(
            cast.county, by=cast.officer, title="x", source="press", source_name="x", summary="x", found_at=later
        )
    assert refusal.value.field == "found_at"
    case = collected(cast)
    for facts, field in (({"level": 9}, "level"), ({"owner": cast.other_bureau}, "owner"), ({"text": ""}, "text")):
        with pytest.raises(Refused) as refusal:
            actions.assess_opinion(
                case, by=cast.officer, **{"level": 3, "owner": cast.bureau, "text": "属实"} | facts
            )  # fmt: skip
        assert refusal.value.field == field


def test_from_collecting_to_lessons(cast):
    case = assessed(cast)
    with time_machine.travel(FRIDAY + 5 * HOUR, tick=False):
        actions.handle_opinion(case, by=cast.clerk, text="已停用该管段。")
        item = published(cast, at=FRIDAY + 5 * HOUR)
        with pytest.raises(Refused) as refusal:
            actions.respond_to_opinion(case, by=cast.head, index_no="没有")
        assert refusal.value.field == "index_no"
        actions.respond_to_opinion(case, by=cast.head, index_no=item.index_no)
    case.refresh_from_db()
    assert (case.state, case.response, case.responded_at) == ("responded", item, FRIDAY + 5 * HOUR)
    assert not case.clock.was_late()
    actions.handle_opinion(case, by=cast.clerk, text="已更换管段。")
    scores = {"timeliness": 5, "substance": 4, "effect": 4}
    with pytest.raises(Refused):
        actions.evaluate_opinion(case, by=cast.officer, **scores | {"effect": 6}, lessons="先停用后说明")
    actions.evaluate_opinion(case, by=cast.officer, **scores, lessons="先停用后说明")
    case.refresh_from_db()
    assert (case.state, case.effect, case.steps.count()) == ("evaluated", 4, 6)


def test_one_that_needs_no_response_ends_with_the_reason(cast):
    case = actions.drop_opinion(collected(cast), by=cast.officer, text="系旧闻重发,已澄清。")
    assert (case.state, case.is_open) == ("dropped", False)
    with pytest.raises(Refused):
        actions.assess_opinion(case, by=cast.officer, level=3, owner=cast.bureau, text="属实")


def test_only_office_and_owner_see_and_act(cast):
    case = assessed(cast)
    for person in (cast.officer, cast.clerk, cast.head):
        assert case in OpinionCase.objects.managed_by(person)
    for person in (cast.sibling_clerk, cast.reviewer, cast.supervisor, cast.admin, cast.other_officer):
        assert not OpinionCase.objects.managed_by(person).exists()
        with pytest.raises(NotAllowed):
            actions.handle_opinion(case, by=person, text="x")
    for verb, facts in (
        (actions.drop_opinion, {"text": "x"}),
        (actions.evaluate_opinion, {"timeliness": 5, "substance": 5, "effect": 5, "lessons": "x"}),
    ):
        with pytest.raises(NotAllowed):
            verb(case, by=cast.head, **facts)


def test_nobody_answers_then_nobody_evaluates(cast):
    waiting = collected(cast)
    assert look_at("opinion-unanswered", FRIDAY + 23 * HOUR) == []
    (warning,) = look_at("opinion-unanswered", FRIDAY + 25 * HOUR)
    assert (warning.agency, warning.grade) == (cast.county, Grade.RED)
    with time_machine.travel(FRIDAY + 26 * HOUR, tick=False):
        actions.assess_opinion(waiting, by=cast.officer, level=OpinionLevel.GENERAL, owner=cast.bureau, text="属实")
    assert look_at("opinion-unanswered", FRIDAY + 27 * HOUR) == []
    (warning,) = look_at("opinion-unanswered", FRIDAY + 49 * HOUR)
    assert (warning.agency, warning.grade) == (cast.bureau, Grade.ORANGE)
    with time_machine.travel(FRIDAY + 50 * HOUR, tick=False):
        item = published(cast, at=FRIDAY + 50 * HOUR)
        actions.respond_to_opinion(waiting, by=cast.head, index_no=item.index_no)
    waiting.refresh_from_db()
    assert waiting.clock.was_late()
    assert look_at("opinion-unanswered", FRIDAY + 51 * HOUR) == []
    assert look_at("opinion-unevaluated", FRIDAY + dt.timedelta(days=13)) == []
    (warning,) = look_at("opinion-unevaluated", FRIDAY + dt.timedelta(days=21))
    assert warning.agency == cast.county


def test_the_pages_of_office_and_owner(client, cast, django_assert_max_num_queries):
    case, now = assessed(cast, at=timezone.now() - HOUR), timezone.now()
    client.force_login(cast.officer)
    with django_assert_max_num_queries(12):
        assert case.title in client.get("/office/opinions/").content.decode()
    sent = {
        "title": "学校食堂", "source": "online", "source_name": "本地论坛", "summary": "家长发帖。",
        "found_at": f"{timezone.localtime(now):%Y-%m-%dT%H:%M}", "concerned": [cast.sibling.pk],
    }  # fmt: skip
    assert client.post("/office/opinions/new/", sent | {"source": ""}).status_code == 200
    new = client.post("/office/opinions/new/", sent, follow=True)
    assert "学校食堂" in new.content.decode()
    page = OpinionCase.objects.get(title="学校食堂").get_absolute_url()
    wrong = client.post(f"{page}assess/", {"level": 3})
    assert "errorlist" in wrong.content.decode()
    client.post(f"{page}assess/", {"level": 3, "owner": cast.sibling.pk, "text": "属实"})
    client.force_login(cast.sibling_clerk)
    mine = client.get("/office/opinions/").content.decode()
    assert "学校食堂" in mine
    assert case.title not in mine
    assert client.post(f"{page}handle/", {"text": "已检查。"}, follow=True).status_code == 200
    assert "已检查。" in client.get(page).content.decode()
    assert client.post(f"{page}drop/", {"text": "不用"}).status_code == 403
    assert client.get(case.get_absolute_url()).status_code == 404
