"""What a letter is about: the case and its rows, each looked up when the first placeholder asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from requests_app.models import (
    Consultation,
    Decision,
    DisclosureRequest,
    Extension,
    OwnDate,
    ReasonsNotice,
    Responsible,
    Ruling,
    Supplement,
)
from requests_app.outcomes import Outcome


@dataclass
class Subject:
    """A case with the rows that a letter is about; those that are not given are the latest of the case."""

    request: DisclosureRequest
    number: str = ""
    addressee: str = ""
    shows_identity: bool = False
    supplement_given: Supplement | None = None
    extension_given: Extension | OwnDate | None = None
    consultation_given: Consultation | None = None
    decision_given: Decision | None = None

    @cached_property
    def supplement(self) -> Supplement | None:
        """What the applicant was asked to make clear."""
        return self.supplement_given or Supplement.objects.filter(request=self.request).first()

    @cached_property
    def later_days(self) -> list[Extension | OwnDate]:
        """The extension of article 33 and the later date of article 35, in the order in which they were set."""
        rows = [kind.objects.filter(request=self.request).first() for kind in (Extension, OwnDate)]
        return sorted((row for row in rows if row is not None), key=lambda row: row.due_before)

    @cached_property
    def extension(self) -> Extension | OwnDate | None:
        """The later day that the letter is about."""
        return self.extension_given or next(reversed(self.later_days), None)

    @cached_property
    def reasons(self) -> ReasonsNotice | None:
        """The notice that asked for the reasons of so many requests (article 35)."""
        return ReasonsNotice.objects.filter(request=self.request).first()

    @cached_property
    def consultations(self) -> list[Consultation]:
        """Everybody who was asked for an opinion, in their order."""
        return list(self.request.consultations.select_related("clock"))

    @cached_property
    def consultation(self) -> Consultation | None:
        """The one asked that the letter is about."""
        return self.consultation_given or next(reversed(self.consultations), None)

    @cached_property
    def decision(self) -> Decision | None:
        """The answer."""
        return self.decision_given or Decision.objects.filter(request=self.request).last()

    @cached_property
    def rulings(self) -> list[Ruling]:
        """What was decided on each matter; none if the request is one."""
        return [] if self.decision is None else list(self.decision.rulings.select_related("matter"))

    @property
    def is_refused_as_excessive(self) -> bool:
        """True if the answer, or that to one of the matters, is not to process it (article 35)."""
        outcomes = {self.decision.outcome if self.decision else "", *(ruling.outcome for ruling in self.rulings)}
        return Outcome.EXCESSIVE in outcomes

    @cached_property
    def responsible(self) -> Responsible | None:
        """The agency that was named as the one responsible; a letter names it together with the answer."""
        if self.decision is None:
            return None
        return Responsible.objects.filter(request=self.request).first()
