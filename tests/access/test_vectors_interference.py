"""Nothing that another government does changes a letter of what one reads.

Every page is read, then the other government grows by one of everything, then every page is read again. What has no
name — a count, a facet, a year in a filter, an order, a cache — would show here.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalog import actions as catalog
from catalog.models import Area
from disclosure import actions as items
from disclosure.actions import gazette
from disclosure.models import Attribute
from disclosure.models import Kind as ItemKind
from oversight import actions as oversight
from oversight.models import AssessmentScheme, ComplaintKind, Identity, Indicator, Mode
from portal.agencies.actions import grant
from portal.agencies.models import Kind, Tier
from portal.agencies.roles import ROLES
from portal.workdays.models import CalendarDay
from requests_app import actions as requests
from requests_app.actions.retaining import save_plan
from requests_app.models import Delivery, FormWanted, IdentityKind
from tests.access import complained
from tests.access.organised import working
from tests.access.powers import more_of_there
from tests.access.vectors import OWNED, Planted, address, text_of, undone
from tests.cast import agency, person
from tests.oversight.reviewing import opened
from tests.oversight.spot_checking import plan

pytestmark = pytest.mark.django_db
PUBLIC = (
    "/", "/items/", "/agencies/", "/areas/", "/areas/1/", "/areas/1/items/", "/search/?q=公开", "/search/?q=正文",
    "/requests/", "/requests/new/", "/complaints/new/", "/performance/", "/fragments/figures/", "/reports/",
    "/orders/",
    "/complaints/results/",
    "/spot-checks/",
    "/reviews/",
    "/organisation/",
    "/bulletins/",
    "/api/v1/agencies/", "/api/v1/areas/", "/api/v1/entries/", "/api/v1/items/", "/api/v1/topic-requests/",
)  # fmt: skip
OFFICE = (
    "/office/",
    "/office/overdue/",
    "/office/warnings/",
    "/office/orders/",
    "/office/complaints/",
    "/office/opinions/",
    "/office/page-reports/",
    "/office/powers/",
    "/office/powers/items/",
    "/powers/",
    "/powers/table/",
    "/office/spot-checks/",
    "/office/reviews/",
    "/office/reviews/opinions/",
    "/office/organisation/",
    "/office/organisation/lists/plans/",
    "/office/lists/requests-open/",
    "/office/lists/duties-overdue/",
    "/office/reports/",
    "/inbox/",
    "/accounts/",
)


def grow(planted: Planted) -> None:
    """One more of everything in the other government."""
    cast, there = planted.world.cast, planted.world.there
    place = agency(there.government, "远山县公安局", "ys-gaj", Tier.COUNTY, Kind.POLICE)
    clerk, head = person("newclerk", "新办事"), person("newhead", "新局长")
    grant(ROLES["clerk"], to=clerk, on=place, by=None)
    grant(ROLES["reviewer"], to=head, on=place, by=None)
    entry = catalog.add_entry(
        there.government, by=cast.other_officer, area=Area.objects.get(number=2), code="zz-9", level1="警务",
        time_limit="每年公开",
    )  # fmt: skip
    catalog.assign_duty(entry, agency=place, by=cast.other_officer)
    _publish(place, clerk, head, entry)
    items.draft(agency=place, by=clerk, title="草稿", body="正文", kind=ItemKind.NOTICE, attribute=Attribute.ON_REQUEST)
    _ask(place)
    complaint, _code = oversight.submit_complaint(
        place, key="more-c", kind=ComplaintKind.OTHER, identity=Identity.ANONYMOUS, text="又一件", name="", contact=""
    )
    oversight.accept(complaint, by=cast.other_officer)
    complained.grow(there.government, place, cast.other_officer, "又一件舆情")
    scheme = AssessmentScheme(agency=there.government, year=2018, kind=Kind.POLICE, title="二〇一八年考核")
    oversight.save_scheme(
        scheme, by=cast.other_officer, indicators=[Indicator(position=1, name="x", weight=1, mode=Mode.SCORED)]
    )
    oversight.open_assessment(scheme, agency=place, by=cast.other_officer)
    oversight.open_report(place, year=2017, by=clerk)
    oversight.set_report_terms(there.government, by=cast.other_officer, by_agencies="01-02", by_governments="02-02")
    oversight.plan_spot_check(there.government, by=cast.other_officer, **plan(title="又一次抽查"))
    opened(there.government, cast.other_officer, place, title="又一评议")
    working(place, there.government, officer=cast.other_officer, clerk=clerk)
    more_of_there(planted.world)
    there.retention.contact_years = 9
    save_plan(there.retention, by=cast.other_officer)
    oversight.set_terms(there.government, by=cast.other_officer, working_days=33)
    gazette.begin_issue(there.government, by=cast.other_officer, cover_on=timezone.localdate(), title="又一期")
    CalendarDay.objects.create(scope=there.government.path, date="2017-03-03", is_workday=False, name="县庆")


def _publish(place, clerk, head, entry) -> None:
    item = items.draft(
        agency=place, by=clerk, title="公开的警情", body="公开的正文", kind=ItemKind.NOTICE,
        attribute=Attribute.PROACTIVE, entry=entry,
    )  # fmt: skip
    items.attach(item, SimpleUploadedFile("警情.txt", "公开".encode(), "text/plain"), by=clerk)
    items.submit(item, by=clerk)
    items.approve_and_publish(item, by=head)


def _ask(place) -> None:
    for number in range(3):
        requests.submit_request(
            place, by=None, key=f"more-r{number}", name="又一人", identity_kind=IdentityKind.OTHER,
            identity_number=f"B-{number}", category="c2", phone="13700000000", email="", address="",
            subject="又一份年度文件汇编", description="", form_wanted=FormWanted.PAPER, delivery=Delivery.PICK_UP,
        )  # fmt: skip
    requests.find_proposals(place)
    requests.submit_topic(place, by=None, key="more-t", title="又一个点题")


def pages_for(planted: Planted, side: str) -> list[str]:
    pages = ["/admin/"]
    for name in OWNED:
        pk = planted.row(name, side).pk
        pages += [address(name, "changelist"), address(name, "add"), address(name, "change", pk)]
    labels = sorted({planted.row(name, side)._meta.app_label for name in OWNED})
    return [*pages, *(f"/admin/{label}/" for label in labels), *OFFICE, *PUBLIC]


def read(planted: Planted, member: str, side: str) -> dict[str, str]:
    client = planted.client(member)
    return {page: text_of(client.get(page)) for page in pages_for(planted, side)}


MEMBERS = ("master", "clerk", "officer", "supervisor", "admin")


@pytest.mark.parametrize("member", MEMBERS)
def test_nothing_changes_for_the_first_government(planted: Planted, member, django_capture_on_commit_callbacks):
    with undone():
        before = read(planted, member, "here")
        with django_capture_on_commit_callbacks(execute=True):
            grow(planted)
        after = read(planted, member, "here")
        assert differences(before, after) == []


def differences(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Pages that read otherwise, each with the lines that are new."""
    lines = {page: set(after[page].split("\n")) - set(before[page].split("\n")) for page in before}
    return [(page, sorted(lines[page])[:3]) for page in before if before[page] != after[page]]


def test_the_second_government_does_see_it(planted: Planted, django_capture_on_commit_callbacks):
    """Or the test above would compare nothing with nothing."""
    with undone():
        before = read(planted, "other_master", "there")
        with django_capture_on_commit_callbacks(execute=True):
            grow(planted)
        after = read(planted, "other_master", "there")
        changed = {page for page in before if before[page] != after[page]}
    assert {address(name, "changelist") for name in OWNED} <= changed
    assert {"/", "/items/", "/agencies/", "/search/?q=公开", "/api/v1/items/", "/office/"} <= changed
