"""A page for every decision about an item: GET asks, POST decides."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.actions.correcting import needs_note
from disclosure.admin.verbs import VERBS, Verb
from disclosure.forms import NoteForm
from disclosure.models import Item
from portal.refusals import NotAllowed, Refused


class VerbPages:
    """Adds to a ScopedAdmin of items a page for every verb: GET asks, POST decides."""

    admin_site: Any
    get_queryset: Callable[[HttpRequest], Any]
    change_address: Callable[[Any], str]

    def verb_urls(self) -> list[URLPattern]:
        return [
            path(
                f"<int:pk>/{verb.slug}/",
                self.admin_site.admin_view(partial(self.decide, verb=verb)),
                name=verb.url_name,
            )
            for verb in VERBS
        ]

    def reach(self, request: HttpRequest, pk: int) -> Item:
        """The item, through the door of this person. Raises Http404."""
        item = self.get_queryset(request).select_related("agency", "entry__area", "live_version").filter(pk=pk).first()
        if item is None:
            raise Http404
        return item

    def decide(self, request: HttpRequest, pk: int, *, verb: Verb) -> HttpResponse:
        item = self.reach(request, pk)
        if not verb.may(request.user, item):
            raise NotAllowed(_("You do not have the right to do this for this agency."))
        form = _form(request, verb, item)
        if request.method == "POST" and (form is None or form.is_valid()):
            if verb.row in {"submit", "approve", "publish"}:
                actions.inspect(item, by=request.user)  # kept even if the verb is refused because of it
            try:
                verb.act(item, by=request.user, **_arguments(request, verb, form))
            except NotAllowed:
                raise
            except Refused as refusal:
                if form is None or refusal.field is None:
                    messages.error(request, str(refusal))
                    return HttpResponseRedirect(self.change_address(item))
                refusal.say_in(form)
            else:
                messages.success(request, _said(verb, item))
                return HttpResponseRedirect(self._next(verb, item))
        page = {
            **self.admin_site.each_context(request),
            "title": verb.label,
            "opts": Item._meta,
            "item": item,
            "verb": verb,
            "form": form,
            "version": item.newest(),
            "change_address": self.change_address(item),
        }
        return TemplateResponse(request, "disclosure/item_verb.html", page)

    def _next(self, verb: Verb, item: Item) -> str:
        """Reviewers go on to their list, everybody else back to the item."""
        if verb.row in {"approve", "sign", "return"}:
            return f"{reverse('admin:disclosure_item_changelist')}?work=mine"
        return self.change_address(item)


def _form(request: HttpRequest, verb: Verb, item: Item) -> Form | None:
    """What the page of a verb asks; the button of the workbench brings no note yet, so its page comes first."""
    if verb.asks_note and needs_note(item):
        seen = {"seen": request.POST.get("seen")}
        return NoteForm(request.POST if "note" in request.POST else None, initial=seen)
    return verb.asks(request.POST or None, **verb.about(item)) if verb.asks else None


def _arguments(request: HttpRequest, verb: Verb, form: Form | None) -> dict[str, Any]:
    given = {} if form is None else {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return given | ({"seen": request.POST.get("seen") or None} if verb.binds_text else {})


def _said(verb: Verb, item: Item) -> str:
    """What was done; if that made it public, with the way to what citizens read."""
    if verb.slug not in {"publish", "approve-and-publish", "emergency"}:
        return str(verb.done)
    return format_html('{} <a href="{}">{}</a>', verb.done, item.get_absolute_url(), _("Show on the public site"))
