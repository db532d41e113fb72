"""The chain of review of an agency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import Kind, ReviewChain
from disclosure.permissions import Permission
from disclosure.steps import Step, in_order
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def set_chain(
    agency: Agency, *, by: User | None, steps: Iterable[str], kind: str = "", same_signer: bool = False
) -> ReviewChain:
    """Set the steps for the items of `agency`, and of those below it that have no chain of their own.

    It holds for what is submitted from now on; what is in review finishes the chain it began. Approval is always one
    of the steps: somebody answers for every text. `by=None` is the installation itself. Raises NotAllowed, Refused.
    """
    if by is not None:
        require(by, Permission.MANAGE_REVIEW_CHAIN, on=agency)
    steps = in_order(steps)
    if Step.APPROVAL not in steps:
        raise Refused(_("Approval is part of every chain."), field="steps")
    if kind and kind not in Kind.values:
        raise Refused(_("There is no such genre."), field="kind")
    chain = ReviewChain.objects.select_for_update().filter(agency=agency, kind=kind).first()
    before = {} if chain is None else {"steps": chain.steps, "same_signer": chain.same_signer}
    chain = chain or ReviewChain(agency=agency, kind=kind)
    chain.steps, chain.same_signer = steps, same_signer
    chain.save()
    after = {"kind": kind, "steps": steps, "same_signer": same_signer}
    record(Event.REVIEW_CHAIN_CHANGED, by=by, agency=agency, subject=chain, before=before, after=after)
    return chain
