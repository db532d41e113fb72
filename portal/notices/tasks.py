"""The sweep of the outbox, and the anchors of the audit trail that leave through it."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.audit.anchors import anchor_today, write_outstanding
from portal.audit.verification import verify_and_note
from portal.heartbeat.periodic import periodic
from portal.heartbeat.registry import gauge
from portal.notices.actions import open_digests
from portal.notices.anchoring import mail_newest, raise_alarm
from portal.notices.delivery import deliver_digests, deliver_due
from portal.notices.standing import Standing


@gauge("notices_waiting_an_hour")
def waiting() -> int:
    return Standing.now().waiting


@gauge("notices_given_up")
def given_up() -> int:
    return Standing.now().given_up


@periodic(every=15, label=_("Sending of notices"))
def deliver() -> None:
    """Send every notice that is due."""
    deliver_due()


@periodic(every=60, label=_("The mail of the morning"))
def send_digests() -> None:
    """Write and send the morning's mails."""
    open_digests()
    deliver_digests()


@periodic(every=3600, label=_("Anchoring of the audit trail"))
def anchor_audit_trail() -> None:
    """Anchor the trail once a day and append the anchor to the file outside the database; missed days are made good."""
    anchor_today()
    write_outstanding(settings.AUDIT_ANCHOR_FILE)


@periodic(every=3600, label=_("Mailing of the trail's anchor"))
def mail_anchor() -> None:
    """Mail the newest anchor; apart from the file, so that a disk that is away does not keep the letter here."""
    mail_newest()


@periodic(every=24 * 3600, label=_("Verification of the audit trail"))
def verify_audit_trail() -> None:
    """Read the whole trail again, and everything it vouches for; tell those who may read it if it does not agree."""
    found = verify_and_note()
    if found.faults:
        raise_alarm(found)
