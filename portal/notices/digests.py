"""The words of the morning's mail, put together when it is sent: what was answered meanwhile is not in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.notices.letters import NoLongerTrue, message, web_address
from portal.notices.models import URGENT, Digest, MailChoice, MailPreference, Notice
from portal.notices.registry import DueLine, due_for, is_still_true, told_by_lines
from portal.notices.states import State

MOST_LINES = 100  # of a kind; whoever has more finds them in the workbench
FIRST_LOOK_BACK = dt.timedelta(days=3)  # of the first mail a person gets


def digest_letter(digest: Digest) -> EmailMessage:
    """The message for `digest`. Raises NoLongerTrue if there is nothing to say, or another day has begun."""
    user = digest.user
    wants = user.is_active and user.email and MailPreference.choice_of(user) == MailChoice.MORNING
    if digest.day != timezone.localdate() or not wants:
        raise NoLongerTrue
    with translation.override(settings.LANGUAGE_CODE):
        due, notices = due_for(user, digest.day), _unread(digest)
        if not due and not notices:
            raise NoLongerTrue
        text = "\n\n".join([*_due(due), *_told(notices), _closing(due, notices)])
        return message(digest.public_id, to=user.email, subject=_subject(due, notices), text=text)


def _unread(digest: Digest) -> list[Notice]:
    """What was written since the last of these mails, had no mail of its own, was not read and still holds."""
    before = Digest.objects.filter(user=digest.user, state=State.SENT).order_by("-sent_at").first()
    since = before.sent_at if before else timezone.now() - FIRST_LOOK_BACK
    fresh = Notice.objects.addressed_to(digest.user).unread().filter(created_at__gt=since)
    fresh = fresh.exclude(kind__in=URGENT | told_by_lines()).select_related("agency").order_by("pk")
    return [notice for notice in fresh if is_still_true(notice)]


def _subject(due: list[DueLine], notices: list[Notice]) -> str:
    facts = {
        "overdue": sum(line.days < 0 for line in due),
        "soon": sum(line.days >= 0 for line in due),
        "notices": len(notices),
    }
    if not due:
        return _("New notices: %(notices)d") % facts
    return _("To do: %(overdue)d overdue, %(soon)d due soon; new notices: %(notices)d") % facts


def _heading(days: int) -> str:
    if days < 0:
        return _("Overdue, working days: %(days)d") % {"days": -days}
    return _("Working days left: %(days)d") % {"days": days} if days else _("Due today")


def _due(due: list[DueLine]) -> Iterator[str]:
    for days, group in groupby(due[:MOST_LINES], key=lambda line: line.days):
        lines = [
            f"· {line.text}（{line.due_on.isoformat()}）\n  {web_address(line.url, line.agency)}" for line in group
        ]
        yield "\n".join([f"【{_heading(days)}】", *lines])
    if len(due) > MOST_LINES:
        yield _("And %(count)d more, in the workbench.") % {"count": len(due) - MOST_LINES}


def _told(notices: list[Notice]) -> Iterator[str]:
    if notices:
        lines = [f"· {notice.title}" for notice in notices[:MOST_LINES]]
        yield "\n".join([f"【{_('New notices')}】", *lines])


def _closing(due: list[DueLine], notices: list[Notice]) -> str:
    agency = due[0].agency if due else notices[0].agency
    inbox = web_address(reverse("notices:inbox"), agency)
    choice = web_address(reverse("notices:mail_choice"), agency)
    said = _("Everything is in your inbox at once: %(inbox)s") % {"inbox": inbox}
    return said + "\n" + _("What comes by mail you choose here: %(choice)s") % {"choice": choice}
