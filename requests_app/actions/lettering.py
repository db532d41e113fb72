"""Letters: written inside the transaction of the decision that they tell of, kept as they were sent."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused
from requests_app.actions.numbering import hold_series, take
from requests_app.letter_forms import FAMILIES, LetterForm
from requests_app.letter_templates import wording
from requests_app.letter_text import checked, fill
from requests_app.letter_values import PLACEHOLDERS, values_of
from requests_app.models import DisclosureRequest, Letter, LetterTemplate
from requests_app.permissions import Permission

if TYPE_CHECKING:
    from portal.accounts.models import User


def write(request: DisclosureRequest, form: LetterForm, *, by: User, addressee: str = "", **more: Any) -> Letter:
    """Write `form` about `request` with the next number of its agency, and keep the text for good.

    `addressee` is the applicant unless given. `more` is what `letter_values.values_of` takes: the row that the letter
    is about (`supplement`, `extension`, `consultation`, `decision`) and `matters`, `reason`, `respond_by`, `amount`,
    `rate`, `payment`. Call it in the transaction of the action, with the request held and before the first
    `record()`: whoever waits for a number must not hold the head of the audit trail.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("A letter is written inside the action's transaction.")
    agency, family, year = request.agency, FAMILIES[form], timezone.localdate().year
    series = hold_series(agency, family, year=year)
    serial = take(series)
    number = f"{agency.short_name}{family.label}〔{year}〕{serial}号"
    addressee = addressee or request.name
    body = fill(wording(agency, form), values_of(request, number=number, addressee=addressee, **more))
    letter = Letter(
        request=request, agency=agency, root_path=series.root_path, form=form, series=series.prefix, serial=serial,
        number=number, addressee=addressee, body=body, sha256=hashlib.sha256(body.encode()).hexdigest(), by=by,
    )  # fmt: skip
    letter.save()
    return letter


@transaction.atomic
def word_letter(agency: Agency, *, by: User, form: str, text: str) -> LetterTemplate:
    """Make `text` the wording of `form` for the government `agency` and everybody below it, from the next letter on.

    Raises NotAllowed, Refused(field="text") for a placeholder that does not exist, Refused(field="agency").
    """
    require(by, Permission.MANAGE_LETTERS, on=agency)
    if not agency.is_government:
        raise Refused(_("Only a government words its letters; those below it use its wording."), field="agency")
    text = checked(text, PLACEHOLDERS)
    kept, _created = LetterTemplate.objects.select_for_update(of=("self",)).get_or_create(
        agency=agency, form=form, defaults={"text": text}
    )
    kept.text = text
    kept.save(update_fields=["text", "changed_at"])
    digest = hashlib.sha256(text.encode()).hexdigest()
    record(Event.LETTER_WORDED, by=by, agency=agency, subject=kept, after={"form": form, "sha256": digest})
    return kept
