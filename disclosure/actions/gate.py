"""Runs of the gate are kept, and a finding that is none is let through with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.actions.review import given_reason, has_contributed
from disclosure.gate import Gate, findings_of
from disclosure.models import GateFinding, GateRun, Item, Occasion, Version
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import NotAllowed, Refused
from portal.uploads.actions import keep_inspection
from portal.uploads.gate.finding import Finding

if TYPE_CHECKING:
    from portal.accounts.models import User

REASON_LIMIT = 300


@transaction.atomic
def inspect(item: Item, *, by: User) -> GateRun:
    """Look at the newest version of `item` and keep what was found, whoever may read it. Stops nothing."""
    require(by, Permission.VIEW_ITEM, on=item)
    return examine(locked(item).newest(), Occasion.DRAFT, by=by)


def examine(version: Version, occasion: Occasion, *, by: User | None) -> GateRun:
    """Look at `version` as it is now and keep the run. Belongs to the action that calls it."""
    return examine_all([(version, by)], occasion)[0]


def examine_all(versions: Iterable[tuple[Version, User | None]], occasion: Occasion) -> list[GateRun]:
    """`examine` of several versions, each looked at for its own person, in a few queries."""
    findings: dict[Version, list[GateFinding]] = {}
    runs = []
    for version, by in versions:
        gate = Gate(version)
        for link in version.links():
            keep_inspection(link.file, gate.vocabulary, gate.known)
        findings[version] = [_finding(version, one) for one in findings_of(version)]
        runs.append(GateRun(version=version, version_hash=version.hash, occasion=occasion, run_by=by))
    GateFinding.objects.bulk_create([one for found in findings.values() for one in found], ignore_conflicts=True)
    GateRun.objects.bulk_create(runs)
    for run in runs:
        if found := findings[run.version]:
            seen = {(one.code, one.place, one.digest) for one in found}
            kept = GateFinding.objects.of(run.version)
            run.findings.set(row.pk for row in kept if (row.code, row.place, row.digest) in seen)
    return runs


def _finding(version: Version, one: Finding) -> GateFinding:
    return GateFinding(
        version=version,
        version_hash=version.hash,
        code=one.code,
        level=one.level,
        place=one.place[:300],
        excerpt=one.excerpt,
        digest=one.digest,
    )


@transaction.atomic
def waive(finding: GateFinding, *, by: User, reason: str) -> GateFinding:
    """Let a finding through, for exactly the text it was found in; the reason stays on record.

    Raises NotAllowed without the right or for whoever had a hand in the text, Refused(field="reason") without one,
    and Refused if the text has changed since or the finding was let through already.
    """
    item = finding.version.item
    require(by, Permission.WAIVE_FINDING, on=item)
    item = locked(item)
    if has_contributed(by, item):
        raise NotAllowed(_("You had a hand in this text; somebody else has to let the finding through."))
    row = GateFinding.objects.select_for_update(of=("self",)).select_related("version").get(pk=finding.pk)
    if row.waived_at is not None:
        raise Refused(_("This finding has been let through already."))
    if row.version_id != item.newest().pk or row.version_hash != row.version.hash:
        raise Refused(_("The text has changed since this was found; look at the newest findings."))
    row.waiver_reason = given_reason(reason, REASON_LIMIT)
    row.waived_by, row.waived_at = by, timezone.now()
    row.save(update_fields=["waived_by", "waived_at", "waiver_reason"])
    facts = {"code": row.code, "place": row.place, "excerpt": row.excerpt, "hash": row.version_hash}
    record(
        Event.FINDING_WAIVED,
        by=by,
        agency=item.agency,
        subject=item,
        before=facts,
        after={"version": row.version.number, "reason": row.waiver_reason},
    )
    return row
