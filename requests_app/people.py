"""Who is told what about a request."""

from __future__ import annotations

from portal.accounts.models import User
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency, Kind
from portal.agencies.permissions import can
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.permissions import Permission
from requests_app.reminders import Told


def clerks_of(case: Case) -> list[User]:
    """The clerk in charge of the case, or all who could take charge of it."""
    if isinstance(case, TopicRequest):
        return nearest_holders(Permission.HANDLE_TOPIC, case.agency)
    clerks = nearest_holders(Permission.HANDLE_REQUEST, case.agency)
    if isinstance(case, DisclosureRequest) and case.handler_id is not None:
        return [clerk for clerk in clerks if clerk.pk == case.handler_id] or clerks
    return clerks


def receiving_office(government: Agency) -> Agency:
    """Who takes what is addressed to nobody in particular: the office right below the government, else itself."""
    offices = Agency.objects.public().under(government).filter(kind=Kind.OFFICE, depth=government.depth + 1)
    return offices.first() or government


def office_of(agency: Agency) -> list[User]:
    """The people of the nearest open government office above: who read requests for a whole government."""
    governments = Agency.objects.governments().filter(path__in=agency.ancestor_paths).values_list("path", flat=True)
    return nearest_holders(Permission.VIEW_REQUEST, agency, above=governments)


def told_people(case: Case, role: Told) -> list[User]:
    """Whom a step of the reminders means by `role`: the clerk in charge, the head, or the office above."""
    if role is Told.CLERK:
        return clerks_of(case)
    if role is Told.HEAD:
        return nearest_holders(Permission.EXTEND_REQUEST, case.agency)
    return office_of(case.agency)


def may_search(request: DisclosureRequest, user: User) -> bool:
    """True for who handles requests here, and for who was asked to help with this one."""
    return can(user, Permission.HANDLE_REQUEST, on=request) or is_cohandler(request, user)


def is_cohandler(request: DisclosureRequest, user: User) -> bool:
    """True for who was asked to help with this request and can still read it."""
    return can(user, Permission.VIEW_REQUEST, on=request) and request.cohandlers.of(user).exists()
