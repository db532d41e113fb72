"""Requests and topics: the answer, and the stages on the way to it.

Clerk and head are reminded of the same days by `requests_app.reminders`; here only who is not told there is told.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.rule import HEAD, NOBODY, OFFICE, Finding, Rule, Scale, Sight, about
from requests_app.models import DisclosureRequest, Remedy, TopicRequest
from requests_app.permissions import Permission as Requests
from requests_app.states import StageName, State

REGISTER_DAYS = 3
REVIEW_DAYS = 3
BY_REMINDERS = {Grade.YELLOW: NOBODY, Grade.ORANGE: NOBODY, Grade.RED: HEAD | OFFICE}


def _requests(sight: Sight) -> Iterator[Finding]:
    for case in _with_clock(DisclosureRequest.objects.due_by(sight.horizon)):
        yield Finding(case.agency, about(case), case.number, case.number, case.received_on, case.clock.due_on)


def _topics(sight: Sight) -> Iterator[Finding]:
    for case in TopicRequest.objects.due_by(sight.horizon).with_agency_and_clock():
        filed_on = timezone.localdate(case.filed_at)
        yield Finding(case.agency, about(case), case.number, case.number, filed_on, case.clock.due_on)


def _unregistered(sight: Sight) -> Iterator[Finding]:
    for case in _with_clock(DisclosureRequest.objects.filter(state=State.RECEIVED)):
        yield _stage(sight, case, case.received_on, REGISTER_DAYS)


def _unreviewed(sight: Sight) -> Iterator[Finding]:
    entered = Max("stages__at", filter=Q(stages__name=StageName.REVIEW))
    for case in _with_clock(DisclosureRequest.objects.to_review()).annotate(entered=entered):
        yield _stage(sight, case, timezone.localdate(case.entered), REVIEW_DAYS)


def _with_clock(rows: QuerySet) -> QuerySet:
    """With what a finding needs, and nothing that the applicant confided."""
    return rows.select_related("agency", "clock").only(
        "number", "received_on", "agency__path", "agency__name", "agency__code", "clock__due_on"
    )


def _stage(sight: Sight, case: DisclosureRequest, since: dt.date, days: int) -> Finding:
    due_on = sight.workdays(case.agency).add_workdays(since, days)
    return Finding(case.agency, about(case), case.number, case.number, since, due_on)


def _remedies(sight: Sight) -> Iterator[Finding]:
    rows = Remedy.objects.to_answer().filter(clock__due_on__lte=sight.horizon)
    for remedy in rows.with_case():
        number = remedy.request.number if remedy.request else remedy.earlier_number
        yield Finding(remedy.agency, about(remedy), number, number, remedy.notified_on, remedy.clock.due_on)  # type: ignore[union-attr]


def _case(warning: EarlyWarning) -> str:
    return reverse("oversight:office_request", args=[warning.subject_number])


def _bench(warning: EarlyWarning) -> str:
    return reverse(f"admin:{warning.subject_type.replace('.', '_')}_change", args=[warning.subject_key])


def _topic(warning: EarlyWarning) -> str:
    return reverse("requests_app:topic_detail", args=[warning.subject_number])


def _list(warning: EarlyWarning) -> str:
    return reverse("oversight:office_agency", args=[warning.agency.code])


RULES = (
    Rule(
        "request-due",
        _("Disclosure request due or overdue"),
        _("A request is answered within 20 working days of receipt, once extended by 20 more at the most."),
        _("Regulations, article 33"),
        Scale(soon=3, far=10),
        Requests.HANDLE_REQUEST,
        _requests,
        _case,
        _bench,
        told=BY_REMINDERS,
        is_office=True,
    ),
    Rule(
        "request-unregistered",
        _("Disclosure request not registered"),
        _("A request that was received is registered; warned of after 3 working days."),
        _("Regulations, article 45: registration is the first stage; the days are the portal's own"),
        Scale(soon=None, far=5),
        Requests.HANDLE_REQUEST,
        _unregistered,
        _case,
        _bench,
        is_office=True,
    ),
    Rule(
        "request-unreviewed",
        _("Answer waits for its approval"),
        _("A drafted answer is approved or sent back; warned of after 3 working days."),
        _("Regulations, article 45: review comes before the answer; the days are the portal's own"),
        Scale(soon=None, far=5),
        Requests.REVIEW_REQUEST,
        _unreviewed,
        _case,
        _bench,
        is_office=True,
    ),
    Rule(
        "topic-due",
        _("Topic request due or overdue"),
        _("A topic asked for is published, or refused with reasons, in time."),
        _("Local rules on topics on request (点题公开); the time limit of the request's clock"),
        Scale(soon=3, far=10),
        Requests.HANDLE_TOPIC,
        _topics,
        _topic,
        _bench,
        told=BY_REMINDERS,
    ),
    Rule(
        "remedy-due",
        _("Answer in a reconsideration due or overdue"),
        _("The agency answers the reconsideration body within 10 working days, in simplified procedure within 5."),
        _("Administrative Reconsideration Law, articles 48 and 54"),
        Scale(soon=2, far=3),
        Requests.HANDLE_REQUEST,
        _remedies,
        _list,
        _bench,
        is_office=True,
        told={Grade.YELLOW: NOBODY, Grade.ORANGE: HEAD, Grade.RED: HEAD | OFFICE},
    ),
)
