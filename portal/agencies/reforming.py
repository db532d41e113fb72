"""Carrying a reform out (机构改革): one transaction, one event, and a public record of who follows whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.agencies.models import (
    Agency,
    AgencyGroupObjectPermission,
    AgencyUserObjectPermission,
    Change,
    HeldRole,
    Succession,
)
from portal.agencies.moving import movers
from portal.agencies.permissions import Permission, require
from portal.agencies.reform import (
    Naming,
    Part,
    Preview,
    Reform,
    batches,
    merging,
    people_of,
    preview,
    renaming,
    splitting,
)
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

CHUNK = 500
EVENTS = {
    Change.RENAMED: Event.AGENCY_RENAMED,
    Change.MERGED: Event.AGENCY_MERGED,
    Change.SPLIT: Event.AGENCY_SPLIT,
}


def rename(
    agency: Agency,
    *,
    name: str,
    short_name: str,
    day: dt.date,
    document: str,
    by: User,
    code: str = "",
    reason: str = "",
) -> list[Succession]:
    """Call `agency` otherwise; the address with the old code leads to the new one. See `carry_out`."""
    naming = Naming(name, short_name, code or agency.code)
    return carry_out(renaming(agency, naming, day=day, document=document, reason=reason), by=by)


def merge(
    sources: Sequence[Agency], into: Agency, *, day: dt.date, document: str, by: User, reason: str = "",
    same_roles: bool = False,
) -> list[Succession]:  # fmt: skip
    """Let `into` take over everything of `sources`, which end. See `carry_out`."""
    reform = merging(sources, into, day=day, document=document, reason=reason, same_roles=same_roles)
    return carry_out(reform, by=by)


def split(
    source: Agency, parts: Sequence[Part], *, day: dt.date, document: str, by: User, rest: Agency | None = None,
    reason: str = "", same_roles: bool = False,
) -> list[Succession]:  # fmt: skip
    """Let others take over parts of `source`; it ends only if there is a `rest` that is its heir. See `carry_out`."""
    reform = splitting(source, parts, day=day, document=document, rest=rest, reason=reason, same_roles=same_roles)
    return carry_out(reform, by=by)


def foresee(reform: Reform, *, by: User) -> Preview:
    """What `carry_out` would do; changes nothing. Raises NotAllowed, Refused as it does."""
    _require(reform, by)
    return preview(reform)


@transaction.atomic
def carry_out(reform: Reform, *, by: User, seen: str | None = None) -> list[Succession]:
    """Do it, all or nothing, and return what was written down of it; doing it again changes nothing.

    Numbers, codes of receipts and deadlines stay as they are. `seen` is the fingerprint of the preview that was
    confirmed. Raises NotAllowed without MANAGE_AGENCY on everybody's common superior (and MANAGE_GRANTS where people
    get roles), Refused when something stands in the way or is not as it was seen.
    """
    _require(reform, by)
    reform = _locked(reform)
    if done := _done(reform):
        return done
    found = preview(reform)
    if found.hindrances:
        raise Refused(found.hindrances[0])
    if seen is not None and seen != found.fingerprint:
        raise Refused(_("Something has changed since the preview. Look at it once more."))
    _move(reform)
    people = _people(reform)
    written = _renamed(reform, by) if reform.naming else _succeeded(reform, by)
    before = {"agencies": [_facts(agency) for agency in reform.sources]}
    after = {"day": reform.day, "document": reform.document, "moved": found.counts}
    if reform.naming is not None:
        after |= reform.naming._asdict()
    else:
        ways = [{"agency": part.to.code, "entries": sorted(part.chosen.entries)} for part in reform.parts]
        after |= {"to": ways, "dissolved": reform.dissolves, "people": people, "same_roles": reform.same_roles}
    subject = reform.heir or reform.sources[0]
    record(EVENTS[reform.kind], by=by, agency=reform.common(), subject=subject, before=before, after=after)
    return written


def _require(reform: Reform, by: User) -> None:
    require(by, Permission.MANAGE_AGENCY, on=reform.common())
    if reform.same_roles:
        for part in reform.parts:
            require(by, Permission.MANAGE_GRANTS, on=part.to)


def _locked(reform: Reform) -> Reform:
    """The same with every agency locked, in tree order, as it is now."""
    keys = [agency.pk for agency in reform.agencies()]
    rows = {row.pk: row for row in Agency.objects.select_for_update().filter(pk__in=keys).order_by("path")}
    sources = tuple(rows[agency.pk] for agency in reform.sources)
    return replace(reform, sources=sources, parts=tuple(Part(rows[to.pk], chosen) for to, chosen in reform.parts))


def _done(reform: Reform) -> list[Succession]:
    """What is written down, if exactly this was carried out before."""
    sources = [agency.pk for agency in reform.sources]
    same = Succession.objects.filter(kind=reform.kind, predecessor__in=sources, document=reform.document)
    if reform.naming is not None:
        agency = reform.sources[0]
        is_done = reform.naming == (agency.name, agency.short_name, agency.code)
        return list(same.filter(new_name=agency.name)) if is_done else []
    if any(agency.is_active for agency in reform.sources) and reform.dissolves:
        return []
    targets = {part.to.pk for part in reform.parts}
    written = list(same.filter(day=reform.day, successor__in=targets))
    return written if {row.successor_id for row in written} == targets else []


def _move(reform: Reform) -> None:
    if reform.naming is not None:
        for mover in movers():
            mover.rename(reform.sources[0])
        return
    for source in reform.sources:  # what the first brings along is there when the second comes
        _move_from(replace(reform, sources=(source,)))


def _move_from(reform: Reform) -> None:
    # all keys first: what a part leaves behind must not go with the rest
    ready = [(batch, _keys(batch.staying), _keys(batch.rows)) for batch in batches(reform)]
    for batch, staying, every in ready:
        left = set(staying)
        rows = batch.mover.model._base_manager
        for chunk in _chunks([key for key in every if key not in left]):
            batch.mover.carry(rows.filter(pk__in=chunk), batch.to)
        for chunk in _chunks(staying):
            batch.mover.join(rows.filter(pk__in=chunk), batch.to)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


def _keys(rows: QuerySet) -> list[int]:
    return sorted(set(rows.order_by().values_list("pk", flat=True)))


def _people(reform: Reform) -> list[str]:
    """Give the people of the sources their rights where the affairs go, if so decided; on what ended, nobody keeps any.

    Returns the user names.
    """
    if reform.naming is not None:
        return []
    names = people_of(reform.sources)
    for model, holder in ((AgencyUserObjectPermission, "user_id"), (AgencyGroupObjectPermission, "group_id")):
        _pass_on(reform, model, holder)
    _pass_on_roles(reform)
    return names


def _pass_on(reform: Reform, model: Any, holder: str) -> None:
    held = model.objects.filter(content_object__in=reform.sources)
    if reform.same_roles:
        pairs = set(held.values_list(holder, "permission_id"))
        targets = {part.to.pk: part.to for part in reform.parts}.values()
        rows = [model(**{holder: who}, permission_id=what, content_object=to) for who, what in pairs for to in targets]
        model.objects.bulk_create(rows, ignore_conflicts=True)
    if reform.dissolves:
        held.delete()


def _pass_on_roles(reform: Reform) -> None:
    """What the permissions above are renewed from goes the way they went."""
    held = HeldRole.objects.filter(agency__in=reform.sources)
    if reform.same_roles:
        pairs = set(held.values_list("user_id", "role"))
        targets = {part.to.pk: part.to for part in reform.parts}.values()
        rows = [HeldRole(user_id=who, role=role, agency=to) for who, role in pairs for to in targets]
        HeldRole.objects.bulk_create(rows, ignore_conflicts=True)
    if reform.dissolves:
        held.delete()


def _renamed(reform: Reform, by: User) -> list[Succession]:
    agency, naming = reform.sources[0], reform.naming
    row = _succession(reform, agency, agency, by, leads_on=naming.code != agency.code)  # type: ignore[union-attr]
    row.new_name = naming.name  # type: ignore[union-attr]
    agency.name, agency.short_name, agency.code = naming  # type: ignore[misc]
    try:
        agency.clean_fields(exclude=[f.name for f in Agency._meta.fields if f.name not in Naming._fields])
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refused(sentences[0], field=field) from error
    agency.save(update_fields=["name", "short_name", "code"])
    row.save(force_insert=True)
    return [row]


def _succeeded(reform: Reform, by: User) -> list[Succession]:
    targets = {part.to.pk: part.to for part in reform.parts}.values()
    heir = reform.heir if reform.dissolves else None
    written = [
        _succession(reform, source, to, by, leads_on=heir is not None and to.pk == heir.pk)
        for source in reform.sources
        for to in targets
    ]
    Succession.objects.bulk_create(written)
    if reform.dissolves:
        Agency.objects.filter(pk__in=[agency.pk for agency in reform.sources]).update(is_active=False)
    return written


def _succession(reform: Reform, source: Agency, to: Agency, by: User, *, leads_on: bool) -> Succession:
    return Succession(
        kind=reform.kind, predecessor=source, successor=to, old_name=source.name, old_short_name=source.short_name,
        old_code=source.code, new_name=to.name, leads_on=leads_on, day=reform.day, document=reform.document,
        reason=reform.reason, by=by,
    )  # fmt: skip


def _facts(agency: Agency) -> dict[str, object]:
    return {"path": agency.path, "name": agency.name, "code": agency.code}
