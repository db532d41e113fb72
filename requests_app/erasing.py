"""Where personal data of a request stand: each table that hangs on a case lists its fields here, or says it has none.

A test walks every foreign key that leads to a request and fails for a table, or a text field, that is not named. A file
or a row that the database freezes needs a way of its own: `beyond`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Case as Choose
from django.db.models import Q, QuerySet, Value, When

from portal.notices.models import Notice
from portal.uploads.actions import discard
from requests_app.actions.releasing import remove_original
from requests_app.erased import ERASED
from requests_app.models import (
    CoHandler,
    Consultation,
    Decision,
    DisclosureRequest,
    Enclosure,
    Extension,
    Fee,
    ImportedRequest,
    Letter,
    Matter,
    Note,
    OwnDate,
    Part,
    Proposal,
    ReasonsNotice,
    ReleasedFile,
    Remedy,
    Responsible,
    Ruling,
    Satisfaction,
    SearchRecord,
    Supplement,
    Transfer,
    WithheldPart,
)

WORD = object()  # stands for ERASED, also where there was nothing


class Personal(NamedTuple):
    """Personal fields of one table, by part; `path` leads from its row to the request.

    What is written into a field is the word ERASED where there was something, unless `values` says otherwise. `kept`
    are text fields without personal data: numbers, codes, the office's own standard words.
    """

    model: type[models.Model]
    path: str
    fields: Mapping[str, Part]
    kept: frozenset[str] = frozenset()
    values: Mapping[str, Any] = {}

    def erase(self, request: DisclosureRequest, part: Part) -> int:
        """Blank the fields of `part` in the rows of `request`; return how many rows there were."""
        wanted = [name for name, owner in self.fields.items() if owner == part]
        if not wanted:
            return 0
        changes = {name: self.values.get(name, _word_if_any(name)) for name in wanted}
        return self.rows(request).update(
            **{name: ERASED if value is WORD else value for name, value in changes.items()}
        )

    def rows(self, request: DisclosureRequest) -> QuerySet:
        return self.model._base_manager.filter(**{self.path: request.pk})


def _word_if_any(name: str) -> Choose:
    return Choose(When(Q(**{name: ""}), then=Value("")), default=Value(ERASED))


TEXTS = Part.TEXTS

PERSONAL: tuple[Personal, ...] = (
    Personal(
        DisclosureRequest,
        "pk",
        {
            "identity_number": Part.IDENTITY,
            "phone": Part.CONTACT,
            "email": Part.CONTACT,
            "address": Part.CONTACT,
            "name": Part.NAME,
            "applicant": Part.NAME,
            "subject": TEXTS,
            "description": TEXTS,
            "help_wanted": Part.CONTACT,
        },
        kept=frozenset({"root_path", "number", "receipt_index", "receipt_hash", "filing_digest"}),
        # one contact at least is never empty in the database
        values={"phone": WORD, "email": "", "address": "", "applicant": None},
    ),
    Personal(Supplement, "request", {"points": TEXTS, "text": TEXTS}),
    Personal(SearchRecord, "request", {"terms": TEXTS, "result": TEXTS}, kept=frozenset({"places"})),
    Personal(Note, "request", {"text": TEXTS}),
    Personal(
        Letter,
        "request",
        {"addressee": Part.NAME, "body": TEXTS},
        kept=frozenset({"root_path", "series", "number", "sha256"}),
    ),
    Personal(Fee, "request", {}, kept=frozenset({"steps", "how_to_pay", "receipt_number"})),
    Personal(OwnDate, "request", {"reason": TEXTS}),
    Personal(ReasonsNotice, "request", {"why": TEXTS, "reasons": TEXTS}),
    Personal(Responsible, "request", {}, kept=frozenset({"name", "contact"})),
    Personal(Transfer, "request", {"subject": TEXTS, "reason": TEXTS}, kept=frozenset({"number"})),
    Personal(ReleasedFile, "request", {"name": TEXTS}, kept=frozenset({"pages", "original_sha256", "faults"})),
    Personal(Matter, "request", {"subject": TEXTS}),
    Personal(WithheldPart, "decision__request", {"what": TEXTS}),
    Personal(Ruling, "decision__request", {}, kept=frozenset({"article"})),
    Personal(Satisfaction, "request", {"words": TEXTS}),
    Personal(CoHandler, "request", {"task": TEXTS}),
    # a digest of the row that came in, the number of the document among it
    Personal(ImportedRequest, "request", {"row_hash": Part.IDENTITY}, kept=frozenset({"external_no"})),
    # masked, yet the words of an applicant
    Personal(Proposal, "begun_with", {"subject": TEXTS, "reason": TEXTS}),
    Personal(Extension, "request", {"reason": TEXTS}),
    Personal(Consultation, "request", {"party": Part.NAME, "letter": TEXTS, "opinion_text": TEXTS}),
    Personal(
        Decision,
        "request",
        {"grounds": TEXTS, "text": TEXTS, "return_reason": TEXTS},
        kept=frozenset({"article", "remedies"}),
    ),
    Personal(
        Remedy, "request", {"note": TEXTS}, kept=frozenset({"root_path", "earlier_number", "body", "reference_number"})
    ),
)

# Tables that hang on a case and hold nothing about a person outside the offices, with the reason.
FREE: Mapping[str, str] = {
    "requests_app.RedactionBox": "Places on a page.",
    "requests_app.ProposedRequest": "Which proposal, and when.",
    "requests_app.Stage": "Stages, times and clerks.",
    "requests_app.Enclosure": "A file of uploads; row and file are removed together (`_enclosures`).",
    "requests_app.Ending": "Outcome and times, which the statistics count.",
    "requests_app.Erasure": "The tombstone itself.",
}


def _mail(request: DisclosureRequest, part: Part) -> int:
    """Notices that went to the e-mail address of the applicant: they hold it, and have been sent long ago."""
    if part != Part.CONTACT:
        return 0
    sent = Notice.objects.filter(
        subject_type=request._meta.label_lower, subject_id=str(request.pk), recipient__isnull=True
    )
    return sent.delete()[0]


def _enclosures(request: DisclosureRequest, part: Part) -> int:
    """Files that came with the request: rows now, contents on commit."""
    if part != Part.ENCLOSURES:
        return 0
    enclosed = list(Enclosure.objects.filter(request=request).select_related("file"))
    for row in enclosed:
        row.delete()
        discard(row.file)
    return len(enclosed)


def _originals(request: DisclosureRequest, part: Part) -> int:
    """Originals of files that went out blackened: what they hide is about people too."""
    if part != Part.ENCLOSURES:
        return 0
    return sum(remove_original(file) for file in ReleasedFile.objects.filter(request=request))


BEYOND: tuple[Callable[[DisclosureRequest, Part], int], ...] = (_mail, _enclosures, _originals)
