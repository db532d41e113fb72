"""Random actions by random people on random items: what must hold, holds after each.

`RANDOM_ACTIONS=10000` runs the long form.
"""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import NegativeGround
from disclosure import actions
from disclosure.actions.due import carry_out_due
from disclosure.models import Attribute, Concern, Item, Outcome, Schedule, Version
from disclosure.permissions import Permission
from disclosure.steps import Step
from portal.agencies.actions import grant
from portal.agencies.permissions import Role, grants_of
from portal.agencies.roles import ROLES
from portal.audit.models import ChainHead
from portal.audit.verification import broken_links
from portal.refusals import Refused
from portal.search.models import SearchRow
from tests.cast import person
from tests.disclosure.ledger import Book, agrees, allowed

START = dt.datetime(2026, 6, 1, 2, tzinfo=dt.UTC)
EVERYTHING = Role("everything", "everything", frozenset(Permission.values))
RIGHT = {
    **dict.fromkeys(("revise", "resave", "attach", "detach", "submit"), Permission.EDIT_ITEM),
    "publish": Permission.PUBLISH_ITEM, "schedule": Permission.PUBLISH_ITEM,
    "approve_and_publish": Permission.PUBLISH_ITEM, "unschedule": Permission.PUBLISH_ITEM,
    "withdraw": Permission.WITHDRAW_ITEM, "expire": Permission.WITHDRAW_ITEM, "keep": Permission.WITHDRAW_ITEM,
    "emergency": Permission.EMERGENCY_PUBLISH, "clear": Permission.REVIEW_ITEM,
}  # fmt: skip
WEIGHTS = {
    "draft": 2, "resave": 1, "revise": 14, "attach": 2, "detach": 2, "submit": 22, "approve": 20, "secrecy": 12,
    "return": 4, "publish": 8, "approve_and_publish": 6, "schedule": 7, "unschedule": 2, "withdraw": 2, "expire": 3,
    "keep": 1, "emergency": 2, "clear": 3, "sweep": 6, "chain": 1,
}  # fmt: skip
MOST_ITEMS = 40
ONE_STORY = 2500
ACTIONS = int(os.environ.get("RANDOM_ACTIONS", "5000"))


class World:
    """The cast, the books, and one random action at a time."""

    def __init__(self, cast, seed, clock):
        self.random, self.clock, self.now = random.Random(seed), clock, START
        self.agencies = [cast.bureau, cast.sibling, cast.other_bureau]
        self.placed = [cast.city, cast.county, *self.agencies]
        self.people, self.holds = list(cast.members().values()), {}
        for name, role, place in (
            ("pre", ROLES["pre_reviewer"], cast.bureau), ("secret", ROLES["secrecy_reviewer"], cast.bureau),
            ("upper", ROLES["secrecy_reviewer"], cast.city), ("second", ROLES["reviewer"], cast.county),
            ("jack", EVERYTHING, cast.bureau), ("jill", EVERYTHING, cast.bureau), ("joan", EVERYTHING, cast.county),
            ("far", EVERYTHING, cast.other_bureau), ("further", EVERYTHING, cast.other_government),
        ):  # fmt: skip
            grant(role, to=(user := person(f"r_{name}", name)), on=place, by=None)
            self.people.append(user)
        self.chains, self.books, self.done = {}, {}, {}
        self.ground = NegativeGround.objects.get(code="R3_3_4")
        for agency, steps, same in ((cast.county, list(Step), False), (cast.sibling, [Step.APPROVAL], False),
                                    (cast.other_bureau, [Step.SECRECY, Step.APPROVAL], True)):  # fmt: skip
            self._set_chain(agency, steps, same)
        for _ in range(12):
            self.do_draft()

    # --- one action ---------------------------------------------------------------------------------------------

    def step(self):
        self.now += dt.timedelta(seconds=self.random.randrange(1, 40))
        self.clock.move_to(self.now)
        verb = self.random.choices(list(WEIGHTS), WEIGHTS.values())[0]
        if verb in {"draft", "sweep", "chain"}:
            getattr(self, f"do_{verb}")()
            return
        flagged = [pk for pk, book in self.books.items() if book.flagged] if verb == "clear" else []
        pk = self.random.choice(flagged or list(self.books))
        book, by = self.books[pk], self._somebody(pk)
        item = Item.objects.select_related("agency", "live_version", "asked_of").get(pk=pk)
        links = ChainHead.objects.get().number
        note = None
        try:
            note = getattr(self, f"do_{verb}")(item, book, by)
        except Refused:
            self._nothing_happened(item, book, links)
            return
        self.done[verb] = self.done.get(verb, 0) + 1
        after = Item.objects.select_related("live_version", "asked_of").get(pk=pk)
        assert allowed(verb, item.state, after.state), (verb, item.state, after.state)
        if verb in RIGHT:
            assert self._may(by, RIGHT[verb], book.agency), (verb, by)
        if note:
            note()
        agrees(book, after, after.newest())

    def _somebody(self, pk):
        """Mostly people of the item's agency, sometimes anybody at all."""
        near = [user for user in self.people if self._may(user, Permission.VIEW_ITEM, self.books[pk].agency)]
        return self.random.choice(near if self.random.random() < 0.8 else self.people)

    def _held(self, user):
        if user.pk not in self.holds:
            self.holds[user.pk] = {(right, path) for right, paths in grants_of(user).items() for path in paths}
        return self.holds[user.pk]

    def _may(self, user, right, agency):
        return any((right, path) in self._held(user) for path in agency.ancestor_paths)

    def _nothing_happened(self, item, book, links):
        after = Item.objects.select_related("live_version", "asked_of").get(pk=item.pk)
        assert after.changed_at == item.changed_at
        assert ChainHead.objects.get().number == links
        agrees(book, after, after.newest())

    # --- the verbs: call the action, then say what must have followed -------------------------------------------

    def do_draft(self):
        agency = self.random.choice(self.agencies)
        writers = [user for user in self.people if self._may(user, Permission.EDIT_ITEM, agency)]
        by, text = self.random.choice(writers), self._text()
        if len(self.books) < MOST_ITEMS:
            item = actions.draft(agency=agency, by=by, title="通知", body=text)
            body = item.newest().body
            self.books[item.pk] = Book(agency, {body}, {by.pk}, body)

    def _text(self):
        return f"正文{self.random.randrange(10**9)}。"

    def do_revise(self, item, book, by):
        chosen = self.random.choice((Attribute.PROACTIVE,) * 9 + (Attribute.ON_REQUEST,))
        actions.revise(item, by=by, seen=item.newest().hash, body=self._text(), attribute=chosen)
        return lambda: book.wrote(by.pk, item.newest().body)

    def do_resave(self, item, book, by):
        """Saved unchanged: nothing happens."""
        newest = item.newest()
        actions.revise(item, by=by, seen=newest.hash, body=newest.body)

    def do_attach(self, item, book, by):
        name = f"{self.random.randrange(10**9)}"
        actions.attach(item, SimpleUploadedFile(f"{name}.txt", name.encode()), by=by)
        return lambda: book.wrote(by.pk, book.body)

    def do_detach(self, item, book, by):
        link = item.newest().attachments.select_related("file").first()
        if link is None:
            raise Refused("nothing attached")
        actions.detach(item, link.file, by=by)
        return lambda: book.wrote(by.pk, book.body)

    def do_submit(self, item, book, by):
        actions.submit(item, by=by)
        path = max(path for path in self.chains if book.agency.path.startswith(path))
        return lambda: book.submitted(by.pk, *self.chains[path])

    def do_approve(self, item, book, by):
        actions.approve(item, by=by)
        assert self._may(by, {"pre_review": "pre_review_item", "approval": "review_item"}[book.step], book.agency)
        return lambda: book.signs(by.pk)

    def do_secrecy(self, item, book, by):
        outcome = self.random.choice((Outcome.PROACTIVE,) * 6 + (Outcome.REFERRED, Outcome.PARTLY, Outcome.ON_REQUEST))
        ground = self.ground if outcome == Outcome.PARTLY else None
        chosen = item.newest().attribute
        asked = book.asked or book.agency
        actions.review_secrecy(item, by=by, outcome=outcome, looked_for=Concern.values, ground=ground, note="说明")
        assert self._may(by, "secrecy_review_item", asked)

        def note():
            if outcome == Outcome.REFERRED:
                book.asked = next(one for one in self.above(asked) if one.depth == asked.depth - 1)
            elif outcome == chosen:
                book.signs(by.pk)
            else:
                book.sent_back()

        return note

    def above(self, agency):
        return list(type(agency).objects.filter(path__in=agency.ancestor_paths))

    def do_return(self, item, book, by):
        actions.return_(item, by=by, reason="重写")
        return book.sent_back

    def do_publish(self, item, book, by):
        actions.publish(item, by=by)
        return book.published

    def do_approve_and_publish(self, item, book, by):
        actions.approve_and_publish(item, by=by)
        return lambda: (book.signs(by.pk), book.published())

    def do_schedule(self, item, book, by):
        at = self.now + dt.timedelta(seconds=self.random.randrange(-5, 600))
        actions.schedule(item, by=by, at=at)
        assert at > self.now
        return lambda: setattr(book, "publish_at", at)

    def do_unschedule(self, item, book, by):
        actions.unschedule(item, by=by)
        assert book.publish_at is not None
        return lambda: setattr(book, "publish_at", None)

    def do_withdraw(self, item, book, by):
        actions.withdraw(item, by=by, reason="有误")
        assert book.live is not None
        return book.withdrawn

    def do_expire(self, item, book, by):
        at = self.now + dt.timedelta(seconds=self.random.randrange(1, 3000))
        actions.set_expiry(item, by=by, at=at)
        assert book.live is not None
        return lambda: setattr(book, "end_at", at)

    def do_keep(self, item, book, by):
        actions.drop_expiry(item, by=by)
        assert book.end_at is not None
        return lambda: setattr(book, "end_at", None)

    def do_emergency(self, item, book, by):
        actions.publish_in_emergency(item, by=by, reason="险情")
        return lambda: book.released(by.pk)

    def do_clear(self, item, book, by):
        actions.clear(item, by=by, reason="核对无误")
        releaser, writers = book.flagged.pop(0)
        assert by.pk != releaser
        assert by.pk not in writers

    def do_chain(self):
        steps = [step for step in Step if step == Step.APPROVAL or self.random.random() < 0.5]
        self._set_chain(self.random.choice(self.placed), steps, self.random.random() < 0.3)

    def _set_chain(self, agency, steps, same):
        actions.set_chain(agency, by=None, steps=steps, same_signer=same)
        self.chains[agency.path] = ([step.value for step in steps], same)

    def do_sweep(self):
        carry_out_due(self.now, wait=lambda _moment: None)
        due = [(at, deed, pk) for pk, book in self.books.items() for deed, at in
               (("publish", book.publish_at), ("end", book.end_at)) if at is not None and at <= self.now]  # fmt: skip
        for _at, deed, pk in sorted(due, key=lambda row: row[0]):
            book = self.books[pk]
            book.published() if deed == "publish" else book.ended()
        for pk in {pk for _at, _deed, pk in due}:
            item = Item.objects.select_related("live_version", "asked_of").get(pk=pk)
            agrees(self.books[pk], item, item.newest())
        self.done["sweep"] = self.done.get("sweep", 0) + len(due)

    # --- everything ---------------------------------------------------------------------------------------------

    def everything_holds(self):
        for pk, book in self.books.items():
            bodies = set(Version.objects.filter(item=pk).values_list("body", flat=True))
            assert book.texts <= bodies, "a text was lost"
            public = set(Version.objects.filter(item=pk, published_at__isnull=False).values_list("body", flat=True))
            assert public == book.ever
        live = {pk for pk, book in self.books.items() if book.live is not None}
        assert set(Item.objects.public().values_list("pk", flat=True)) == live
        assert set(SearchRow.objects.values_list("key", flat=True)) == {str(pk) for pk in live}
        flagged = {pk for pk, book in self.books.items() if book.flagged}
        assert set(Item.objects.released_in_emergency().values_list("pk", flat=True)) == flagged
        assert not Schedule.objects.failing().exists()
        for user in self.people:
            waiting = {pk for pk, book in self.books.items() if book.waits_for(user.pk, self._held(user))}
            assert set(Item.objects.waiting_for(user).values_list("pk", flat=True)) == waiting


@pytest.mark.parametrize("seed", range(ACTIONS // ONE_STORY))
def test_whatever_people_do_what_must_hold_holds(cast, seed):
    with time_machine.travel(START, tick=False) as clock:
        world = World(cast, seed, clock)
        for number in range(ONE_STORY):
            world.step()
            if number % 250 == 249:
                world.everything_holds()
        assert list(broken_links()) == []
    assert {"publish", "approve_and_publish", "sweep", "emergency", "clear", "secrecy", "detach"} <= world.done.keys()
