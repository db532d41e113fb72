"""The demo: real input, cases in every state, accounts that open; on any day, and the same when it is loaded again."""

import json
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import transaction
from django.test import Client, TestCase
from django.utils import timezone

from catalog.models import CatalogEntry, Duty
from disclosure.models import Consultation, CorrectionNote, GazetteIssue, Item, Survey
from disclosure.states import State as ItemState
from oversight.grades import Grade
from oversight.models import (
    AssessmentScheme,
    Bulletin,
    Complaint,
    ComplaintExtract,
    ComplaintResult,
    EarlyWarning,
    EvidenceRow,
    FindingKind,
    MajorFiling,
    Objection,
    OpinionCase,
    PageReport,
    PowerCase,
    PowerFinding,
    SupervisionOrder,
)
from oversight.states import HEARD_ALONE, ComplaintState, OpinionState, PowerState
from oversight.work.standing import matrix
from portal.accounts.models import User
from portal.agencies.models import Agency, Kind
from portal.audit.models import AuditEvent
from portal.demo.accounts import ACCOUNTS, PASSWORD, table
from portal.demo.history import quick_hashes
from portal.demo.publishing import DATA
from portal.search.queries import find
from requests_app.models import DisclosureRequest, ReleasedFile, TopicRequest
from requests_app.states import State, TopicState
from tests.access.vectors import database
from tests.catalog.sheets import REAL

pytestmark = pytest.mark.django_db
# a day whose year has no announced calendar yet, a day of Golden Week, and the first minutes of a year in which some of
# the real notices are younger than the days that the story has for them
DAYS = ("2027-03-15 10:00+08:00", "2026-10-04 12:00+08:00", "2026-01-01 00:05+08:00")


@pytest.fixture(scope="module", params=DAYS, ids=[day[:10] for day in DAYS])
def day(request, django_db_setup, django_db_blocker):
    """The moment at which the demo was loaded into an empty installation; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        with time_machine.travel(request.param), TestCase.captureOnCommitCallbacks(execute=True):
            call_command("load_demo", stdout=StringIO())
        yield request.param
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def today(day, db):
    """Every test asks on the day of loading, and undoes what it did."""
    with time_machine.travel(day):
        yield


def government(code):
    return Agency.objects.get(code=code, depth=1)


@pytest.mark.parametrize("code", ["mc", "ys"])
def test_the_whole_catalog_is_there_for_both_governments(code):
    assert CatalogEntry.objects.filter(agency=government(code)).count() == 158
    assert len(REAL.read_text("utf-8-sig").strip().splitlines()) > 158
    assert Duty.objects.under(government(code)).exists()


def test_the_tree_is_the_promised_one():
    kinds = [(agency.kind, agency.tier) for agency in Agency.objects.under(government("mc"))]
    assert sum(kind == Kind.GOVERNMENT and tier == "county" for kind, tier in kinds) == 2
    assert sum(tier == "township" for _kind, tier in kinds) == 4
    assert sum(kind == Kind.UTILITY for kind, _tier in kinds) == 3
    assert {Kind.SCHOOL, Kind.HOSPITAL, Kind.DEPARTMENT, Kind.OFFICE, Kind.POLICE} <= {kind for kind, _tier in kinds}


@pytest.mark.parametrize("username", [name for name, _role, _agency in ACCOUNTS])
def test_every_account_logs_in_through_the_page_and_works(username):
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    token = client.get("/accounts/login/").context["csrf_token"]
    typed = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    answer = client.post("/accounts/login/", typed)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/admin/").status_code == (302 if username == "citizen" else 200)


def test_the_printed_table_tells_the_truth():
    for username, password, _role, place in table():
        user = User.objects.get(username=username)
        assert user.check_password(password)
        served = {grant.content_object for grant in user.agencyuserobjectpermission_set.all()}
        assert all(place in agency.name for agency in served), username
        assert bool(served) is bool(place)


def test_requests_stand_in_every_state():
    assert set(DisclosureRequest.objects.values_list("state", flat=True)) == set(State.values)
    assert set(TopicRequest.objects.values_list("state", flat=True)) == set(TopicState.values)
    assert DisclosureRequest.objects.filter(extension__isnull=False).exists()
    assert set(Item.objects.values_list("state", flat=True)) >= set(ItemState.values) - {"approved", "withdrawn"}


def test_an_answer_came_with_a_blackened_list():
    file = ReleasedFile.objects.sent().get()
    assert file.request.state == State.ANSWERED
    assert file.request.applicant.username == "citizen"
    assert (file.boxes.count(), file.faults, file.output.content_type) == (3, "", "application/pdf")


def test_some_are_overdue_and_some_are_not():
    overdue = set(DisclosureRequest.objects.overdue().values_list("pk", flat=True))
    assert len(overdue) >= 3
    assert DisclosureRequest.objects.open().exclude(pk__in=overdue).count() >= 3
    assert Duty.objects.overdue(timezone.localdate()).exists()
    assert Duty.objects.met(timezone.localdate()).exists()


def test_cases_of_powers_stand_in_every_state():
    assert set(PowerCase.objects.values_list("state", flat=True)) == set(PowerState.values)
    assert PowerCase.objects.overdue(timezone.now()).exists()
    assert PowerCase.objects.unpublished().exists()
    assert MajorFiling.objects.unreceived().count() == 1
    assert set(PowerFinding.objects.open().values_list("kind", flat=True)) == set(FindingKind.values)


def test_complaints_and_an_assessment():
    assert set(Complaint.objects.values_list("state", flat=True)) >= {*HEARD_ALONE, ComplaintState.ANSWERED}
    assert Complaint.objects.filter(agency=government("ys")).exists()
    assert Complaint.objects.values("channel").distinct().count() == 3
    assert Complaint.objects.exclude(first=None).get().state == ComplaintState.ANSWERED
    assert Complaint.objects.with_unread().filter(unread__gt=0).exists()
    assert ComplaintExtract.objects.to_answer().exists()
    assert ComplaintResult.objects.public().exists()
    states = set(OpinionCase.objects.values_list("state", flat=True))
    assert states == {OpinionState.COLLECTED, OpinionState.ASSESSED, OpinionState.EVALUATED}
    assert set(PageReport.objects.values_list("state", "outcome")) == {
        ("received", ""), ("answered", "fixed"), ("answered", "platform"),
    }  # fmt: skip
    published, open_one = AssessmentScheme.objects.order_by("year")
    assert published.published_at
    assert set(Objection.objects.values_list("state", flat=True)) == {"upheld", "rejected"}
    assert published.assessments.filter(rank=1, consequences__step="award").exists()
    assert EvidenceRow.objects.filter(score__assessment__scheme=published).count() >= 20
    assert set(open_one.assessments.values_list("state", flat=True)) == {"scored"}


def test_warnings_of_every_grade_and_two_orders():
    opened = EarlyWarning.objects.open()
    assert set(opened.values_list("grade", flat=True)) == set(Grade.values)
    assert opened.values("rule").distinct().count() >= 5
    assert EarlyWarning.objects.filter(closing="fixed").exists()
    late, answered = SupervisionOrder.objects.order_by("pk")
    assert late.is_late
    assert late in SupervisionOrder.objects.public()
    assert (answered.state, answered.answers.count()) == ("answered", 1)


def test_a_county_organises_its_work():
    county = Agency.objects.get(code="lx")
    lines = matrix(county, Agency.objects.public(), timezone.localdate().year, timezone.localdate())
    assert {line.agency.code for line in lines if not line.persons} >= {"lx-mzj", "lx-jyj"}
    assert [line.agency.code for line in lines if line.plan is None] == ["lx-wlj"]
    assert [line.plan.receipt for line in lines if line.plan and line.plan.serial == 1]
    assert [bulletin.number for bulletin in Bulletin.objects.public().newest_first()] == [2, 1]


def test_one_survey_runs_and_one_shows_its_results():
    running, over = (Survey.objects.public().in_phase(phase) for phase in ("open", "results"))
    assert [survey.last_number for survey in running] == [26]
    page = Client(headers={"host": "localhost"}).get(over.get().get_absolute_url()).content.decode()
    assert "48" in page
    assert "希望下午也能检测" in page


def test_nothing_happened_after_today_and_nothing_is_old():
    now = timezone.now()
    for rows, field in (
        (DisclosureRequest.objects, "filed_at"), (TopicRequest.objects, "filed_at"), (AuditEvent.objects, "at"),
        (Item.objects.public(), "published_at"),
    ):  # fmt: skip
        moments = list(rows.values_list(field, flat=True))
        assert max(moments) <= now
        assert (now - max(moments)).days <= 7
        assert (now - min(moments)).days <= 400


@pytest.mark.parametrize("about", json.loads((DATA / "documents" / "index.json").read_text()), ids=lambda a: a["file"])
def test_the_documents_are_found_and_name_their_source(about):
    hits = find(about["title"], under=government("mc")).hits
    hit = next(hit for hit in hits if hit.url.startswith("/items/"))
    page = Client(headers={"host": "localhost"}).get(hit.url).content.decode()
    assert about["title"] in page
    assert about["agency"] in page
    assert not find(about["title"], under=government("ys")).hits


def test_nothing_was_published_before_it_was_written():
    written = Item.objects.public().exclude(doc_date=None)
    assert written.count() >= 20
    assert [item for item in written if item.doc_date > timezone.localdate(item.published_at)] == []


def test_what_counts_as_published_can_be_read():
    fulfilled = Duty.objects.exclude(last_fulfilled_on=None)
    assert fulfilled.count() > 20
    assert [duty for duty in fulfilled if not Item.objects.standing_for(duty).exists()] == []


def test_what_was_asked_for_is_what_was_published():
    answered = TopicRequest.objects.exclude(item=None)
    assert answered.count() == 3
    assert all(topic.item.title in topic.title and topic.item.agency == topic.agency for topic in answered)


def test_every_item_from_elsewhere_names_where():
    public = Item.objects.public().exclude(source_name="")
    with (DATA / "notices.jsonl").open() as lines:
        assert public.count() == len(list(lines)) + 4
    # these, and guides written from contact cards, are the demo's own
    own = Item.objects.public().filter(source_name="").exclude(kind__in=["survey", "hearing", "disclosure_guide"])
    invented = own.under(Agency.objects.get(code="lx"))  # the county of which the showcase tells
    # the catalog as a file, the portal's own, and what two topics of the city asked for
    assert own.count() - invented.count() == 4


def test_the_county_of_the_showcase_has_one_of_everything():
    public = Item.objects.public().under(Agency.objects.get(code="lx"))
    assert public.filter(kind="power").get().live_version.parts["steps"]
    assert public.filter(live_version__row_set__count=18).count() == 1
    assert {one.phase for one in Consultation.objects.public().filter(item__in=public)} >= {"open", "outcome"}
    assert CorrectionNote.objects.filter(version__item__in=public).count() == 1
    old = Item.objects.get(withdrawal_ground="superseded")
    assert old.replaced_by in public


def test_loading_again_changes_nothing():
    before, said = database(), StringIO()
    call_command("load_demo", stdout=said)
    assert database() == before
    assert "not loaded" in said.getvalue()


def test_the_home_page_of_each_site_shows_what_was_published():
    for host, name in (("localhost", "明川市"), ("linxi.localhost", "临溪县"), ("yuanshan.localhost", "远山县")):
        page = Client(headers={"host": host}).get("/").content.decode()
        assert name in page
        assert "/items/" in page


def test_quick_hashes_open_and_are_made_anew_at_the_full_cost():
    full = Argon2PasswordHasher()
    with quick_hashes():
        quick = full.encode("yangguang", "salt-of-the-demo")
    assert full.verify("yangguang", quick)
    assert not full.verify("Yangguang", quick)
    assert full.must_update(quick)
    assert full.decode(quick)["memory_cost"] < full.memory_cost


def test_an_issue_of_the_gazette_is_out_and_the_next_is_in_the_making():
    issues = GazetteIssue.objects.under(government("mc"))
    assert [(issue.number, issue.total) for issue in issues.public()] == [(3, 27)]
    assert all(issue.entries.exists() for issue in issues)
    assert issues.count() == 2
