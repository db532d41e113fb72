"""What the random test itself knows of every item, kept beside the portal and compared with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from disclosure.models import Item, Version
from disclosure.states import TABLE, State
from disclosure.steps import RIGHTS, Step
from portal.agencies.models import Agency

# a verb of the test → the rows of the table that it may be an instance of
ROWS = {
    "revise": {"revise"},
    "attach": {"revise"},
    "detach": {"revise"},
    "submit": {"submit"},
    "approve": {"sign", "approve"},
    "secrecy": {"sign", "approve", "return"},
    "return": {"return"},
    "publish": {"publish"},
    "approve_and_publish": {"publish"},
    "schedule": {"schedule"},
    "withdraw": {"withdraw"},
    "emergency": {"emergency"},
}
ANYWHERE = {"resave", "unschedule", "expire", "keep", "clear"}  # no change of state


@dataclass
class Book:
    """One item, as told by the verbs that succeeded."""

    agency: Agency
    texts: set[str]
    writers: set[int]
    body: str
    state: str = State.DRAFT
    step: str = ""
    asked: Agency | None = None
    live: str | None = None
    ever: set[str] = field(default_factory=set)  # texts that were public
    chain: list[str] = field(default_factory=list)
    same_signer: bool = False
    signed: list[tuple[str, int]] = field(default_factory=list)
    publish_at: dt.datetime | None = None
    end_at: dt.datetime | None = None
    flagged: list[tuple[int, set[int]]] = field(default_factory=list)  # who released it, who had written it

    def wrote(self, person: int, body: str) -> None:
        """A draft's text may be replaced in place by its own later edit; any other text has to stay."""
        if self.state == State.DRAFT:
            self.texts.discard(self.body) if self.body not in self.ever else None
        self.body, self.state, self.step, self.asked, self.publish_at = body, State.DRAFT, "", None, None
        self.texts.add(body)
        self.writers.add(person)
        self.signed = []

    def submitted(self, person: int, chain: list[str], same_signer: bool) -> None:
        self.chain, self.same_signer, self.signed = chain, same_signer, []
        self.state, self.step, self.asked = State.IN_REVIEW, chain[0], None
        self.writers.add(person)

    def signs(self, person: int) -> None:
        assert person not in self.writers, "a writer signed"
        assert self.same_signer or person not in {who for _step, who in self.signed}, "one person signed two steps"
        self.signed.append((self.step, person))
        rest = self.chain[len(self.signed) :]
        self.step, self.asked = rest[0] if rest else "", None
        self.state = State.IN_REVIEW if rest else State.APPROVED

    def sent_back(self) -> None:
        self.state, self.step, self.asked, self.signed, self.publish_at = State.RETURNED, "", None, [], None

    def published(self) -> None:
        """The invariant of the whole: who let this text through, step by step, and that none of them wrote it."""
        assert [step for step, _who in self.signed] == self.chain != [], "published without its chain"
        signers = [who for _step, who in self.signed]
        assert self.same_signer or len(set(signers)) == len(signers)
        assert not self.writers & set(signers)
        self._live()

    def released(self, person: int) -> None:
        self.flagged.append((person, set(self.writers)))
        self._live()

    def _live(self) -> None:
        self.state, self.live, self.step, self.asked, self.publish_at = State.PUBLISHED, self.body, "", None, None
        self.ever.add(self.body)
        self.writers = set()

    def withdrawn(self) -> None:
        self.live, self.state, self.step, self.asked = None, State.WITHDRAWN, "", None
        self.publish_at = self.end_at = None

    def ended(self) -> None:
        self.live = self.end_at = None
        if self.state == State.PUBLISHED:
            self.state = State.WITHDRAWN

    def waits_for(self, person: int, holds: set[tuple[str, str]]) -> bool:
        """`holds`: pairs of right and tree path."""
        if self.state != State.IN_REVIEW or person in self.writers:
            return False
        if not self.same_signer and person in {who for _step, who in self.signed}:
            return False
        asked = self.asked or self.agency
        return any((RIGHTS[Step(self.step)], path) in holds for path in asked.ancestor_paths)


def agrees(book: Book, item: Item, newest: Version) -> None:
    """The row says what the book says."""
    live = item.live_version.body if item.live_version else None
    assert (item.state, item.step, item.asked_of) == (book.state, book.step, book.asked)
    assert (live, newest.body) == (book.live, book.body)


def allowed(verb: str, before: str, after: str) -> bool:
    """True if the table has a row for what happened."""
    if verb in ANYWHERE:
        return before == after
    if verb == "approve_and_publish":
        return (before, after) == (State.IN_REVIEW, State.PUBLISHED)
    return any(before in TABLE[row].sources and TABLE[row].target == after for row in ROWS[verb])
