"""Retention: every table is known, nothing is erased early or while contested, and no figure changes."""

import datetime as dt
import json

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from portal.uploads.actions import store
from portal.uploads.models import StoredFile
from requests_app import actions
from requests_app.actions.retaining import erasable, erase, preview, save_plan
from requests_app.erasing import FREE, PERSONAL
from requests_app.models import (
    Consultation,
    Decision,
    DisclosureRequest,
    Enclosure,
    Erasure,
    Part,
    RetentionPlan,
    Satisfaction,
    Supplement,
)
from requests_app.periods import Period
from requests_app.statistics import figures_of
from requests_app.tasks import erase_personal_data

YEAR = dt.timedelta(days=366)
REASON = "满足办理和救济需要"
SECRETS = {
    "name": "欧阳不留名", "identity_number": "11010519491231002X", "phone": "13812345678", "subject": "秘密主题词",
    "description": "申请人自述的困难", "email": "ouyang@example.test", "address": "青田县某街一号",
}  # fmt: skip


def tables_of_a_request():
    """Every table from which foreign keys lead to a request, over however many steps."""
    known = {DisclosureRequest}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.fields
            if isinstance(field, models.ForeignKey) and field.remote_field.model in known
        } - known
        if not more:
            return known
        known |= more


def words_of(model):
    """Fields that can hold words: text without fixed choices, JSON, files."""
    kinds = (models.CharField, models.TextField, models.JSONField, models.FileField)
    return {field.name for field in model._meta.fields if isinstance(field, kinds) and not field.choices}


def test_every_table_that_hangs_on_a_request_says_what_is_personal_in_it():
    """A new table: list its fields in `requests_app/erasing.py`, or say there why it holds nothing personal."""
    listed = {entry.model for entry in PERSONAL}
    unknown = {model._meta.label for model in tables_of_a_request() - listed} - set(FREE)
    assert unknown == set()
    assert set(FREE) <= {model._meta.label for model in tables_of_a_request()}


@pytest.mark.parametrize("entry", PERSONAL, ids=lambda entry: entry.model.__name__)
def test_every_text_field_is_erased_or_kept_on_purpose(entry):
    assert words_of(entry.model) - {"state"} == (set(entry.fields) & words_of(entry.model)) | set(entry.kept)


@pytest.fixture
def plan(cast):
    def plan(agency=None, *, in_force=True, **years):
        plan = save_plan(RetentionPlan(agency=agency or cast.city, reason=REASON, **years), by=cast.officer)
        plan.is_in_force = in_force
        return save_plan(plan, by=cast.officer)

    return plan


@pytest.fixture
def full(cast, processing):
    """A case with something personal in every table, answered."""

    def full(**content):
        case = processing(by=cast.citizen, **SECRETS | content)
        with transaction.atomic():
            letter = {"addressee": "third_party", "party": "甲某某", "letter": "关于欧阳不留名"}
            asked = actions.consult(case, by=cast.clerk, **letter)
            actions.record_opinion(asked, by=cast.clerk, opinion="objection", text="甲某某不同意")
        actions.extend(case, by=cast.head, days=5, reason="欧阳不留名所需数量大")
        actions.record_search(case, by=cast.clerk, places="档案室", terms="欧阳不留名", result="欧阳不留名的档案")
        actions.add_note(case, by=cast.clerk, text="欧阳不留名来电")
        actions.decide(case, by=cast.clerk, outcome="R3_3_4", text="欧阳不留名您好", grounds="涉及欧阳不留名")
        enclose(case)
        actions.approve_decision(case, by=cast.head)
        Satisfaction.objects.create(request=case, agency=case.agency, score=5, words="欧阳不留名谢谢")
        Supplement.objects.create(
            request=case, points="请欧阳不留名补正", respond_by=timezone.localdate(), asked_by=cast.clerk,
            received_at=timezone.now(), text="我是欧阳不留名",
        )  # fmt: skip
        case.refresh_from_db()
        return case

    return full


def enclose(case):
    upload = SimpleUploadedFile("欧阳不留名.txt", "欧阳不留名的材料".encode(), "text/plain")
    stored = store(upload, agency=case.agency, by=None)
    Enclosure.objects.create(request=case, file=stored, position=1)


def everything(case):
    """All rows of all tables that hang on the case, as text."""
    rows = [list(entry.rows(case).values()) for entry in PERSONAL]
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_all_of_it_goes_and_no_figure_changes(cast, full, plan):
    case = full()
    cases, year = DisclosureRequest.objects.under(cast.bureau), Period.year(timezone.localdate().year)
    before = (figures_of(cases.all(), year), case.working_days, case.number)
    plan()
    with time_machine.travel(timezone.now() + 11 * YEAR):
        erase_personal_data()
    text = everything(case)
    assert [word for word in (*SECRETS.values(), "欧阳", "甲某某") if word in text] == []
    case = DisclosureRequest.objects.get()
    assert (case.name, case.identity_number, case.phone) == ("已按规定删除",) * 3
    assert (case.email, case.address, case.applicant, case.state) == ("", "", None, "answered")
    assert set(case.erasures.values_list("part", flat=True)) == set(Part.values)
    assert before == (figures_of(cases.all(), year), case.working_days, case.number)
    assert not Enclosure.objects.exists()
    assert not StoredFile.objects.exists()
    assert Decision.objects.get().outcome == "R3_3_4"
    assert Consultation.objects.get().opinion == "objection"


def test_each_part_in_its_own_time_and_once(full, plan):
    case = full()
    plan(identity_years=1, contact_years=2)
    with time_machine.travel(timezone.now() + YEAR + dt.timedelta(days=2)):
        for _twice in range(2):
            erase_personal_data()
        case.refresh_from_db()
        assert (case.identity_number, case.phone) == ("已按规定删除", SECRETS["phone"])
    assert Erasure.objects.count() == 1
    assert AuditEvent.objects.filter(event="request_erased").count() == 1


def test_never_early_open_contested_or_without_a_plan_in_force(cast, full, processing, plan):
    case, late = full(), timezone.now() + 11 * YEAR
    still_open = processing(**SECRETS)
    remedy = actions.record_remedy(
        cast.bureau, by=cast.clerk, request=case, kind="reconsideration", body="县政府", reference_number="1号",
        filed_on=timezone.localdate(),
    )  # fmt: skip
    erase_personal_data()
    shelved = plan(in_force=False)
    with time_machine.travel(late):
        erase_personal_data()
    shelved.is_in_force = True
    save_plan(shelved, by=cast.officer)
    erase_personal_data()
    with time_machine.travel(late):
        erase_personal_data()
        assert preview(shelved) == dict.fromkeys(Part.values, 0)
        with pytest.raises(Refused):
            erase(case, Part.NAME, plan=shelved)
    assert not Erasure.objects.exists()
    actions.conclude_remedy(remedy, by=cast.clerk, result="corrected", concluded_on=timezone.localdate())
    with time_machine.travel(late):
        assert preview(shelved)["name"] == 0  # corrected, and not decided anew
    remedy.__class__.objects.update(reopened_at=timezone.now())
    with time_machine.travel(late):
        assert preview(shelved) == dict.fromkeys(Part.values, 1)
        erase_personal_data()
    still_open.refresh_from_db()
    assert still_open.name == SECRETS["name"]
    assert set(Erasure.objects.values_list("request", flat=True)) == {case.pk}


def test_a_government_below_with_its_own_plan_is_left_alone(cast, full, plan):
    full()
    above = plan(identity_years=1)
    later = timezone.now() + YEAR + dt.timedelta(days=2)
    assert erasable(above, Part.IDENTITY, now=later).count() == 1
    own = plan(cast.county, in_force=False, identity_years=9)
    assert erasable(above, Part.IDENTITY, now=later).count() == 0
    assert erasable(own, Part.IDENTITY, now=later).count() == 0


def test_changed_years_are_put_in_force_anew(cast, plan):
    saved = plan()
    assert saved.is_in_force
    saved.name_years = 3
    assert not save_plan(saved, by=cast.officer).is_in_force
    saved.is_in_force = True
    assert save_plan(saved, by=cast.officer).is_in_force
    links = AuditEvent.objects.filter(event="retention_changed").order_by("number")
    assert [link.after["in_force"] for link in links] == [False, True, False, True]


@pytest.mark.parametrize(
    ("said", "field"), [({"reason": ""}, "reason"), ({"name_years": 0}, "name_years"), ({"agency": "bureau"}, "agency")]
)
def test_a_plan_is_refused_beside_its_field(cast, said, field):
    said = {"agency": "city", "reason": REASON} | said
    with pytest.raises(Refused) as refused:
        save_plan(RetentionPlan(**said | {"agency": getattr(cast, said["agency"])}), by=cast.officer)
    assert refused.value.field == field


@pytest.mark.parametrize("who", ["clerk", "head", "supervisor", "other_officer", "citizen"])
def test_only_the_office_and_the_administrator_plan(cast, who):
    with pytest.raises(NotAllowed):
        save_plan(RetentionPlan(agency=cast.city, reason=REASON), by=getattr(cast, who))
    assert save_plan(RetentionPlan(agency=cast.city, reason=REASON), by=cast.admin).pk


def test_mail_to_the_applicant_and_the_address_of_a_topic_go_along(cast, answered, topic, item, plan):
    answered(email=SECRETS["email"])
    asked = topic(email="topic@example.test")
    actions.answer_topic(asked, by=cast.clerk, item=item)
    assert Notice.objects.filter(email=SECRETS["email"]).exists()
    plan(contact_years=1)
    with time_machine.travel(timezone.now() + YEAR + dt.timedelta(days=2)):
        erase_personal_data()
    asked.refresh_from_db()
    assert asked.email == ""
    assert not Notice.objects.filter(email=SECRETS["email"]).exists()


def test_the_audit_trail_never_held_any_of_it(full):
    full()
    trail = json.dumps(list(AuditEvent.objects.values("actor", "subject", "before", "after")), ensure_ascii=False)
    assert "request_answered" in str(AuditEvent.objects.values_list("event", flat=True))
    assert [word for word in (*SECRETS.values(), "欧阳", "甲某某") if word in trail] == []


def test_the_workbench_shows_figures_before_the_plan_is_put_in_force(cast, client, full):
    full()
    client.force_login(cast.officer)
    years = {f"{part}_years": "1" for part in Part.values}
    said = {"agency": cast.city.pk, "reason": REASON} | years
    assert client.post("/admin/requests_app/retentionplan/add/", said | {"is_in_force": "on"}).status_code == 302
    plan = RetentionPlan.objects.get()
    assert not plan.is_in_force
    page = f"/admin/requests_app/retentionplan/{plan.pk}/change/"
    with time_machine.travel(timezone.now() + YEAR + dt.timedelta(days=2)):
        client.force_login(cast.officer)
        assert "证件号码: 1" in client.get(page, headers={"accept-language": "zh-hans"}).text
    assert client.post(page, {"reason": REASON, "is_in_force": "on"} | years).status_code == 302
    plan.refresh_from_db()
    assert plan.is_in_force
