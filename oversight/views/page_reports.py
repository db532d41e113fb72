"""Errors on pages, for readers: the form, the receipt, and what came of it for whoever holds the code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from oversight.actions import report_page
from oversight.forms import FollowForm
from oversight.models import PageReport
from oversight.page_report_forms import PageReportForm
from portal.cookieless import cookieless_form
from portal.receipts import shown
from portal.refusals import Refused
from portal.throttle import Tries
from requests_app.actions.intake import AlreadyFiled

MOST_REPORTS = 20  # from one address in a quarter of an hour: a whole office may look for errors together


@cookieless_form
def page_report_new(request: HttpRequest) -> HttpResponse:
    """The form, for the page in `?page=`, and after sending it the receipt with its code."""
    if request.method != "POST":
        form = PageReportForm(initial={"page": request.GET.get("page", "")[:500]})
        return render(request, "oversight/page_report_new.html", {"form": form})
    form, status = PageReportForm(request.POST), 422
    if form.is_valid():
        tries = Tries(request, "page report", most=MOST_REPORTS)
        if tries.take():
            try:
                report, code = report_page(request.government, **form.cleaned_data)
            except Refused as refusal:
                tries.give_back()
                refusal.say_in(form)
                status = 409 if isinstance(refusal, AlreadyFiled) else 422
            else:
                return render(request, "oversight/page_report_receipt.html", {"report": report, "code": shown(code)})
        else:
            form.add_error(None, _("Many reports came from here just now. Please wait 15 minutes."))
            status = 429
    return render(request, "oversight/page_report_new.html", {"form": form}, status=status)


@cookieless_form
def page_report_follow(request: HttpRequest) -> HttpResponse:
    """Where a report stands, for whoever holds the code. A wrong code and no code look alike."""
    form, status = FollowForm(request.POST if request.method == "POST" else None), 200
    if form.is_valid():
        tries = Tries(request, "page report code")
        if tries.take():
            report = PageReport.objects.under(request.government).opened_by(form.cleaned_data["code"])
            if report is not None:
                tries.give_back()
                return render(request, "oversight/page_report_case.html", {"report": report})
            form.add_error("code", _("No report has this code. Please compare it letter by letter."))
        else:
            form.add_error("code", _("Too many wrong tries. Please wait 15 minutes."))
            status = 429
    return render(request, "oversight/page_report_follow.html", {"form": form}, status=status)
