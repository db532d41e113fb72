"""Letters on the page and on paper: the applicant reads what is addressed to them, staff what their agency sent."""

import io

import docx
import pytest
from django.db import transaction
from django.urls import reverse

from portal.receipts import shown
from requests_app import actions
from requests_app.actions.lettering import write
from requests_app.letter_forms import PRINTED, TO_APPLICANT, LetterForm
from tests.requests_app.conftest import ID_NUMBER

WORD = "wordprocessingml"


def words_of(response):
    """The text of a Word file, tables included."""
    document = docx.Document(io.BytesIO(response.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


@pytest.fixture
def consulting(cast, filed):
    """A request about which the applicant and a third party have been written to, with its receipt code."""

    def consulting(by=None):
        case, code, _new = filed(by=by)
        case = actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
        actions.consult(case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请发表意见。")
        return case, code

    return consulting


def follow(client, code, letter="", **said):
    return client.post(reverse("requests_app:request_letter"), {"code": code, "letter": letter} | said)


def letter_of(case, form):
    return case.letters.get(form=form)


def test_an_applicant_reads_with_the_receipt_code(client, consulting):
    case, code = consulting()
    text = client.post(reverse("requests_app:request_follow"), {"code": code}).content.decode()
    receipt = letter_of(case, "receipt")
    assert receipt.number in text
    assert letter_of(case, "consulted").number in text
    assert letter_of(case, "third_party").number not in text
    assert "甲公司" not in text
    page = follow(client, code, receipt.code)
    assert page.status_code == 200
    assert receipt.number in page.content.decode()
    assert shown(code) in page.content.decode()  # to go back with
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_an_applicant_takes_away_a_word_file(client, consulting):
    case, code = consulting()
    receipt = letter_of(case, "receipt")
    answer = follow(client, code, receipt.code, **{"as": "word"})
    assert WORD in answer["Content-Type"]
    written = words_of(answer)
    for line in receipt.body.splitlines():
        assert line.lstrip("#=<> ") in written


@pytest.mark.parametrize("form", sorted(set(LetterForm) - set(TO_APPLICANT) - set(PRINTED)))
def test_an_applicant_never_reads_a_letter_to_somebody_else(cast, client, consulting, form):
    case, code = consulting(by=cast.citizen)
    with transaction.atomic():
        other = write(case, LetterForm(form), by=cast.clerk, addressee="别人")
    client.force_login(cast.citizen)
    own = reverse("requests_app:my_letter", args=[case.number, other.code])
    for answer in (follow(client, code, other.code), client.get(own)):
        assert answer.status_code == 404
        assert other.number not in answer.content.decode()


def test_a_wrong_code_and_a_letter_of_another_case_open_nothing(client, consulting, filed, topic):
    case, code = consulting()
    _other, other_code, _new = filed(subject="另一件")
    receipt = letter_of(case, "receipt")
    assert follow(client, "AAAA-AAAA-AAAA-AAAA", receipt.code).status_code == 422
    assert follow(client, "", receipt.code).status_code == 422
    for asked in (receipt.code, "", "X", "QT-1", f"{receipt.series}-９"):
        assert follow(client, other_code, asked).status_code == 404
    assert follow(client, code, receipt.code, number="QT-1").status_code == 422


def test_an_account_reads_its_own_letters_only(cast, client, consulting):
    case, _code = consulting(by=cast.citizen)
    receipt = letter_of(case, "receipt")
    own = reverse("requests_app:my_letter", args=[case.number, receipt.code])
    assert client.get(own).status_code == 302  # to the log-in
    client.force_login(cast.citizen)
    assert receipt.number in client.get(own).content.decode()
    assert own in client.get(reverse("requests_app:my_request", args=[case.number])).content.decode()
    assert "登记回执" in words_of(client.get(own, {"as": "word"}))
    for stranger in (cast.clerk, cast.other_clerk, cast.supervisor):
        client.force_login(stranger)
        assert client.get(own).status_code == 404


def test_staff_read_every_letter_and_neighbours_none(cast, client, consulting):
    case, _code = consulting()
    name = "admin:requests_app_disclosurerequest_{}".format
    client.force_login(cast.clerk)
    text = client.get(reverse(name("change"), args=[case.pk])).content.decode()
    for letter in case.letters.all():
        address = reverse(name("letter"), args=[case.pk, letter.code])
        assert letter.number in text
        client.force_login(cast.clerk)
        assert letter.number in client.get(address).content.decode()
        assert WORD in client.get(address, {"as": "word"})["Content-Type"]
        for stranger in (cast.sibling_clerk, cast.other_clerk, cast.other_officer):
            client.force_login(stranger)
            assert client.get(address).status_code == 404
        client.logout()
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("form", PRINTED)
def test_forms_are_printed_from_the_case_and_keep_the_identity_from_readers(cast, client, consulting, form):
    case, _code = consulting()
    address = reverse("admin:requests_app_disclosurerequest_form", args=[case.pk, form])
    client.force_login(cast.clerk)
    page = client.get(address).content.decode()
    assert case.number in page
    assert case.number in words_of(client.get(address, {"as": "word"}))
    assert (ID_NUMBER in page) is (form == LetterForm.APPLICATION)
    client.force_login(cast.officer)  # reads, and handles nothing
    assert ID_NUMBER not in client.get(address).content.decode()
    client.force_login(cast.sibling_clerk)
    assert client.get(address).status_code == 404


def test_a_letter_that_is_sent_is_not_printed_as_a_form(cast, client, consulting):
    case, _code = consulting()
    client.force_login(cast.clerk)
    for form in ("decision", "none"):
        address = reverse("admin:requests_app_disclosurerequest_form", args=[case.pk, form])
        assert client.get(address).status_code == 404
