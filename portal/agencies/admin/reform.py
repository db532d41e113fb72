"""The page on which an agency is renamed, merged or split: choose, look at what would happen, confirm exactly that."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.models import Agency, Change, Succession
from portal.agencies.moving import Chosen, topics_of
from portal.agencies.permissions import Permission
from portal.agencies.reform import Naming, Part, Preview, Reform, merging, renaming, splitting
from portal.agencies.reforming import carry_out, foresee
from portal.refusals import NotAllowed, Refused

PARTS = (1, 2, 3)
KINDS = [
    (Change.RENAMED, gettext_lazy("It gets another name")),
    (Change.MERGED, gettext_lazy("It is merged into another agency and ends")),
    (Change.SPLIT, gettext_lazy("Parts of its affairs go to other agencies")),
]


class ReformForm(forms.Form):
    """What becomes of one agency. Only the fields of the chosen kind are read."""

    kind = forms.ChoiceField(label=gettext_lazy("What happens"), choices=KINDS, initial=Change.MERGED)
    day = forms.DateField(
        label=gettext_lazy("Takes effect on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    document = forms.CharField(label=gettext_lazy("document number"), max_length=60)
    reason = forms.CharField(label=gettext_lazy("reason"), max_length=300, required=False)
    name = forms.CharField(label=gettext_lazy("name after"), max_length=100, required=False)
    short_name = forms.CharField(label=gettext_lazy("short name"), max_length=30, required=False)
    code = forms.CharField(
        label=gettext_lazy("code"), max_length=40, required=False,
        help_text=gettext_lazy("Addresses with the old code lead on. Index numbers that were given stay."),
    )  # fmt: skip
    into = forms.ModelChoiceField(Agency.objects.none(), label=gettext_lazy("Merged into"), required=False)
    rest = forms.ModelChoiceField(
        Agency.objects.none(), label=gettext_lazy("The rest goes to"), required=False,
        help_text=gettext_lazy("Blank: the agency goes on with the rest. Otherwise it ends."),
    )  # fmt: skip
    same_roles = forms.BooleanField(
        label=gettext_lazy("People get the same roles at the successor"), required=False,
        help_text=gettext_lazy("Also over what the successor has already. Without it nobody gains a right."),
    )  # fmt: skip

    def __init__(self, *args: Any, agency: Agency, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        own = {"name": agency.name, "short_name": agency.short_name, "code": agency.code}
        self.initial = own | {"day": timezone.localdate()} | self.initial
        site = Agency.objects.managed_by(by, Permission.MANAGE_AGENCY).public().under(agency.government())
        others = site.exclude(pk=agency.pk)
        topics = topics_of(agency)
        for number in PARTS:
            self._add_part(number, others, topics)
        for name in ("into", "rest"):
            self.fields[name].queryset = others

    def _add_part(self, number: int, others: Any, topics: list[tuple[int, str]]) -> None:
        words = {"number": number}
        self.fields[f"to_{number}"] = forms.ModelChoiceField(
            others, label=_("Part %(number)d goes to") % words, required=False
        )
        self.fields[f"entries_{number}"] = forms.TypedMultipleChoiceField(
            choices=topics, coerce=int, label=_("Entries of part %(number)d") % words, required=False
        )
        self.fields[f"open_{number}"] = forms.BooleanField(
            label=_("All open work goes with part %(number)d") % words, required=False
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind = said.get("kind")
        if kind == Change.MERGED and not said.get("into") and "into" not in self.errors:
            self.add_error("into", _("Choose where the affairs go."))
        if kind == Change.RENAMED:
            self._clean_names(said)
        if kind == Change.SPLIT:
            self._clean_parts(said)
        return said

    def _clean_names(self, said: dict[str, Any]) -> None:
        for name in Naming._fields:
            if not said.get(name) and name not in self.errors:
                self.add_error(name, _("This field is required."))
        for validator in Agency._meta.get_field("code").validators:
            if said.get("code"):
                try:
                    validator(said["code"])
                except forms.ValidationError as error:
                    self.add_error("code", error)

    def _clean_parts(self, said: dict[str, Any]) -> None:
        if not any(said.get(f"to_{number}") for number in PARTS) and not said.get("rest"):
            self.add_error("to_1", _("Choose where the affairs go."))
        for number in PARTS:
            to, entries, is_open = (said.get(f"{name}_{number}") for name in ("to", "entries", "open"))
            if to and not entries and not is_open:
                self.add_error(f"entries_{number}", _("Choose what goes there."))
            if not to and (entries or is_open):
                self.add_error(f"to_{number}", _("Choose where the affairs go."))

    def reform(self) -> Reform:
        """What the valid form asks for."""
        said = self.cleaned_data
        about = {"day": said["day"], "document": said["document"], "reason": said["reason"]}
        if said["kind"] == Change.RENAMED:
            return renaming(self.agency, Naming(said["name"], said["short_name"], said["code"]), **about)
        about["same_roles"] = said["same_roles"]
        if said["kind"] == Change.MERGED:
            return merging([self.agency], said["into"], **about)
        parts = [
            Part(said[f"to_{number}"], Chosen(frozenset(said[f"entries_{number}"]), said[f"open_{number}"]))
            for number in PARTS
            if said[f"to_{number}"]
        ]
        return splitting(self.agency, parts, rest=said["rest"], **about)


def reform_page(request: HttpRequest, agency: Agency, *, site: AdminSite, back: str) -> HttpResponse:
    """The form; once it is sent, the preview; once that is confirmed and still holds, the reform. Raises NotAllowed."""
    form = ReformForm(request.POST or None, agency=agency, by=request.user)
    preview: Preview | None = None
    if request.method == "POST" and form.is_valid():
        if "_carry_out" in request.POST and _is_done(request, form):
            return redirect(back)
        preview = foresee(form.reform(), by=request.user)
    past = Succession.objects.before(agency)
    context = {**site.each_context(request), "title": _("Reform of %(agency)s") % {"agency": agency}, "form": form}
    context |= {"agency": agency, "preview": preview, "back": back, "past": past}
    return TemplateResponse(request, "agencies/reform.html", context)


def _is_done(request: HttpRequest, form: ReformForm) -> bool:
    try:
        written = carry_out(form.reform(), by=request.user, seen=request.POST.get("seen", ""))
    except NotAllowed:
        raise
    except Refused as refusal:
        refusal.say_in(form)
        return False
    messages.success(request, "; ".join(str(row) for row in written))
    return True
