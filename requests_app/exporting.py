"""What an applicant takes along of the own cases: one ZIP, for people and for machines (个人信息保护法 45).

Exactly what the status page shows, and what the applicant sent in: never notes, searches, opinions of others, drafts,
or who worked on it.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.row_export import guarded
from portal.uploads.models import StoredFile
from requests_app.models import DisclosureRequest, TopicRequest
from requests_app.status import status_of

IN_MEMORY = 5_000_000  # bytes; what is larger goes through a file
MASKED = ("phone", "email", "address")

File = tuple[str, bytes]


def case_facts(case: DisclosureRequest, shown: dict[str, Any], *, with_person: bool) -> dict[str, Any]:
    """The case as the status page shows it. Without `with_person` contacts are left out and the identity is masked.

    A receipt code may lie about on paper; an account is somebody's own.
    """
    supplement, extension = shown["supplement"], shown["extension"]
    facts: dict[str, Any] = {
        "number": case.number,
        "agency": case.agency.name,
        "state": case.get_state_display(),
        "filed_at": _moment(case.filed_at),
        "received_on": case.received_on.isoformat(),
        "due_on": case.clock.due_on.isoformat(),
        "answered_at": _moment(case.answered_at),
        "category": case.get_category_display(),
        "name": case.name,
        "identity_kind": case.get_identity_kind_display(),
        "identity_number": case.identity_number if with_person else case.masked_identity,
        "subject": case.subject,
        "description": case.description,
        "form_wanted": case.get_form_wanted_display(),
        "delivery": case.get_delivery_display(),
        "stages": [{"stage": str(step["label"]), "at": _moment(step["at"])} for step in shown["steps"] if step["at"]],
        "supplement": supplement
        and {
            "points": supplement.points,
            "respond_by": supplement.respond_by.isoformat(),
            "received_at": _moment(supplement.received_at),
            "text": supplement.text,
        },
        "extension": extension and {"days": extension.days, "reason": extension.reason},
        "answers": [
            {
                "sent_at": _moment(decision.reviewed_at),
                "outcome": decision.get_outcome_display(),
                "article": decision.article,
                "text": decision.text,
                "grounds": decision.grounds,
                "remedies": decision.remedies,
                "published_item": decision.item.index_no if decision.item and decision.item.is_live else "",
            }
            for decision in shown["decisions"]
        ],
    }
    if with_person:
        facts |= {name: getattr(case, name) for name in MASKED}
    return facts


def _moment(at: Any) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _files(case: DisclosureRequest, *, with_person: bool) -> Iterator[File]:
    """The case for a machine and for a person, the letters to the applicant, what was released and what came along."""
    shown = status_of(case)
    facts = case_facts(case, shown, with_person=with_person)
    yield "case.json", json.dumps(facts, ensure_ascii=False, indent=2).encode()
    context = shown | {"with_person": with_person}
    yield "case.html", render_to_string("requests_app/export_case.html", context).encode()
    for letter in shown["letters"]:
        yield f"letters/{letter.code}.txt", letter.body.encode()
    released = [file.output for decision in shown["decisions"] for file in decision.files.all()]
    for number, stored in enumerate(released, start=1):
        yield f"released/{number}-{stored.name}", _content(stored)
    if with_person:
        for enclosure in case.enclosures.select_related("file"):
            yield f"enclosures/{enclosure.position}-{enclosure.file.name}", _content(enclosure.file)


def _content(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as content:
        return content.read()


def _table(cases: Iterable[DisclosureRequest]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow([_("Number"), _("Agency"), _("Information wanted"), _("State"), _("Filed"), _("Answered")])
    for case in cases:
        days = [timezone.localdate(at).isoformat() if at else "" for at in (case.filed_at, case.answered_at)]
        cells = [case.number, case.agency.name, case.subject, case.get_state_display(), *days]
        rows.writerow([guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _topic(topic: TopicRequest) -> dict[str, Any]:
    return {
        "number": topic.number,
        "agency": topic.agency.name,
        "title": topic.title,
        "body": topic.body,
        "email": topic.email,
        "filed_at": _moment(topic.filed_at),
        "state": topic.get_state_display(),
        "answer": topic.answer,
        "refusal": topic.refusal_facts,
    }


def archive_of(
    cases: Iterable[DisclosureRequest], topics: Iterable[TopicRequest] = (), *, with_person: bool
) -> IO[bytes]:
    """A ZIP with a folder for each case, at its start; the caller closes it."""
    cases, topics = list(cases), list(topics)
    packed: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # type: ignore[assignment]  # noqa: SIM115 the caller closes it
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cases.csv", _table(cases))
        for case in cases:
            for name, content in _files(case, with_person=with_person):
                archive.writestr(f"{case.number}/{name}", content)
        if topics:
            facts = [_topic(topic) for topic in topics]
            archive.writestr("topics.json", json.dumps(facts, ensure_ascii=False, indent=2))
    packed.seek(0)
    return packed
