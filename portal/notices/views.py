"""The inbox: what was written to the person who is signed in, and to nobody else."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.listing import paginate
from portal.notices import actions
from portal.notices.forms import MailForm
from portal.notices.models import MailPreference, Notice


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
