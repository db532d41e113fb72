"""Proposing to publish for everybody what one was given: with the receipt code, or in one's own account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.cookieless import cookieless_form
from portal.refusals import Refused
from requests_app.actions import propose
from requests_app.forms import FollowForm
from requests_app.forms.proposing import ProposeForm
from requests_app.models import Case, DisclosureRequest
from requests_app.views.following import again, case_page, opened
from requests_app.views.own import own_request


@require_POST
@cookieless_form
def request_propose(request: HttpRequest) -> HttpResponse:
    """Propose to publish the answer of the case that the receipt code opens."""
    return opened(request, FollowForm(request.POST), lambda case, code: _take_proposal(request, case, code=code))


@require_POST
@cookieless_form
@login_required
def my_propose(request: HttpRequest, number: str) -> HttpResponse:
    """Propose to publish the answer to one of one's own requests."""
    return _take_proposal(request, own_request(request, number))


def _take_proposal(request: HttpRequest, case: Case, *, code: str = "") -> HttpResponse:
    form = ProposeForm(request.POST, initial={"code": code})
    if form.is_valid() and isinstance(case, DisclosureRequest):
        try:
            propose(case)
        except Refused as refusal:
            refusal.say_in(form)
        else:
            told = _("Your proposal has been received. The agency examines it, and you are told the result.")
            return case_page(request, again(case), code=code, told=told)
    return case_page(request, case, code=code, propose_form=form)
