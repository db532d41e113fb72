"""Forms of a spot check: by whom, when, and the findings that follow from the faults."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from oversight import actions
from oversight.actions.check_forms import Given
from oversight.check_sheets import CheckSheet
from oversight.checklist import QUESTIONS, VETOES, asked
from oversight.models import CheckAnswer, CheckForm, CheckVerdict, Finding
from oversight.states import SPOT_CHECK_TABLE, SpotCheckState
from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from tests.oversight.spot_checking import (
    all_good,
    checking_check,
    drawn_check,
    fault,
    filled_check,
    planned_check,
    published,
    row_of,
)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def strangers(cast):
    return (cast.clerk, cast.head, cast.reviewer, cast.sibling_clerk, cast.supervisor, cast.admin, cast.other_officer)


def test_the_five_questions_and_the_veto_list():
    assert len(QUESTIONS) == 5
    assert len(VETOES) == 6
    assert [question.is_veto for question in asked(of_item=False)] == [False] * 5 + [True] * 6
    assert not any(question.is_veto for question in asked(of_item=True))


def test_only_the_office_fills_in_its_forms(cast):
    check = checking_check(cast)
    row = row_of(check, cast.bureau)
    for person in strangers(cast):
        with pytest.raises(NotAllowed):
            actions.fill_form(row, by=person, answers=all_good())
        with pytest.raises(NotAllowed):
            actions.send_findings(check, by=person)
    assert not CheckForm.objects.exists()


@pytest.mark.parametrize("verb", ["begin", "fill", "send", "close", "draw", "cancel"])
def test_every_verb_only_from_where_the_table_allows_it(cast, verb):
    """Each state × each verb of the office that the table forbids there."""
    acts = {
        "begin": lambda check: actions.begin_check(check, by=cast.officer),
        "fill": lambda check: actions.fill_form(row_of(check, cast.bureau), by=cast.officer, answers=all_good()),
        "send": lambda check: actions.send_findings(check, by=cast.officer),
        "close": lambda check: actions.close_spot_check(check, by=cast.officer, conclusion="总体较好。"),
        "draw": lambda check: actions.draw_spot_check(check, by=cast.officer, word="1", witness="某某"),
        "cancel": lambda check: actions.cancel_spot_check(check, by=cast.officer, reason="改期"),
    }
    everybody = {"kinds": ["department"], "agency_count": 9}
    drawn = drawn_check(cast, **everybody)
    sent = actions.send_findings(filled_check(cast, cast.bureau), by=cast.officer)
    closed = actions.send_findings(filled_check(cast, cast.bureau), by=cast.officer)
    closed = actions.close_spot_check(closed, by=cast.officer, conclusion="总体较好。")
    cancelled = actions.cancel_spot_check(drawn_check(cast, **everybody), by=cast.officer, reason="改期")
    checks = [drawn, checking_check(cast), sent, closed, cancelled] + ([planned_check(cast)] if verb != "fill" else [])
    refused = 0
    for check in checks:
        if check.state in SPOT_CHECK_TABLE[verb].sources:
            continue
        with pytest.raises(Refused):
            acts[verb](check)
        refused += 1
        state = check.state
        check.refresh_from_db()
        assert check.state == state
    assert refused >= 3


def test_a_form_may_be_filled_in_bit_by_bit(cast):
    row = row_of(checking_check(cast), cast.bureau)
    actions.fill_form(row, by=cast.officer, answers={"wanted": Given(CheckVerdict.GOOD)})
    form = actions.fill_form(row, by=cast.officer, answers={"lawful": fault("链接打不开", grade="serious", days=3)})
    assert {answer.code: answer.verdict for answer in form.answers.all()} == {"wanted": "good", "lawful": "fault"}
    finding = Finding.objects.get()
    assert (finding.grade, finding.days, finding.state, str(finding)) == ("serious", 3, "noted", "链接打不开")
    assert AuditEvent.objects.filter(event=Event.SPOT_CHECK_FILLED).latest("number").after["faults"] == 1


def test_a_fault_that_was_none_takes_its_finding_back(cast):
    row = row_of(checking_check(cast), cast.bureau)
    actions.fill_form(row, by=cast.officer, answers={"wanted": fault()})
    actions.fill_form(row, by=cast.officer, answers={"wanted": fault("改写", days=7)})
    assert [(str(finding), finding.days) for finding in Finding.objects.all()] == [("改写", 7)]
    actions.fill_form(row, by=cast.officer, answers={"wanted": Given(CheckVerdict.NOT_APPLICABLE)})
    assert not Finding.objects.exists()


def test_a_veto_is_a_veto_whatever_grade_is_sent(cast):
    row = row_of(checking_check(cast), cast.bureau)
    actions.fill_form(row, by=cast.officer, answers={"grave": fault("首页误报", grade="minor")})
    assert Finding.objects.get().grade == "veto"
    with pytest.raises(Refused) as refusal:
        actions.fill_form(row, by=cast.officer, answers={"wanted": fault("x", grade="veto")})
    assert refusal.value.field == "wanted"


def test_answers_that_make_no_sense(cast):
    row = row_of(checking_check(cast), cast.bureau)
    for answers in ({"wanted": Given(CheckVerdict.FAULT, " ")}, {"wanted": Given("perhaps")}, {"weather": fault()}):
        with pytest.raises(Refused), transaction.atomic():
            actions.fill_form(row, by=cast.officer, answers=answers)
    program = SimpleUploadedFile("a.exe", b"MZ\x90", "application/octet-stream")
    with pytest.raises(Refused) as refusal:
        actions.fill_form(row, by=cast.officer, answers={"wanted": fault(file=program)})
    assert refusal.value.field == "wanted"
    assert not CheckAnswer.objects.exists()
    actions.fill_form(row, by=cast.officer, answers={"wanted": fault()})
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckAnswer.objects.update(remark="")


def test_items_have_a_form_of_their_own(cast):
    published(cast.bureau, cast.clerk, cast.reviewer, "低保通知")
    check = checking_check(cast, item_count=5)
    row = row_of(check, cast.bureau)
    item = row.items.get()
    actions.fill_form(row, by=cast.officer, item=item, answers=all_good(of_item=True, orderly=fault("无文号")))
    assert Finding.objects.get().answer.form.checked_item == item
    with pytest.raises(Refused):  # the veto list is about the agency
        actions.fill_form(row, by=cast.officer, item=item, answers={"grave": fault()})
    with pytest.raises(Refused):  # an item of another agency
        actions.fill_form(row_of(check, cast.sibling), by=cast.officer, item=item, answers={"wanted": fault()})


def test_evidence_is_kept_and_stays_when_the_form_is_saved_again(cast):
    row = row_of(checking_check(cast), cast.bureau)
    photo = SimpleUploadedFile("大厅.png", PNG, "image/png")
    actions.fill_form(row, by=cast.officer, answers={"wanted": fault(file=photo, link="https://example.test/a")})
    actions.fill_form(row, by=cast.officer, answers={"wanted": fault("改写")})
    answer = CheckAnswer.objects.get()
    assert (answer.file.name, answer.file.agency, answer.remark) == ("大厅.png", cast.city, "改写")


def test_the_agency_checks_itself_before_and_finds_nothing_for_the_office(cast):
    facts = {"kinds": ["department"], "agency_count": 9}
    check = drawn_check(cast, **facts, self_check_days=5)
    row = row_of(check, cast.bureau)
    for person in (cast.sibling_clerk, cast.reviewer, cast.officer, cast.supervisor, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.fill_self_check(row, by=person, answers=all_good())
    actions.fill_self_check(row, by=cast.clerk, answers=all_good(wanted=fault()))
    actions.fill_self_check(row, by=cast.head, answers={"wanted": fault("已自查")})
    assert CheckForm.objects.get().filled_by == cast.head
    assert not Finding.objects.exists()
    actions.begin_check(check, by=cast.officer)
    with pytest.raises(Refused):
        actions.fill_self_check(row, by=cast.clerk, answers=all_good())
    check.refresh_from_db()
    assert check.state == SpotCheckState.CHECKING
    assert not check.self_check_clock.is_running
    unasked = row_of(drawn_check(cast, **facts), cast.bureau)
    with pytest.raises(Refused):
        actions.fill_self_check(unasked, by=cast.clerk, answers=all_good())


def test_the_sheet_asks_what_the_form_holds():
    sheet = CheckSheet({"wanted": "fault"}, of_item=True, form=None, days=10)
    assert not sheet.is_valid()
    assert list(sheet.errors) == ["wanted-remark"]
    sent = {
        "wanted": "fault",
        "wanted-remark": "无电话",
        "wanted-grade": "serious",
        "wanted-days": "4",
        "solved": "good",
    }
    sheet = CheckSheet(sent, of_item=True, form=None, days=10)
    assert sheet.is_valid()
    assert sheet.given() == {
        "wanted": Given("fault", "无电话", "", None, "serious", 4), "solved": Given("good", days=None)
    }  # fmt: skip
    own = CheckSheet({}, of_item=False, form=None, days=None)
    assert not any(name.endswith(("-grade", "-days")) for name in own.fields)
    assert len(list(own.groups())) == 11
