"""What the form of an item asks for while somebody writes: paste, Word import, autosave, and who else is at it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disclosure import word
from disclosure.actions import editing
from disclosure.body import sanitised
from disclosure.forms.writing import CONTENT
from disclosure.models import Autosave, Editing, Item
from disclosure.permissions import Permission
from portal.agencies.permissions import can_anywhere
from portal.refusals import NotAllowed, Refused

KEPT = {"agency", "body", "seen", *CONTENT}
SEVERAL = {"salience"}


class EditingPages:
    """Adds to the admin of items the addresses that its form asks in the background; each answers JSON."""

    admin_site: Any
    reach: Callable[[HttpRequest, int], Item]
    change_address: Callable[[Any], str]

    def editing_urls(self) -> list[URLPattern]:
        pages: dict[str, tuple[Callable[..., HttpResponse], str]] = {
            "paste/": (self.paste, "paste"),
            "word/": (self.word, "word"),
            "autosave/": (self.autosave, "autosave_new"),
            "<int:pk>/autosave/": (self.autosave, "autosave"),
            "<int:pk>/presence/": (self.presence, "presence"),
            "unsaved/<int:pk>/discard/": (self.discard, "discard"),
        }
        return [
            path(route, self.admin_site.admin_view(require_POST(view)), name=f"disclosure_item_{name}")
            for route, (view, name) in pages.items()
        ]

    def paste(self, request: HttpRequest) -> HttpResponse:
        """What a person pasted from Word or WPS, as the server would keep it: the rules stand in one place."""
        _require_writer(request)
        return JsonResponse({"body": sanitised(request.body.decode("utf-8", "replace"))})

    def word(self, request: HttpRequest) -> HttpResponse:
        """The text of an uploaded .docx; nothing is stored."""
        _require_writer(request)
        upload = request.FILES.get("word")
        if upload is None:
            raise BadRequest
        try:
            found = word.read(upload, upload.name or "")
        except Refused as refusal:
            return JsonResponse({"error": str(refusal)}, status=422)
        return JsonResponse(found._asdict())

    def autosave(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Keep what is in the form; the answer is when that was."""
        item = None if pk is None else self.reach(request, pk)
        if item is None:
            _require_writer(request)
        content = {name: request.POST.getlist(name) if name in SEVERAL else request.POST[name]
                   for name in sorted(KEPT & set(request.POST))}  # fmt: skip
        try:
            kept = editing.keep(content, by=request.user, item=item, key=None if item else _key(request))
        except NotAllowed:
            raise
        except Refused as refusal:
            return JsonResponse({"error": str(refusal)}, status=422)
        clock = timezone.localtime(kept.saved_at).strftime("%H:%M:%S")
        return JsonResponse({"said": _("Kept at %(time)s; not saved as a draft yet.") % {"time": clock}})

    def presence(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A sign of life of this person; the answer is a sentence for everybody else who has the form open."""
        others = editing.sign_of_life(
            self.reach(request, pk), by=request.user, is_dirty=request.POST.get("dirty") == "1"
        )
        return JsonResponse({"others": [_sentence(other) for other in others]})

    def discard(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw away what was kept on the way; another person's does not exist."""
        kept = Autosave.objects.managed_by(request.user).filter(pk=pk).select_related("item").first()
        if kept is None:
            raise Http404
        editing.forget(by=request.user, item=kept.item, key=kept.key)
        back = reverse("admin:disclosure_item_add") if kept.item is None else self.change_address(kept.item)
        return HttpResponseRedirect(back)


def unsaved(request: HttpRequest, item: Item | None) -> Autosave | None:
    """What this person typed and did not save: in the form of `item`, or the latest in that of a new one."""
    return Autosave.objects.managed_by(request.user).filter(item=item).first()


def restored(request: HttpRequest, item: Item | None) -> Autosave | None:
    """The unsaved text that the page was opened with (`?restore=`), if it is this person's own."""
    wanted = request.GET.get("restore", "")
    if not wanted.isdecimal():
        return None
    return Autosave.objects.managed_by(request.user).filter(item=item, pk=int(wanted)).first()


def form_settings(item: Item | None) -> str:
    """What `static/js/editing.js` has to know of its page."""
    place = "admin:disclosure_item_"
    kept = reverse(f"{place}autosave", args=[item.pk]) if item else reverse(f"{place}autosave_new")
    return json.dumps(
        {
            "paste": reverse(f"{place}paste"),
            "word": reverse(f"{place}word"),
            "autosave": kept,
            "presence": reverse(f"{place}presence", args=[item.pk]) if item else "",
            "login": reverse("accounts:login"),
            "said": {
                "signedOut": _("You are signed out. Sign in in a new window, then press the button again; "
                               "your text stays here."),
                "offline": _("The server cannot be reached. Your text stays here; try again in a moment."),
                "signIn": _("Sign in (new window)"),
                "reading": _("Reading the Word file …"),
                "replace": _("Replace the text that is there by that of the Word file?"),
                "taken": _("The text of the Word file is in the form now; read it before you submit."),
            },
        }
    )  # fmt: skip


def _require_writer(request: HttpRequest) -> None:
    if not can_anywhere(request.user, Permission.EDIT_ITEM):
        raise PermissionDenied


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise BadRequest from error


def _sentence(other: Editing) -> str:
    words = {"name": other.person, "seconds": int((timezone.now() - other.seen_at).total_seconds())}
    if other.is_dirty:
        return _("%(name)s is editing this and has changes not saved yet (%(seconds)d seconds ago)") % words
    return _("%(name)s has this open (%(seconds)d seconds ago)") % words
