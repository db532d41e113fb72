"""The organisation of the work: persons, plans, submissions and the bulletin made from them."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from oversight import actions as oversight
from oversight.models import Bulletin, ResponsiblePerson, Submission, WorkPlan
from oversight.rules import RULES
from oversight.work.registers import REGISTERS
from portal.refusals import NotAllowed, Refused
from tests.oversight.sweeps import look_at
from tests.oversight.working import named_all, set_terms, submitted, text_file

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 6, 15, 4, tzinfo=dt.UTC)


def at(*day):
    return dt.datetime(*day, 4, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _june():
    with time_machine.travel(NOON, tick=False):
        yield


def page_of(person, address, host="testserver"):
    client = Client()
    if person is not None:
        client.force_login(person)
    response = client.get(address, headers={"host": host})
    assert response.status_code == 200, address
    text = response.content.decode()
    assert "UNDEFINED(" not in text
    return text


def test_a_person_is_named_once_a_year_and_replaced(cast):
    first = {"year": 2026, "duty": "first", "post": "局长", "phone": "0578-6220001"}
    oversight.name_person(cast.bureau, by=cast.clerk, name="赵局长", **first)
    oversight.name_person(cast.bureau, by=cast.head, name="钱局长", **first)
    oversight.name_person(cast.bureau, by=cast.head, name="赵局长", **first | {"year": 2025})
    assert [(p.year, p.name) for p in ResponsiblePerson.objects.in_order()] == [(2026, "钱局长"), (2025, "赵局长")]
    with pytest.raises(NotAllowed):
        oversight.name_person(cast.bureau, by=cast.sibling_clerk, name="孙", **first)
    for wrong, field in (({"year": 2029}, "year"), ({"phone": " "}, "phone"), ({"duty": "king"}, "duty")):
        with pytest.raises(Refused) as refusal:
            oversight.name_person(cast.bureau, by=cast.clerk, name="赵", **first | wrong)
        assert refusal.value.field == field


def test_a_missing_person_is_warned_of_until_all_three_are_named(cast):
    set_terms(cast)
    look = [w for w in look_at("persons-unnamed", at(2026, 2, 3)) if w.agency == cast.bureau]
    assert [(w.due_on, w.subject_number) for w in look] == [(dt.date(2026, 1, 31), "qt-mzj/2026")]
    assert RULES["persons-unnamed"].evidence(look[0]).endswith("/agencies/qt-mzj/?year=2026")
    named_all(cast.bureau, cast.clerk, duties=("first", "deputy"))
    assert cast.bureau in [w.agency for w in look_at("persons-unnamed", at(2026, 6, 16))]
    named_all(cast.bureau, cast.clerk, duties=("liaison",))
    assert cast.bureau not in [w.agency for w in look_at("persons-unnamed", at(2026, 6, 17))]


def test_a_new_year_asks_anew_and_the_old_one_can_be_made_up(cast):
    set_terms(cast, since=dt.date(2026, 1, 1))
    named_all(cast.sibling, cast.sibling_clerk)

    def due(agency, when):
        return sorted(w.due_on.year for w in look_at("persons-unnamed", when) if w.agency == agency)

    assert due(cast.bureau, at(2026, 12, 31)) == [2026]
    assert due(cast.sibling, at(2026, 12, 31)) == []
    assert due(cast.bureau, at(2027, 2, 3)) == [2026, 2027]
    assert due(cast.sibling, at(2027, 2, 3)) == [2027]
    assert due(cast.bureau, at(2028, 1, 3)) == [2027]  # 2026 is over; 2028 not soon yet


def test_nothing_is_warned_of_without_terms_nor_before_they_came_into_force(cast):
    rules = [key for key in RULES if RULES[key].find.__module__.endswith("organisation")]
    assert len(rules) == 6
    assert {key: look_at(key, at(2026, 6, 15)) for key in rules} == {key: [] for key in rules}
    set_terms(cast, since=dt.date(2026, 6, 15))
    assert {key: look_at(key, at(2026, 6, 16)) for key in rules} == {key: [] for key in rules}


def test_a_plan_is_filed_received_by_number_and_returned_with_a_reason(cast):
    plan = {"year": 2026, "kind": "plan", "title": "2026年政务公开工作方案"}
    first = oversight.file_plan(cast.bureau, by=cast.clerk, file=text_file(), **plan)
    with pytest.raises(Refused):
        oversight.file_plan(cast.bureau, by=cast.clerk, file=text_file(), **plan)
    with pytest.raises(NotAllowed):
        oversight.receive_plan(first, by=cast.head)
    oversight.return_plan(first, by=cast.officer, reason="缺少考核办法。")
    second = oversight.file_plan(cast.bureau, by=cast.clerk, file=text_file(), **plan)
    received = oversight.receive_plan(second, by=cast.officer)
    other = oversight.file_plan(cast.sibling, by=cast.sibling_clerk, file=text_file(), **plan)
    assert received.receipt == "公开备〔2026〕1号"
    assert oversight.receive_plan(other, by=cast.officer).receipt == "公开备〔2026〕2号"
    with pytest.raises(Refused):
        oversight.return_plan(received, by=cast.officer, reason="再看")
    assert [p.state for p in WorkPlan.objects.of_agency(cast.bureau).order_by("pk")] == ["returned", "received"]


def test_what_a_plan_needs(cast):
    plan = {"year": 2026, "kind": "plan", "title": "方案"}
    for wrong, field in (
        ({}, "file"), ({"file": text_file(), "index_no": "x"}, "file"), ({"index_no": "nothing"}, "index_no"),
        ({"file": text_file(), "title": " "}, "title"), ({"file": text_file(), "year": 2020}, "year"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            oversight.file_plan(cast.bureau, by=cast.clerk, **plan | wrong)
        assert refusal.value.field == field
    with pytest.raises(Refused):
        oversight.file_plan(cast.city, by=cast.officer, file=text_file(), **plan)  # nobody stands above


def test_a_returned_plan_counts_as_not_filed(cast):
    set_terms(cast)
    assert cast.bureau in [w.agency for w in look_at("plan-unfiled", at(2026, 4, 2))]
    plan = oversight.file_plan(cast.bureau, by=cast.clerk, year=2026, kind="plan", title="方案", file=text_file())
    assert cast.bureau not in [w.agency for w in look_at("plan-unfiled", at(2026, 6, 15))]
    oversight.return_plan(plan, by=cast.officer, reason="重写")
    assert cast.bureau in [w.agency for w in look_at("plan-unfiled", at(2026, 6, 15))]


def test_a_month_is_open_until_late_submissions_count_no_more(cast):
    """31 May 2026 is a Sunday: five working days after it end on Friday, 5 June."""
    set_terms(cast)
    sent = {"by": cast.clerk, "text": "开展政策宣讲。"}
    with time_machine.travel(at(2026, 6, 5), tick=False):
        late = oversight.submit_information(cast.bureau, title="五月信息", month=dt.date(2026, 5, 20), **sent)
    assert late.month == dt.date(2026, 5, 1)
    for when, month in ((at(2026, 6, 8), dt.date(2026, 5, 1)), (at(2026, 6, 8), dt.date(2026, 7, 1))):
        with time_machine.travel(when, tick=False), pytest.raises(Refused) as refusal:
            oversight.submit_information(cast.bureau, title="过期", month=month, **sent)
        assert refusal.value.field == "month"
    with pytest.raises(Refused) as refusal:
        for _twice in range(2):
            oversight.submit_information(cast.bureau, title="重复", month=dt.date(2026, 6, 1), **sent)
    assert refusal.value.field == "title"
    with pytest.raises(NotAllowed):
        oversight.submit_information(
            cast.bureau, title="外人", month=dt.date(2026, 6, 1), **sent | {"by": cast.sibling_clerk}
        )


def test_a_missed_quota_opens_after_the_month_and_rests_once_a_later_month_is_kept(cast):
    set_terms(cast, since=dt.date(2026, 5, 1))

    def months(when):
        return [w.subject[1][-7:] for w in look_at("quota-missed", when) if w.agency == cast.bureau]

    submitted(cast.bureau, cast.clerk, at(2026, 5, 31))
    assert months(at(2026, 5, 31)) == []  # the month has not ended
    assert months(at(2026, 6, 1)) == ["2026-05"]  # one of two
    submitted(cast.bureau, cast.clerk, at(2026, 6, 5), month=dt.date(2026, 5, 1))
    assert months(at(2026, 6, 6)) == []
    assert months(at(2026, 7, 1)) == ["2026-06"]
    assert months(at(2026, 8, 3)) == ["2026-06", "2026-07"]
    for _twice in range(2):
        submitted(cast.bureau, cast.clerk, at(2026, 8, 20))
    assert months(at(2026, 8, 21)) == ["2026-06", "2026-07"]
    assert months(at(2026, 9, 1)) == []  # August was kept


def test_a_bulletin_takes_filed_submissions_and_its_number_when_it_is_published(cast):
    first, second = (
        submitted(agency, by, NOON) for agency, by in ((cast.bureau, cast.clerk), (cast.sibling, cast.sibling_clerk))
    )
    facts = {"by": cast.officer, "title": "政务公开简报", "editorial": "编者按。"}
    with pytest.raises(Refused) as refusal:
        oversight.make_bulletin(cast.county, chosen=[first], **facts)  # not filed yet
    assert refusal.value.field == "chosen"
    with pytest.raises(NotAllowed):
        oversight.file_submission(first, by=cast.clerk)
    for row in (first, second):
        oversight.file_submission(row, by=cast.officer)
    bulletin = oversight.make_bulletin(cast.county, chosen=[first, second], **facts)
    with pytest.raises(Refused):
        oversight.make_bulletin(cast.county, chosen=[second], **facts)  # stands in another issue
    oversight.change_bulletin(bulletin, chosen=[second], **facts)
    assert bulletin.get_absolute_url() == f"/office/organisation/bulletins/{bulletin.pk}/"
    page_of(cast.officer, bulletin.get_absolute_url())
    published = oversight.publish_bulletin(bulletin, by=cast.officer)
    assert (str(published), published.number) == ("政务公开简报 2026年第1期", 1)
    assert {row.title: row.state for row in Submission.objects.all()} == {first.title: "filed", second.title: "used"}
    again = oversight.publish_bulletin(oversight.make_bulletin(cast.county, chosen=[first], **facts), by=cast.officer)
    assert again.issue == "2026年第2期"
    with pytest.raises(Refused):
        oversight.change_bulletin(again, chosen=[first], **facts)
    text = page_of(None, published.get_absolute_url(), "qingtian.test")
    assert second.title in text
    assert first.title not in text
    assert "青田县教育局" in text
    word = Client().get(f"{published.get_absolute_url()}bulletin.docx", headers={"host": "qingtian.test"})
    assert word.content[:2] == b"PK"
    assert "2026年第1期" in page_of(None, "/bulletins/", "qingtian.test")


def test_a_number_is_that_of_the_year_of_publication(cast):
    row = oversight.file_submission(submitted(cast.bureau, cast.clerk, at(2026, 12, 30)), by=cast.officer)
    with time_machine.travel(at(2026, 12, 31), tick=False):
        draft = oversight.make_bulletin(cast.county, by=cast.officer, title="简报", chosen=[row])
    with time_machine.travel(at(2027, 1, 4), tick=False):
        assert oversight.publish_bulletin(draft, by=cast.officer).issue == "2027年第1期"
    assert Bulletin.objects.get().year == 2027


def test_the_sibling_clerk_sees_and_does_nothing_of_another_bureau(cast):
    plan = oversight.file_plan(cast.bureau, by=cast.clerk, year=2026, kind="plan", title="方案甲", file=text_file())
    sent = submitted(cast.bureau, cast.clerk, NOON)
    client = Client()
    client.force_login(cast.sibling_clerk)
    for address in (
        "/office/organisation/agencies/qt-mzj/", "/office/organisation/agencies/qt-mzj/persons/",
        f"/office/organisation/rows/plans/{plan.pk}/receive/", f"/office/organisation/files/{plan.file.public_id}/",
    ):  # fmt: skip
        assert client.get(address).status_code == 404, address
    assert "qt-mzj" not in page_of(cast.sibling_clerk, "/office/organisation/")
    for noun in REGISTERS:
        text = page_of(cast.sibling_clerk, f"/office/organisation/lists/{noun}/")
        assert plan.title not in text
        assert sent.title not in text


def test_a_clerk_follows_the_pages_from_the_matrix_to_the_form(cast):
    set_terms(cast)
    matrix = page_of(cast.clerk, "/office/organisation/")
    assert "/office/organisation/agencies/qt-mzj/?year=2026" in matrix
    agency = page_of(cast.clerk, "/office/organisation/agencies/qt-mzj/?year=2026")
    address = "/office/organisation/agencies/qt-mzj/plans/?year=2026"
    assert address in agency
    client = Client()
    client.force_login(cast.clerk)
    given = {"year": 2026, "kind": "plan", "title": "民政方案", "file": SimpleUploadedFile("方案.txt", "方案".encode())}
    response = client.post(address, given, follow=True)
    assert "民政方案" in response.content.decode()
    plan = WorkPlan.objects.get()
    step = f"/office/organisation/rows/plans/{plan.pk}/receive/"
    assert client.post(step).status_code == 403
    assert step in page_of(cast.officer, "/office/organisation/lists/plans/?q=民政&year=2026")
    client.force_login(cast.officer)
    client.post(step)
    assert "公开备〔2026〕1号" in page_of(cast.clerk, "/office/organisation/?year=2026")
    assert "公开备〔2026〕1号" in client.get("/office/organisation/lists/plans.csv").content.decode()


def test_every_form_opens_for_whoever_may_fill_it_in(cast):
    for noun, register in REGISTERS.items():
        for agency in (cast.county, cast.bureau):
            entry = register.entry
            if entry.is_open_to(cast.officer, agency):
                page_of(cast.officer, f"/office/organisation/agencies/{agency.code}/{noun}/")


def test_everybody_reads_name_post_and_office_telephone(cast):
    named_all(cast.bureau, cast.clerk)
    oversight.form_group(
        cast.county, by=cast.officer, name="县政务公开领导小组", document_number="青政办发〔2026〕3号",
        began_on=dt.date(2026, 1, 5), staff_count=2, premises="行政中心501室",
    )  # fmt: skip
    oversight.add_member(
        cast.county, by=cast.officer, name="沈县长", post="县长", role="leader", began_on=dt.date(2026, 1, 5)
    )
    text = page_of(None, "/organisation/", "qingtian.test")
    assert all(word in text for word in ("赵局长", "0578-6220001", "沈县长", "青政办发〔2026〕3号"))
    assert "行政中心501室" not in text  # the profile of the office is read inside
    assert "赵局长" in page_of(None, "/fragments/persons/qt-mzj/", "qingtian.test")
    assert "/fragments/persons/qt-mzj/" in page_of(None, "/agencies/qt-mzj/", "qingtian.test")
