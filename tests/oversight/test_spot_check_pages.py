"""The walk of a spot check through its pages, and what a stranger can verify at its end."""

import csv
import hashlib
import io
from collections import defaultdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from oversight import actions
from oversight.checklist import asked
from oversight.models import CheckAnswer, Finding, SpotCheck
from tests.oversight.spot_checking import all_good, checking_check, drawn_check, fault, plan, published, row_of
from tests.oversight.test_check_forms import PNG


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text(response, status=200):
    assert response.status_code == status
    return response.content.decode()


def sheet(*, of_item=False, **more):
    return {question.code: "good" for question in asked(of_item=of_item)} | more


def test_from_the_plan_to_the_public_page(cast):
    """Told once as the office and the agency go through it."""
    published(cast.bureau, cast.clerk, cast.reviewer, "低保通知")
    office, bureau, public = signed_in(cast.officer), signed_in(cast.clerk), Client()
    typed = plan(kinds=["department"], agency_count=9, item_count=5, self_check_days=5)
    check_page = office.post("/office/spot-checks/new/", typed)["Location"]
    check = SpotCheck.objects.get()
    assert check.commitment in text(public.get(f"/spot-checks/jianghe/{check.year}/1/"))
    assert check.secret not in text(office.get(check_page))
    assert office.post(f"{check_page}draw/", {"word": "8848", "witness": "吴监督"}).status_code == 302
    assert check.secret in text(office.get(f"{check_page}print/"))
    own = f"/office/checked/jianghe/{check.year}/1/qt-mzj/"
    assert f"{own}self-check/" in text(bureau.get(own))
    assert bureau.post(f"{own}self-check/", sheet(wanted="fault", **{"wanted-remark": "电话旧"})).status_code == 302
    assert office.post(f"{check_page}begin/").status_code == 302
    form = f"{check_page}agencies/qt-mzj/"
    assert "电话旧" in text(office.get(form))
    wrong = sheet(wanted="fault", **{"wanted-remark": "电话打不通", "wanted-days": "5", "wanted-grade": "serious"})
    photo = SimpleUploadedFile("大厅.png", PNG, "image/png")
    assert office.post(form, wrong | {"wanted-file": photo}).status_code == 302
    assert "电话打不通" not in text(bureau.get(own))
    assert office.post(f"{check_page}send/").status_code == 302  # the others are not complete: it says so
    check.refresh_from_db()
    assert check.state == "checking"
    assert office.post(f"{check_page}agencies/qt-jyj/", sheet()).status_code == 302
    item = row_of(check, cast.bureau).items.get()
    assert office.post(f"{form}items/{item.number}/", sheet(of_item=True)).status_code == 302
    assert office.post(f"{check_page}send/").status_code == 302
    page = text(bureau.get(own))
    assert "电话打不通" in page
    evidence = f"/office/spot-checks/evidence/{CheckAnswer.objects.get(file__isnull=False).file.public_id}/"
    assert evidence in page
    assert b"".join(bureau.get(evidence).streaming_content) == PNG
    answer = f"{own}findings/1/"
    assert text(bureau.post(answer, {"text": ""}))
    assert bureau.post(answer, {"text": "已更正"}).status_code == 302
    recheck = f"{check_page}agencies/qt-mzj/findings/1/"
    assert "已更正" in text(office.get(recheck))
    assert office.post(recheck, {"is_rectified": "1", "text": "已接通"}).status_code == 302
    assert office.post(f"{check_page}close/", {"conclusion": "总体较好。"}).status_code == 302
    page = text(public.get(f"/spot-checks/jianghe/{check.year}/1/"))
    assert "总体较好。" in page
    assert "电话打不通" not in page


def test_a_stranger_draws_the_closed_check_again(cast):
    """From the public page's files alone, with nothing of ours but the description of the algorithm."""
    for number in range(5):
        published(cast.bureau, cast.clerk, cast.reviewer, f"通知{number}")
    check = checking_check(cast, item_count=2)
    for drawn in check.agencies.select_related("agency"):
        row = row_of(check, drawn.agency)
        actions.fill_form(row, by=cast.officer, answers=all_good())
        for item in row.items.all():
            actions.fill_form(row, by=cast.officer, item=item, answers=all_good(of_item=True))
    actions.send_findings(check, by=cast.officer)
    actions.close_spot_check(check, by=cast.officer, conclusion="总体较好。")
    address = f"/spot-checks/jianghe/{check.year}/{check.serial}/"
    page = text(Client().get(address))
    assert hashlib.sha256(check.secret.encode()).hexdigest() == check.commitment
    frame = Client().get(f"{address}frame.txt").content
    assert hashlib.sha256(frame).hexdigest() in page
    strata = defaultdict(list)
    for line in frame.decode().splitlines():
        stratum, number = line.split("\t")
        strata[stratum].append(number)
    lots = {
        number: hashlib.sha256(f"{check.secret}|20261126|{number}".encode()).hexdigest()
        for numbers in strata.values()
        for number in numbers
    }
    rows = list(csv.reader(io.StringIO(Client().get(f"{address}sample.csv").content.decode("utf-8-sig"))))[1:]
    told = {row[2]: row[5] for row in rows}
    assert told == {number: lots[number] for number in told}
    assert len(told) == 4  # both departments, two of the five items
    for numbers in strata.values():
        chosen = [number for number in numbers if number in told]
        assert sorted(chosen) == sorted(sorted(numbers, key=lots.get)[: len(chosen)])


def test_before_it_is_closed_nobody_outside_learns_the_sample(cast):
    published(cast.bureau, cast.clerk, cast.reviewer, "低保通知")
    check = drawn_check(cast, kinds=["department"], agency_count=1, item_count=1)
    drawn = check.agencies.get()
    address = f"/spot-checks/jianghe/{check.year}/{check.serial}/"
    for person in (None, cast.clerk, cast.sibling_clerk, cast.supervisor, cast.head):
        client = signed_in(person) if person else Client()
        for page in (address, "/spot-checks/", "/office/checked/"):
            found = client.get(page).content.decode().split("<main")[-1]
            assert check.secret not in found
            assert drawn.name not in found
        for file in ("sample.csv", "frame.txt"):
            assert client.get(address + file).status_code == 404
        assert client.get(f"/office/spot-checks/jianghe/{check.year}/{check.serial}/").status_code in {302, 404}


def test_the_sibling_sees_nothing_of_the_other_agency(cast):
    check = checking_check(cast)
    marker = "只与民政局有关"
    for row in check.agencies.select_related("agency"):
        given = all_good(**({"wanted": fault(marker)} if row.agency == cast.bureau else {}))
        actions.fill_form(row_of(check, row.agency), by=cast.officer, answers=given)
    base = f"/office/checked/jianghe/{check.year}/{check.serial}"
    pages = [f"{base}/{code}/{rest}" for code in ("qt-mzj", "qt-jyj") for rest in ("", "self-check/", "findings/1/")]

    def seen(person):
        client = signed_in(person)
        return {page for page in [*pages, "/office/checked/"] if marker in client.get(page).content.decode()}

    assert seen(cast.clerk) == seen(cast.sibling_clerk) == set()
    actions.send_findings(check, by=cast.officer)
    assert seen(cast.clerk) == {pages[0], pages[2]}
    assert seen(cast.sibling_clerk) == set()
    sibling = signed_in(cast.sibling_clerk)
    assert sibling.get(pages[0]).status_code == 404
    assert sibling.post(pages[2], {"text": "代答"}).status_code == 404
    assert Finding.objects.get().state == "sent"


def test_forms_say_what_is_wrong_beside_the_field(cast):
    office = signed_in(cast.officer)
    today = timezone.localdate()
    page = office.post("/office/spot-checks/new/", plan(title="", until=today.replace(year=2000)))
    assert set(page.context["form"].errors) == {"title", "until"}
    page = office.post("/office/spot-checks/new/", plan(kinds=["prison"]))
    assert set(page.context["form"].errors) == {"kinds"}
    check = actions.plan_spot_check(cast.city, by=cast.officer, **plan())
    page = office.post(f"{check.get_absolute_url()}draw/", {"word": "a|b", "witness": "某某"})
    assert set(page.context["form"].errors) == {"word"}
    check = checking_check(cast)
    page = office.post(f"{check.get_absolute_url()}agencies/qt-mzj/", {"wanted": "fault"})
    assert set(page.context["sheet"].errors) == {"wanted-remark"}


@pytest.mark.parametrize("rest", ["print/", "frame.txt", "agencies/qt-mzj/"])
def test_there_is_no_sample_before_the_draw(cast, rest):
    check = actions.plan_spot_check(cast.city, by=cast.officer, **plan())
    office = signed_in(cast.officer)
    assert office.get(check.get_absolute_url() + rest).status_code == 404
    assert office.get(f"{check.get_absolute_url()}change/").status_code == 200
