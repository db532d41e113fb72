"""What the workbenches of both kinds of cases share: the list by days left, and one address for every verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.agencies.scoped_admin import ScopedAdmin
from portal.refusals import NotAllowed, Refused
from portal.workdays.calendar import Calendar
from requests_app.admin.next_step import arranged
from requests_app.admin.verbs import Verb
from requests_app.bands import SOON, TONES, Band, band_of
from requests_app.forms import VerbForm
from requests_app.letter_text import blocks
from requests_app.letter_trial import letters_tried
from requests_app.models import Case, CaseQuerySet, DisclosureRequest, Letter
from requests_app.permissions import Permission

URGENT_DAYS = dt.timedelta(days=7)


def soon_until(request: HttpRequest) -> dt.date:
    """The fifth working day from today on the calendar of the government whose site is asked."""
    calendar = Calendar.for_scope(request.government.path)  # type: ignore[attr-defined]
    return calendar.add_workdays(timezone.localdate(), SOON)


class DueFilter(admin.SimpleListFilter):
    """Cases by how near their end is; shown above the list, with numbers, not beside it."""

    title = gettext_lazy("time left")
    parameter_name = "due"
    is_strip = True

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        more = [
            ("week", gettext_lazy("Due within a week")),
            ("open", gettext_lazy("Open cases")),
            ("answered", gettext_lazy("Answered")),
        ]
        return [*Band.choices, *more]

    def queryset(self, request: HttpRequest, queryset: CaseQuerySet) -> models.QuerySet:
        value = self.value() or ""
        if value in Band.values:
            return queryset.in_band(Band(value), soon_until=soon_until(request))
        chosen = {
            "week": partial(queryset.due_by, timezone.localdate() + URGENT_DAYS),
            "open": queryset.open,
            "answered": queryset.answered,
        }.get(value)
        return chosen() if chosen else queryset


class CaseAdmin(ScopedAdmin):
    """An inbox by days left and a case page with buttons; nothing is edited outside a verb."""

    view_permission = Permission.VIEW_REQUEST
    edit_permission = None
    verbs: ClassVar[Mapping[str, Verb]]
    case_template: ClassVar[str]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).with_agency_and_clock()

    def get_ordering(self, request: HttpRequest) -> list:
        return self.model.objects.urgency()

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                f"<path:object_id>/{verb.name}/",
                self.admin_site.admin_view(partial(self.verb_view, verb=verb)),
                name=f"{name}_{verb.name.replace('-', '_')}",
            )
            for verb in self.verbs.values()
        ]
        return own + super().get_urls()

    def case_context(self, request: HttpRequest, case: Any) -> dict[str, Any]:
        """What the case page shows beside the buttons."""
        return {}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The case on one page, read-only, with the verbs that are possible now, the next step first."""
        case = self._case(request, object_id)
        if request.method != "GET":
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": case.number,
            "case": case,
            "verbs": arranged(case, [verb for verb in self.verbs.values() if verb.is_offered(case, request.user)]),
            **self.case_context(request, case),
        }
        return TemplateResponse(request, self.case_template, context)

    def verb_view(self, request: HttpRequest, object_id: str, verb: Verb) -> HttpResponse:
        """Ask for what the verb needs, then do it; what the action refuses stands beside its field."""
        case = self._case(request, object_id)
        if not verb.is_allowed(case, request.user):
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = verb.form(*sent, case=case)
        letters: list[Letter] | None = None
        form = form.asked_again() or form
        if request.method == "POST" and form.is_valid():
            try:
                letters = self._carry_out(request, case, verb, form)
            except NotAllowed:
                raise
            except Refused as refusal:
                refusal.say_in(form)
            else:
                if letters is None:
                    messages.success(request, _("Done: %(verb)s.") % {"verb": verb.label})
                    return HttpResponseRedirect(self._next_address(request, case))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{verb.label} · {case.number}",
            "case": case,
            "back": self.change_address(case),
            "verb": verb,
            "form": form,
            "previews": [(letter, blocks(letter.body)) for letter in letters or ()],
        }
        return TemplateResponse(request, "requests_app/case_verb.html", context)

    def _carry_out(self, request: HttpRequest, case: Case, verb: Verb, form: VerbForm) -> list[Letter] | None:
        """Do it, and return None; where a preview is wanted, only return the letters that would be sent."""
        act = partial(verb.act, case, by=request.user, **form.content())
        if verb.sends_letters and "preview" in request.POST and isinstance(case, DisclosureRequest):
            return letters_tried(case, act)
        act()
        return None

    def _next_address(self, request: HttpRequest, case: Case) -> str:
        """The case, or the list if what was done has put it into other hands."""
        if self.get_object(request, str(case.pk)) is not None:
            return self.change_address(case)
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _case(self, request: HttpRequest, object_id: str) -> Case:
        case = self.get_object(request, object_id)
        if case is None:
            raise Http404
        return case

    @admin.display(description=gettext_lazy("time left"))
    def time_left(self, case: Case) -> str:
        """Days left in words and colour; a paused case says what it waits for."""
        return time_left_of(case)

    @admin.display(description=gettext_lazy("due on"), ordering="clock__due_at")
    def due_on(self, case: Case) -> dt.date:
        return case.clock.due_on


def time_left_of(case: Any) -> str:
    """A badge: the days left of an open case, or why its time stands still."""
    band = band_of(case)
    if band == Band.CLOSED:
        return "—"
    left = case.clock.days_left()
    words = {
        Band.OVERDUE: _("overdue, working days: %(days)s") % {"days": -left},
        Band.TODAY: _("due today"),
        Band.PAUSED: _("paused: %(state)s") % {"state": case.get_state_display()},
    }.get(band) or _("working days left: %(days)s") % {"days": left}
    return format_html('<span class="badge badge--{}">{}</span>', TONES.get(band, "quiet"), words)
