import io
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from oversight import actions
from oversight.models import Assessment, AssessmentScheme, Objection
from tests.oversight.assessing import OTHER, SCORED, a_scheme, after_objections, many_agencies, score_everybody
from tests.oversight.cases import answered_request, entry_of, met_duty, overdue_duty


@pytest.fixture
def scheme(cast):
    return a_scheme(cast)


@pytest.fixture
def case(cast, scheme):
    met_duty(cast.bureau, entry_of(cast.city, "p1"))
    overdue_duty(cast.bureau, entry_of(cast.city, "p2"))
    return actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)


def final(scheme, cast, time_machine):
    score_everybody(scheme, cast.officer)
    actions.tell(scheme, by=cast.officer)
    after_objections(time_machine)
    actions.finalise(scheme, by=cast.officer)


def test_the_office_scores_one_agency_on_its_page(client, cast, scheme, case):
    address = case.get_absolute_url()
    client.force_login(cast.officer)
    assert client.post(f"{address}measure/").status_code == 302
    page = client.get(address).content.decode()
    assert f'href="{address}evidence/1/"' in page
    evidence = client.get(f"{address}evidence/1/").content.decode()
    assert evidence.count('class="evidence-row"') == 2
    assert "/entries/p1/" in evidence
    assert client.post(f"{address}score/{SCORED}/", {"i3-value": "120", "i3-reason": "x"}).status_code == 200
    for position in (SCORED, OTHER):
        typed = {f"i{position}-value": "70", f"i{position}-reason": "尚可"}
        assert client.post(f"{address}score/{position}/", typed).status_code == 302
    veto = scheme.vetoes.get(position=2)
    assert client.post(f"{address}veto/", {"item": veto.pk, "reason": ""}).status_code == 200
    assert client.post(f"{address}veto/", {"item": veto.pk, "reason": "无互动栏目"}).status_code == 302
    assert client.post(f"{address}lift/", {"item": veto.pk, "reason": "已恢复"}).status_code == 302
    refused = client.post(f"{address}bonus/", {"points": "9", "reason": "表扬"})
    assert "field--error" in refused.content.decode()
    assert client.post(f"{address}bonus/", {"points": "2", "reason": "表扬"}).status_code == 302
    assert client.post(f"{scheme.get_absolute_url()}tell/").status_code == 302
    case.refresh_from_db()
    assert case.total == Decimal(45)  # (30 × 50 + 30 × 0 + 40 × 70) / 100 + 2: nothing was published in the columns
    client.force_login(cast.supervisor)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}measure/").status_code == 403
    for person in (cast.clerk, cast.head, cast.citizen, cast.other_officer):
        client.force_login(person)
        assert client.get(address).status_code == 404


def test_a_scheme_begins_with_the_nine_criteria(client, cast):
    client.force_login(cast.officer)
    typed = {"year": "2026", "kind": "township", "title": "乡镇考核"}
    answer = client.post("/office/schemes/new/", typed)
    scheme = AssessmentScheme.objects.get()
    assert answer["Location"] == scheme.get_absolute_url()
    assert sum(line.weight for line in scheme.indicators.all()) == 100
    assert (scheme.indicators.count(), scheme.vetoes.count()) == (9, 6)
    assert "field--error" in client.post("/office/schemes/new/", typed).content.decode()
    change = f"/admin/oversight/assessmentscheme/{scheme.pk}/change/"
    assert change in client.get(scheme.get_absolute_url()).content.decode()
    assert client.get(change).status_code == 200


def test_a_sheet_scores_sixty_agencies_at_once(client, cast, scheme, django_assert_max_num_queries):
    many_agencies(cast, 58)
    client.force_login(cast.officer)
    desk = scheme.get_absolute_url()
    assert client.post(f"{desk}open/").status_code == 302
    cases = list(Assessment.objects.of_scheme(scheme))
    sheet = f"{desk}sheet/{SCORED}/"
    with django_assert_max_num_queries(12):
        assert client.get(desk).status_code == 200
    with django_assert_max_num_queries(40):
        assert client.get(sheet).status_code == 200
    typed = {f"{case.agency.code}-value": "88" for case in cases}
    assert client.post(sheet, typed).status_code == 200
    assert not scheme.assessments.filter(scores__isnull=False).exists()
    typed |= {f"{case.agency.code}-reason": "制度齐全" for case in cases}
    with django_assert_max_num_queries(40):
        assert client.post(sheet, typed).status_code == 302
    assert scheme.assessments.filter(scores__value=88).count() == len(cases) == 60
    assert client.get(f"{desk}sheet/1/").status_code == 404  # measured, not scored
    client.force_login(cast.supervisor)
    assert client.get(desk).status_code == 200
    assert client.get(sheet).status_code == 404


def test_the_agency_assesses_itself_reads_and_objects(client, cast, scheme, case):
    client.force_login(cast.clerk)
    own = case.own_address()
    assert own in client.get("/office/assessed/").content.decode()
    assert client.post(f"{own}write/", {"value1": "90"}).status_code == 200
    typed = {f"value{position}": "90" for position in (1, 2, 3, 4)} | {f"proof{p}": "附表" for p in (1, 2, 3, 4)}
    assert client.post(f"{own}write/", typed).status_code == 302
    assert client.post(f"{own}hand-in/").status_code == 302
    score_everybody(scheme, cast.officer, points=lambda place: 61)
    page = client.get(own).content.decode()
    assert "61.00" not in page  # not told yet
    assert client.get(f"{own}evidence/1/").status_code == 404
    actions.tell(scheme, by=cast.officer)
    page = client.get(own).content.decode()
    assert "61.00" in page
    assert client.get(f"{own}evidence/1/").content.decode().count('class="evidence-row"') == 2
    assert client.post(f"{own}object/{SCORED}/", {"o3-reason": ""}).status_code == 200
    assert client.post(f"{own}object/{SCORED}/", {"o3-reason": "制度已印发"}).status_code == 302
    assert client.post(f"{own}object/{OTHER}/", {"o4-reason": "篇数有误"}).status_code == 302
    assert own in client.get("/admin/").content.decode()
    client.force_login(cast.officer)
    address = case.get_absolute_url()
    assert address in client.get("/admin/").content.decode()
    assert "制度已印发" in client.get(address).content.decode()
    answer = {"o3-decision": "uphold", "o3-answer": "补计"}
    assert client.post(f"{address}answer/{SCORED}/", answer).status_code == 200
    assert client.post(f"{address}answer/{SCORED}/", answer | {"o3-value": "90"}).status_code == 302
    assert client.post(f"{address}answer/{OTHER}/", {"o4-decision": "reject", "o4-answer": "无误"}).status_code == 302
    assert set(Objection.objects.values_list("state", flat=True)) == {"upheld", "rejected"}
    client.force_login(cast.sibling_clerk)
    assert client.get(own).status_code == 404


def test_nothing_is_public_before_it_is_published(client, cast, scheme, case, time_machine):
    addresses = (scheme.public_address(), case.public_address(), f"{case.public_address()}1/")
    final(scheme, cast, time_machine)
    for address in addresses:
        assert client.get(address).status_code == 404
    assert scheme.public_address() not in client.get("/assessments/").content.decode()
    actions.draw_consequence(case, by=cast.officer, step="criticised", reason="全年排名靠后")
    actions.publish_results(scheme, by=cast.officer)
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
    assert scheme.public_address() in client.get("/assessments/").content.decode()
    assert "全年排名靠后" in client.get(case.public_address()).content.decode()


def test_files_name_only_public_evidence_to_everybody(client, cast, time_machine):
    # late enough in the year for a request to have been asked and answered in it
    time_machine.move_to(timezone.now().replace(month=9, day=15, hour=2))
    scheme = a_scheme(cast)
    line = scheme.indicators.get(position=2)
    line.evidence = "requests_on_time"
    actions.save_scheme(scheme, by=cast.officer, indicators=[line])
    met_duty(cast.bureau, entry_of(cast.city, "f1"))
    asked = answered_request(cast.bureau, cast.clerk, cast.head, days=20, taken=5)
    actions.open_assessment(scheme, agency=cast.bureau, by=cast.officer)
    final(scheme, cast, time_machine)
    actions.publish_results(scheme, by=cast.officer)

    def evidence(address):
        book = load_workbook(io.BytesIO(client.get(f"{address}assessment.xlsx").content))
        assert len(book.sheetnames) == 2
        return [[cell.value for cell in row] for row in book.worksheets[-1].iter_rows(min_row=2)]

    rows = evidence(scheme.public_address())
    assert len(rows) == 2
    assert asked.number not in str(rows)
    assert "f1" in str(rows)
    page = client.get(f"{Assessment.objects.get().public_address()}2/").content.decode()
    assert asked.number not in page
    assert page.count('class="evidence-row"') == 1
    text = client.get(f"{scheme.public_address()}assessment.csv").content.decode("utf-8-sig")
    assert cast.bureau.name in text
    assert client.get(f"{scheme.public_address()}assessment.pdf").status_code == 404
    client.force_login(cast.officer)
    assert asked.number in str(evidence(scheme.get_absolute_url()))
