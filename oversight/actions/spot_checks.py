"""Planning and drawing a spot check (抽查). The right is asked on the government that checks."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.frames import agency_frame, drawable, item_entry, items_of
from oversight.hearing import holders
from oversight.models import CheckedAgency, CheckedItem, SpotCheck
from oversight.permissions import Permission
from oversight.sampling import Drawn, Entry, digest, draw, frame_text, sizes, strata_of
from oversight.states import SPOT_CHECK_TABLE
from portal.agencies.models import Agency, Kind
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind as NoticeKind
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock, stop
from portal.workdays.models import Unit

if TYPE_CHECKING:
    from portal.accounts.models import User

PLAN = (
    "title", "basis", "kinds", "agency_count", "item_count", "since", "until", "self_check_days", "rectify_days",
)  # fmt: skip


def plan_spot_check(government: Agency, *, by: User, **plan: Any) -> SpotCheck:
    """Plan a spot check (`PLAN` names what a plan says) and commit to its half of the seed, which nobody is shown.

    Raises Refused beside the field that is wrong.
    """
    check = SpotCheck(agency=government, **plan)
    return _plan(check, by=by)


@transaction.atomic
def _plan(check: SpotCheck, *, by: User) -> SpotCheck:
    require(by, Permission.SPOT_CHECK, on=check.agency)
    _refuse_nonsense(check)
    Agency.objects.select_for_update().get(pk=check.agency_id)  # one after the other: serials have no gaps
    check.planned_at, check.planned_by = timezone.now(), by
    check.year = timezone.localdate().year
    taken = SpotCheck.objects.filter(agency=check.agency, year=check.year).aggregate(last=Max("serial"))["last"]
    check.serial = (taken or 0) + 1
    check.secret = secrets.token_hex(32)
    check.commitment = digest(check.secret)
    check.save(force_insert=True)
    record(
        Event.SPOT_CHECK_PLANNED, by=by, agency=check.agency, subject=check,
        after=_plan_of(check) | {"commitment": check.commitment},
    )  # fmt: skip
    return check


def _plan_of(check: SpotCheck) -> dict[str, object]:
    return {name: getattr(check, name) for name in PLAN}


def taken_up(check: SpotCheck, verb: str, *, by: User) -> SpotCheck:
    """The first two beats of every verb of the office: the right, lock, transition."""
    locked = SpotCheck.objects.select_for_update(of=("self",)).select_related("agency").get(pk=check.pk)
    require(by, Permission.SPOT_CHECK, on=locked.agency)
    advance(locked, verb, SPOT_CHECK_TABLE)
    return locked


@transaction.atomic
def change_spot_check(check: SpotCheck, *, by: User, **plan: Any) -> SpotCheck:
    """Change a plan before the draw. What the portal committed itself to stays."""
    locked = taken_up(check, "change", by=by)
    before = _plan_of(locked)
    for name in PLAN:
        setattr(locked, name, plan[name])
    _refuse_nonsense(locked)
    locked.save(update_fields=PLAN)
    changed = {name: value for name, value in _plan_of(locked).items() if value != before[name]}
    record(
        Event.SPOT_CHECK_CHANGED, by=by, agency=locked.agency, subject=locked,
        before={name: before[name] for name in changed}, after=changed,
    )  # fmt: skip
    return locked


def _refuse_nonsense(check: SpotCheck) -> None:
    if not check.title.strip():
        raise Refused(_("Give the spot check a title."), field="title")
    if not check.basis.strip():
        raise Refused(_("Say on what basis it is made."), field="basis")
    if check.since > check.until:
        raise Refused(_("The period ends before it begins."), field="until")
    if not set(check.kinds) <= set(Kind.values):
        raise Refused(_("Choose kinds of agencies from the list."), field="kinds")
    if not 1 <= check.agency_count <= 500:
        raise Refused(_("Draw between 1 and 500 agencies."), field="agency_count")
    if not drawable(check.agency, check.kinds).exists():
        raise Refused(_("There is no agency of these kinds below this government."), field="kinds")


@transaction.atomic
def draw_spot_check(check: SpotCheck, *, by: User, word: str, witness: str) -> SpotCheck:
    """Freeze the frame and draw, with the word that `witness` says now; tell the agencies if they are to check first.

    Raises Refused without a word or a witness, and when there is nothing to draw from any more.
    """
    locked = taken_up(check, "draw", by=by)
    word, witness = " ".join(word.split()), witness.strip()
    if not word or "|" in word:
        raise Refused(_("Type the word or number that the witness says, without “|”."), field="word")
    if not witness:
        raise Refused(_("Give the name and post of the witness."), field="witness")
    locked.word, locked.witness = word, witness
    locked.drawn_at, locked.drawn_by = timezone.now(), by
    _draw(locked)
    if locked.self_check_days:
        locked.self_check_clock = start_clock(
            scope=locked.agency.path, unit=Unit.WORKING_DAY, limit=locked.self_check_days, at=locked.drawn_at
        )
    locked.save(update_fields=[
        "state", "word", "witness", "frame", "frame_hash", "drawn_at", "drawn_by", "self_check_clock"
    ])  # fmt: skip
    record(
        Event.SPOT_CHECK_DRAWN, by=by, agency=locked.agency, subject=locked,
        after={"word": word, "witness": witness, "frame_hash": locked.frame_hash},
    )  # fmt: skip
    if locked.self_check_clock is not None:
        _ask_for_self_checks(locked)
    return locked


def _draw(check: SpotCheck) -> None:
    """Draw agencies, then items of those agencies, and write down both frames."""
    agencies = {agency.code: agency for agency in drawable(check.agency, check.kinds)}
    if not agencies:
        raise Refused(_("There is no agency of these kinds below this government."))
    frame = agency_frame(drawable(check.agency, check.kinds))
    sample = draw(frame, seed=check.seed, total=check.agency_count)
    checked = {}
    for drawn in sample:
        agency = agencies[drawn.number]
        row = CheckedAgency(spot_check=check, agency=agency, name=agency.name, **_row_of(drawn))
        row.save(force_insert=True)
        checked[agency.pk] = row
    item_frame = _draw_items(check, [agencies[drawn.number] for drawn in sample], checked)
    check.frame = frame_text(frame) + frame_text(item_frame)
    check.frame_hash = digest(check.frame)


def _draw_items(check: SpotCheck, agencies: list[Agency], checked: dict[int, CheckedAgency]) -> list[Entry]:
    if not check.item_count:
        return []
    items = {item.index_no: item for item in items_of(check, agencies)}
    frame = [item_entry(item) for item in items.values()]
    rows = []
    for drawn in draw(frame, seed=check.seed, total=check.item_count):
        item = items[drawn.number]
        rows.append(CheckedItem(checked_agency=checked[item.agency_id], item=item, title=item.title, **_row_of(drawn)))
    CheckedItem.objects.bulk_create(rows)
    return frame


def _row_of(drawn: Drawn) -> dict[str, Any]:
    return drawn._asdict()


def _ask_for_self_checks(check: SpotCheck) -> None:
    for row in check.agencies.select_related("agency"):
        for person in holders(Permission.ANSWER_FINDING, row.agency):
            enqueue(
                NoticeKind.SELF_CHECK_ASKED, to=person, subject=row, occasion="asked",
                title=_("Your agency was drawn for a spot check: %(title)s") % {"title": check.title},
                body=_("Please check yourselves first and fill in the form by %(date)s.")
                % {"date": check.self_check_clock.due_on if check.self_check_clock else ""},
                url=reverse("oversight:checked_agency", args=[*check.key, row.number]), agency=row.agency,
            )  # fmt: skip


@transaction.atomic
def cancel_spot_check(check: SpotCheck, *, by: User, reason: str) -> SpotCheck:
    """Give up a check that is planned or drawn. Everybody reads why and, if it was drawn, can verify the draw, so that
    none is thrown away unseen; agencies that were to check themselves are told.

    Raises Refused without a reason, and once the inspection has begun.
    """
    locked = taken_up(check, "cancel", by=by)
    if not reason.strip():
        raise Refused(_("Please give a reason."), field="reason")
    locked.cancelled_at, locked.cancellation = timezone.now(), reason.strip()[:500]
    locked.save(update_fields=["state", "cancelled_at", "cancellation"])
    record(
        Event.SPOT_CHECK_CANCELLED, by=by, agency=locked.agency, subject=locked,
        after={"state": locked.state, "reason": locked.cancellation},
    )  # fmt: skip
    if locked.self_check_clock is not None:
        stop(locked.self_check_clock, at=locked.cancelled_at)
        _tell_of_cancellation(locked)
    return locked


def _tell_of_cancellation(check: SpotCheck) -> None:
    for row in check.agencies.select_related("agency"):
        for person in holders(Permission.ANSWER_FINDING, row.agency):
            enqueue(
                NoticeKind.SPOT_CHECK_CANCELLED, to=person, subject=row, occasion="cancelled",
                title=_("The spot check was given up: %(title)s") % {"title": check.title},
                body=_("Reason: %(reason)s") % {"reason": check.cancellation},
                url=reverse("oversight:checked_agency", args=[*check.key, row.number]), agency=row.agency,
            )  # fmt: skip


def foreseen(check: SpotCheck) -> list[tuple[str, int, int]]:
    """Strata of the agencies as they stand today, each with how many would be drawn of it."""
    strata = strata_of(agency_frame(drawable(check.agency, check.kinds)))
    drawn = sizes(strata, total=check.agency_count) if strata else {}
    return [(stratum, size, drawn[stratum]) for stratum, size in strata.items()]
