"""Consultations: the list, one of them, giving an opinion, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from disclosure.actions.opinions import AlreadyGiven, give_opinion
from disclosure.forms.opinions import OpinionFollowForm, OpinionForm
from disclosure.models import Consultation, Opinion, Survey
from disclosure.opening import open_opinion
from portal.cookieless import cookieless_form
from portal.editions.sharing import shared
from portal.listing import paginate
from portal.receipts import shown
from portal.refusals import Refused
from portal.throttle import Tries


@require_safe
@shared
def consultation_list(request: HttpRequest) -> HttpResponse:
    """What can be commented on now first, then what is coming, then what is past."""
    rows = Consultation.objects.public().under(request.government).open_first().with_item().with_counts()
    return render(request, "disclosure/consultation_list.html", {"page": paginate(request, rows)})


@require_safe
@shared
def consultation_detail(request: HttpRequest, index_no: str) -> HttpResponse:
    """Terms, draft, the opinions that were let through and, in the end, what became of them."""
    rows = Consultation.objects.with_tombstones().under(request.government).for_reading()
    consultation = get_object_or_404(rows, item__index_no=index_no)
    item = consultation.item
    if not item.is_live:
        return render(request, "disclosure/item_tombstone.html", {"item": item}, status=410)
    opinions = Opinion.objects.public().on(consultation).order_by("number").with_consultation()
    is_over = consultation.outcome_at is not None
    page = {
        "consultation": consultation,
        "item": item,
        "version": item.live_version,
        "files": [link.shown(is_public=True) for link in item.live_version.attachments.all()],
        "page": paginate(request, opinions),
        "answers": consultation.answers.in_force() if is_over else (),
        "document": consultation.public_document(),
        "surveys": Survey.objects.public().on(consultation).with_item(),
    }
    return render(request, "disclosure/consultation_detail.html", page)


@require_http_methods(["GET", "POST"])
@cookieless_form
def opinion_new(request: HttpRequest, index_no: str) -> HttpResponse:
    """The form while the consultation is open; the receipt stands in the answer itself, no address leads to it."""
    rows = Consultation.objects.public().under(request.government).with_item()
    consultation = get_object_or_404(rows, item__index_no=index_no)
    form, status = OpinionForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                given = give_opinion(consultation, by=None, key=form.cleaned_data["key"], **form.content())
            except Refused as refusal:
                refusal.say_in(form)
                status = 409 if isinstance(refusal, AlreadyGiven) or not consultation.window.is_open() else 422
            else:
                page = {"opinion": given.opinion, "consultation": consultation, "code": shown(given.code)}
                return render(request, "disclosure/opinion_receipt.html", page)
    return render(request, "disclosure/opinion_new.html", {"form": form, "consultation": consultation}, status=status)


@require_http_methods(["GET", "POST"])
@cookieless_form
def opinion_follow(request: HttpRequest) -> HttpResponse:
    """What became of one's own opinion, for whoever holds the receipt code."""
    form = OpinionFollowForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _ask(request, form, 200)
    if not form.is_valid():
        return _ask(request, form, 422)
    tries = Tries(request, "opinion")
    if not tries.take():
        form.add_error(None, _("Too many wrong tries. Please wait 15 minutes."))
        return _ask(request, form, 429)
    opinion = open_opinion(form.cleaned_data["code"], under=request.government)
    if opinion is None:
        form.add_error("code", _("No opinion has this code. Please compare it letter by letter."))
        return _ask(request, form, 422)
    tries.give_back()
    return render(request, "disclosure/opinion_fate.html", {"opinion": opinion, "consultation": opinion.consultation})


def _ask(request: HttpRequest, form: OpinionFollowForm, status: int) -> HttpResponse:
    return render(request, "disclosure/opinion_follow.html", {"form": form}, status=status)
