"""Who is to work on a request."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.agencies.holders import nearest_holders
from requests_app.forms.handling import VerbForm
from requests_app.models import Case, CoHandler
from requests_app.permissions import Permission


class AssignForm(VerbForm):
    handler = forms.ModelChoiceField(label=_("Clerk in charge"), queryset=User.objects.none())

    def prepare(self) -> None:
        self.fields["handler"].queryset = holders([self.case], Permission.HANDLE_REQUEST)  # type: ignore[attr-defined]


class CoHandleForm(VerbForm):
    person = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.none(), help_text=_("People who can read requests here.")
    )
    task = forms.CharField(label=_("Task"), max_length=200, help_text=_("For example which files to search."))

    def prepare(self) -> None:
        self.fields["person"].queryset = holders([self.case], Permission.VIEW_REQUEST)  # type: ignore[attr-defined]


class EndCoHandlingForm(VerbForm):
    part = forms.ModelChoiceField(label=_("Whose part is over"), queryset=CoHandler.objects.none())

    def prepare(self) -> None:
        serving = CoHandler.objects.serving().filter(request=self.case).select_related("person")
        self.fields["part"].queryset = serving  # type: ignore[attr-defined]


class AssignSeveralForm(forms.Form):
    """Who is to take charge of the `cases`; the action says of each whether this person may."""

    handler = forms.ModelChoiceField(label=_("Clerk in charge"), queryset=User.objects.none())

    def __init__(self, *args: Any, cases: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].queryset = holders(cases, Permission.HANDLE_REQUEST)  # type: ignore[attr-defined]


def holders(cases: list[Case], permission: str) -> Any:
    """The accounts that hold `permission` nearest to the agency of one of `cases`."""
    agencies = {case.agency_id: case.agency for case in cases}
    found = {person.pk for agency in agencies.values() for person in nearest_holders(permission, agency)}
    return User.objects.filter(pk__in=found)
