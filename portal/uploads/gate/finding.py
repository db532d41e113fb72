"""What the gate found: a value that may be shown and kept, because it never holds the whole number."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How grave it is: what blocks has to go or to be waived with a reason, what warns is shown."""

    BLOCK = "block", _("blocks")
    WARN = "warn", _("warns")


class Passage(NamedTuple):
    """A piece of text and where it stands, as its reader would say it: `名单!B7`, `3` (page), `header`.

    `about` is what stands above it: the headings of the columns of a table.
    """

    place: str
    text: str
    about: str = ""


class Finding(NamedTuple):
    """One thing at one place. `digest` tells it from others of its kind without telling what it is."""

    code: str
    level: Level
    place: str
    excerpt: str
    digest: str

    @property
    def sentence(self) -> str:
        """What it is and what to do, in the reader's language."""
        return str(SENTENCES.get(self.code, self.code))


def found(code: str, place: str, text: str, *, level: Level | None = None, excerpt: str | None = None) -> Finding:
    """A finding of `text`, shown as `excerpt` (default: masked) and remembered as a keyed digest."""
    digest = salted_hmac("portal.uploads.gate", f"{code}\n{text}", algorithm="sha256").hexdigest()
    return Finding(code, level or LEVELS.get(code, Level.BLOCK), place[:120], (excerpt or masked(text))[:80], digest)


def masked(text: str) -> str:
    """The first three and the last two signs; short words keep only the first."""
    text = " ".join(text.split())
    if len(text) < 8:
        return text[:1] + "*" * (len(text) - 1)
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


SENTENCES: dict[str, str | Promise] = {
    "id_card": _("A number of an identity card. Remove it, or hide all but the first three and the last two digits."),
    "mobile": _("A mobile number of a person. Remove it, or write it as 138****1234."),
    "bank_card": _("A number of a bank card. Remove it, or hide all but the last four digits."),
    "landline": _("A telephone number. Leave it only if it is the number of an office."),
    "address": _("The address of a home. Leave only the township or the street."),
    "word": _("A word of the word list of this government."),
    "hidden_sheet": _("A hidden sheet. Delete it or show it."),
    "hidden_rows": _("Hidden rows. Delete them or show them."),
    "hidden_columns": _("Hidden columns. Delete them or show them."),
    "comment": _("A comment in the file. Delete all comments (Review → Delete)."),
    "tracked_change": _("A tracked change. Accept or reject all changes (Review → Accept all)."),
    "hidden_text": _("Text that a reader does not see and a search finds. Delete it or show it."),
    "unseen_text": _("Text that a reader does not see, as the text layer of a scan. Make sure it may be found."),
    "hidden_slide": _("A hidden slide. Delete it or show it."),
    "notes": _("Speaker notes. Delete them if they are not for the public."),
    "metadata": _("The name of a person or company in the properties of the file (File → Info → Inspect document)."),
    "embedded_file": _("Another file inside. Attach it by itself."),
    "unreadable": _("The text of this file could not be read, so nothing was checked. Look at it with your own eyes."),
    "picture_only": _("Pages without text, as a scan has. Look for personal data with your own eyes."),
    "dead_link": _("A link to a page of this site that the public cannot open."),
    "empty_link": _("A link without words. Say where it leads."),
    "missing_alternative": _("A picture without alternative text. Say what it shows."),
    "missing_header_cells": _("A table without header cells. Mark the first row or column as headers."),
}  # fmt: skip

WARNINGS = (
    "landline address metadata notes unseen_text picture_only hidden_slide"
    " empty_link missing_alternative missing_header_cells"
)
LEVELS = dict.fromkeys(WARNINGS.split(), Level.WARN)
