"""What a letter is about: the case and its rows, each looked up when the first placeholder asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from requests_app.models import Consultation, Decision, DisclosureRequest, Extension, OwnDate, Responsible, Supplement


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
    def extension(self) -> Extension | OwnDate | None:
        """The later day: an extension, or the date of article 35 where that is given."""
        return self.extension_given or Extension.objects.filter(request=self.request).first()

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
    def responsible(self) -> Responsible | None:
        """The agency that was named as the one responsible; a letter names it together with the answer."""
        if self.decision is None:
            return None
        return Responsible.objects.filter(request=self.request).first()
