"""Registering normative documents, and recording what one does to another."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.models import Item
from disclosure.models.normative import (
    ENDING,
    Effect,
    NormativeDocument,
    NormativeRelation,
    RegisterSeries,
    is_normative,
)
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def register_normative(item: Item, *, by: User) -> NormativeDocument:
    """Enter a normative document in its government's register and give it a number; a second time gives no second one.

    Raises NotAllowed, Refused for another kind of document.
    """
    require(by, Permission.REGISTER_NORMATIVE, on=item)
    item = locked(item)
    if not is_normative(item):
        raise Refused(_("Only a normative document is registered; choose that genre first."))
    known = NormativeDocument.objects.filter(item=item).first()
    if known is not None:
        return known
    document = NormativeDocument.objects.create(item=item, registry_no=_next_number(item), registered_by=by)
    facts = {"registry_no": document.registry_no}
    record(Event.NORMATIVE_REGISTERED, by=by, agency=item.agency, subject=item, after=facts)
    return document


@transaction.atomic
def relate(source: Item, target: Item, *, by: User, effect: str, on: dt.date, note: str = "") -> NormativeRelation:
    """Record that `source` amends, repeals or replaces `target` from `on`; both pages show it. Twice records it once.

    Raises NotAllowed unless `by` keeps the register of both, Refused for what is not normative, for a document that
    would act on itself, and for two that would end each other.
    """
    require(by, Permission.REGISTER_NORMATIVE, on=source)
    require(by, Permission.REGISTER_NORMATIVE, on=target)
    source, target = locked(source), locked(target)
    if source.pk == target.pk:
        raise Refused(_("A document does not act on itself."), field="target")
    if not (is_normative(source) and is_normative(target)):
        raise Refused(_("Both must be normative documents."), field="target")
    back = NormativeRelation.objects.filter(source=target, target=source, effect__in=ENDING)
    if effect in ENDING and back.exists():
        raise Refused(_("The other document has ended this one already."), field="target")
    relation, is_new = NormativeRelation.objects.get_or_create(
        source=source, target=target, effect=Effect(effect), defaults={"on": on, "note": note.strip(), "by": by}
    )
    if is_new:
        facts = {"effect": effect, "target": target.index_no, "on": on, "note": note}
        record(Event.NORMATIVE_RELATED, by=by, agency=source.agency, subject=source, after=facts)
    return relation


def _next_number(item: Item) -> str:
    government, year = item.agency.government(), timezone.localdate().year
    RegisterSeries.objects.get_or_create(government=government, year=year)
    series = RegisterSeries.objects.select_for_update(of=("self",)).get(government=government, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{government.code.upper()}-GF-{year}-{series.last:05d}"
