"""What is filled in on the page of a policy: its interpretation plan, its effects on others, its interpretation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item
from disclosure.models.interpretation import Form
from disclosure.models.normative import Effect, Validity
from portal.accounts.models import User
from portal.agencies.models import Agency
from portal.agencies.redirects import current

EVERY = [("", _("All"))]


class PlanForm(forms.Form):
    """Either forms and a post, or a reason."""

    responsible = forms.CharField(label=_("section and post"), required=False, max_length=100)
    not_needed_because = forms.CharField(label=_("no interpretation, because"), required=False, max_length=300)
    forms = forms.MultipleChoiceField(
        label=_("forms"), required=False, choices=Form, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("forms", "responsible", "not_needed_because")


class OtherItemForm(forms.Form):
    """Names another item by its index number; only one that this person can read."""

    other = forms.CharField(label=_("index number of the other document"), max_length=60)

    def __init__(self, *args: Any, user: User, near: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.near = user, near

    def clean_other(self) -> Item:
        items = Item.objects.visible_to(self.user).filter(agency__root_path=self.near.agency.root_path)
        item = items.filter(index_no=self.cleaned_data["other"].strip()).select_related("agency").first()
        if item is None:
            raise forms.ValidationError(_("There is no document with this index number."))
        return item


class RelationForm(OtherItemForm):
    effect = forms.ChoiceField(label=_("effect"), choices=Effect)
    on = forms.DateField(label=_("from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(label=_("which articles, and why"), required=False, max_length=300)


class PairingForm(OtherItemForm):
    leader = forms.CharField(
        label=_("explained by (post and name)"),
        required=False,
        max_length=60,
        help_text=_("Only if a leader explains it in person; counted once a year at least."),
    )


class RegisterFilterForm(forms.Form):
    """Filters of the public register."""

    q = forms.CharField(label=_("Words"), required=False, max_length=60, widget=forms.TextInput({"type": "search"}))
    validity = forms.ChoiceField(label=_("Validity"), required=False, choices=[*EVERY, *Validity.choices])
    agency = forms.ChoiceField(label=_("Agency"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1949, max_value=2999)

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [(agency.code, agency.name) for agency in Agency.objects.public().under(government)]
        if self.data.get("agency"):  # an old link may name an agency by a code that it has no more
            followed = self.data.copy()
            followed["agency"] = current(str(followed["agency"])[:40], government)
            self.data = followed
        self.fields["agency"].choices = [*EVERY, *units]  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self, name: str) -> Any:
        return self.cleaned_data.get(name) or None
