"""Where the live row behind a piece of evidence opens, for whoever may open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from catalog.models import Duty
from disclosure.models import Consultation, Item
from oversight.models import (
    AnnualReport,
    EarlyWarning,
    EvidenceRow,
    Finding,
    StaffMember,
    Submission,
    SupervisionOrder,
)
from oversight.permissions import Permission
from requests_app.models import DisclosureRequest, Remedy, TopicRequest

if TYPE_CHECKING:
    from portal.accounts.models import User


class Door(NamedTuple):
    """`open` gives the rows that somebody may read, everybody for None; `address` is where one of them stands."""

    open: Callable[[User | None], QuerySet]
    address: Callable[[Any], str]


def _bench(model: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"admin:{model}_change", args=[row.pk])


def _work(row: Any) -> str:
    """Where the organisation of the work of its agency stands."""
    return reverse("oversight:organisation_agency", args=[row.agency.code])


def _managed(rows: Any, permission: str | None = None) -> Callable[[User | None], QuerySet]:
    """For those who hold the right, and nobody else."""
    return lambda user: rows.none() if user is None else rows.managed_by(user, permission)


_FINDINGS = Finding.objects.sent().select_related("checked_agency__spot_check__agency")

DOORS: Mapping[str, tuple[Door, ...]] = {
    "duty": (
        Door(
            lambda _user: Duty.objects.public().select_related("entry"),
            lambda duty: reverse("catalog:entry_detail", args=[duty.entry.code]),
        ),
    ),
    "item": (Door(lambda _user: Item.objects.public(), lambda item: item.get_absolute_url()),),
    "consultation": (
        Door(lambda _user: Consultation.objects.public().with_item(), lambda row: row.get_absolute_url()),
    ),
    "report": (
        Door(lambda _user: AnnualReport.objects.public().select_related("agency"), lambda row: row.get_absolute_url()),
    ),
    "topic": (Door(lambda _user: TopicRequest.objects.public(), lambda topic: topic.get_absolute_url()),),
    "request": (
        Door(
            _managed(DisclosureRequest.objects, Permission.VIEW_OVERSIGHT),
            lambda case: reverse("oversight:office_request", args=[case.number]),
        ),
        Door(_managed(DisclosureRequest.objects), _bench("requests_app_disclosurerequest")),
    ),
    "remedy": (Door(_managed(Remedy.objects), _bench("requests_app_remedy")),),
    "order": (
        Door(_managed(SupervisionOrder.objects.select_related("government")), lambda row: row.get_absolute_url()),
        Door(lambda _user: SupervisionOrder.objects.public(), lambda _row: reverse("oversight:public_order_list")),
    ),
    "finding": (
        Door(
            _managed(
                Finding.objects.sent().select_related("checked_agency__spot_check__agency"), Permission.SPOT_CHECK
            ),
            lambda row: row.office_url(),
        ),
        Door(
            _managed(_FINDINGS),
            lambda row: row.agency_url(),
        ),
    ),
    "submission": (Door(_managed(Submission.objects.select_related("agency")), _work),),
    "staff": (Door(_managed(StaffMember.objects.select_related("agency")), _work),),
    "warning": (Door(_managed(EarlyWarning.objects), lambda row: row.get_absolute_url()),),
}


def addresses(rows: Iterable[EvidenceRow], reader: User | None) -> dict[tuple[str, int], str]:
    """Where each live row opens for `reader`, for everybody if None; what may not be opened is left out.

    One query for each door of each kind among `rows`.
    """
    keys: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        keys[row.kind].add(row.key)
    found: dict[tuple[str, int], str] = {}
    for kind, wanted in keys.items():
        for door in reversed(DOORS.get(kind, ())):
            for live in door.open(reader).filter(pk__in=wanted):
                found[kind, live.pk] = door.address(live)
    return found
