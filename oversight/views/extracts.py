"""An extract as the accused agency sees it: what the office asks, by when, and what the agency said."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from oversight.actions import explain
from oversight.complaint_forms import ExplanationForm
from oversight.models import ComplaintExtract
from portal.refusals import NotAllowed, Refused


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extract_detail(request: HttpRequest, number: str) -> HttpResponse:
    """One extract, and the form to explain while the office waits."""
    rows = ComplaintExtract.objects.managed_by(request.user).under(request.government)
    rows = rows.select_related("agency", "clock", "answered_by", "complaint")
    extract = get_object_or_404(rows, number=number)
    form = ExplanationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            explain(extract, by=request.user, text=form.cleaned_data["text"])
        except NotAllowed:
            raise
        except Refused as refusal:
            refusal.say_in(form)
        else:
            messages.success(request, _("The office reads your explanation."))
            return redirect(extract)
    return render(request, "oversight/extract_detail.html", {"extract": extract, "form": form})
