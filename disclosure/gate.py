"""The publication gate over one version: its words, its metadata, its links and its files. Writes nothing."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from disclosure.addresses import Addresses, site_of
from disclosure.body import plain
from disclosure.models import Attribute, GateFinding, Version
from portal.agencies.models import Agency
from portal.refusals import Refused
from portal.remembering import remembered
from portal.uploads.actions import inspected
from portal.uploads.gate import inspection, markup
from portal.uploads.gate.finding import Finding, Level, Passage
from portal.uploads.gate.words import Vocabulary
from portal.uploads.models import StoredFile
from portal.uploads.word_lists import vocabulary_for

FIELDS = ("title", "summary", "keywords", "doc_number", "source_name", "ground_note")


class Gate:
    """What holds for the agency of one version, taken once for all its parts."""

    def __init__(self, version: Version) -> None:
        self.version = version
        self.agency: Agency = version.item.agency
        self.vocabulary: Vocabulary = _vocabulary(self.agency)
        self.known = office_phones(self.agency)
        self.site = site_of(self.agency)
        self.addresses = Addresses()

    def findings(self) -> list[Finding]:
        """Everything in the text and its files, each thing once to a place."""
        found = [*self._texts(), *markup.scan(self.version.body, opens=self._opens)]
        for link in self.version.links():
            found += [one._replace(place=f"{link.file.name}: {one.place}") for one in self.of_file(link.file)]
        return inspection.once(found)

    def of_file(self, stored: StoredFile) -> list[Finding]:
        """What is in a file: kept from the last time if nothing that decides it has changed."""
        return inspected(stored, self.vocabulary, self.known)

    def _texts(self) -> Iterator[Finding]:
        for name in FIELDS:
            yield from self._words(name, getattr(self.version, name))
        yield from self._words("body", plain(self.version.body))

    def _words(self, place: str, text: str) -> Iterator[Finding]:
        yield from inspection.text_findings(Passage(place, text), self.vocabulary, self.known)

    def _opens(self, address: str) -> bool:
        """False for an address on a site of ours that shows the public nothing; other sites are not asked."""
        target = self.addresses.target(address, site=self.site)
        return target is None or target.opens()


@remembered
def findings_of(version: Version) -> list[Finding]:
    """Everything the gate finds in `version` as it is now."""
    return Gate(version).findings()


_vocabulary = remembered(vocabulary_for)


@remembered
def office_phones(agency: Agency) -> frozenset[str]:
    """Digits of the telephones that the agency and those above it have published of themselves."""
    rows = Agency.objects.filter(path__in=agency.ancestor_paths).values_list("phone", flat=True)
    numbers = (re.sub(r"\D", "", part) for phone in rows for part in re.split(r"[、,，;；/ ]", phone))
    return frozenset(number for number in numbers if len(number) >= 7)


def open_blocks(version: Version) -> list[Finding]:
    """Findings in the text as it is now that stop it and have not been let through for exactly this hash.

    What is withheld or open on request never goes out, and so is not stopped.
    """
    if version.attribute != Attribute.PROACTIVE:
        return []
    found = findings_of(version) if version.pk else Gate(version).findings()
    blocks = [one for one in found if one.level == Level.BLOCK]
    if not blocks or not version.pk:
        return blocks
    waived = GateFinding.objects.of(version).waived()
    through = {_identity(*row) for row in waived.values_list("code", "place", "digest")}
    return [one for one in blocks if _identity(one.code, one.place, one.digest) not in through]


def _identity(code: str, place: str, digest: str) -> str:
    return hashlib.sha256(f"{code}\n{place[:300]}\n{digest}".encode()).hexdigest()


def stopping(version: Version) -> str | None:
    """Why the gate does not let `version` pass, as one sentence naming the first finding; None if it does."""
    blocks = open_blocks(version)
    if not blocks:
        return None
    first = blocks[0]
    told = _("The gate stops this (findings: %(count)d). The first: %(place)s holds “%(excerpt)s”. %(sentence)s")
    return told % {
        "count": len(blocks),
        "place": place_name(first.place),
        "excerpt": first.excerpt,
        "sentence": first.sentence,
    }


def require_clear(version: Version) -> None:
    """Raise Refused with the sentence of the first finding that stops `version`."""
    sentence = stopping(version)
    if sentence is not None:
        raise Refused(sentence)


PARTS_OF_A_FIELD = re.compile(r"(, )?\b(table|row|column) (\d+)")


def place_name(place: str) -> str:
    """A field, and a table or row in it, in the reader's language; names of files and sheets are as they are."""
    names = {
        "title": _("title"),
        "summary": _("summary"),
        "keywords": _("keywords"),
        "doc_number": _("document number"),
        "source_name": _("source"),
        "ground_note": _("explanation of the ground"),
        "body": _("text"),
    }
    parts = {"table": _("table %(number)s"), "row": _("row %(number)s"), "column": _("column %(number)s")}
    field, comma, rest = place.partition(", ")
    spelled = PARTS_OF_A_FIELD.sub(lambda found: " " + parts[found[2]] % {"number": found[3]}, comma + rest)
    return f"{names.get(field, field)}{spelled}"
