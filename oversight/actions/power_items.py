"""Keeping the powers of agencies: the office adds them, and changes flows, benchmarks and thresholds with trace."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import transaction
from django.utils.translation import gettext as _

from oversight.models import PowerItem, PowerKind
from oversight.permissions import Permission
from oversight.powers.flows import SHIPPED_LICENCE, SHIPPED_PENALTY, Band, Stage
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User

FIELDS = ("name", "kind", "basis", "flow", "bands", "measure", "major_from", "is_result_public", "is_active")


def shipped_flow(kind: str) -> tuple[Stage, ...]:
    """The flow that an item of `kind` begins with: that of a licence for what is applied for, else of a penalty."""
    return SHIPPED_PENALTY if kind in {PowerKind.PENALTY, PowerKind.COERCION} else SHIPPED_LICENCE


@transaction.atomic
def add_power(
    agency: Agency, *, by: User, code: str, name: str, kind: str, basis: str, flow: Sequence[Stage] = (),
    bands: Sequence[Band] = (), measure: str = "元", major_from: Decimal | None = None, is_result_public: bool = True,
    is_active: bool = True,
) -> PowerItem:  # fmt: skip
    """Enter a power of `agency`, without `flow` with the shipped one. Raises NotAllowed, Refused beside the field."""
    require(by, Permission.MANAGE_POWER, on=agency)
    item = PowerItem(agency=agency, code=code.strip())
    _fill(item, name=name, kind=kind, basis=basis, flow=flow or shipped_flow(kind), bands=bands, measure=measure,
          major_from=major_from, is_result_public=is_result_public, is_active=is_active)  # fmt: skip
    try:
        validate_slug(item.code)
    except ValidationError:
        raise Refused(_("Letters, digits, hyphens and underscores only."), field="code") from None
    if PowerItem.objects.filter(agency=agency, code=item.code).exists():
        raise Refused(_("The agency has a power with this code."), field="code")
    item.save(force_insert=True)
    record(Event.POWER_ADDED, by=by, agency=agency, subject=item, after={"code": item.code, **_facts(item)})
    return item


@transaction.atomic
def change_power(item: PowerItem, *, by: User, **changes: object) -> PowerItem:
    """Change some of `FIELDS`. Cases that run go on in the flow with which they began; the trail keeps both sides.

    Raises NotAllowed, Refused beside the field.
    """
    held = PowerItem.objects.select_for_update(of=("self",)).select_related("agency").get(pk=item.pk)
    require(by, Permission.MANAGE_POWER, on=held.agency)
    before = _facts(held)
    whole = {name: getattr(held, name) for name in FIELDS} | {"flow": held.stages, "bands": held.benchmark}
    _fill(held, **(whole | changes))  # type: ignore[arg-type]
    after = _facts(held)
    if after == before:
        return held
    held.save(update_fields=FIELDS)
    record(
        Event.POWER_CHANGED, by=by, agency=held.agency, subject=held,
        before={name: before[name] for name in FIELDS if before[name] != after[name]},
        after={name: after[name] for name in FIELDS if before[name] != after[name]},
    )  # fmt: skip
    return held


def _fill(
    item: PowerItem, *, name: str, kind: str, basis: str, flow: Sequence[Stage], bands: Sequence[Band], measure: str,
    major_from: Decimal | None, is_result_public: bool, is_active: bool,
) -> None:  # fmt: skip
    if not name.strip():
        raise Refused(_("Name the power."), field="name")
    if kind not in PowerKind.values:
        raise Refused(_("Choose the kind of power."), field="kind")
    if not basis.strip():
        raise Refused(_("Name the law and its article."), field="basis")
    if major_from is not None and major_from <= 0:
        raise Refused(_("The threshold is more than nothing."), field="major_from")
    item.name, item.kind, item.basis, item.measure = name.strip(), kind, basis.strip(), measure.strip() or "元"
    item.flow, item.bands = [stage.as_json() for stage in flow], [band.as_json() for band in bands]
    item.major_from, item.is_result_public, item.is_active = major_from, is_result_public, is_active


def _facts(item: PowerItem) -> dict[str, object]:
    facts = {name: getattr(item, name) for name in FIELDS}
    return facts | {"major_from": None if item.major_from is None else f"{item.major_from:.2f}"}
