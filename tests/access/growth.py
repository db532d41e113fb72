"""One more of everything in the county bureau of the planted world, made by the actions, on some day of its own."""

import datetime as dt
import uuid

import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from catalog import actions as catalog
from catalog.models import Area
from catalog.template_actions import override_entry
from catalog.withholding import withhold
from disclosure import actions as items
from disclosure.actions import consulting, gazette, hearings, opinions, signing_up
from disclosure.actions.readers import form_group
from disclosure.models import Attribute, Audience, Kind
from oversight import actions as oversight
from oversight.models import ComplaintKind, Identity
from portal.agencies.actions import found, open_account
from portal.agencies.calendar_actions import set_day
from portal.agencies.models import Kind as AgencyKind
from portal.agencies.models import Tier
from portal.agencies.roles import ROLES
from portal.audit.anchors import anchor_today
from portal.notices.actions import enqueue
from portal.notices.models import Kind as NoticeKind
from portal.search.synonym_lists import save_synonyms
from portal.uploads.word_lists import save_list
from requests_app import actions as requests
from requests_app.actions.lettering import word_letter
from requests_app.actions.retaining import save_plan
from requests_app.models import ReplyTemplate, RetentionPlan
from tests.access import complained, organised, reporting
from tests.access.assessed import more_assessments
from tests.access.powers import more_powers
from tests.access.reviewed import more_reviews
from tests.access.supervised import more_warnings
from tests.access.world import World, survey_of
from tests.cast import PASSWORD
from tests.oversight.spot_checking import plan

LATE = dt.timedelta(days=70)  # what was asked so long ago is overdue today, whatever the holidays


def grow(world: World, number: int) -> None:
    """Everything that is made here says `GROWN-<number>` wherever a list would show it."""
    name = f"GROWN-{number}成长"
    with time_machine.travel(timezone.now() - LATE + dt.timedelta(days=number)):
        unit = _tree(world, name, number)
        _catalog(world, name, number, unit)
        item = _items(world, name, number)
        _consultation(world, name)
        survey_of(world.cast.bureau, world.cast.clerk, world.cast.reviewer, name, days=10, at=_long_ago())
        _hearing(world, name)
        for agency in (unit, world.cast.bureau):
            _cases(world, name, number, agency, item)
        _office(world, name, number, unit)
        reporting.grow(world, number, unit)
        anchor_today()
    more_warnings(world, name, number)
    complained.grow(world.cast.city, world.cast.bureau, world.cast.officer, name)
    organised.grow(world, name, unit)
    _opinion(world, name, number)
    _gazette(world, name)
    _signup(world, name, number)
    for member in ("officer", "clerk", "citizen"):
        with transaction.atomic():
            to = getattr(world.cast, member)
            enqueue(NoticeKind.DUE_REMINDER, to=to, subject=unit, occasion=name, title=name, body=name)


def _tree(world, name, number):
    cast = world.cast
    card = {"by": None, "name": name, "short_name": name[:7], "tier": Tier.COUNTY}
    found(cast.county, code=f"town-{number}", **card | {"kind": AgencyKind.GOVERNMENT, "host": f"{number}.test"})
    open_account(
        f"grown{number}", full_name=name, email=f"{number}@example.test", password=PASSWORD, role=ROLES["clerk"],
        on=cast.bureau, by=None,
    )  # fmt: skip
    day = timezone.localdate().replace(month=11, day=number)
    with transaction.atomic():
        set_day(cast.city, by=cast.admin, date=day, is_workday=True, name=name)
    return found(cast.bureau, code=f"unit-{number}", **card | {"kind": AgencyKind.DEPARTMENT})


def _catalog(world, name, number, unit):
    cast, by = world.cast, world.cast.officer
    for area in (1, 1 + number):  # another row of the first area, and another area that has rows
        entry = catalog.add_entry(
            cast.city, by=by, area=Area.objects.get(number=area), code=f"grown-{number}-{area}", level1=name,
            level2=name, time_limit="信息形成之日起20个工作日内",
        )  # fmt: skip
        catalog.assign_duty(entry, agency=cast.bureau, by=by, first_due_on=timezone.localdate())
        override_entry(entry, agency=cast.bureau, by=by, subject=name, reason=name)
    catalog.assign_duty(world.here.entry, agency=unit, by=by)
    withhold(
        cast.bureau, by=cast.clerk, title=name, ground=world.here.ground, explanation=name,
        since=timezone.localdate() - dt.timedelta(days=400), reassess_on=timezone.localdate(),
    )  # fmt: skip
    met = catalog.add_entry(
        cast.city, by=by, area=Area.objects.get(number=1), code=f"met-{number}", level1="已公开", level2=name
    )
    catalog.assign_duty(met, agency=cast.bureau, by=by)
    _publish(world, name, entry=met)


def _publish(world, name, **metadata):
    cast = world.cast
    item = items.draft(agency=cast.bureau, by=cast.clerk, title=name, body=f"{name}的正文", kind=Kind.NOTICE,
                       attribute=Attribute.PROACTIVE, **metadata)  # fmt: skip
    items.attach(item, SimpleUploadedFile(f"{name}.txt", name.encode(), "text/plain"), by=cast.clerk)
    items.submit(item, by=cast.clerk)
    return items.approve_and_publish(item, by=cast.reviewer)


def _items(world, name, number):
    cast, item = world.cast, world.here.item
    published = _publish(world, name, entry=world.here.entry)
    for kind in (Kind.DISCLOSURE_GUIDE, Kind.ANNUAL_REPORT):
        standing = items.draft(agency=cast.bureau, by=cast.clerk, title=name, body=name, kind=kind,
                               attribute=Attribute.PROACTIVE)  # fmt: skip
        items.submit(standing, by=cast.clerk)
        _publish_long_ago(standing, cast)
    _publish(world, name, audience=Audience.STAFF)
    form_group(cast.bureau, by=cast.clerk, name=name, usernames=["citizen"])
    items.revise(item, by=cast.clerk, body=f"{name}改正的正文")
    items.attach(item, SimpleUploadedFile(f"{name}.txt", f"附件{name}".encode(), "text/plain"), by=cast.clerk)
    items.add_row(item, by=cast.clerk, cells={"name": name})
    items.submit(item, by=cast.clerk)
    items.approve_and_publish(item, by=cast.reviewer)
    return published


def _consultation(world, name):
    cast, today = world.cast, timezone.localdate()
    item = items.draft(agency=cast.bureau, by=cast.clerk, title=name, body=name, kind=Kind.CONSULTATION,
                       attribute=Attribute.PROACTIVE)  # fmt: skip
    consulting.set_up(item, by=cast.clerk, first=today, last=today + dt.timedelta(days=30), basis=name,
                      background=name, contact="政策科", phone="1")  # fmt: skip
    items.submit(item, by=cast.clerk)
    _publish_long_ago(item, cast)


def _hearing(world, name):
    cast, now, today = world.cast, timezone.now(), timezone.localdate()
    item = items.draft(agency=cast.bureau, by=cast.clerk, title=name, body=name, kind=Kind.HEARING,
                       attribute=Attribute.PROACTIVE)  # fmt: skip
    hearings.set_up_hearing(
        item, by=cast.clerk, starts_at=now + dt.timedelta(days=20), ends_at=now + dt.timedelta(days=21), first=today,
        last=today + dt.timedelta(days=9), kind="hearing", place=name, seats=9, who=name, rules=name, contact="科",
        phone="1",
    )  # fmt: skip
    items.submit(item, by=cast.clerk)
    _publish_long_ago(item, cast)


def _publish_long_ago(item, cast):
    items.approve(item, by=cast.reviewer)
    items.publish(item, by=cast.reviewer, at=_long_ago())


def _long_ago():
    """So that the newest ten of the home page hold something of every growth."""
    return timezone.now() - dt.timedelta(days=200)


def _gazette(world, name):
    cast = world.cast
    issue = gazette.begin_issue(cast.city, by=cast.officer, cover_on=timezone.localdate(), title=name)
    gazette.add_items(issue, by=cast.officer, items=[world.here.item], section=issue.sections.all()[0])
    gazette.publish_issue(issue, by=cast.officer)


def _opinion(world, name, number):
    consultation = world.here.consultation
    given = opinions.give_opinion(consultation, by=None, key=name, text=name).opinion
    opinions.moderate(consultation, by=world.cast.clerk, numbers=[given.number], verb="show")
    opinions.answer(
        consultation, by=world.cast.clerk, numbers=[given.number], summary=name, result="adopted", reason=name
    )


def _signup(world, name, number):
    hearing = world.here.hearing
    signing_up.sign_up(hearing, key=f"signup-{name}", name=name, phone="1", represents=name)
    hearing.refresh_from_db()
    hour = dt.timedelta(hours=1)
    hearings.postpone(
        hearing, by=world.cast.reviewer, starts_at=hearing.starts_at + hour, ends_at=hearing.ends_at + hour, reason=name
    )


def _request(world, name, number, agency, turn):
    return requests.submit_request(
        agency, by=world.cast.citizen, key=f"{name}-{agency.code}-{turn}", name=name, subject=name,
        identity_kind="other", identity_number=f"{number}", phone="5551234",
    ).case  # fmt: skip


def _cases(world, name, number, agency, item):
    cast = world.cast
    _request(world, name, number, agency, "open")
    passed = _request(world, name, number, agency, "passed")
    requests.transfer(passed, by=cast.clerk, target=cast.township, reason=name)
    for turn in range(settings.LEAGUE_MINIMUM):
        case = _request(world, name, number, agency, turn)
        requests.process(requests.register(case, by=cast.clerk), by=cast.clerk)
        requests.record_search(case, by=cast.clerk, places="档案室", terms="成长", result="查到一份")
        requests.decide(case, by=cast.clerk, outcome="R3_1", text="予以公开。", grounds="")
        requests.approve_decision(case, by=cast.head)
        requests.rate(case, score=5, words=name)
    requests.propose(case)
    requests.count_look([agency], column="shown", key=uuid.uuid4().hex)
    requests.submit_topic(agency, by=cast.citizen, key=f"{name}-{agency.code}", title=name)
    answered = requests.submit_topic(agency, by=cast.citizen, key=f"{name}-{agency.code}-a", title=name).case
    requests.answer_topic(answered, by=cast.clerk, item=item, answer=name)
    requests.record_remedy(
        agency, by=cast.clerk, kind="reconsideration", body=name, reference_number=f"{name}-{agency.code}",
        filed_on=timezone.localdate(), earlier_number=name,
    )  # fmt: skip
    requests.save_reply_template(
        ReplyTemplate(agency=agency, title=f"{name} {agency.code}"[:60], body=name), by=cast.clerk
    )
    requests.add_note(world.here.request, by=cast.clerk, text=name)
    complaint, _code = oversight.submit_complaint(
        agency, key=f"{name}-{agency.code}", kind=ComplaintKind.LATE, identity=Identity.NAMED, text=name, name="蒋女士",
        contact="13900000000",
    )  # fmt: skip
    oversight.accept(complaint, by=cast.officer)
    oversight.forward(complaint, by=cast.officer, text=f"{name}请说明公开的时间。")


def _office(world, name, number, unit):
    cast = world.cast
    town = unit.__class__.objects.get(code=f"town-{number}")
    oversight.set_terms(town, by=cast.officer, working_days=20)
    word_letter(town, by=cast.officer, form="receipt", text=f"# {name}")
    save_list(town, by=cast.officer, words="", allowed=name)
    save_synonyms(town, by=cast.officer, groups=name)
    save_plan(RetentionPlan(agency=town, reason=name), by=cast.officer)
    for agency in (town, unit):
        items.set_chain(agency, by=cast.officer, steps=["secrecy", "approval"])
    facts = plan(title=name, kinds=["department"], agency_count=50, self_check_days=5)
    more_powers(world, name, number)
    more_reviews(world, name)
    check = oversight.plan_spot_check(cast.city, by=cast.officer, **facts)
    oversight.draw_spot_check(check, by=cast.officer, word=name, witness=name)
    more_assessments(world, name, number)
