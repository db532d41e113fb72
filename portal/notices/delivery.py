"""Sending what is due: claim one row, ask whether it is still true, send, settle; then the next.

Promise: the row in the inbox exists exactly once; its e-mail is sent at least once, a second time only if the process
dies between the mail server's yes and our commit, and then under the same Message-ID.
"""

import logging
import smtplib
import time
from collections.abc import Iterator

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

from portal.notices import actions
from portal.notices.letters import letter
from portal.notices.models import Notice
from portal.notices.registry import is_still_true

logger = logging.getLogger(__name__)

MAIL_TIMEOUT = 10  # seconds for each step of the talk with the mail server
LONGEST_RUN = 45  # seconds; other sweeps wait behind this one where one process does all


def deliver_due(*, seconds: float = LONGEST_RUN) -> int:
    """Send what is due until nothing is left, `seconds` have passed or the mail server is away; returns how many.

    An absent server ends the run after one time-out: the rest waits untouched for the next run.
    """
    actions.recover()
    sent = 0
    connection = mail.get_connection(timeout=MAIL_TIMEOUT)
    try:
        for notice in _claimed(seconds):
            sent += _send(notice, connection)
    except _ServerAway as away:
        logger.warning("The mail server is away (%s); notices wait.", away)
    finally:
        connection.close()
    return sent


class _ServerAway(Exception):
    """The mail server cannot be spoken to; no fault of the message."""


_AWAY = (
    smtplib.SMTPServerDisconnected,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
)


def _claimed(seconds: float) -> Iterator[Notice]:
    end = time.monotonic() + seconds
    while time.monotonic() < end and (notice := actions.claim()) is not None:
        yield notice


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    try:
        if not is_still_true(notice):
            actions.abort(notice)
            return False
        if notice.address:
            _hand_over(notice, connection)
    except _ServerAway as away:
        actions.postpone(notice, away)
        raise
    except smtplib.SMTPRecipientsRefused as refused:
        for_good = all(code >= 500 for code, _said in refused.recipients.values())
        logger.warning("Notice %s was refused: %s", notice.public_id, refused)
        actions.postpone(notice, refused, for_good=for_good)
    except Exception as error:  # one bad notice must not hold up the others
        logger.exception("Notice %s cannot be sent.", notice.public_id)
        actions.postpone(notice, error)
    else:
        return actions.deliver(notice)
    return False


def _hand_over(notice: Notice, connection: BaseEmailBackend) -> None:
    try:
        letter(notice, connection=connection).send()
    except OSError as error:
        if isinstance(error, _AWAY) or not isinstance(error, smtplib.SMTPException):
            raise _ServerAway(f"{type(error).__name__}: {error}") from error
        raise
