"""One mail a morning: for whom, when, of what, and what it leaves out."""

import datetime as dt

import pytest
import time_machine

from portal.notices import actions
from portal.notices.delivery import deliver_digests, deliver_due
from portal.notices.models import URGENT, Digest, Kind, MailChoice, MailPreference, Notice
from portal.notices.registry import DueLine
from portal.notices.states import State
from portal.notices.tasks import send_digests

pytestmark = pytest.mark.django_db
THURSDAY, SATURDAY, WORKING_SATURDAY = "2026-03-05", "2026-03-07", "2026-10-10"


def at(day=THURSDAY, hour=8, minute=0):
    return time_machine.travel(f"{day} {hour:02}:{minute:02}+08:00", tick=False)


@pytest.fixture
def due(cast, checks):
    """What is due for the clerk: a list that the test fills."""
    lines = []

    @checks.due_lines(Kind.DUE_REMINDER)
    def _(user, day):
        return list(lines) if user == cast.clerk else []

    return lines


def line(cast, days, number="YSQ-1"):
    return DueLine(days, dt.date(2026, 3, 5), number, "/admin/", cast.bureau)


@pytest.fixture
def told(cast):
    """Write a notice to the clerk."""

    def told(occasion="1", kind=Kind.ITEM_RETURNED, **facts):
        facts = {"to": cast.clerk, "subject": cast.bureau, "title": f"notice {occasion}", "body": "x"} | facts
        return actions.enqueue(kind, occasion=occasion, agency=cast.bureau, **facts)

    return told


def test_staff_get_one_mail_and_citizens_each_notice(cast, told, mailoutbox):
    with at(hour=7):
        told("1")
        told("2")
        told("3", to=cast.citizen)
        deliver_due()
        assert [letter.to for letter in mailoutbox] == [[cast.citizen.email]]
        assert Notice.objects.addressed_to(cast.clerk).count() == 2, "in the inbox at once"
    with at():
        send_digests()
    letter = mailoutbox[1]
    assert len(mailoutbox) == 2
    assert letter.to == [cast.clerk.email]
    assert letter.subject == "新消息：2条"
    assert letter.body.index("notice 1") < letter.body.index("notice 2")
    assert "http://qingtian.test/inbox/mail/" in letter.body


@pytest.mark.parametrize(
    ("day", "hour", "digest_hour", "count"),
    [
        (THURSDAY, 7, 8, 0),
        (THURSDAY, 8, 8, 1),
        (THURSDAY, 18, 8, 1),
        (THURSDAY, 8, 9, 0),
        (SATURDAY, 9, 8, 0),
        (WORKING_SATURDAY, 9, 8, 1),
    ],
)
def test_from_the_hour_on_on_working_days(cast, told, settings, mailoutbox, day, hour, digest_hour, count):
    settings.DIGEST_HOUR = digest_hour
    with at(day, hour):
        told()
        send_digests()
        send_digests()
    assert len(mailoutbox) == count


def test_the_most_overdue_first_under_headings(cast, due, mailoutbox):
    due += [line(cast, 3, "YSQ-3"), line(cast, -2, "YSQ-2"), line(cast, 0, "YSQ-0"), line(cast, 3, "YSQ-4")]
    with at():
        send_digests()
    (letter,) = mailoutbox
    assert letter.subject == "今日待办：逾期1件，临近期限3件；新消息0条"
    order = ["【已逾期2个工作日】", "YSQ-2", "【今日到期】", "YSQ-0", "【还剩3个工作日】", "YSQ-3", "YSQ-4"]
    places = [letter.body.index(words) for words in order]
    assert places == sorted(places)
    assert letter.body.count("【还剩3个工作日】") == 1


def test_its_words_are_those_of_the_moment_it_is_sent(cast, due, told, mailoutbox):
    due.append(line(cast, 1))
    with at():
        assert actions.open_digests() > 1
        due.clear()
        notice = told()
        actions.mark_read(notice, by=cast.clerk)
        deliver_digests()
    assert mailoutbox == []
    assert set(Digest.objects.values_list("state", flat=True)) == {State.ABORTED}, "nothing to say, nothing sent"


def test_what_is_no_longer_true_is_left_out(told, checks, mailoutbox):
    checks.still_true(Kind.ITEM_RETURNED)(lambda notice: notice.occasion == "true")
    with at():
        told("untrue")
        told("true")
        send_digests()
    (letter,) = mailoutbox
    assert "notice true" in letter.body
    assert "untrue" not in letter.body


def test_reminders_are_told_by_their_lines_and_what_was_told_is_not_told_again(cast, due, told, mailoutbox):
    due.append(line(cast, 1))
    with at():
        told("reminder", Kind.DUE_REMINDER)
        told("old")
        send_digests()
    with at("2026-03-06"):
        told("new")
        send_digests()
    first, second = mailoutbox
    assert "notice reminder" not in first.body
    assert "notice old" in first.body
    assert "notice old" not in second.body
    assert "notice new" in second.body
    assert "YSQ-1" in second.body, "what is due stays until it is done"


@pytest.mark.parametrize("kind", sorted(URGENT))
def test_the_urgent_goes_by_itself_and_at_once(told, kind, mailoutbox):
    with at(hour=3):
        told(kind=kind)
        deliver_due()
    with at():
        send_digests()
    assert [letter.subject for letter in mailoutbox] == ["notice 1"]


def test_who_wants_none_gets_none(cast, told, due, mailoutbox):
    actions.choose_mail(cast.clerk, choice=MailChoice.NONE)
    due.append(line(cast, -1))
    with at():
        told()
        told("2", Kind.DUE_ESCALATION)
        deliver_due()
        send_digests()
    assert mailoutbox == []
    assert Notice.objects.addressed_to(cast.clerk).count() == 2


def test_a_choice_made_before_it_is_sent_counts(cast, due, mailoutbox):
    due.append(line(cast, 1))
    with at():
        actions.open_digests()
        actions.choose_mail(cast.clerk, choice=MailChoice.EACH)
        deliver_digests()
    assert mailoutbox == []


def test_yesterdays_is_not_sent_today_and_a_long_sleep_brings_one(cast, due, mailoutbox):
    due.append(line(cast, 1))
    with at():
        actions.open_digests()
    with at("2026-03-10"):
        send_digests()
    assert len(mailoutbox) == 1
    assert Digest.objects.get(user=cast.clerk, day="2026-03-05").state == State.ABORTED
    with at("2026-04-20"):
        actions.open_digests()
    assert not Digest.objects.filter(day__lt="2026-03-20").exists()


def test_more_lines_than_anybody_reads_are_counted(cast, due, mailoutbox):
    due += [line(cast, 1, f"YSQ-{number}") for number in range(130)]
    with at():
        send_digests()
    assert mailoutbox[0].body.count("YSQ-") == 100
    assert "另有30件" in mailoutbox[0].body


def test_the_page_keeps_the_choice_of_staff(client, cast):
    client.force_login(cast.clerk)
    assert 'value="morning"' in client.get("/inbox/mail/").content.decode()
    assert "/inbox/mail/" in client.get("/inbox/").content.decode()
    assert client.post("/inbox/mail/", {"choice": "each"}).status_code == 302
    assert MailPreference.choice_of(cast.clerk) == MailChoice.EACH
    assert client.post("/inbox/mail/", {"choice": "daily"}).status_code == 200
    assert MailPreference.choice_of(cast.clerk) == MailChoice.EACH
    client.force_login(cast.citizen)
    assert client.get("/inbox/mail/").status_code == 404
    assert "/inbox/mail/" not in client.get("/inbox/").content.decode()
