"""Frozen annual reports and final assessments against the audit trail: changed since, never recorded, or gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oversight.models import AnnualReport, Assessment
from oversight.report.document import hash_of
from oversight.standing import digest_of
from portal.audit.ledgers import ledger
from portal.audit.models import AuditEvent, Event

SUBJECT, ASSESSMENT = "oversight.annualreport", "oversight.assessment"


@ledger
class ReportLedger:
    """Keeps the digest that each freezing recorded; at the end every frozen document has to have it."""

    def __init__(self) -> None:
        self.digests: dict[int, object] = {}

    def take(self, link: AuditEvent) -> None:
        label, _colon, key = link.subject.partition(":")
        if label == SUBJECT and link.event == Event.REPORT_FROZEN and key.isdigit():
            self.digests[int(key)] = link.after.get("sha256") if isinstance(link.after, Mapping) else None

    def faults(self) -> Iterator[str]:
        for report in AnnualReport.objects.final().order_by("pk").iterator(chunk_size=100):
            recorded = self.digests.pop(report.pk, None)
            if recorded is None:
                yield f"The annual report {SUBJECT}:{report.pk} is frozen, and the trail knows nothing of it."
            elif not recorded == report.sha256 == hash_of(report.document):
                yield f"The annual report {SUBJECT}:{report.pk} is not what was frozen."
        for key in self.digests:
            yield f"The annual report {SUBJECT}:{key} was frozen, and is not there."


@ledger
class AssessmentLedger:
    """Keeps the digest that each finalising recorded; an older release recorded that it happened, and no digest."""

    def __init__(self) -> None:
        self.digests: dict[int, object] = {}

    def take(self, link: AuditEvent) -> None:
        label, _colon, key = link.subject.partition(":")
        if label == ASSESSMENT and link.event == Event.ASSESSMENT_FINALISED and key.isdigit():
            self.digests[int(key)] = link.after.get("sha256") if isinstance(link.after, Mapping) else None

    def faults(self) -> Iterator[str]:
        unseen = set(self.digests)
        for case in Assessment.objects.final().order_by("pk").iterator(chunk_size=100):
            recorded = self.digests.get(case.pk)
            if case.pk not in unseen:
                yield f"The assessment {ASSESSMENT}:{case.pk} is final, and the trail knows nothing of it."
            elif recorded is not None and recorded != digest_of(case):
                yield f"The assessment {ASSESSMENT}:{case.pk} is not what was finalised."
            unseen.discard(case.pk)
        for key in sorted(unseen):
            yield f"The assessment {ASSESSMENT}:{key} was finalised, and is not there as final."
