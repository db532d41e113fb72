"""Opens the pages of a seeded city, reads their tables and compares them with a recount."""

import os
import random
import re
import time
from collections import Counter
from html.parser import HTMLParser

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.city import build
from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.workdays.calendar import Calendar
from tests.cast import person
from tests.oversight.recount_measures import Measures

SCALE = float(os.environ.get("CITY_SCALE", "0.05"))
SAMPLE = 60 if SCALE >= 1 else 8
PAGE = 40  # queries


class Tables(HTMLParser):
    """Every table of a page: its id, and its lines as lists of texts."""

    def __init__(self, page):
        super().__init__()
        self.tables, self.ids, self._cell = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
            self.ids.append(dict(attrs).get("id") or dict(attrs).get("class", ""))
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self._cell = []

    def handle_endtag(self, tag):
        if tag in {"td", "th"}:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data):
        if self._cell is not None:
            self._cell.append(data)

    def named(self, name):
        return [table for key, table in zip(self.ids, self.tables, strict=True) if key == name]


class Inspector:
    """Opens pages as the officer of the city, compares, and counts what it compared, asked and waited."""

    def __init__(self, log):
        people = [person(name, name) for name in ("clerk", "head", "officer")]
        self.city = build(log, clerk=people[0], head=people[1])
        self.officer, self.agencies = people[2], self.city.agencies
        grant(ROLES["officer"], to=self.officer, on=self.agencies[0], by=None)
        grant(ROLES["clerk"], to=people[0], on=self.agencies[0], by=None)
        grant(ROLES["head"], to=people[1], on=self.agencies[0], by=None)
        self.by_hand = Measures(log, Calendar.for_scope("").is_workday)
        self.client = Client()
        self.client.force_login(self.officer, backend="django.contrib.auth.backends.ModelBackend")
        self.compared, self.queries, self.seconds = Counter(), {}, {}
        self.dice = random.Random(3)

    def open(self, address, most=PAGE, client=None):
        client = client or self.client
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        name = re.sub(r"/[\w-]*\d[\w-]*/", "/…/", address.split("?")[0])
        self.seconds[name] = max(self.seconds.get(name, 0), time.perf_counter() - begun)
        self.queries[name] = max(self.queries.get(name, 0), len(queries))
        assert answer.status_code == 200, address
        assert len(queries) <= most, (address, len(queries))
        return answer

    def page(self, address, most=PAGE, client=None):
        return self.open(address, most, client).content.decode()

    def same(self, where, found, expected):
        found, expected = list(found), list(expected)
        assert found == expected, (where, [(f, e) for f, e in zip(found, expected, strict=False) if f != e])
        self.compared[where.split()[0]] += len(found)

    def some(self):
        """A few agencies, or all of them; those with the most cases among them."""
        if len(self.agencies) <= SAMPLE:
            return list(range(len(self.agencies)))
        busiest = [agency for agency, _n in Counter(one.agency for one in self.by_hand.log.asked).most_common(3)]
        return sorted({0, 20, *busiest, *self.dice.sample(range(len(self.agencies)), SAMPLE - 5)})
