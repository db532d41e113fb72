"""What applicants and staff are told, in the transaction of the decision that it tells of."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.agencies.holders import nearest_holders
from portal.notices.actions import Letter, enqueue, enqueue_all
from portal.notices.models import Kind
from requests_app.models import Case, CoHandler, DisclosureRequest, Proposal, TopicRequest
from requests_app.people import clerks_of
from requests_app.permissions import Permission

if TYPE_CHECKING:
    from portal.accounts.models import User


P = ParamSpec("P")


def in_site_language(tell: Callable[P, None]) -> Callable[P, None]:
    """Write in the installation's language, whichever page the one who caused it was reading."""

    @wraps(tell)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        with translation.override(settings.LANGUAGE_CODE):
            tell(*args, **kwargs)

    return told


def workbench_address(case: Case) -> str:
    """Where staff work on the case."""
    return reverse(f"admin:requests_app_{case._meta.model_name}_change", args=[case.pk])


@in_site_language
def tell_clerks(kind: Kind, case: Case, *, occasion: str = "received", title: str | Promise = "") -> None:
    """Tell who works on it, or will, that a case or something of it has come in; `title` has a %(number)s in it."""
    facts = {"agency": case.agency.name, "number": case.number, "due": case.clock.due_on.isoformat()}
    enqueue_all(
        Letter(
            kind,
            to=clerk,
            subject=case,
            occasion=occasion,
            title=str(title or _("New: %(number)s")) % facts,
            body=_("%(agency)s has received %(number)s. It is due on %(due)s.") % facts,
            url=workbench_address(case),
            agency=case.agency,
        )
        for clerk in clerks_of(case)
    )


@in_site_language
def tell_handler(request: DisclosureRequest, *, handler: User, by: User, occasion: str = "assigned") -> None:
    """Tell the clerk whom somebody else put in charge."""
    enqueue(
        Kind.REQUEST_ASSIGNED,
        to=handler,
        subject=request,
        occasion=occasion,
        title=_("For you: %(number)s") % {"number": request.number},
        body=_("%(person)s has given you %(number)s. It is due on %(due)s.")
        % {"person": by.full_name, "number": request.number, "due": request.clock.due_on.isoformat()},
        url=workbench_address(request),
        agency=request.agency,
    )


@in_site_language
def tell_cohandler(request: DisclosureRequest, *, part: CoHandler, by: User) -> None:
    """Tell a colleague what somebody asks them to do about a request."""
    enqueue(
        Kind.REQUEST_CO_HANDLED,
        to=part.person,
        subject=request,
        occasion=f"part {part.pk}",
        title=_("Your help is asked for: %(number)s") % {"number": request.number},
        body=_("%(person)s asks you to help with %(number)s: %(task)s")
        % {"person": by.full_name, "number": request.number, "task": part.task},
        url=workbench_address(request),
        agency=request.agency,
    )


@in_site_language
def tell_reviewers(request: DisclosureRequest, *, decision_pk: int, author: User) -> None:
    """Ask the nearest reviewers other than the author, once for each draft."""
    facts = {"person": author.full_name, "number": request.number, "due": request.clock.due_on.isoformat()}
    enqueue_all(
        Letter(
            Kind.REQUEST_DECIDED,
            to=reviewer,
            subject=request,
            occasion=f"decision {decision_pk}",
            title=_("To review: answer to %(number)s") % facts,
            body=_("%(person)s has drafted the answer to %(number)s. It is due on %(due)s.") % facts,
            url=workbench_address(request),
            agency=request.agency,
        )
        for reviewer in nearest_holders(Permission.REVIEW_REQUEST, request.agency)
        if reviewer.pk != author.pk
    )


@in_site_language
def tell_author(request: DisclosureRequest, *, decision_pk: int, author: User, reason: str) -> None:
    """Tell the author why the draft came back."""
    enqueue(
        Kind.REQUEST_DECISION_RETURNED,
        to=author,
        subject=request,
        occasion=f"decision {decision_pk}",
        title=_("Sent back: answer to %(number)s") % {"number": request.number},
        body=reason,
        url=workbench_address(request),
        agency=request.agency,
    )


@in_site_language
def tell_of_proposal(proposal: Proposal) -> None:
    """Tell those who handle requests, once for each proposal, that there is one to decide."""
    for clerk in nearest_holders(Permission.HANDLE_REQUEST, proposal.agency):
        enqueue(
            Kind.PROPOSAL_OPENED,
            to=clerk,
            subject=proposal,
            occasion="opened",
            title=_("Proposal to publish: %(subject)s") % {"subject": proposal.subject},
            body=_("%(origin)s. Decide whether it is published for everybody (article 44).")
            % {"origin": proposal.get_origin_display()},
            url=reverse("admin:requests_app_proposal_change", args=[proposal.pk]),
            agency=proposal.agency,
        )


@in_site_language
def tell_applicant(kind: Kind, case: Case, *, occasion: str, title: str | Promise) -> None:
    """Tell the applicant, by account or e-mail, that there is something to read; never what it says.

    `title` has a %(number)s in it. Whoever gave neither account nor e-mail reads it with the receipt code.
    """
    to = case.applicant or case.email
    if not to:
        return
    if isinstance(case, TopicRequest):
        url = (case.merged_into or case).get_absolute_url()
    else:
        page = "my_requests" if case.applicant_id else "request_follow"
        url = reverse(f"requests_app:{page}")
    enqueue(
        kind,
        to=to,
        subject=case,
        occasion=occasion,
        title=str(title) % {"number": case.number},
        body=_("%(agency)s has something to tell you about %(number)s. Sign in, or follow it with your receipt code.")
        % {"agency": case.agency.name, "number": case.number},
        url=url,
        agency=case.agency,
    )
