"""Hearings and open meetings: the list, one of them, signing up, and where one stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.signing_up import AlreadySignedUp, Full, Signed, leave, sign_up
from disclosure.forms.hearings import SignupCodeForm, SignupForm
from disclosure.models import Hearing, HearingPhase, Signup
from disclosure.opening import open_signup
from portal.cookieless import cookieless_form
from portal.editions.sharing import shared
from portal.listing import paginate
from portal.receipts import shown, typed
from portal.refusals import Refused
from portal.throttle import Tries


@require_safe
@shared
def hearing_list(request: HttpRequest) -> HttpResponse:
    """What can be signed up for now first, then what is coming, then what is past."""
    rows = Hearing.objects.public().under(request.government).open_first().with_item().with_counts()
    return render(request, "disclosure/hearing_list.html", {"page": paginate(request, rows)})


@require_safe
@shared
def hearing_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """Notice, papers and rules, the list of participants and, in the end, what came of it."""
    rows = Hearing.objects.with_tombstones().under(request.government).for_reading().with_counts()
    hearing = get_object_or_404(rows, item__index_no=index_no)
    item = hearing.item
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    is_over = hearing.phase == HearingPhase.OUTCOME
    page = {
        "hearing": hearing,
        "item": item,
        "version": item.live_version,
        "files": [link.shown(is_public=True) for link in item.live_version.attachments.all()],
        "draft": hearing.public_draft(),
        "participants": hearing.signups.selected() if hearing.list_at else (),
        "views": hearing.views.select_related("signup") if is_over else (),
        "document": hearing.public_document() if is_over else None,
    }
    return render(request, "disclosure/hearing_detail.html", page)


@require_http_methods(["GET", "POST"])
@cookieless_form
def signup_new(request: HttpRequest, index_no: str) -> HttpResponse:
    """The form while sign-up is open; the receipt stands in the answer itself, no address leads to it."""
    rows = Hearing.objects.public().under(request.government).with_item().with_counts()
    hearing = get_object_or_404(rows, item__index_no=index_no)
    form, status = SignupForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        signed, status = _sign_up(request, hearing, form)
        if signed is not None:
            page = {"signup": signed.signup, "hearing": hearing, "code": shown(signed.code)}
            return render(request, "disclosure/signup_receipt.html", page)
    return render(request, "disclosure/signup_new.html", {"form": form, "hearing": hearing}, status=status)


def _sign_up(request: HttpRequest, hearing: Hearing, form: SignupForm) -> tuple[Signed | None, int]:
    """Seats are few, so one address signs up five people in a quarter of an hour; sending again is never too much."""
    if not form.is_valid():
        return None, 422
    tries, key = Tries(request, "sign-up"), form.cleaned_data["key"]
    if not tries.take() and not Signup.objects.sent_with(key).exists():
        form.add_error(None, _("Several people have signed up from here just now. Please wait 15 minutes, or call."))
        return None, 429
    try:
        signed = sign_up(hearing, key=key, **form.content())
    except Refused as refusal:
        tries.give_back()
        refusal.say_in(form)
        is_conflict = isinstance(refusal, AlreadySignedUp | Full) or hearing.phase != HearingPhase.OPEN
        return None, 409 if is_conflict else 422
    if not signed.is_new:
        tries.give_back()
    return signed, 200


@require_http_methods(["GET", "POST"])
@cookieless_form
def signup_follow(request: HttpRequest) -> HttpResponse:
    """Where one stands, for whoever holds the receipt code."""
    return _with_code(request, lambda signup: signup)


@require_http_methods(["GET", "POST"])
@cookieless_form
def signup_withdraw(request: HttpRequest) -> HttpResponse:
    """Give up one's seat, or one's place on the waiting list."""
    return _with_code(request, leave)


def _with_code(request: HttpRequest, act: Callable[[Signup], Signup]) -> HttpResponse:
    form = SignupCodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask(request, form, 200)
    if not form.is_valid():
        return _ask(request, form, 422)
    tries = Tries(request, "signup")
    if not tries.take():
        form.add_error(None, _("Too many wrong tries. Please wait 15 minutes."))
        return _ask(request, form, 429)
    signup = open_signup(form.cleaned_data["code"], under=request.government)
    if signup is None:
        form.add_error("code", _("No sign-up has this code. Please compare it letter by letter."))
        return _ask(request, form, 422)
    tries.give_back()
    page: dict[str, Any] = {"code": shown(typed(form.cleaned_data["code"])), "refusal": ""}
    try:
        signup, status = act(signup), 200
    except Refused as refusal:
        page["refusal"], status = str(refusal), 409
    page |= {"signup": signup, "hearing": signup.hearing, "ahead": _ahead_of(signup)}
    return render(request, "disclosure/signup_fate.html", page, status=status)


def _ahead_of(signup: Signup) -> int:
    """The place on the waiting list, 1 for the next to move up; 0 for whoever does not wait."""
    waiting = list(Signup.objects.on(signup.hearing).waiting().values_list("number", flat=True))
    return waiting.index(signup.number) + 1 if signup.number in waiting else 0


def _ask(request: HttpRequest, form: SignupCodeForm, status: int) -> HttpResponse:
    return render(request, "disclosure/signup_follow.html", {"form": form}, status=status)
