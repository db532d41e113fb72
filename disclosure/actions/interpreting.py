"""Planning the interpretation of a policy, and pairing both."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.actions.locking import locked
from disclosure.models import Item, Kind
from disclosure.models.interpretation import Form, InterpretationPlan, Pairing
from disclosure.permissions import Permission
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def plan_interpretation(
    item: Item, *, by: User, forms: Iterable[str] = (), responsible: str = "", not_needed_because: str = ""
) -> InterpretationPlan:
    """Set how a policy will be explained, or why it need not be; the plan goes to the reviewers with the draft.

    Raises NotAllowed, Refused beside the field that is missing.
    """
    require(by, Permission.EDIT_ITEM, on=item)
    item = locked(item)
    chosen = [form.value for form in Form if form in set(forms)]
    responsible, reason = " ".join(responsible.split())[:100], " ".join(not_needed_because.split())[:300]
    if not reason and not chosen:
        raise Refused(_("Choose a form of interpretation, or say why none is needed."), field="forms")
    if not reason and not responsible:
        raise Refused(_("Name the section and post that explain it."), field="responsible")
    content = {"forms": chosen, "responsible": responsible, "not_needed_because": reason}
    plan, _is_new = InterpretationPlan.objects.update_or_create(item=item, defaults=content | {"by": by})
    record(Event.INTERPRETATION_PLANNED, by=by, agency=item.agency, subject=item, after=content)
    return plan


@transaction.atomic
def pair(policy: Item, interpretation: Item, *, by: User, leader: str = "") -> Pairing:
    """Tie a policy and a text that explains it; both pages show the other while it is public. Twice ties them once.

    Raises NotAllowed unless `by` writes for the agency of the interpretation, Refused for another genre.
    """
    require(by, Permission.EDIT_ITEM, on=interpretation)
    policy, interpretation = locked(policy), locked(interpretation)
    if policy.agency.root_path != interpretation.agency.root_path:
        raise Refused(_("The policy belongs to another government."), field="policy")
    if interpretation.kind != Kind.INTERPRETATION:
        raise Refused(_("Choose the genre “policy interpretation” for the text that explains."), field="policy")
    if policy.pk == interpretation.pk or policy.kind == Kind.INTERPRETATION:
        raise Refused(_("An interpretation is not explained itself."), field="policy")
    tied, is_new = Pairing.objects.get_or_create(
        policy=policy, interpretation=interpretation, defaults={"leader": " ".join(leader.split())[:60], "by": by}
    )
    if is_new:
        facts = {"policy": policy.index_no, "leader": tied.leader}
        record(Event.INTERPRETATION_PAIRED, by=by, agency=interpretation.agency, subject=interpretation, after=facts)
    return tied
