"""The e-mail that a notice becomes."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage

from portal.agencies.models import Agency
from portal.notices.models import URGENT, MailChoice, MailPreference, Notice
from portal.notices.registry import is_still_true


class NoLongerTrue(Exception):
    """There is nothing to say any more: the row is dropped, not sent."""


def notice_letter(notice: Notice) -> EmailMessage | None:
    """The message for `notice`; None if its recipient has it in the inbox alone. Raises NoLongerTrue."""
    if not is_still_true(notice):
        raise NoLongerTrue
    if not has_own_mail(notice):
        return None
    text = "\n\n".join(part for part in (notice.body, web_address(notice.url, notice.agency)) if part)
    return message(notice.public_id, to=notice.address, subject=notice.title, text=text)


def has_own_mail(notice: Notice) -> bool:
    """True if it goes out by itself: its recipient wants that, or it does not wait for the morning."""
    if notice.recipient is None or not notice.address:
        return bool(notice.address)
    choice = MailPreference.choice_of(notice.recipient)
    return choice == MailChoice.EACH or (choice == MailChoice.MORNING and notice.kind in URGENT)


def message(public_id: UUID, *, to: str, subject: str, text: str) -> EmailMessage:
    """A message whose Message-ID never changes, so that a copy sent after a crash is seen to be one."""
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    headers = {"Message-ID": f"<{public_id}@{domain}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject=subject, body=text, to=[to], headers=headers)


def web_address(url: str, agency: Agency | None) -> str:
    """The page with scheme and host, on the site of the agency's government; empty if there is none."""
    if not url:
        return ""
    host = (agency.government().host if agency else None) or settings.FALLBACK_HOST
    return f"{'https' if settings.TLS else 'http'}://{host}{url}" if host else ""
