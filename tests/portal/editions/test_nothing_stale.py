"""Publish, correct and withdraw while others read: no answer is older than a second, in any of several processes."""

import gzip
import http.client
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest
from django.db import connection, connections

from disclosure import actions
from tests.cast import assemble

ROOT = Path(__file__).resolve().parents[3]
CHANGES = 200
AT_MOST = 1.0  # seconds
READERS = 3
PACE = 0.15  # a text stands for at least nine changes, so for longer than a second
LISTS = ("/", "/items/", "/feed.atom", "/search/?q=低保标准", "/api/v1/items/", "/agencies/qt-mzj/", "/en/items/")
MARKS = re.compile("</?mark>")  # the search marks the words that were asked for
ANSWERED = {200, 304, 404, 410}
CUT_OFF = "检索用时过长"  # says itself that it is not all there is
NUMBERED = ("/sitemap-items.xml",)  # addresses alone


@dataclass
class Standing:
    """A text that can be read on some pages from one moment to another; what is not over has no end."""

    mark: str
    pages: tuple[str, ...]
    since: float
    begins_to_go: float = float("inf")
    gone: float = float("inf")


@dataclass
class Answer:
    address: str
    status: int
    asked: float
    came: float
    text: str


@dataclass
class Office:
    """Publishes, corrects and withdraws in turn, and writes down what can be read since when."""

    cast: object
    standing: list[Standing] = field(default_factory=list)
    items: list[list] = field(default_factory=list)  # item, its mark, its number

    def publish(self, number):
        item = actions.draft(agency=self.cast.bureau, by=self.cast.clerk, title=f"低保标准第{number}甲", body="正文。")
        item = actions.approve_and_publish(actions.submit(item, by=self.cast.clerk), by=self.cast.reviewer)
        address = item.get_absolute_url()
        mark = Standing(f"低保标准第{number}甲", (*LISTS, address), time.time())
        there = Standing(item.index_no, (*NUMBERED, *LISTS[:3]), time.time())
        self.standing += [mark, there]
        self.items.append([item, mark, there, number])

    def correct(self, entry):
        item, mark, _there, number = entry
        actions.revise(item, by=self.cast.clerk, title=f"低保标准第{number}乙")
        actions.submit(item, by=self.cast.clerk)
        mark.begins_to_go = time.time()
        actions.approve_and_publish(item, by=self.cast.reviewer)
        mark.gone = time.time()
        entry[1] = Standing(f"低保标准第{number}乙", mark.pages, mark.gone)
        self.standing.append(entry[1])

    def withdraw(self, entry):
        item, mark, there, _number = entry
        mark.begins_to_go = there.begins_to_go = time.time()
        actions.withdraw(item, by=self.cast.head, reason="内容有误", ground="sensitive")
        mark.gone = there.gone = time.time()

    def address_of(self, which):
        if not self.items:
            return LISTS[0]
        place = len(self.items) - 1 if which == "newest" else max(0, len(self.items) - 7)
        return self.items[place][0].get_absolute_url()

    def work(self, changes):
        """Seven items stand at any time: fewer than any list shows."""
        for number in range(changes):
            begun = time.time()
            turn, kind = divmod(number, 3)
            if kind == 0:
                self.publish(turn)
            elif kind == 1 and turn >= 3:
                self.correct(self.items[turn - 3])
            elif turn >= 6:
                self.withdraw(self.items[turn - 6])
            time.sleep(max(0.0, PACE - (time.time() - begun)))

    def one_by_one(self):
        """Each kind of change with nothing after it: what one of them forgets, the next one would make good."""
        number = len(self.items)
        for change in (
            lambda: self.publish(number),
            lambda: self.correct(self.items[-1]),
            lambda: self.withdraw(self.items[-1]),
        ):
            change()
            time.sleep(2 * AT_MOST)


@pytest.fixture
def servers(transactional_db, tmp_path):
    """Two processes of the portal on the database of the test; their addresses. What goes wrong in them is shown."""
    given = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.portal.editions.served",
        "SERVED_DATABASE": str(connection.settings_dict["NAME"]),
        "FALLBACK_HOST": "testserver",
    }
    ports, started, said = [], [], tmp_path / "said.txt"
    for _server in range(2):
        command = [sys.executable, "-m", "tests.portal.editions.server"]
        with said.open("a") as errors:
            process = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=errors, text=True)
        ports.append(int(process.stdout.readline()))
        started.append(process)
    yield ports
    sys.stdout.write(said.read_text())
    for process in started:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def read(port, office, answers, is_over):
    """Ask for one page after the other, as a browser that takes gzip and says what it has already."""
    tags = {}
    here = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for page in cycle((*LISTS, *NUMBERED, *LISTS[:2], "newest", "oldest")):
        if is_over.is_set():
            break
        address = page if page.startswith("/") else office.address_of(page)
        headers = {"Host": "testserver", "Accept-Encoding": "gzip"}
        known, before = tags.get(address, ("", ""))
        asked = time.time()
        here.request("GET", address.replace("低保标准", "%E4%BD%8E%E4%BF%9D%E6%A0%87%E5%87%86"),
                     headers=headers | ({"If-None-Match": known} if known else {}))  # fmt: skip
        response = here.getresponse()
        body = response.read()
        if response.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        text = before if response.status == 304 else MARKS.sub("", body.decode())
        answers.append(Answer(address, response.status, asked, time.time(), text))
        if response.status == 200:
            tags[address] = response.headers.get("ETag", ""), text
    here.close()
    connections.close_all()


def compared(answer, standing):
    """How often the answer had to hold, or not to hold, a text; and what was wrong."""
    times, wrong = 0, []
    for text in standing:
        if answer.address not in text.pages:
            continue
        has = text.mark in answer.text
        if answer.asked >= text.gone + AT_MOST:
            times += 1
            wrong += [("still there", answer.address, text.mark, answer.asked - text.gone)] if has else []
        elif answer.asked >= text.since + AT_MOST and answer.came <= text.begins_to_go:
            times += 1
            wrong += [("not there", answer.address, text.mark, answer.asked - text.since)] if not has else []
    return times, wrong


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("django_db_serialized_rollback")
def test_nothing_is_older_than_a_second(servers, capsys):
    office, answers, is_over = Office(assemble()), [], threading.Event()
    asking = [(port, office, answers, is_over) for port in servers for _reader in range(READERS)]
    readers = [threading.Thread(target=read, args=arguments) for arguments in asking]
    for reader in readers:
        reader.start()
    try:
        office.work(CHANGES)
        office.one_by_one()
    finally:
        is_over.set()
        for reader in readers:
            reader.join(90)
    failed = [(answer.address, answer.status) for answer in answers if answer.status not in ANSWERED]
    told = [answer for answer in answers if answer.status in ANSWERED and CUT_OFF not in answer.text]
    results = [compared(answer, office.standing) for answer in told]
    stale = [wrong for _times, some in results for wrong in some]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{CHANGES + 3} changes, {len(answers)} answers of {len(servers)} processes, "
            f"{sum(times for times, _wrong in results)} comparisons: {len(failed)} failed, "
            f"{len(answers) - len(told) - len(failed)} cut off, "
            f"{sum(bool(wrong) for _times, wrong in results)} stale, "
            f"the latest by {max((late for *_what, late in stale), default=0):.2f} s\n"
        )
    assert sum(times for times, _wrong in results) > 10 * CHANGES
    assert (stale[:5], failed[:5]) == ([], [])
