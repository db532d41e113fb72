"""Sending what is due: claim one row, ask whether it is still true, send, settle; then the next.

Promise: the row in the inbox exactly once; its e-mail is sent at least once, a second time only if the process
dies between the mail server's yes and our commit, and then under the same Message-ID.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.notices import outbox
from portal.notices.digests import digest_letter
from portal.notices.letters import NoLongerTrue, notice_letter
from portal.notices.models import Digest, Notice, Outgoing

logger = logging.getLogger(__name__)

MAIL_TIMEOUT = 10  # seconds for each step of the talk with the mail server
PER_CONNECTION = 50  # messages; servers hang up on those who send many more
LONGEST_RUN = 45  # seconds; other sweeps wait behind this one where one process does all

Row = TypeVar("Row", bound=Outgoing)
Compose = Callable[[Row], EmailMessage | None]


def deliver_due(*, seconds: float = LONGEST_RUN) -> int:
    """Send the notices that are due until none is left, `seconds` have passed or the mail server is away."""
    return _deliver(Notice, notice_letter, seconds)


def deliver_digests(*, seconds: float = LONGEST_RUN) -> int:
    """The same with the morning's mails."""
    return _deliver(Digest, digest_letter, seconds)


def _deliver(model: type[Row], compose: Compose, seconds: float) -> int:
    """Returns how many were settled as sent.

    An absent server ends the run after one time-out: the rest waits untouched for the next run.
    """
    outbox.recover(model)
    sent = 0
    connection = mail.get_connection(timeout=MAIL_TIMEOUT)
    try:
        for number, row in enumerate(_claimed(model, seconds), start=1):
            sent += _send(row, compose, connection)
            if number % PER_CONNECTION == 0:
                connection.close()
    except _ServerAway as away:
        logger.warning("The mail server is away (%s); mail waits.", away)
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


def _claimed(model: type[Row], seconds: float) -> Iterator[Row]:
    end = time.monotonic() + seconds
    while time.monotonic() < end and (row := outbox.claim(model)) is not None:
        yield row


def _send(row: Row, compose: Compose, connection: BaseEmailBackend) -> bool:
    try:
        if (message := compose(row)) is not None:
            _hand_over(message, connection)
    except NoLongerTrue:
        outbox.abort(row)
    except _ServerAway as away:
        outbox.postpone(row, away)
        raise
    except smtplib.SMTPRecipientsRefused as refused:
        for_good = all(code >= 500 for code, _said in refused.recipients.values())
        logger.warning("%s %s was refused: %s", type(row).__name__, row.public_id, refused)
        outbox.postpone(row, refused, for_good=for_good)
    except Exception as error:  # one bad row must not hold up the others
        logger.exception("%s %s cannot be sent.", type(row).__name__, row.public_id)
        outbox.postpone(row, error)
    else:
        return outbox.deliver(row)
    return False


def _hand_over(message: EmailMessage, connection: BaseEmailBackend) -> None:
    try:
        connection.open()  # kept open: a farewell after each message would stand between its yes and our commit
        connection.send_messages([message])
    except OSError as error:
        if isinstance(error, _AWAY) or not isinstance(error, smtplib.SMTPException):
            raise _ServerAway(f"{type(error).__name__}: {error}") from error
        raise
