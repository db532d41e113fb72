"""The e-mail that a notice becomes."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.notices.models import Notice


def letter(notice: Notice, *, connection: BaseEmailBackend) -> EmailMessage:
    """The message for `notice`. Its Message-ID never changes, so a copy sent after a crash is seen to be one."""
    text = "\n\n".join(part for part in (notice.body, web_address(notice)) if part)
    domain = settings.DEFAULT_FROM_EMAIL.rsplit("@", 1)[-1].rstrip(">")
    return EmailMessage(
        subject=notice.title,
        body=text,
        to=[notice.address],
        headers={"Message-ID": f"<{notice.public_id}@{domain}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    )


def web_address(notice: Notice) -> str:
    """The notice's page with scheme and host, on the site of its agency's government; empty if there is none."""
    if not notice.url:
        return ""
    host = (notice.agency.government().host if notice.agency else None) or settings.FALLBACK_HOST
    return f"{'https' if settings.TLS else 'http'}://{host}{notice.url}" if host else ""
