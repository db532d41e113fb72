"""What belongs to the applicant: taking along the own cases, and cutting their tie to the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.cookieless import cookieless_form
from portal.throttle import Tries
from requests_app.actions import unlink_account
from requests_app.exporting import archive_of
from requests_app.forms import FollowForm, UnlinkForm
from requests_app.models import Case, DisclosureRequest, TopicRequest
from requests_app.views.following import case_page, opened
from requests_app.views.own import own_request

MOST_EXPORTS = 5  # in a quarter of an hour


@require_POST
@cookieless_form
@login_required
def my_export(request: HttpRequest) -> HttpResponse:
    """All own cases on this site as one file; a few times in a quarter of an hour, for it costs."""
    if not Tries(request, f"export {request.user.pk}", most=MOST_EXPORTS).take():
        messages.error(request, _("You have done this often just now. Please wait 15 minutes."))
        return redirect("requests_app:my_requests")
    own = DisclosureRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    topics = TopicRequest.objects.filed_by(request.user).under(request.government).with_agency_and_clock()
    packed = archive_of(own.newest_first(), topics.newest_first(), with_person=True)
    return FileResponse(packed, as_attachment=True, filename="requests.zip", content_type="application/zip")


@require_POST
@cookieless_form
def request_export(request: HttpRequest) -> HttpResponse:
    """The one case that the receipt code opens, without contacts."""

    def take(case: Case, code: str) -> HttpResponse:
        if not isinstance(case, DisclosureRequest):
            return case_page(request, case, code=code)  # a topic request is public as it is
        if not Tries(request, f"export {case.number}", most=MOST_EXPORTS).take():
            told = _("You have done this often just now. Please wait 15 minutes.")
            return case_page(request, case, code=code, told=told)
        packed = archive_of([case], with_person=False)
        return FileResponse(packed, as_attachment=True, filename=f"{case.number}.zip", content_type="application/zip")

    return opened(request, FollowForm(request.POST), take)


@require_POST
@cookieless_form
@login_required
def my_unlink(request: HttpRequest, number: str) -> HttpResponse:
    """Cut the tie between a case and one's account; from then on only the receipt code opens it."""
    case = own_request(request, number)
    form = UnlinkForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, unlink_form=form)
    unlink_account(case, by=request.user)
    messages.success(request, _("The case is no longer tied to your account. It opens with its receipt code."))
    return redirect("requests_app:my_requests")
