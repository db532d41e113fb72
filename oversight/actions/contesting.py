"""An agency contests a figure about itself; the office corrects what it counts, or keeps it, with a reason (异议)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.figures import CONTESTABLE
from oversight.models import FigureContest
from oversight.permissions import Permission
from oversight.states import CONTEST_TABLE
from portal.agencies.holders import nearest_holders
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import Letter, enqueue_all
from portal.notices.models import Kind
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def contest_figure(agency: Agency, *, by: User, figure: str, shown: str, reason: str) -> FigureContest:
    """Say that a figure of `agency`, which shows `shown`, is wrong, and why; the office is told.

    Raises NotAllowed, Refused beside the field: no figure that can be contested, one contested already, no reason.
    """
    require(by, Permission.CONTEST_FIGURE, on=agency)
    if figure not in CONTESTABLE:
        raise Refused(_("Choose the figure."), field="figure")
    reason = _said(reason, "reason", _("Please give a reason."))
    contest = FigureContest(agency=agency, figure=figure, shown=shown, reason=reason, by=by)
    try:
        with transaction.atomic():
            contest.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This figure is contested already; wait for the finding."), field="figure") from None
    record(
        Event.FIGURE_CONTESTED, by=by, agency=agency, subject=contest,
        after={"figure": figure, "shown": shown, "reason": reason},
    )  # fmt: skip
    _tell(contest, Kind.FIGURE_CONTESTED, nearest_holders(Permission.SUPERVISE, agency), reason)
    return contest


@transaction.atomic
def judge_contest(contest: FigureContest, *, by: User, verb: str, finding: str) -> FigureContest:
    """Close it: `verb` is `correct` once what the figure counts was put right, or `keep`; who contested is told.

    Raises NotAllowed, Refused without a finding or once it was judged.
    """
    require(by, Permission.SUPERVISE, on=contest)
    rows = FigureContest.objects.select_for_update(of=("self",)).select_related("agency", "by")
    held = rows.get(pk=contest.pk)
    if verb not in CONTEST_TABLE:
        raise Refused(_("Say whether the figure was corrected or is kept."), field="verb")
    before = advance(held, verb, CONTEST_TABLE)
    held.finding = _said(finding, "finding", _("Say what you found."))
    held.judged_by, held.judged_at = by, timezone.now()
    held.save(update_fields=["state", "finding", "judged_by", "judged_at"])
    record(
        Event.CONTEST_JUDGED, by=by, agency=held.agency, subject=held, before={"state": before},
        after={"state": held.state, "finding": held.finding},
    )  # fmt: skip
    _tell(held, Kind.CONTEST_JUDGED, [held.by], held.finding)
    return held


def _said(text: str, field: str, sentence: str) -> str:
    if not (kept := (text or "").replace("\x00", "").strip()):
        raise Refused(sentence, field=field)
    return kept[: FigureContest.LONGEST]


def _tell(contest: FigureContest, kind: Kind, people: Iterable[User], said: str) -> None:
    facts = {"kind": kind.label, "agency": contest.agency.name, "figure": CONTESTABLE[contest.figure]}
    enqueue_all(
        Letter(
            kind, person, contest, contest.state, title=_("%(kind)s: %(agency)s, %(figure)s") % facts, body=said,
            url=reverse("oversight:office_agency", args=[contest.agency.code]), agency=contest.agency,
        )
        for person in people
        if person.is_active
    )  # fmt: skip
