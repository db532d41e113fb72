"""Reconsideration and lawsuits: recorded once, answered in time, counted as table 4 counts, decided anew."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.agencies.models import Agency
from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import DisclosureRequest, Ending, Remedy, RemedyKind
from requests_app.periods import Period
from requests_app.remedy_table import remedy_table
from requests_app.statistics import figures_of
from requests_app.tasks import remind_of_remedies

FILED = dt.date(2026, 3, 2)  # a Monday


@pytest.fixture(autouse=True)
def _in_april():
    with time_machine.travel(dt.datetime(2026, 4, 1, 2, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def recorded(cast):
    serial = iter(range(1, 1000))

    def recorded(request=None, **said):
        said = {"kind": "reconsideration", "body": "青田县人民政府", "filed_on": FILED} | said
        if request is None and "earlier_number" not in said:
            said["earlier_number"] = "旧2019-7"
        number = f"青政复〔2026〕{next(serial)}号"
        agency = said.pop("agency", cast.bureau)
        return actions.record_remedy(
            agency, by=said.pop("by", cast.clerk), request=request, **{"reference_number": number} | said
        )

    return recorded


def test_the_answer_is_due_five_working_days_after_the_copy_came(cast, recorded):
    remedy = recorded(notified_on=FILED)
    assert remedy.clock.due_on == dt.date(2026, 3, 9)
    ordinary = recorded(is_simplified=False, notified_on=FILED)
    assert ordinary.clock.due_on == dt.date(2026, 3, 16)
    assert recorded(kind="direct_suit", notified_on=FILED).clock is None
    actions.follow_remedy(remedy, by=cast.clerk, notified_on=FILED, answered_on=dt.date(2026, 3, 6))
    remedy.clock.refresh_from_db()
    assert not remedy.clock.is_running
    assert not remedy.clock.was_late()


def test_reminded_once_before_and_once_when_late(cast, recorded):
    remedy = recorded(notified_on=timezone.localdate())
    due = dt.datetime.combine(remedy.clock.due_on, dt.time(4), tzinfo=dt.UTC)
    for moment, told in ((due - dt.timedelta(days=4), 0), (due, 2), (due, 2), (due + dt.timedelta(days=1), 4)):
        with time_machine.travel(moment):
            remind_of_remedies()
        assert Notice.objects.filter(kind="remedy_due").count() == told
    actions.follow_remedy(remedy, by=cast.clerk, notified_on=remedy.notified_on, answered_on=timezone.localdate())
    assert not Remedy.objects.to_answer().exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "?"}, "kind"),
        ({"body": " "}, "body"),
        ({"reference_number": ""}, "reference_number"),
        ({"earlier_number": ""}, "number"),
        ({"filed_on": dt.date(2026, 4, 2)}, "filed_on"),
        ({"accepted_on": dt.date(2026, 3, 1)}, "accepted_on"),
        ({"answered_on": dt.date(2026, 3, 4)}, "answered_on"),
        ({"is_co_defendant": True}, "is_co_defendant"),
    ],
)
def test_refused_beside_its_field(recorded, said, field):
    with pytest.raises(Refused) as refused:
        recorded(**said)
    assert refused.value.field == field
    assert not Remedy.objects.exists()


def test_a_lawsuit_after_reconsideration_names_it(cast, recorded, answered):
    case = answered()
    first, foreign = recorded(case), recorded()
    for wrong in (None, foreign):
        with pytest.raises(Refused) as refused:
            recorded(case, kind="suit_after", reconsideration=wrong)
        assert refused.value.field == "reconsideration"
    assert recorded(case, kind="suit_after", reconsideration=first).reconsideration == first
    with pytest.raises(Refused):
        recorded(case, reconsideration=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Remedy.objects.filter(pk=foreign.pk).update(reconsideration=first)


def test_a_number_is_entered_once(recorded):
    recorded(reference_number="青政复〔2026〕88号")
    with pytest.raises(Refused) as refused:
        recorded(reference_number="青政复〔2026〕88号")
    assert refused.value.field == "reference_number"


def test_concluded_once_and_never_changed(cast, recorded):
    remedy = recorded(notified_on=FILED, note="申请人张三来电")
    for said in ({"result": "pending"}, {"result": "?"}, {"result": "upheld", "concluded_on": None}):
        with pytest.raises(Refused):
            actions.conclude_remedy(remedy, by=cast.clerk, **{"concluded_on": FILED} | said)
    actions.conclude_remedy(remedy, by=cast.clerk, result="upheld", concluded_on=dt.date(2026, 3, 30))
    for act, said in (
        (actions.conclude_remedy, {"result": "other", "concluded_on": FILED}),
        (actions.follow_remedy, {}),
    ):
        with pytest.raises(Refused):
            act(remedy, by=cast.clerk, **said)
    assert not remedy.__class__.objects.to_answer().exists()
    trail = AuditEvent.objects.filter(event__startswith="remedy_").order_by("number")
    assert [link.event for link in trail] == ["remedy_recorded", "remedy_concluded"]
    assert "张三" not in str([(link.before, link.after) for link in trail])


@pytest.mark.parametrize("who", ["sibling_clerk", "other_clerk", "citizen", "supervisor", "officer", "head"])
def test_nobody_else(cast, recorded, answered, who):
    case, person = answered(), getattr(cast, who)
    remedy = recorded(case)
    with pytest.raises(NotAllowed):
        recorded(by=person)
    with pytest.raises(NotAllowed):
        actions.follow_remedy(remedy, by=person)
    with pytest.raises(NotAllowed):
        actions.conclude_remedy(remedy, by=person, result="upheld", concluded_on=FILED)
    with pytest.raises(NotAllowed):
        actions.reopen(case, by=person)


def cells(agencies, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31)):
    return [line.cells for line in remedy_table(agencies, first=first, last=last)]


def test_fifteen_cells_by_hand(cast, recorded, answered):
    case = answered()
    results = {"upheld": 1, "corrected": 2, "other": 1}
    for result, count in results.items():
        for _number in range(count):
            actions.conclude_remedy(recorded(), by=cast.clerk, result=result, concluded_on=dt.date(2026, 3, 20))
    first = recorded(case)
    recorded(kind="direct_suit")
    last_year = recorded(kind="direct_suit", filed_on=dt.date(2025, 5, 5))
    actions.conclude_remedy(last_year, by=cast.clerk, result="upheld", concluded_on=dt.date(2026, 1, 1))
    recorded(case, kind="suit_after", reconsideration=first)
    # the county decided on the reconsideration and is sued along: the bureau's row counts, this one does not
    with transaction.atomic():
        row = Remedy.objects.get(kind="suit_after")
        row.pk, row.agency, row.is_co_defendant, row.reference_number = None, cast.county, True, "共同被告"
        row.save(force_insert=True)
    bureau, county = Agency.objects.filter(pk=cast.bureau.pk), Agency.objects.under(cast.county)
    expected = [[1, 2, 1, 1, 5], [1, 0, 0, 1, 2], [0, 0, 0, 1, 1]]
    assert cells(bureau) == cells(county) == expected
    assert cells(Agency.objects.filter(pk=cast.county.pk)) == [[0] * 5] * 3
    # seen from the end of last year, what was filed then was pending, whatever came of it
    assert cells(bureau, dt.date(2025, 1, 1), dt.date(2025, 12, 31)) == [[0] * 5, [0, 0, 0, 1, 1], [0] * 5]
    assert [line.kind for line in remedy_table(bureau, first=FILED, last=FILED)] == list(RemedyKind)


def test_decided_anew_after_a_correction_and_counted_as_first_decided(cast, recorded, answered):
    case = answered(outcome="R3_4_1", grounds="本机关不掌握")
    first_answer, due = case.answered_at, case.clock.due_at
    with pytest.raises(Refused):
        actions.reopen(case, by=cast.clerk)
    remedy = recorded(case)
    with pytest.raises(Refused):
        actions.reopen(case, by=cast.clerk)
    actions.conclude_remedy(remedy, by=cast.clerk, result="corrected", concluded_on=dt.date(2026, 3, 30))
    with time_machine.travel(timezone.now() + dt.timedelta(days=40)):
        actions.reopen(case, by=cast.clerk, days=10)
        with pytest.raises(Refused):
            actions.reopen(case, by=cast.clerk)
        case.refresh_from_db()
        assert (case.state, case.clock.limit, case.clock.is_running) == ("processing", 10, True)
        actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
        actions.approve_decision(case, by=cast.head)
        case.refresh_from_db()
    assert (case.state, case.answered_at, case.first_due_at) == ("answered", first_answer, due)
    assert list(case.decisions.values_list("outcome", flat=True)) == ["R3_4_1", "R3_1"]
    figures = figures_of(DisclosureRequest.objects.under(cast.bureau), Period.year(2026))[cast.bureau.pk]
    assert (figures.outcomes, figures.on_time) == ({"R3_4_1": 1}, 1)


def test_a_late_first_answer_stays_late(cast, recorded, answered):
    case = answered()
    Ending.objects.update(is_on_time=False)
    actions.conclude_remedy(recorded(case), by=cast.clerk, result="corrected", concluded_on=FILED)
    actions.reopen(case, by=cast.clerk, days=60)
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
    actions.approve_decision(case, by=cast.head)
    assert Ending.objects.get().is_on_time is False


def test_the_case_page_says_that_it_is_to_be_decided_anew(cast, client, recorded, answered):
    case = answered()
    remedy = recorded(case)
    address = f"/admin/requests_app/disclosurerequest/{case.pk}/"
    client.force_login(cast.clerk)
    assert remedy.reference_number in client.get(f"{address}change/").text
    assert "../reopen/" not in client.get(f"{address}change/").text
    actions.conclude_remedy(remedy, by=cast.clerk, result="corrected", concluded_on=FILED)
    assert "../reopen/" in client.get(f"{address}change/").text
    assert client.post(f"{address}reopen/", {"days": "15"}).status_code == 302
    case.refresh_from_db()
    assert case.state == "processing"


def test_entered_and_concluded_at_the_workbench(cast, client, answered):
    case = answered()
    client.force_login(cast.clerk)
    add = "/admin/requests_app/remedy/add/"
    said = {
        "number": case.number.lower(), "agency": cast.bureau.pk, "kind": "reconsideration", "body": "青田县人民政府",
        "reference_number": "青政复〔2026〕1号", "is_simplified": "on", "filed_on": "2026-03-02",
        "notified_on": "2026-03-04",
    }  # fmt: skip
    assert client.post(add, said | {"number": "NONE"}).status_code == 200
    assert client.post(add, said | {"filed_on": "2026-04-30"}).status_code == 200
    assert client.post(add, said).status_code == 302
    remedy = Remedy.objects.get()
    assert (remedy.request, remedy.clock.due_on) == (case, dt.date(2026, 3, 11))
    page = f"/admin/requests_app/remedy/{remedy.pk}/change/"
    days = {"notified_on": "2026-03-04", "answered_on": "2026-03-06", "result": "upheld"}
    assert client.post(page, days).status_code == 200  # no day of the result
    assert client.post(page, days | {"concluded_on": "2026-03-20"}).status_code == 302
    remedy.refresh_from_db()
    assert (remedy.result, remedy.answered_on) == ("upheld", dt.date(2026, 3, 6))
    assert client.post(page, days).status_code == 403
