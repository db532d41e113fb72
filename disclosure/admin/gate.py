"""Findings of the gate on the page of an item, and the form that lets one through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils.translation import gettext

from disclosure import actions
from disclosure.actions.review import has_contributed
from disclosure.gate import place_name, stopping
from disclosure.models import GateFinding, Item, Version
from disclosure.permissions import Permission
from portal.agencies.permissions import can, require
from portal.refusals import NotAllowed, Refused
from portal.uploads.gate.finding import Level

SEPARATE = 3  # warnings of one kind that have a line each
NAMED = 8  # places that a common line names


class GatePages:
    """What `ItemAdmin` has of the gate. A stopped text is kept as a draft, with its findings beside it."""

    def stopped_by_gate(self, request: HttpRequest, item: Item) -> bool:
        """Look at what was just saved; True if it is not to be submitted: nobody asked, or the gate says no."""
        actions.inspect(item, by=request.user)
        if "_submit" not in request.POST:
            return True
        sentence = stopping(item.newest())
        request.gate_sentence = sentence
        return sentence is not None

    def was_stopped(self, request: HttpRequest) -> bool:
        """True if the gate kept this request's text from being submitted; it says so."""
        sentence = getattr(request, "gate_sentence", None)
        if sentence is not None:
            messages.error(request, sentence)
        return sentence is not None

    def gate_of(self, version: Version, item: Item, user: Any) -> dict[str, Any]:
        """What the page shows: the findings in exactly this text, and whether this person may let them through."""
        findings = list(GateFinding.objects.of(version).select_related("waived_by").order_by("level", "code", "pk"))
        may_waive = can(user, Permission.WAIVE_FINDING, on=item) and not has_contributed(user, item)
        return {
            "runs": version.gate_runs.filter(version_hash=version.hash).count(),
            "open": sum(finding.is_open for finding in findings),
            "may_waive": may_waive,
            "findings": list(_lines(findings)),
        }

    def gate_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/findings/<int:finding>/waive/",
                self.admin_site.admin_view(self.waive_view),
                name="disclosure_item_waive",
            )
        ]

    def waive_view(self, request: HttpRequest, pk: int, finding: int) -> HttpResponse:
        """Let one finding through with a reason, and go back to the item."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = self.reach(request, pk)
        require(request.user, Permission.WAIVE_FINDING, on=item)
        own = GateFinding.objects.managed_by(request.user, Permission.WAIVE_FINDING)
        row = own.filter(pk=finding, version__item=item).select_related("version__item__agency").first()
        if row is None:
            raise Http404
        try:
            actions.waive(row, by=request.user, reason=request.POST.get("reason", ""))
        except NotAllowed:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, gettext("Let through; the reason is on record."))
        return HttpResponseRedirect(self.change_address(item))


def _lines(findings: Iterable[GateFinding]) -> Iterator[dict[str, Any]]:
    """One line for each finding; many warnings of one kind share a line that names their places."""
    for (level, _code), same in groupby(findings, key=lambda one: (one.level, one.code)):
        rows = list(same)
        if level == Level.WARN and len(rows) > SEPARATE:
            places = gettext(", ").join(place_name(row.place) for row in rows[:NAMED])
            words = {"count": len(rows), "places": places}
            place = gettext("%(count)s places: %(places)s") % words + ("…" if len(rows) > NAMED else "")
            yield {"row": rows[0], "place": place, "is_several": True}
        else:
            yield from ({"row": row, "place": place_name(row.place), "is_several": False} for row in rows)
