"""Private requests with a mark in every text that they can hold, made by the actions that make them in earnest."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog.models import NegativeGround
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.receipts import shown
from requests_app import actions
from requests_app.actions.blackening import Area
from requests_app.actions.matters import Part
from requests_app.fees import Method
from requests_app.models import Addressee, DisclosureRequest, ImportedRequest, Opinion
from tests.access.world import World
from tests.cast import person
from tests.requests_app.papers import paper


class Planting:
    """Requests that hold everything a request can hold: answered, still open, and passed on to another agency."""

    def __init__(self, world: World) -> None:
        self.world, self.cast = world, world.cast
        self.applicant = person("applicant", "PRIV-ACCOUNT-VIRP", staff=False)
        self.colleague = person("colleague", "PRIV-COLLEAGUE-VIRP")
        grant(ROLES["clerk"], to=self.colleague, on=self.cast.bureau, by=None)
        self._codes: dict[int, str] = {}
        self._keys: dict[int, str] = {}
        with time_machine.travel(timezone.now() - dt.timedelta(days=12)):
            self.cases = [self._answered(), self._open(), self._passed_on()]
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
        inside = self.mark(f"{name}-enclosed").encode()
        enclosure = SimpleUploadedFile(f"{self.mark(f'{name}-enclosure')}.txt", inside, "text/plain")
        filed = actions.submit_request(
            self.cast.bureau, by=self.applicant, key=key, name=self.mark(f"{name}-name"), identity_kind="other",
            identity_number=self.mark(f"{name}-id"), phone=self.mark(f"{name}-tel"),
            email=f"{self.mark(f'{name}-mail')}@example.test".lower(), address=self.mark(f"{name}-street"),
            subject=self.mark(f"{name}-subject"), description=self.mark(f"{name}-description"), enclosures=[enclosure],
        )  # fmt: skip
        self._codes[filed.case.pk], self._keys[filed.case.pk] = shown(filed.code), key
        return filed.case

    def _worked_on(self, name: str) -> DisclosureRequest:
        """Registered, supplemented, extended, its third party asked, searched for, split, and noted about."""
        cast, mark = self.cast, lambda part: self.mark(f"{name}-{part}")
        case = actions.process(actions.register(self._filed(name), by=cast.clerk), by=cast.clerk)
        actions.co_handle(case, by=cast.clerk, person=self.colleague, task=mark("task"))
        respond_by = timezone.localdate() + dt.timedelta(days=9)
        actions.ask_supplement(case, by=cast.clerk, points=mark("points"), respond_by=respond_by)
        actions.supplement(case, by=None, text=mark("supplement"))
        actions.extend(case, by=cast.head, days=5, reason=mark("reason"))
        self._asked_others(case, mark)
        actions.record_search(case, by=cast.clerk, places=mark("places"), terms=mark("terms"), result=mark("result"))
        actions.split(case, by=cast.clerk, subjects=[mark("matter-1"), mark("matter-2")])
        actions.add_note(case, by=cast.clerk, text=mark("note"))
        number = mark("external")
        ImportedRequest.objects.create(agency=cast.bureau, external_no=number, request=case, row_hash="0" * 64)
        return case

    def _asked_others(self, case: DisclosureRequest, mark: Callable[[str], str]) -> None:
        """A third party, the applicant's reasons, the fee, and who is responsible besides."""
        cast, today = self.cast, timezone.localdate()
        asked = actions.consult(
            case, by=cast.clerk, addressee=Addressee.THIRD_PARTY, party=mark("party"), letter=mark("letter")
        )
        actions.record_opinion(asked, by=cast.clerk, opinion=Opinion.OBJECTION, text=mark("opinion"))
        actions.ask_reasons(case, by=cast.clerk, why=mark("why"), respond_by=today + dt.timedelta(days=9))
        actions.give_reasons(case, by=None, text=mark("reasons"))
        due = today + dt.timedelta(days=60)
        actions.set_own_date(case, by=cast.head, due_on=due, reason=mark("own-date"))
        actions.charge_fee(case, by=cast.clerk, method=Method.ITEMS, units=12, how_to_pay=mark("pay"))
        actions.record_payment(case, by=cast.clerk, paid_on=today, receipt_number=mark("paid")[:40])
        actions.name_responsible(case, by=cast.clerk, name=mark("responsible"), contact=mark("contact"))

    def _drafted(self, case: DisclosureRequest, name: str) -> None:
        ground = NegativeGround.objects.get(code="R3_3_4")
        withheld = [Part(self.mark(f"{name}-withheld"), ground, 1)]
        actions.decide(
            case, by=self.cast.clerk, rulings={1: "R3_2", 2: "R3_3_4"}, withheld=withheld,
            text=self.mark(f"{name}-answer"), grounds=self.mark(f"{name}-grounds"),
        )  # fmt: skip

    def _file(self, case: DisclosureRequest, name: str) -> None:
        """A file of the answer, blackened and proved."""
        clerk, text = self.cast.clerk, self.mark(f"{name}-page")
        upload = SimpleUploadedFile(f"{self.mark(f'{name}-file')}.pdf", paper(text), "application/pdf")
        file = actions.add_file(case, upload, by=clerk)
        ground = NegativeGround.objects.get(code="R3_3_4")
        actions.draw_boxes(file, by=clerk, areas=[Area(1, 0, 0, 9_000, 900)], ground=ground)
        actions.blacken(actions.order_blackening(file, by=clerk))

    def _answered(self) -> DisclosureRequest:
        case = self._worked_on("ANSWERED")
        self._file(case, "ANSWERED")
        self._drafted(case, "RETURNED")
        actions.return_decision(case, by=self.cast.head, reason=self.mark("ANSWERED-returned"))
        self._drafted(case, "ANSWERED")
        actions.approve_decision(case, by=self.cast.head)
        actions.rate(case, score=2, words=self.mark("ANSWERED-rating"))
        proposal = actions.propose(case).proposal
        actions.decline_proposal(proposal, by=self.cast.clerk, reason=self.mark("ANSWERED-declined"))
        actions.record_remedy(
            case.agency, by=self.cast.clerk, kind="reconsideration", body=self.mark("ANSWERED-body"), request=case,
            reference_number=self.mark("ANSWERED-reference"), filed_on=timezone.localdate(),
            note=self.mark("ANSWERED-remedy"),
        )  # fmt: skip
        return case

    def _open(self) -> DisclosureRequest:
        case = self._worked_on("OPEN")
        self._file(case, "OPEN")
        self._drafted(case, "OPEN")
        return case

    def _passed_on(self) -> DisclosureRequest:
        case = self._filed("PASSED")
        actions.transfer(case, by=self.cast.clerk, target=self.cast.township, reason=self.mark("PASSED-on"))
        return case
