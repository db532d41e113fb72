"""The page of a policy beside its text: interpretation plan, register, effects on other documents, pairs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from disclosure.actions.interpreting import pair, plan_interpretation
from disclosure.actions.normative import register_normative, relate
from disclosure.forms.normative import PairingForm, PlanForm, RelationForm
from disclosure.models import Item, Kind
from disclosure.permissions import Permission
from portal.agencies.permissions import can, require
from portal.refusals import NotAllowed, Refused


class RegisterPage:
    """Adds to the admin of items one page with the four decisions; which are offered, genre and rights decide."""

    admin_site: Any
    reach: Callable[[HttpRequest, int], Item]
    change_address: Callable[[Any], str]

    def register_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.register_view)
        return [path("<int:pk>/register/", view, name="disclosure_item_register")]

    def register_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.reach(request, pk)
        offered = _offered(request, item)
        chosen = request.POST.get("verb", "")
        if request.method == "POST":
            require(
                request.user,
                Permission.REGISTER_NORMATIVE if chosen in {"register", "relate"} else Permission.EDIT_ITEM,
                on=item,
            )
            form = offered.get(chosen)
            if (form is None or form.is_valid()) and self._decided(request, item, chosen, form):
                return HttpResponseRedirect(request.path)
        page = {
            **self.admin_site.each_context(request),
            "title": _("Register and interpretation"),
            "opts": Item._meta,
            "item": item,
            "plan_form": offered.get("plan"),
            "relation_form": offered.get("relate"),
            "pairing_form": offered.get("pair"),
            "may_register": "relate" in offered and not hasattr(item, "registration"),
            "change_address": self.change_address(item),
        }
        return TemplateResponse(request, "disclosure/item_register.html", page)

    def _decided(self, request: HttpRequest, item: Item, verb: str, form: forms.Form | None) -> bool:
        try:
            _decide(request, item, verb, form.cleaned_data if form is not None else {})
        except NotAllowed:
            raise
        except Refused as refusal:
            if form is not None and refusal.field in form.fields:
                refusal.say_in(form)
            else:
                messages.error(request, str(refusal))
            return False
        messages.success(request, _("Saved."))
        return True


def _offered(request: HttpRequest, item: Item) -> dict[str, forms.Form]:
    """The forms this person may fill in for this item; the one that was sent is bound."""
    sent = request.POST.get("verb")

    def bound(verb: str) -> Any:
        return request.POST if sent == verb else None

    forms_: dict[str, forms.Form] = {}
    kind, user = item.newest().kind, request.user
    if kind == Kind.NORMATIVE and can(user, Permission.EDIT_ITEM, on=item):
        plan = getattr(item, "interpretation_plan", None)
        known = {name: getattr(plan, name) for name in PlanForm.base_fields} if plan else None
        forms_["plan"] = PlanForm(bound("plan"), initial=known)
    if kind == Kind.NORMATIVE and can(user, Permission.REGISTER_NORMATIVE, on=item):
        forms_["relate"] = RelationForm(bound("relate"), user=user, near=item)
    if kind == Kind.INTERPRETATION and can(user, Permission.EDIT_ITEM, on=item):
        forms_["pair"] = PairingForm(bound("pair"), user=user, near=item)
    return forms_


def _decide(request: HttpRequest, item: Item, verb: str, given: dict[str, Any]) -> None:
    match verb:
        case "plan":
            plan_interpretation(item, by=request.user, **given)
        case "register":
            register_normative(item, by=request.user)
        case "relate":
            relate(item, given.pop("other"), by=request.user, **given)
        case "pair":
            pair(given.pop("other"), item, by=request.user, **given)
        case _:
            raise Refused(_("Choose one of the values."))
