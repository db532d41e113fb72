"""Which requests wait for a person today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.agencies.permissions import can_anywhere
from portal.agencies.today import Line, Pane, Shortcut
from requests_app.models import DisclosureRequest, Proposal, TopicRequest
from requests_app.permissions import Permission


def _opens_for(user: User) -> bool:
    return can_anywhere(user, Permission.VIEW_REQUEST)


def _requests(user: User, today: dt.date) -> QuerySet:
    return DisclosureRequest.objects.managed_by(user).open().with_agency_and_clock().most_urgent_first()


def _topics(user: User, today: dt.date) -> QuerySet:
    return TopicRequest.objects.managed_by(user).open().with_agency_and_clock().most_urgent_first()


def _request_line(case: DisclosureRequest) -> Line:
    address = reverse("admin:requests_app_disclosurerequest_change", args=[case.pk])
    return Line(case.subject, address, f"{case.number} · {case.get_state_display()}", case.clock.due_on)


def _topic_line(case: TopicRequest) -> Line:
    address = reverse("admin:requests_app_topicrequest_change", args=[case.pk])
    return Line(case.title, address, case.number, case.clock.due_on)


def _proposals(user: User, today: dt.date) -> QuerySet:
    return Proposal.objects.managed_by(user).open().with_applicants().oldest_first()


def _proposal_line(proposal: Any) -> Line:
    address = reverse("admin:requests_app_proposal_change", args=[proposal.pk])
    return Line(proposal.subject, address, gettext("applicants: %(count)s") % {"count": proposal.applicants})


REQUESTS = Pane(
    "requests-open", _("Requests to be answered"), "info", _opens_for, _requests, _request_line,
    "admin:requests_app_disclosurerequest_changelist", "due=open",
)  # fmt: skip
TOPICS = Pane(
    "topics-open", _("Topic requests to be answered"), "info", _opens_for, _topics, _topic_line,
    "admin:requests_app_topicrequest_changelist", "due=open",
)  # fmt: skip
PROPOSALS = Pane(
    "proposals-open", _("Proposals to publish to be decided"), "info", _opens_for, _proposals, _proposal_line,
    "admin:requests_app_proposal_changelist", "state__exact=open",
)  # fmt: skip
REGISTER = Shortcut(
    _("Register a request made on paper"),
    "admin:requests_app_disclosurerequest_add",
    lambda user: can_anywhere(user, Permission.HANDLE_REQUEST),
)
