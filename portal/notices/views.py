"""The inbox: what was written to the person who is signed in, and to nobody else."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal import ics
from portal.accounts.models import User
from portal.listing import paginate
from portal.notices import actions
from portal.notices.calendar import own_dates
from portal.notices.forms import MailForm
from portal.notices.models import CalendarKey, MailPreference, Notice


class SignedIn(HttpRequest):
    """A request that `login_required` has let through."""

    user: User


@login_required
@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """Newest first; `?unread=1` leaves out what was read."""
    mine = Notice.objects.addressed_to(request.user)
    only_unread = request.GET.get("unread") == "1"
    notices = (mine.unread() if only_unread else mine).order_by("-created_at", "-pk")
    context = {
        "page": paginate(request, notices),
        "only_unread": only_unread,
        "has_unread": mine.unread().exists(),
    }
    return render(request, "notices/notice_inbox.html", context)


@login_required
@require_POST
def notice_read(request: SignedIn, public_id: str) -> HttpResponse:
    """Mark one notice as read, then go to the page it speaks of, or back to the inbox."""
    notice = get_object_or_404(Notice.objects.addressed_to(request.user), public_id=public_id)
    actions.mark_read(notice, by=request.user)
    return redirect(notice.url or "notices:inbox")


@login_required
@require_POST
def notice_read_all(request: SignedIn) -> HttpResponse:
    """Mark the whole inbox as read."""
    actions.mark_all_read(by=request.user)
    return redirect("notices:inbox")


@login_required
@require_http_methods(["GET", "POST"])
def mail_choice(request: SignedIn) -> HttpResponse:
    """What one of the staff gets by mail."""
    if not request.user.is_staff:
        raise Http404
    form = MailForm(request.POST or None, initial={"choice": MailPreference.choice_of(request.user)})
    if form.is_valid():
        actions.choose_mail(request.user, choice=form.cleaned_data["choice"])
        messages.success(request, _("Saved."))
        return redirect("notices:inbox")
    return render(request, "notices/mail_choice.html", {"form": form, "hour": settings.DIGEST_HOUR})


@login_required
@require_http_methods(["GET", "POST"])
def calendar_address(request: SignedIn) -> HttpResponse:
    """Make the secret address of the own calendar, make it anew, or close it. The address is shown once."""
    if not request.user.is_staff:
        raise Http404
    address = ""
    if request.method == "POST" and "close" in request.POST:
        actions.close_calendar(request.user)
        messages.success(request, _("The address opens nothing more."))
        return redirect("notices:calendar_address")
    if request.method == "POST":
        token = actions.open_calendar(request.user)
        address = request.build_absolute_uri(reverse("notices:own_calendar", args=[token]))
    key = CalendarKey.objects.of(request.user).first()
    return render(request, "notices/calendar_address.html", {"address": address, "key": key})


@require_safe
@never_cache
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due days of whoever made the address, for a calendar program; 404 for a wrong or closed one."""
    key = get_object_or_404(CalendarKey.objects.opened_by(token))
    now = timezone.now()
    dates = own_dates(key.user, timezone.localdate(now), address=request.build_absolute_uri)
    text = ics.calendar(_("My due days"), dates, now=now)
    return HttpResponse(text, content_type=ics.CONTENT_TYPE, headers={"X-Robots-Tag": "noindex"})
