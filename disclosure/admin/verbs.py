"""The decisions on the page of an item: one URL for each verb, each calling one action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure import actions
from disclosure.actions.review import has_contributed
from disclosure.forms import CorrectionForm, ReasonForm, WithdrawalForm
from disclosure.models import Item
from disclosure.permissions import Permission
from disclosure.states import TABLE
from portal.agencies.permissions import can, require
from portal.refusals import NotAllowed, Refused


class Verb(NamedTuple):
    """A decision as a button: `slug` in the URL, `row` of the transition table, the rights it takes."""

    slug: str
    row: str
    permissions: tuple[str, ...]
    act: Callable[..., Any]
    label: Promise
    done: Promise
    is_primary: bool = False
    asks_reason: bool = False
    warning: Promise | str = ""
    form: Callable[..., ReasonForm] | None = None

    @property
    def url_name(self) -> str:
        return f"disclosure_item_{self.slug.replace('-', '_')}"


VERBS = (
    Verb(
        "submit",
        "submit",
        (Permission.EDIT_ITEM,),
        actions.submit,
        _("Submit for review"),
        _("Submitted; the reviewers have been told."),
        is_primary=True,
    ),
    Verb(
        "approve-and-publish",
        "approve",
        (Permission.REVIEW_ITEM, Permission.PUBLISH_ITEM),
        actions.approve_and_publish,
        _("Approve and publish"),
        _("Published. It is on the public site and in the search now."),
        is_primary=True,
    ),
    Verb(
        "approve",
        "approve",
        (Permission.REVIEW_ITEM,),
        actions.approve,
        _("Approve"),
        _("Approved; it can be published now."),
    ),
    Verb(
        "publish",
        "publish",
        (Permission.PUBLISH_ITEM,),
        actions.publish,
        _("Publish"),
        _("Published. It is on the public site and in the search now."),
        is_primary=True,
    ),
    Verb(
        "return",
        "return",
        (Permission.REVIEW_ITEM,),
        actions.return_,
        _("Send back"),
        _("Sent back; the author has been told the reason."),
        asks_reason=True,
    ),
    Verb(
        "withdraw",
        "withdraw",
        (Permission.WITHDRAW_ITEM,),
        actions.withdraw,
        _("Withdraw"),
        _("Withdrawn. The public address now shows the reason."),
        asks_reason=True,
        warning=_("The text and its files leave the public site at once; the reason below is shown in their place."),
        form=WithdrawalForm,
    ),
    Verb(
        "correction",
        "withdraw",  # as there: whatever is being prepared, it is about what is public
        (Permission.PUBLISH_ITEM,),
        actions.note_correction,
        _("Explain the correction"),
        _("The note stands on the public page now."),
        asks_reason=True,
        form=CorrectionForm,
    ),
)


def offered(item: Item, user: Any) -> list[Verb]:
    """The verbs that `user` may use on `item` as it stands."""
    wrote = has_contributed(user, item)
    return [
        verb
        for verb in VERBS
        if item.state in TABLE[verb.row].sources
        and all(can(user, permission, on=item) for permission in verb.permissions)
        and not (verb.row == "approve" and wrote)
        and (verb.row != "withdraw" or item.is_live)
        and (verb.slug != "correction" or item.was_corrected)
    ]


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
        for permission in verb.permissions:
            require(request.user, permission, on=item)
        form = _form(request, verb, item)
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                verb.act(item, by=request.user, **_arguments(request, verb, form))
            except NotAllowed:
                raise
            except Refused as refusal:
                if form is None or refusal.field is None:
                    messages.error(request, str(refusal))
                    return HttpResponseRedirect(self.change_address(item))
                form.add_error(refusal.field, str(refusal))
            else:
                messages.success(request, str(verb.done))
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
        if verb.row in {"approve", "return"}:
            return f"{reverse('admin:disclosure_item_changelist')}?work=mine"
        return self.change_address(item)


def _form(request: HttpRequest, verb: Verb, item: Item) -> ReasonForm | None:
    if verb.form is not None:
        return verb.form(request.POST or None, item=item)
    return ReasonForm(request.POST or None) if verb.asks_reason else None


def _arguments(request: HttpRequest, verb: Verb, form: ReasonForm | None) -> dict[str, Any]:
    given = {} if form is None else {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    if verb.row == "withdraw":  # what is public is withdrawn, whatever has been drafted since
        return given
    return given | {"seen": request.POST.get("seen") or None}
