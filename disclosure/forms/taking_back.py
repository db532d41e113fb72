"""What is asked when something public is withdrawn or corrected."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.forms.writing import ReasonForm
from disclosure.models import Item, Weight, WithdrawalGround


class WithdrawalForm(ReasonForm):
    """Ground, explanation, and what stands in its place; the index number is what the editor can copy."""

    ground = forms.ChoiceField(
        label=_("Ground"), choices=WithdrawalGround, initial=WithdrawalGround.OTHER, required=False
    )
    replacement = forms.CharField(
        label=_("Index number of the replacement"),
        required=False,
        max_length=60,
        help_text=_("Only if another public item of your government stands in its place."),
    )

    def __init__(self, *args: object, item: Item, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.item = item

    def clean_ground(self) -> str:
        return self.cleaned_data["ground"] or WithdrawalGround.OTHER

    def clean_replacement(self) -> Item | None:
        number = self.cleaned_data["replacement"].strip()
        if not number:
            return None
        found = Item.objects.public().under(self.item.agency.government()).filter(index_no=number).first()
        if found is None:
            raise forms.ValidationError(_("No public item of your government has this index number."))
        return found


class NoteForm(forms.Form):
    """What a text says otherwise than the public one that it replaces: asked when it is published."""

    note = forms.CharField(
        label=_("What was changed, and why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_("It replaces a text that is public; everybody reads this beside the new one."),
    )
    weight = forms.ChoiceField(
        label=_("weight of the change"), choices=Weight, initial=Weight.MINOR, widget=forms.RadioSelect
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class CorrectionForm(ReasonForm):
    """What the corrected text changed, for its readers."""

    weight = forms.ChoiceField(label=_("weight of the change"), choices=Weight, widget=forms.RadioSelect)
    seals = forms.BooleanField(
        label=_("Do not show the earlier texts any more"),
        required=False,
        help_text=_("For texts that held personal data or a secret. This cannot be undone."),
    )

    def __init__(self, *args: object, item: Item, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].label = _("What was changed")
