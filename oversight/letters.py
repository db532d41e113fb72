"""Who is told of a supervision order, and in which words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from oversight.models import SupervisionOrder
from oversight.permissions import Permission
from portal.accounts.models import User
from portal.agencies.holders import nearest_holders
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind


def tell_agency(order: SupervisionOrder, kind: Kind, *, occasion: str, said: str) -> None:
    """Tell those who answer for the agency: its clerks and its head."""
    people = nearest_holders(Permission.ANSWER_ORDER, order.agency)
    heads = nearest_holders(Permission.RECEIVE_EXTRACT, order.agency)
    told = {person.pk: person for person in [*people, *heads]}
    enqueue_all(_letter(order, kind, person, occasion, said) for person in told.values())


def tell_office(order: SupervisionOrder, kind: Kind, *, occasion: str, said: str) -> None:
    """Tell whoever issued it, and everybody who supervises with them."""
    people = nearest_holders(Permission.SUPERVISE, order.government)
    told = {person.pk: person for person in [*people, order.issued_by] if person.is_active}
    enqueue_all(_letter(order, kind, person, occasion, said) for person in told.values())


def _letter(order: SupervisionOrder, kind: Kind, person: User, occasion: str, said: str) -> Letter:
    facts = {"kind": kind.label, "number": order.number, "title": order.title}
    due = _("To be answered by %(date)s.") % {"date": order.clock.due_on} if order.is_open else ""
    return Letter(
        kind, person, order, occasion,
        title=_("%(kind)s: %(number)s %(title)s") % facts,
        body="\n".join(part for part in (order.agency.name, said, due) if part),
        url=order.get_absolute_url(), agency=order.agency,
    )  # fmt: skip
