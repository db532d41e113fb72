"""Sixty agencies: every number on the clerk's, the agency's and the office's pages equals a recount by hand.

The recount reads whole tables and decides in plain Python; it uses none of the sentences that the pages use.
"""

import datetime as dt
import html
import random
import re
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from catalog.actions import add_entry, assign_duty, end_duty, fulfil, record_trigger
from catalog.models import Area, CatalogEntry, Duty, NegativeGround, WithheldEntry
from catalog.withholding import reassess, withhold
from disclosure import actions as items
from disclosure.models import Contribution, Item
from oversight.actions import accept, close, forward, watch
from oversight.models import Complaint, ComplaintExtract, EarlyWarning
from portal.agencies.actions import grant
from portal.agencies.models import Agency, Kind, Tier
from portal.agencies.roles import ROLES
from requests_app.models import DisclosureRequest, TopicRequest
from tests.cast import agency, person
from tests.oversight.cases import answered_request, complaint_about, request_of, topic_of

LIMITS = ["", "每年", "每季度", "信息形成之日起20个工作日内", "实时公开", "长期公开", "按进展", "事件发生后24小时内"]
ITEM_ENDS = ["draft", "review", "returned", "approved", "published", "withdrawn"]
PEOPLE = ["writer", "boss", "officer", "one", "two", "county", "reader", "head"]


def _tree(dice):
    city = agency(None, "江河市人民政府", "jianghe", Tier.CITY, Kind.GOVERNMENT, host="testserver")
    made = [city]
    for number in range(7):
        county = agency(city, f"第{number}县", f"c{number}", Tier.COUNTY, Kind.GOVERNMENT, host=f"c{number}.test")
        made.append(county)
        kinds = [Kind.DEPARTMENT] * 3 + [Kind.TOWNSHIP] * 2 + [Kind.SCHOOL, Kind.UTILITY]
        for place, kind in enumerate(kinds):
            tier = Tier.TOWNSHIP if kind == Kind.TOWNSHIP else Tier.COUNTY
            made.append(agency(county, f"第{number}县单位{place}", f"c{number}-{place}", tier, kind))
    left = 60 - len(made)
    made += [agency(city, f"市局{place}", f"b{place}", Tier.CITY, Kind.DEPARTMENT) for place in range(left)]
    assert len(made) == 60
    return made


def _people(world, dice):
    city, county = world.agencies[0], world.agencies[1]
    bureau, far = world.agencies[2], world.agencies[-1]
    world.grants = {
        "writer": [("clerk", city)], "boss": [("head", city)], "officer": [("officer", city)],
        "one": [("clerk", bureau)], "two": [("clerk", bureau), ("clerk", far)], "county": [("clerk", county)],
        "reader": [("reviewer", county), ("clerk", far)], "head": [("head", bureau)],
    }  # fmt: skip
    for name, roles in world.grants.items():
        user = person(name, name)
        setattr(world, name, user)
        for role, place in roles:
            grant(ROLES[role], to=user, on=place, by=None)


def _duties(world, dice, today):
    area = Area.objects.get(number=1)
    entries = [
        add_entry(world.agencies[0], by=None, code=f"e{n}", area=area, level1="类", level2=f"事项{n}",
                  time_limit=limit, position=n)
        for n, limit in enumerate(LIMITS)
    ]  # fmt: skip
    for place in world.agencies:
        for entry in dice.sample(entries, dice.randint(2, 5)):
            first = today + dt.timedelta(days=dice.choice([-40, -1, 0, 1, 14, 15, 200]))
            duty = assign_duty(entry, agency=place, by=None, first_due_on=dice.choice([None, first, first]))
            if dice.random() < 0.4:
                fulfil(place, entry, on=today - dt.timedelta(days=dice.choice([0, 1, 90, 400])))
            if dice.random() < 0.3:
                record_trigger(duty, on=today - dt.timedelta(days=dice.choice([0, 10, 50])), by=None)
            if dice.random() < 0.1:
                end_duty(duty, by=None)
    CatalogEntry.objects.filter(pk=entries[-1].pk).update(is_active=False)
    return entries


def _item(world, dice, place, entries):
    item = items.draft(
        agency=place, by=world.writer, title=f"通知{dice.random()}", body="正文", kind="notice", attribute="proactive",
        entry=dice.choice([None, *entries[:4]]),
    )  # fmt: skip
    end = dice.choice(ITEM_ENDS)
    if end == "draft":
        return
    items.submit(item, by=world.writer)
    if end == "returned":
        items.return_(item, by=world.boss, reason="请补充依据")
    if end in {"approved", "published", "withdrawn"}:
        items.approve(item, by=world.boss)
    if end in {"published", "withdrawn"}:
        items.publish(item, by=world.boss)
    if end == "withdrawn":
        items.withdraw(item, by=world.boss, reason="内容有误")


def _cases(world, dice):
    for place in dice.choices(world.agencies, k=24):
        days = dice.choice([0, 3, 20, 45, 90])
        if days == 90 and dice.random() < 0.7:
            answered_request(place, world.writer, world.boss, days=90, taken=dice.choice([2, 9, 21]))
        else:
            request_of(place, days=days)
    for place in dice.choices(world.agencies, k=10):
        topic_of(place, days=dice.choice([0, 50]))
    for place in [*dice.choices(world.agencies[2:], k=8), world.agencies[2]]:
        complaint = complaint_about(place, days=dice.choice([1, 30]))
        if dice.random() < 0.7 and complaint.agency_id == world.agencies[0].pk:
            accept(complaint, by=world.officer)
            forward(complaint, by=world.officer, text="请说明情况。")
            if dice.random() < 0.3:
                close(complaint, by=world.officer, reason="投诉人撤回")


def _withheld(world, dice, today):
    ground = NegativeGround.objects.get(code="R3_3_4")
    for place in dice.choices(world.agencies, k=20):
        due = today + dt.timedelta(days=dice.choice([-90, 0, 1, 200]))
        row = withhold(
            place, by=None, title="某合同", ground=ground, explanation="含商业秘密",
            since=today - dt.timedelta(days=365), reassess_on=due,
        )  # fmt: skip
        if dice.random() < 0.3:
            reassess(row, by=None, result=dice.choice(["consent", "lapsed"]), finding="权利人同意")


def build(seed):
    """A world of sixty agencies, the same for the same seed."""
    dice, today = random.Random(seed), timezone.localdate()
    world = SimpleNamespace(agencies=_tree(dice), today=today)
    _people(world, dice)
    entries = _duties(world, dice, today)
    for place in dice.choices(world.agencies, k=40) + world.agencies[2:3] * 6 + world.agencies[-1:] * 6:
        _item(world, dice, place, entries)
    _cases(world, dice)
    _withheld(world, dice, today)
    Agency.objects.filter(pk=world.agencies[5].pk).update(is_active=False)
    watch()
    return world


@pytest.mark.django_db
def test_every_number_equals_the_recount():
    """One test, because the world takes longer to build than to ask."""
    world = build(2026)
    for name in PEOPLE:
        first_page(world, name)
    pages_of_agencies(world)
    pages_of_the_office(world)
    queries(world)


def paths(world, name, right):
    """Where a person holds a right, as the roles say."""
    return tuple(place.path for role, place in world.grants[name] if right in ROLES[role].permissions)


def within(world, name, right, owner="agency"):
    roots = paths(world, name, right)
    return lambda row: bool(roots) and getattr(row, owner).path.startswith(roots)


def duties_by_hand():
    rows = Duty.objects.all().select_related("agency", "entry")
    return [duty for duty in rows if duty.is_active and duty.entry.is_active]


def wrote_since(user, item):
    rows = Contribution.objects.all().select_related("version")
    return any(
        row.person_id == user.pk and row.version.item_id == item.pk and row.version.number > item.live_number
        for row in rows
    )


def today_by_hand(world, name):
    """Every number of a person's first page that is not nought, by the key of its pane."""
    user, today, soon = getattr(world, name), world.today, world.today + dt.timedelta(days=14)
    duties = [d for d in duties_by_hand() if within(world, name, "view_duty")(d) and d.next_due_on]
    every = list(Item.objects.all().select_related("agency"))
    requests_open = [c for c in DisclosureRequest.objects.all().select_related("agency") if c.answered_at is None]
    topics_open = [c for c in TopicRequest.objects.all().select_related("agency") if c.answered_at is None]
    extracts = ComplaintExtract.objects.all().select_related("agency", "complaint")
    hears = within(world, name, "handle_complaint")
    withheld = [w for w in WithheldEntry.objects.all().select_related("agency") if w.released_on is None]
    numbers = {
        "duties-overdue": sum(d.next_due_on < today for d in duties),
        "duties-soon": sum(today <= d.next_due_on <= soon for d in duties),
        "items-sent-back": sum(i.state == "returned" for i in every if within(world, name, "edit_item")(i)),
        "items-to-review": sum(
            i.state == "in_review" and not wrote_since(user, i)
            for i in every
            if within(world, name, "review_item")(i)
        ),
        "items-to-publish": sum(i.state == "approved" for i in every if within(world, name, "publish_item")(i)),
        "requests-open": sum(within(world, name, "view_request")(c) for c in requests_open),
        "topics-open": sum(within(world, name, "view_request")(c) for c in topics_open),
        "complaints-forwarded": sum(
            e.complaint.is_open for e in extracts if within(world, name, "receive_extract")(e)
        ),
        "complaints-open": sum(
            c.is_open for c in Complaint.objects.all().select_related("agency", "accused") if hears(c)
            and not any(p.startswith(c.accused.path) for p in paths_of(world, name))
        ),
        "warnings-open": sum(
            w.closed_at is None and reads_warning(world, name, w)
            for w in EarlyWarning.objects.all().select_related("agency")
        ),
        "withheld-due": sum(
            w.reassess_on <= today for w in withheld if within(world, name, "keep_withheld")(w)
        ),
    }  # fmt: skip
    return {key: number for key, number in numbers.items() if number}


def reads_warning(world, name, warning):
    """Where the right reaches; that a complaint is late, only who hears there and serves no agency below."""
    if not within(world, name, "view_warning")(warning):
        return False
    below = any(path != warning.agency.path and path.startswith(warning.agency.path) for path in paths_of(world, name))
    return not warning.is_confidential or (within(world, name, "handle_complaint")(warning) and not below)


def paths_of(world, name):
    return [place.path for _role, place in world.grants[name]]


def client_of(world, name):
    client = Client()
    client.force_login(getattr(world, name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def panes_of(page):
    return {key: int(number) for key, number in re.findall(r'data-pane="([\w-]+)" data-count="(\d+)"', page)}


def tiles_of(page):
    """Numbers of the tiles by the address they lead to, or by their label where they lead nowhere."""
    pattern = r'stat-value">(\d+)</span>\s*<span class="stat-label">(?:<a href="([^"]+)">)?([^<]+)'
    return {html.unescape(address) or label: int(number) for number, address, label in re.findall(pattern, page)}


def first_page(world, name):
    client = client_of(world, name)
    page = client.get(reverse("admin:index")).content.decode()
    expected = today_by_hand(world, name)
    assert panes_of(page) == expected
    assert sorted(n for n in tiles_of(page).values() if n) == sorted(expected.values())
    for address, number in tiles_of(page).items():
        listed = client.get(address)
        if address != reverse("oversight:office_home"):
            assert listed_in(listed) == number, address
    for article in re.findall(r"<article.*?</article>", page, re.DOTALL):
        shown = min(5, int(re.search(r'data-count="(\d+)"', article)[1]))
        assert len(re.findall(r"<li>", article)) == shown


def listed_in(answer):
    """How many rows a list has, all its pages together: of the workbench, or of the office."""
    return answer.context["cl"].result_count if "cl" in answer.context else answer.context["page"].paginator.count


def pages_of_agencies(world):
    duties = [d for d in duties_by_hand() if d.agency.is_active]
    compared = 0
    for place in world.agencies:
        if not Agency.objects.get(pk=place.pk).is_active:
            continue
        page = Client().get(reverse("disclosure:agency_detail", args=[place.code])).content.decode()
        own = [d for d in duties if d.agency_id == place.pk]
        empty = [d for d in own if d.last_fulfilled_on is None]
        late = [d for d in own if d.next_due_on and d.next_due_on < world.today]
        expected = [len(own), len(own) - len(empty), len(empty), len(late)]
        found = [int(n) for n in re.findall(r'stat-value">(\d+)<', page)]
        assert found == (expected if own else []), place.code
        badges = re.findall(
            r'badge badge--(\w+)"', page.partition('id="checklist"')[2].partition('<div class="leaves">')[2]
        )
        missing = [d for d in empty if d.next_due_on is None]
        assert len(own) <= len(badges), place.code
        assert badges.count("warn") == len(missing), place.code
        compared += len(found)
    assert compared > 200


def office_by_hand(place, world):
    now, year = timezone.now(), dt.timedelta(days=365)
    duties = [d for d in duties_by_hand() if d.agency_id == place.pk]
    cases = DisclosureRequest.objects.all().select_related("clock")
    own = [c for c in cases if c.agency_id == place.pk]
    topics = [t for t in TopicRequest.objects.all().select_related("clock") if t.agency_id == place.pk]

    def late(case):
        return case.answered_at is None and case.clock.paused_at is None and case.clock.due_at < now

    return {
        "duties-met": sum(
            d.last_fulfilled_on is not None
            and d.triggered_on is None
            and (d.next_due_on is None or d.next_due_on > world.today)
            for d in duties
        ),
        "duties-overdue": sum(d.next_due_on is not None and d.next_due_on < world.today for d in duties),
        "requests-open": sum(c.answered_at is None for c in own),
        "requests-overdue": sum(late(c) for c in own),
        "requests-answered": sum(c.answered_at is not None and c.answered_at > now - year for c in own),
        "topics-overdue": sum(late(t) for t in topics),
    }


def pages_of_the_office(world):
    client = client_of(world, "officer")
    page = client.get(reverse("oversight:office_home")).content.decode()
    by_hand = {place.code: office_by_hand(place, world) for place in world.agencies}
    pattern = r'href="[^"]*/([\w-]+)/\?agency=([\w-]+)">(\d+)</a>'
    shown: dict[tuple[str, str], int] = {}
    for figure, code, number in re.findall(pattern, page):  # the median leads to the same list and comes after
        shown.setdefault((code, figure), int(number))
    for code, numbers in by_hand.items():
        for figure, number in numbers.items():
            assert shown[code, figure] == number, (code, figure)
    for figure in ("duties-overdue", "requests-overdue", "topics-overdue"):
        total = sum(numbers[figure] for numbers in by_hand.values())
        assert tiles_of(page)[reverse("oversight:office_list", args=[figure])] == total
        assert client.get(reverse("oversight:office_list", args=[figure])).context["page"].paginator.count == total
    for place in random.Random(3).sample(world.agencies, 12):
        one = tiles_of(client.get(reverse("oversight:office_agency", args=[place.code])).content.decode())
        for figure, number in by_hand[place.code].items():
            assert one[f"{reverse('oversight:office_list', args=[figure])}?agency={place.code}"] == number


def queries(world):
    taken = {}
    for name in ("one", "writer", "two"):
        client = client_of(world, name)
        client.get(reverse("admin:index"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("admin:index"))
        taken[name] = len(queries)
    assert max(taken.values()) <= 25, taken
