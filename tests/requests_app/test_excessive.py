"""Article 35: reasons are asked for while the clock goes on, then the request is refused or a later date is set."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from portal.notices.models import Notice
from portal.receipts import shown
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.letter_forms import LetterForm
from requests_app.letter_pages import printed
from requests_app.models import Letter, OwnDate, ReasonsNotice

D = dt.date


def at(day, hour=10):
    return time_machine.travel(f"{day} {hour:02}:00+08:00", tick=False)


def ask(case, by, **more):
    return actions.ask_reasons(case, by=by, **{"why": "本月已申请二十件。", "respond_by": D(2026, 3, 17)} | more)


@pytest.fixture
def asked(cast, processing):
    """Received on 4 March 2026, due on 1 April; the reasons are asked for on the tenth."""
    with at("2026-03-04"):
        case = processing(by=cast.citizen)
    with at("2026-03-10"):
        ask(case, cast.clerk)
    case.refresh_from_db()
    return case


def excessive(case, by):
    return actions.decide(case, by=by, outcome="R3_5_4", text="不予处理。", grounds="理由不合理。")


def test_the_clock_goes_on_and_the_applicant_is_told(cast, asked):
    assert (asked.state, asked.clock.is_paused, asked.clock.due_on) == ("processing", False, D(2026, 4, 1))
    assert Notice.objects.get(kind="request_reasons_asked").recipient == cast.citizen
    assert "本月已申请二十件。" in Letter.objects.get(form="ask_reasons").body


def test_not_processed_only_after_the_reasons_or_their_time(cast, asked, processing):
    actions.record_search(asked, by=cast.clerk, places="档案室", terms="低保", result="查到")
    with at("2026-03-17"), pytest.raises(Refused) as early:
        excessive(asked, cast.clerk)
    with at("2026-03-18"):
        assert excessive(asked, cast.clerk).article == "35"
    with at("2026-03-04"):
        never = processing()
        actions.record_search(never, by=cast.clerk, places="档案室", terms="低保", result="查到")
    with at("2026-03-18"), pytest.raises(Refused) as unasked:
        excessive(never, cast.clerk)
    assert (early.value.field, unasked.value.field) == ("outcome", "outcome")


def test_once_the_reasons_are_given_it_may_be_refused_at_once(cast, asked):
    with at("2026-03-12"):
        actions.give_reasons(asked, by=None, text="用于诉讼。")
        with pytest.raises(Refused):
            actions.give_reasons(asked, by=None, text="再补充。")
        actions.record_search(asked, by=cast.clerk, places="档案室", terms="低保", result="查到")
        excessive(asked, cast.clerk)
    assert Notice.objects.get(kind="request_reasons_given").recipient == cast.clerk


def test_reasons_that_hold_bring_a_later_date(cast, asked):
    later = {"due_on": D(2026, 5, 20), "reason": "数量较大，需逐件查找。"}
    with at("2026-03-12"):
        with pytest.raises(Refused):
            actions.set_own_date(asked, by=cast.head, **later)
        actions.give_reasons(asked, by=None, text="用于诉讼。")
        with pytest.raises(NotAllowed):
            actions.set_own_date(asked, by=cast.clerk, **later)
        with pytest.raises(Refused) as not_later:
            actions.set_own_date(asked, by=cast.head, **later | {"due_on": D(2026, 4, 1)})
        actions.set_own_date(asked, by=cast.head, **later)
        with pytest.raises(Refused):
            actions.set_own_date(asked, by=cast.head, **later | {"due_on": D(2026, 6, 1)})
    asked.refresh_from_db()
    assert not_later.value.field == "due_on"
    own = OwnDate.objects.get()
    assert (own.due_before, own.due_on, asked.clock.due_on) == (D(2026, 4, 1), D(2026, 5, 20), D(2026, 5, 20))
    assert [mark.on for mark in asked.clock.marks if mark.is_due] == [D(2026, 5, 20)]
    assert "own_date" in {str(event) for mark in asked.clock.marks for event in mark.events}
    assert Notice.objects.get(kind="request_date_set").recipient == cast.citizen


def test_working_days_taken_are_those_counted_until_the_answer(cast, asked):
    with at("2026-03-12"):
        actions.give_reasons(asked, by=None, text="用于诉讼。")
        actions.set_own_date(asked, by=cast.head, due_on=D(2026, 5, 20), reason="数量较大。")
    with at("2026-04-08"):  # day 24: twenty until 1 April, then 4-2, 3, 7 and 8
        actions.record_search(asked, by=cast.clerk, places="档案室", terms="低保", result="查到")
        actions.decide(asked, by=cast.clerk, outcome="R3_1", text="予以公开。")
        actions.approve_decision(asked, by=cast.head)
    asked.refresh_from_db()
    assert (asked.working_days, asked.clock.was_late()) == (24, False)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"why": " "}, "why"), ({"respond_by": D(2026, 3, 10)}, "respond_by"),
        ({"respond_by": D(2026, 4, 1)}, "respond_by"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_beside_its_field(cast, processing, given, field):
    with at("2026-03-04"):
        case = processing()
    with at("2026-03-10"), pytest.raises(Refused) as refused:
        ask(case, cast.clerk, **given)
    assert refused.value.field == field
    assert not ReasonsNotice.objects.exists()


def test_asked_once(cast, asked):
    with at("2026-03-11"), pytest.raises(Refused):
        ask(asked, cast.clerk)


def test_the_applicant_gives_them_with_the_receipt_code(cast, client, filed):
    with at("2026-03-04"):
        found = filed()
        actions.register(found.case, by=cast.clerk)
    with at("2026-03-10"):
        ask(found.case, cast.clerk)
        page = client.post(reverse("requests_app:request_follow"), {"code": shown(found.code)})
        assert "本月已申请二十件。" in page.content.decode()
        empty = client.post(reverse("requests_app:request_reasons"), {"code": found.code, "text": " "})
        given = client.post(reverse("requests_app:request_reasons"), {"code": found.code, "text": "用于诉讼。"})
        again = client.post(reverse("requests_app:request_reasons"), {"code": found.code, "text": "又来。"})
    assert (empty.status_code, given.status_code, again.status_code) == (422, 200, 422)
    assert ReasonsNotice.objects.get().reasons == "用于诉讼。"


def test_the_applicant_gives_them_signed_in_and_nobody_else(cast, client, asked):
    address = reverse("requests_app:my_reasons", args=[asked.number])
    with at("2026-03-11"):
        client.force_login(cast.clerk)
        assert client.post(address, {"text": "用于诉讼。"}).status_code == 404
        client.force_login(cast.citizen)
        assert client.post(address, {"text": "用于诉讼。"}).status_code == 200
    assert ReasonsNotice.objects.get().given_at is not None


def refused(case, cast, day):
    """Decided and approved on `day`; the letter that goes out."""
    with at(day):
        actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到")
        excessive(case, cast.clerk)
        actions.approve_decision(case, by=cast.head)
    return case.letters.get(form="decision").body


def test_the_refusal_says_that_reasons_were_asked_for_and_found_wanting(cast, asked):
    with at("2026-03-12"):
        actions.give_reasons(asked, by=None, text="没有什么特别的。")
    body = refused(asked, cast, "2026-03-13")
    assert "第三十五条" in body
    assert "本机关于2026年3月10日书面要求你（单位）说明理由，你（单位）于2026年3月12日作出说明。" in body
    assert "本机关认为申请理由不合理，决定对该申请不予处理。" in body
    assert "60日内" in body


def test_the_refusal_says_that_no_reasons_came(cast, asked):
    body = refused(asked, cast, "2026-03-18")
    assert "你（单位）至2026年3月17日期限届满未说明理由，决定对该申请不予处理。" in body
    assert "作出说明" not in body


def test_of_several_matters_the_letter_means_those_that_are_not_processed(cast, asked):
    with at("2026-03-18"):
        actions.split(asked, by=cast.clerk, subjects=["低保资金分配表", "近十年全部会议纪要"])
        actions.record_search(asked, by=cast.clerk, places="档案室", terms="低保", result="查到")
        actions.decide(
            asked, by=cast.clerk, rulings={1: "R3_1", 2: "R3_5_4"}, text="答复如下。", grounds="理由不合理。"
        )
        actions.approve_decision(asked, by=cast.head)
    assert "决定对有关事项不予处理。" in asked.letters.get(form="decision").body


def test_an_answer_that_refuses_nothing_does_not_speak_of_reasons(cast, asked):
    with at("2026-03-12"):
        actions.give_reasons(asked, by=None, text="用于诉讼。")
        actions.record_search(asked, by=cast.clerk, places="档案室", terms="低保", result="查到")
        actions.decide(asked, by=cast.clerk, outcome="R3_1", text="予以公开。")
        actions.approve_decision(asked, by=cast.head)
    assert "说明理由" not in asked.letters.get(form="decision").body


def test_what_is_printed_of_the_case_tells_reasons_and_the_later_date(cast, asked):
    with at("2026-03-12"):
        actions.give_reasons(asked, by=None, text="用于诉讼。")
        actions.set_own_date(asked, by=cast.head, due_on=D(2026, 5, 20), reason="数量较大。")
        case = type(asked).objects.get(pk=asked.pk)
        for form in (LetterForm.REGISTER, LetterForm.REVIEW_SLIP):
            body = printed(case, form, shows_identity=False).body
            assert "延期情况 | 由2026年4月1日延至2026年5月20日" in body
            assert "说明理由情况 | 2026年3月10日要求说明理由，2026年3月12日收到申请人说明的理由" in body


@pytest.mark.parametrize(
    ("verb", "who", "said", "words"),
    [
        ("ask_reasons", "clerk", {"why": "本月已申请二十件。", "respond_by": "2026-03-17"}, "说明理由告知书"),
        ("own_date", "head", {"due_on": "2026-05-20", "reason": "数量较大。"}, "延期答复告知书"),
        ("approve", "head", {}, "期限届满未说明理由"),
    ],
)
def test_each_letter_of_article_35_is_looked_at_before_it_goes(cast, client, asked, processing, verb, who, said, words):
    case = asked
    if verb == "ask_reasons":
        with at("2026-03-04"):
            case = processing()
    with at("2026-03-10" if verb == "ask_reasons" else "2026-03-18"):
        if verb == "own_date":
            actions.give_reasons(case, by=None, text="用于诉讼。")
        elif verb == "approve":
            actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到")
            excessive(case, cast.clerk)
        before = Letter.objects.count()
        client.force_login(getattr(cast, who))
        address = reverse(f"admin:requests_app_disclosurerequest_{verb}", args=[case.pk])
        assert words in client.post(address, said | {"preview": "1"}).content.decode()
        assert Letter.objects.count() == before
        assert client.post(address, said).status_code == 302
    assert words in Letter.objects.order_by("-pk")[0].body
