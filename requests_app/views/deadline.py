"""The public calculator: when would an answer be due?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from portal.workdays.calendar import Calendar
from portal.workdays.strip import days_of
from requests_app.deadline import reckon
from requests_app.forms import DeadlineForm


@require_GET
def deadline(request: HttpRequest) -> HttpResponse:
    """The due day of what the address says, day by day; anybody can send the address on."""
    calendar, today = Calendar.for_scope(request.government.path), timezone.localdate()
    form = DeadlineForm(request.GET or None, calendar=calendar, initial={"received_on": today})
    context: dict[str, Any] = {"form": form, "found": None, "days": []}
    if form.is_valid():
        found = reckon(form.course, calendar)
        context |= {"found": found, "days": days_of(found.days, found.unit, today)}
    return render(request, "requests_app/deadline.html", context, status=422 if form.errors else 200)
