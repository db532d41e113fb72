"""Something of everything on both sides, each private text holding a marker that only some people may meet."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from types import SimpleNamespace

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from catalog import actions as catalog
from catalog.field_actions import define_fields
from catalog.fields import Column
from catalog.models import Area, CatalogTemplate, NegativeGround
from catalog.template_actions import override_entry
from catalog.withholding import reassess, withhold
from disclosure import actions as items
from disclosure.actions import consulting, editing, gazette, hearings, opinions, responding, signing_up, surveying
from disclosure.actions.readers import form_group
from disclosure.models import Attribute, Audience, GateFinding, Kind, Survey
from disclosure.questionnaire import Asked
from oversight import actions as oversight
from oversight.models import ComplaintKind, Identity
from portal.agencies.actions import grant
from portal.agencies.calendar_actions import set_day
from portal.agencies.models import Agency
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent
from portal.heartbeat.actions import finish, start
from portal.heartbeat.models import Heartbeat
from portal.heartbeat.registry import PERIODIC
from portal.notices.actions import enqueue
from portal.notices.models import Kind as NoticeKind
from portal.search.synonym_lists import save_synonyms
from portal.uploads.actions import store
from portal.uploads.gate.finding import Level
from portal.uploads.word_lists import save_list
from portal.workdays.models import CalendarDay
from requests_app import actions as requests
from requests_app.actions.drafting import save_draft
from requests_app.actions.enclosing import enclose
from requests_app.actions.lettering import word_letter, write
from requests_app.actions.retaining import save_plan
from requests_app.letter_forms import LetterForm
from requests_app.models import (
    Delivery,
    FormWanted,
    IdentityKind,
    LookTally,
    Proposal,
    ProposedRequest,
    ReleasedFile,
    ReplyTemplate,
    RetentionPlan,
)
from tests.access import reporting
from tests.access.assessed import plant_assessments
from tests.access.checks import plant_checks
from tests.access.complained import plant_complained
from tests.access.contested import plant_contest
from tests.access.organised import plant_work
from tests.access.powers import plant_powers
from tests.access.reviewed import plant_reviews
from tests.access.sessions import Sessions
from tests.access.supervised import supervise
from tests.cast import Cast, person
from tests.requests_app.papers import paper

OFFICE = {"officer"}
BUREAU = {"clerk", "reviewer", "head"} | OFFICE
OTHERS = {"other_clerk", "other_officer"}


@dataclass
class World:
    """Both sides' objects, and who may meet which marker."""

    cast: Cast
    here: SimpleNamespace
    there: SimpleNamespace
    markers: dict[str, set[str]] = field(default_factory=dict)
    sessions: Sessions = field(init=False)

    def mark(self, text: str, *, for_: set[str]) -> str:
        """A marker that only `for_` may find in any answer."""
        marker = f"MARK-{text}-KRAM"
        assert marker not in self.markers, f"{marker} is said twice"
        self.markers[marker] = set(for_)
        return marker


def build(cast: Cast) -> World:
    """One of everything in the county bureau, at its sibling, and in the other government."""
    world = World(cast, SimpleNamespace(), SimpleNamespace())
    for task in PERIODIC:
        start(task)
        finish(task)
    # fresh, however long the tests take
    Heartbeat.objects.update(last_finished_at=timezone.now() + dt.timedelta(days=1))
    head_there = person("otherhead", "段局长")
    grant(ROLES["reviewer"], to=head_there, on=cast.other_bureau, by=None)
    _side(world, world.here, "HERE", cast.bureau, cast.clerk, cast.reviewer, cast.officer, cast.city, BUREAU)
    _side(
        world, world.there, "THERE", cast.other_bureau, cast.other_clerk, head_there, cast.other_officer,
        cast.other_government, OTHERS,
    )  # fmt: skip
    _draft(world, "SIBLING", cast.sibling, cast.sibling_clerk, {"sibling_clerk"} | OFFICE)
    with transaction.atomic():
        day = {"date": timezone.localdate().replace(month=12, day=30), "is_workday": False}
        world.here.day = set_day(cast.city, by=cast.admin, name=world.mark("CALENDAR", for_={"admin"}), **day)
        world.there.day = CalendarDay.objects.create(
            scope=cast.other_government.path, name=world.mark("CALENDAR-THERE", for_=set()), **day
        )
    for name, user in (("clerk", cast.clerk), ("other_clerk", cast.other_clerk)):
        title = world.mark(f"NOTICE-{name}", for_={name})
        with transaction.atomic():
            notice = enqueue(NoticeKind.DUE_REMINDER, to=user, subject=user, occasion="x", title=title, body=title)
        (world.here if name == "clerk" else world.there).notice = notice
    world.sessions = Sessions(cast.members())
    return world


def _draft(world, name, agency, writer, readers):
    title = world.mark(f"DRAFT-{name}", for_=readers)
    body = world.mark(f"BODY-{name}", for_=readers)
    item = items.draft(
        agency=agency, by=writer, title=title, body=f"正文 {body}", kind=Kind.NOTICE, attribute=Attribute.PROACTIVE
    )
    file = SimpleUploadedFile(f"{world.mark(f'FILE-{name}', for_=readers)}.txt", body.encode(), "text/plain")
    stored = items.attach(item, file, by=writer)
    return item, stored


def _side(world, side, name, agency: Agency, clerk, reviewer, officer, government: Agency, readers) -> None:
    side.agency, side.government = agency, government
    side.ground = NegativeGround.objects.get(code="R3_3_4")
    side.retention = save_plan(RetentionPlan(agency=government, reason="满足办理和救济需要"), by=officer)
    side.terms = oversight.set_terms(government, by=officer, working_days=15)
    _catalog(side, government, agency, officer)
    _withheld(world, side, name, agency, clerk, officer, readers)
    _published(world, side, name, agency, clerk, reviewer, readers)
    side.draft, side.draft_file = _draft(world, name, agency, clerk, readers)
    row = {"name": world.mark(f"ROW-{name}", for_=readers)}
    items.add_row(items.revise(side.draft, by=clerk, entry=side.entry), by=clerk, cells=row)
    unsaved = world.mark(f"UNSAVED-{name}", for_={"clerk"} if name == "HERE" else {"other_clerk"})
    side.unsaved = editing.keep({"title": unsaved, "body": unsaved}, by=clerk, item=side.draft)
    _gate(world, side, name, clerk, officer, government)
    _consultation(world, side, name, agency, clerk, reviewer, readers)
    _surveys(world, side, name, agency, clerk, reviewer, readers)
    _gazette(world, side, name, government, officer)
    _hearing(world, side, name, agency, clerk, reviewer, readers)
    _requests(world, side, name, agency, readers)
    _complaint(world, side, name, agency, officer)
    plant_assessments(world, side, name, officer, clerk)
    supervise(world, side, name, agency, officer, government)
    reporting.plant(world, side, name, agency, clerk, officer)
    plant_checks(world, side, name, officer, clerk)
    plant_complained(world, side, name, officer)
    plant_contest(world, side, name, clerk)
    plant_work(world, side, name, officer, clerk)
    plant_powers(world, side, name, officer, clerk)
    plant_reviews(world, side, name, officer)
    side.audit = AuditEvent.objects.filter(agency_path=agency.path).order_by("-number")[0]
    side.account = clerk
    side.chain = items.set_chain(government, by=officer, steps=["approval"])


def _catalog(side, government, agency, officer):
    side.entry = catalog.add_entry(
        government, by=officer, area=Area.objects.get(number=1), code=f"e-{government.code}", level1="规划",
        level2="总体规划", time_limit="信息形成之日起20个工作日内",
    )  # fmt: skip
    define_fields(side.entry, by=officer, fields=[Column("name", "名称", is_required=True)])
    side.duty = catalog.assign_duty(side.entry, agency=agency, by=officer)
    side.template = CatalogTemplate.objects.get(code="township")


def _withheld(world, side, name, agency, clerk, officer, readers):
    side.override = override_entry(side.entry, agency=agency, by=officer, subject="本局办公室", reason="机构职能调整")
    today = timezone.localdate()
    side.withheld = withhold(
        agency, by=clerk, title=world.mark(f"WITHHELD-{name}", for_=readers), ground=side.ground,
        explanation=world.mark(f"EXPLANATION-{name}", for_=readers), since=today - dt.timedelta(days=400),
        reassess_on=today - dt.timedelta(days=35),
    )  # fmt: skip
    reassess(side.withheld, by=clerk, result="kept", finding="理由仍然成立", next_on=today + dt.timedelta(days=90))


def _published(world, side, name, agency, clerk, reviewer, readers):
    side.item = items.draft(
        agency=agency, by=clerk, title=f"公开的通知{name}", body="公开的正文", kind=Kind.NOTICE,
        attribute=Attribute.PROACTIVE, entry=side.entry,
    )  # fmt: skip
    side.file = items.attach(side.item, SimpleUploadedFile("附件.txt", "附件内容".encode(), "text/plain"), by=clerk)
    items.add_row(side.item, by=clerk, cells={"name": f"公开的一行{name}"})
    items.submit(side.item, by=clerk)
    items.approve_and_publish(side.item, by=reviewer)
    items.revise(side.item, by=clerk, body=f"改稿 {world.mark(f'REVISION-{name}', for_=readers)}")
    items.add_row(side.item, by=clerk, cells={"name": world.mark(f"NEW-ROW-{name}", for_=readers)})
    side.internal = items.draft(
        agency=agency, by=clerk, title=world.mark(f"INTERNAL-{name}", for_=readers), body="内部公开的正文",
        kind=Kind.NOTICE, attribute=Attribute.PROACTIVE, audience=Audience.STAFF,
    )  # fmt: skip
    items.submit(side.internal, by=clerk)
    items.approve_and_publish(side.internal, by=reviewer)
    side.readers = form_group(agency, by=clerk, name=world.mark(f"READERS-{name}", for_=readers), usernames=[])


def _gate(world, side, name, clerk, officer, government):
    who = {"officer"} if name == "HERE" else {"other_officer"}
    side.words = save_list(government, by=officer, words="", allowed=world.mark(f"WORDS-{name}", for_=who))
    side.synonyms = save_synonyms(government, by=officer, groups=world.mark(f"SYNONYMS-{name}", for_=who))
    side.finding = GateFinding.objects.create(
        version=side.draft.newest(), version_hash=side.draft.newest().hash, code="word", level=Level.BLOCK,
        place="body", excerpt="词", digest="0" * 64,
    )  # fmt: skip


def _consultation(world, side, name, agency, clerk, reviewer, readers):
    item = items.draft(
        agency=agency, by=clerk, title=f"征求意见稿{name}", body="草案全文", kind=Kind.CONSULTATION,
        attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    today = timezone.localdate()
    side.consultation = consulting.set_up(
        item, by=clerk, first=today, last=today + dt.timedelta(days=30), basis="依据", background="说明",
        contact="政策科", phone="0578-6221234",
    )  # fmt: skip
    items.submit(item, by=clerk)
    items.approve_and_publish(item, by=reviewer)
    side.opinion_code = opinions.give_opinion(
        side.consultation, by=None, key=f"opinion-{name}", text=world.mark(f"OPINION-{name}", for_=readers),
        name=world.mark(f"OPINION-FROM-{name}", for_=readers), email=f"opinion-{name}@example.test".lower(),
    ).code  # fmt: skip
    side.consultation.refresh_from_db()


def _surveys(world, side, name, agency, clerk, reviewer, readers):
    """One that runs, and one whose results are published; what was written in either is shown to nobody."""
    now = timezone.now()
    text = world.mark(f"SURVEY-TEXT-{name}", for_=readers)
    with time_machine.travel(now - dt.timedelta(days=3)):
        side.survey_over = survey_of(agency, clerk, reviewer, f"结束的调查{name}", days=0)
        responding.respond(side.survey_over, key=f"over-{name}", given={"q1": "1", "q2": text})
    surveying.conclude(side.survey_over, by=reviewer, statement="据此改进服务。")
    side.survey = survey_of(agency, clerk, reviewer, f"进行中的调查{name}", days=30)
    responding.respond(side.survey, key=f"survey-{name}", given={"q1": "2", "q2": text})


def survey_of(agency, clerk, reviewer, title, *, days, at=None):
    """A public survey that opens today; `at` is when it was published."""
    item = items.draft(agency=agency, by=clerk, title=title, body="调查说明", kind=Kind.SURVEY,
                       attribute=Attribute.PROACTIVE)  # fmt: skip
    today = timezone.localdate()
    survey = surveying.set_up(item, by=clerk, first=today, last=today + dt.timedelta(days=days))
    asked = [Asked("one", "满意吗?", options=("满意", "不满意")), Asked("text", "建议", is_required=False)]
    surveying.write_questions(survey, by=clerk, asked=asked)
    items.submit(item, by=clerk)
    items.approve(item, by=reviewer)
    items.publish(item, by=reviewer, at=at)
    return Survey.objects.get(pk=survey.pk)


def _gazette(world, side, name, government, officer):
    today, who = timezone.localdate(), {"officer"} if name == "HERE" else {"other_officer"}
    side.gazette = gazette.begin_issue(government, by=officer, cover_on=today)
    gazette.add_items(side.gazette, by=officer, items=[side.item], section=side.gazette.sections.all()[0])
    first = 1 if name == "HERE" else 7  # no number of one site is one of the other
    side.gazette = gazette.publish_issue(side.gazette, by=officer, first_number=first, first_total=first)
    title = world.mark(f"GAZETTE-{name}", for_=who)
    side.issue = gazette.begin_issue(government, by=officer, cover_on=today, title=title)
    gazette.add_items(side.issue, by=officer, items=[side.consultation.item], section=side.issue.sections.all()[0])


def _hearing(world, side, name, agency, clerk, reviewer, readers):
    item = items.draft(
        agency=agency, by=clerk, title=f"听证会公告{name}", body="听证材料", kind=Kind.HEARING,
        attribute=Attribute.PROACTIVE,
    )  # fmt: skip
    now, today = timezone.now(), timezone.localdate()
    side.hearing = hearings.set_up_hearing(
        item, by=clerk, starts_at=now + dt.timedelta(days=20), ends_at=now + dt.timedelta(days=20, hours=3),
        first=today, last=today + dt.timedelta(days=10), kind="hearing", place="三楼会议室", seats=20,
        waiting_limit=5, who="本县居民", rules="按报名先后", contact="政策科", phone="0578-6221234",
    )  # fmt: skip
    items.submit(item, by=clerk)
    items.approve_and_publish(item, by=reviewer)
    side.signup_code = signing_up.sign_up(
        side.hearing, key=f"signup-{name}", name=world.mark(f"SIGNUP-{name}", for_=readers), phone="13800000000",
        email=f"signup-{name}@example.test".lower(), represents=world.mark(f"SPEAKS-{name}", for_=readers),
        view=world.mark(f"VIEW-{name}", for_=readers), shows_name=True,
    ).code  # fmt: skip
    side.hearing.refresh_from_db()


def _requests(world, side, name, agency, readers):
    filed = requests.submit_request(
        agency, by=world.cast.citizen if name == "HERE" else None, key=f"key-{name}",
        name=world.mark(f"APPLICANT-{name}", for_=readers | ({"citizen"} if name == "HERE" else set())),
        identity_kind=IdentityKind.ID_CARD, identity_number="110101190001010000", category="c1", phone="13800000000",
        email="", address="", description="", form_wanted=FormWanted.ELECTRONIC, delivery=Delivery.ONLINE,
        subject=world.mark(
            f"SUBJECT-{name}", for_=readers | ({"citizen", "supervisor"} if name == "HERE" else set())
        ),
    )  # fmt: skip
    side.request, side.request_code = filed.case, filed.code
    requests.count_look([agency], column="shown", key=uuid.uuid4().hex)
    side.tally = LookTally.objects.get(agency=agency)
    text = world.mark(f"ENCLOSED-{name}", for_=({"clerk", "head", "citizen"} if name == "HERE" else {"other_clerk"}))
    with transaction.atomic():
        (side.enclosure,) = enclose(side.request, [SimpleUploadedFile(f"{text}.txt", text.encode(), "text/plain")])
    passed = requests.submit_request(
        agency, by=None, key=f"passed-{name}", name="转办", identity_kind=IdentityKind.OTHER,
        identity_number=f"转办{name}", phone="13800000000", subject=f"转办事项{name}",
    ).case  # fmt: skip
    clerk, target = (
        (world.cast.clerk, world.cast.township)
        if name == "HERE"
        else (world.cast.other_clerk, world.cast.other_government)
    )
    side.transfer = requests.transfer(passed, by=clerk, target=target, reason="由该机关制作。")
    party = f"PARTY-{name}"
    with transaction.atomic():
        side.letter = write(side.request, LetterForm.RECEIPT, by=clerk)
        side.party_letter = write(
            side.request, LetterForm.THIRD_PARTY_LETTER, by=clerk, addressee=world.mark(party, for_=readers)
        )
    drafter = world.cast.citizen if name == "HERE" else world.cast.other_officer
    text = world.mark(f"DRAFTED-{name}", for_={"citizen"} if name == "HERE" else {"other_officer"})
    site = world.cast.city if name == "HERE" else world.cast.other_government
    side.request_draft = save_draft(site, by=drafter, typed={"subject": text})
    settled = requests.submit_topic(agency, by=None, key=f"settled-{name}", title=f"已答复的点题{name}").case
    requests.answer_topic(settled, by=clerk, item=type(side.item).objects.get(pk=side.item.pk))
    side.rating = requests.rate(settled, score=4, words=world.mark(f"RATED-{name}", for_=readers))
    reference = world.mark(f"REMEDY-{name}", for_=readers)
    side.remedy = requests.record_remedy(
        agency, by=world.cast.clerk if name == "HERE" else world.cast.other_clerk, kind="reconsideration",
        body=f"复议机关{name}", reference_number=reference, filed_on=timezone.localdate(), request=side.request,
    )  # fmt: skip
    officer, who = world.cast.officer, {"officer"}
    if name == "THERE":
        officer, who = world.cast.other_officer, {"other_officer"}
    text = f"# 缴费通知书 {world.mark(f'WORDING-{name}', for_=who)} {{受理编号}}"
    side.wording = word_letter(side.government, by=officer, form=LetterForm.FEE_NOTICE, text=text)
    side.reply = requests.save_reply_template(
        ReplyTemplate(agency=agency, title=world.mark(f"REPLY-{name}", for_=readers), body="现答复如下。"),
        by=world.cast.clerk if name == "HERE" else world.cast.other_clerk,
    )
    side.released = _released(side.request, world.mark(f"RELEASED-{name}", for_=readers), clerk)
    subject = world.mark(f"PROPOSAL-{name}", for_=readers)
    side.proposal = Proposal.objects.create(agency=agency, begun_with=side.request, origin="several", subject=subject)
    ProposedRequest.objects.create(proposal=side.proposal, request=side.request)
    side.topic = requests.submit_topic(agency, by=None, key=f"topic-{name}", title=f"公开点题{name}").case


def _released(case, name, clerk):
    """A file that is ready and not sent yet."""
    original, output = (
        store(SimpleUploadedFile(f"{name}.pdf", paper(text), "application/pdf"), agency=case.agency, by=clerk)
        for text in ("原件", "结果")
    )
    return ReleasedFile.objects.create(
        request=case, name=original.name, pages=[[1653, 2339]], original=original, original_sha256=original.sha256,
        original_until=timezone.localdate(), output=output, state="verified", verified_at=timezone.now(),
        uploaded_by=clerk,
    )  # fmt: skip


def _complaint(world, side, name, agency, officer):
    who = {"officer"} if name == "HERE" else {"other_officer"}
    side.complaint, side.complaint_code = oversight.submit_complaint(
        agency, key=f"complaint-{name}", kind=ComplaintKind.LATE, identity=Identity.NAMED,
        text=world.mark(f"COMPLAINT-{name}", for_=who), name=world.mark(f"COMPLAINANT-{name}", for_=who),
        contact="13900000000",
    )  # fmt: skip
