"""Private requests with a mark in every text that they can hold, made by the actions that make them in earnest."""

import datetime as dt
import hashlib
import re

import time_machine
from django.utils import timezone

from portal.receipts import shown
from requests_app import actions
from requests_app.models import Addressee, DisclosureRequest, Opinion
from tests.access.world import World
from tests.cast import person


class Planting:
    """One request that went through everything and was answered, and one that is still open."""

    def __init__(self, world: World) -> None:
        self.world, self.cast = world, world.cast
        self.applicant = person("applicant", "PRIV-ACCOUNT-VIRP", staff=False)
        self._codes: dict[int, str] = {}
        self._keys: dict[int, str] = {}
        with time_machine.travel(timezone.now() - dt.timedelta(days=12)):
            self.cases = [self._answered(), self._open()]
        for case in self.cases:
            case.refresh_from_db()

    @staticmethod
    def mark(part: str) -> str:
        return f"PRIV-{part}-VIRP"

    @staticmethod
    def marks_in(text: str) -> set[str]:
        return set(re.findall(r"priv-[-\w]+?-virp", text, re.IGNORECASE))

    def code_of(self, case: DisclosureRequest) -> str:
        """The receipt code as it was shown."""
        return self._codes[case.pk]

    def key_of(self, case: DisclosureRequest) -> str:
        """The idempotency key of the form that filed it."""
        return self._keys[case.pk]

    def _filed(self, name: str) -> DisclosureRequest:
        key = hashlib.md5(name.encode()).hexdigest()  # as a browser would send it
        filed = actions.submit_request(
            self.cast.bureau, by=self.applicant, key=key, name=self.mark(f"{name}-name"), identity_kind="other",
            identity_number=self.mark(f"{name}-id"), phone=self.mark(f"{name}-tel"),
            email=f"{self.mark(f'{name}-mail')}@example.test".lower(), address=self.mark(f"{name}-street"),
            subject=self.mark(f"{name}-subject"), description=self.mark(f"{name}-description"),
        )  # fmt: skip
        self._codes[filed.case.pk], self._keys[filed.case.pk] = shown(filed.code), key
        return filed.case

    def _worked_on(self, name: str) -> DisclosureRequest:
        """Registered, supplemented, searched for, extended, its third party asked, noted about."""
        cast, mark = self.cast, lambda part: self.mark(f"{name}-{part}")
        case = actions.register(self._filed(name), by=cast.clerk)
        case = actions.process(case, by=cast.clerk)
        respond_by = timezone.localdate() + dt.timedelta(days=9)
        actions.ask_supplement(case, by=cast.clerk, points=mark("points"), respond_by=respond_by)
        actions.supplement(case, by=None, text=mark("supplement"))
        actions.extend(case, by=cast.head, days=5, reason=mark("reason"))
        asked = actions.consult(
            case, by=cast.clerk, addressee=Addressee.THIRD_PARTY, party=mark("party"), letter=mark("letter")
        )
        actions.record_opinion(asked, by=cast.clerk, opinion=Opinion.OBJECTION, text=mark("opinion"))
        actions.record_search(case, by=cast.clerk, places=mark("places"), terms=mark("terms"), result=mark("result"))
        actions.add_note(case, by=cast.clerk, text=mark("note"))
        return case

    def _drafted(self, case: DisclosureRequest, name: str) -> None:
        outcome = {"outcome": "R3_3_4", "grounds": self.mark(f"{name}-grounds")}
        actions.decide(case, by=self.cast.clerk, text=self.mark(f"{name}-answer"), **outcome)

    def _answered(self) -> DisclosureRequest:
        case = self._worked_on("ANSWERED")
        self._drafted(case, "RETURNED")
        actions.return_decision(case, by=self.cast.head, reason=self.mark("ANSWERED-returned"))
        self._drafted(case, "ANSWERED")
        actions.approve_decision(case, by=self.cast.head)
        return case

    def _open(self) -> DisclosureRequest:
        case = self._worked_on("OPEN")
        self._drafted(case, "OPEN")
        return case
