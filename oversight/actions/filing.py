"""Plans of the year: filed by an agency, received with a number by the government above, or returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.models import Item
from oversight.actions.leading import require_near
from oversight.actions.work_terms import next_number
from oversight.models import PlanKind, WorkPlan
from oversight.models.work_terms import superior_of
from oversight.permissions import Permission
from oversight.states import PLAN_TABLE
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance
from portal.uploads.actions import store

if TYPE_CHECKING:
    from portal.accounts.models import User

MOST_BYTES = 10 * 1024 * 1024


@transaction.atomic
def file_plan(
    agency: Agency,
    *,
    by: User,
    year: int,
    kind: str,
    title: str,
    file: UploadedFile | None = None,
    index_no: str = "",
) -> WorkPlan:
    """File the plan or the assessment standards of `year` with the government above: a file, or the index number of
    something that the agency has public. Raises Refused while one stands, and beside the field that is wrong.
    """
    require(by, Permission.FILE_WORK, on=agency)
    government = superior_of(agency)
    if government is None:
        raise Refused(_("There is no government above this agency."))
    require_near(year)
    if not title.strip():
        raise Refused(_("Fill this in."), field="title")
    if bool(file) == bool(index_no.strip()):
        raise Refused(_("Either a file, or the index number of what is public."), field="file")
    item = _public_item(agency, index_no.strip()) if index_no.strip() else None
    Agency.objects.select_for_update().get(pk=agency.pk)
    if WorkPlan.objects.standing().filter(agency=agency, year=year, kind=kind).exists():
        raise Refused(_("One was filed for this year already; the office can return it."), field="kind")
    plan = WorkPlan.objects.create(
        agency=agency, government=government, year=year, kind=PlanKind(kind), title=title.strip(), item=item,
        file=store(file, agency=agency, by=by, most=MOST_BYTES) if file else None, filed_by=by,
    )  # fmt: skip
    facts = {"year": year, "kind": kind, "title": plan.title, "with": government.name}
    record(Event.PLAN_FILED, by=by, agency=agency, subject=plan, after=facts)
    return plan


def _public_item(agency: Agency, index_no: str) -> Item:
    item = Item.objects.public().filter(agency=agency, index_no=index_no).first()
    if item is None:
        raise Refused(_("The agency has nothing public under this index number."), field="index_no")
    return item


def _taken_up(plan: WorkPlan, verb: str, *, by: User) -> WorkPlan:
    rows = WorkPlan.objects.select_for_update(of=("self",)).select_related("agency", "government")
    held = rows.get(pk=plan.pk)
    require(by, Permission.ORGANISE_WORK, on=held.government)
    advance(held, verb, PLAN_TABLE)
    held.judged_at, held.judged_by = timezone.now(), by
    return held


@transaction.atomic
def receive_plan(plan: WorkPlan, *, by: User) -> WorkPlan:
    """Receive a plan with the next receipt number of the government and year."""
    held = _taken_up(plan, "receive", by=by)
    held.serial = next_number(held.government, "plan", held.year)
    held.save(update_fields=["state", "judged_at", "judged_by", "serial"])
    record(Event.PLAN_RECEIVED, by=by, agency=held.agency, subject=held, after={"receipt": held.receipt})
    _tell(held, _("Received as %(number)s.") % {"number": held.receipt})
    return held


@transaction.atomic
def return_plan(plan: WorkPlan, *, by: User, reason: str) -> WorkPlan:
    """Return a plan with the reason; the agency files another one."""
    held = _taken_up(plan, "return", by=by)
    if not reason.strip():
        raise Refused(_("Give the reason."), field="reason")
    held.reason = reason.strip()
    held.save(update_fields=["state", "judged_at", "judged_by", "reason"])
    record(Event.PLAN_RETURNED, by=by, agency=held.agency, subject=held, after={"reason": held.reason})
    _tell(held, _("Returned: %(reason)s") % {"reason": held.reason})
    return held


def _tell(plan: WorkPlan, said: str) -> None:
    """Tell those who file for the agency."""
    enqueue_all(
        Letter(
            Kind.PLAN_JUDGED, person, plan, plan.state,
            title=_("%(kind)s: %(title)s") % {"kind": Kind.PLAN_JUDGED.label, "title": plan.title},
            body=f"{plan.agency.name}\n{said}",
            url=reverse("oversight:organisation_agency", args=[plan.agency.code]), agency=plan.agency,
        )
        for person in nearest_holders(Permission.FILE_WORK, plan.agency)
    )  # fmt: skip
