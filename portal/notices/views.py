"""The inbox: what was written to the person who is signed in, and to nobody else."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.models import User
from portal.listing import paginate
from portal.notices import actions
from portal.notices.models import Notice


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
