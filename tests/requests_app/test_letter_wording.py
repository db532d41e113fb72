"""Previews before a letter is sent, the wording of a government, assistance, and the register on paper."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.actions.lettering import word_letter
from requests_app.letter_example import example_values
from requests_app.letter_forms import LetterForm
from requests_app.letter_templates import shipped
from requests_app.letter_text import fill
from requests_app.models import Letter, LetterTemplate, NumberSeries
from tests.requests_app.conftest import ID_NUMBER

TEMPLATES = "/admin/requests_app/lettertemplate/"


@pytest.fixture
def as_(client):
    def as_(user):
        client.force_login(user)
        return client

    return as_


def page(case, name):
    return reverse(f"admin:requests_app_disclosurerequest_{name}", args=[case.pk])


LATER = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
SENDING = [
    ("ask_supplement", "clerk", {"points": "请写明年度", "respond_by": LATER}, ["补正告知书"]),
    ("extend", "head", {"days": "5", "reason": "检索量大"}, ["延期答复告知书"]),
    (
        "consult", "clerk",
        {"addressee": "third_party", "party": "甲公司", "letter": "请答复", "delivered_on": timezone.localdate()},
        ["征求第三方意见书", "征求意见告知书"],
    ),
    ("assist", "clerk", {"party": "县档案馆", "matters": "请查找档案", "respond_by": ""}, ["协助办理"]),
]  # fmt: skip


@pytest.mark.parametrize(("verb", "who", "said", "titles"), SENDING)
def test_a_letter_is_looked_at_before_it_is_sent(cast, as_, processing, verb, who, said, titles):
    case = processing()
    client, address = as_(getattr(cast, who)), page(case, verb)
    assert 'name="preview"' in client.get(address).content.decode()
    before = [Letter.objects.count(), AuditEvent.objects.count(), Notice.objects.count(), case.state]
    series = list(NumberSeries.objects.order_by("pk").values_list("prefix", "last"))
    shown = client.post(address, said | {"preview": "1"})
    text = shown.content.decode()
    assert shown.status_code == 200
    for title in titles:
        assert title in text
    assert all(str(value) in text for value in said.values())  # what was typed is still there
    case.refresh_from_db()
    assert before == [Letter.objects.count(), AuditEvent.objects.count(), Notice.objects.count(), case.state]
    assert series == list(NumberSeries.objects.order_by("pk").values_list("prefix", "last"))
    assert client.post(address, said).status_code == 302
    sent = Letter.objects.order_by("-pk")[: len(titles)]
    assert all(letter.number in text for letter in sent)  # and what was shown is what was sent


def test_a_preview_shows_what_the_action_refuses(cast, as_, processing):
    case = processing()
    said = {"points": "年度", "respond_by": timezone.localdate().isoformat(), "preview": "1"}
    text = as_(cast.clerk).post(page(case, "ask_supplement"), said).content.decode()
    assert "field--error" in text
    assert "补正告知书" not in text


def test_the_answer_is_looked_at_before_it_is_approved(cast, as_, reviewing):
    case = reviewing()
    text = as_(cast.head).post(page(case, "approve"), {"preview": "1"}).content.decode()
    assert "政府信息公开申请答复书" in text
    assert "现将低保资金分配表予以公开。" in text
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_a_verb_that_sends_nothing_has_no_preview(cast, as_, processing):
    assert 'name="preview"' not in as_(cast.clerk).get(page(processing(), "search")).content.decode()


def test_assistance_is_asked_for_by_letter(cast, processing):
    case = processing()
    with pytest.raises(NotAllowed):
        actions.ask_assistance(case, by=cast.sibling_clerk, party="县档案馆", matters="请查找")
    for said, field in (({"party": " "}, "party"), ({"matters": ""}, "matters"),
                        ({"respond_by": timezone.localdate()}, "respond_by")):  # fmt: skip
        with pytest.raises(Refused) as refused:
            actions.ask_assistance(case, by=cast.clerk, **{"party": "县档案馆", "matters": "请查找"} | said)
        assert refused.value.field == field
    letter = actions.ask_assistance(case, by=cast.clerk, party="县档案馆", matters="请查找2019年档案")
    assert (letter.addressee, letter.form) == ("县档案馆", "assistance")
    assert "请查找2019年档案" in letter.body
    assert "前（含当日）" not in letter.body  # no day was set
    event = AuditEvent.objects.order_by("-number")[0]
    assert (event.event, event.after["sha256"]) == ("letter_written", letter.sha256)
    assert list(Letter.objects.of(case).to_applicant().values_list("form", flat=True)) == ["receipt"]


@pytest.mark.parametrize("form", LetterForm)
def test_every_form_looks_whole_with_the_example(cast, form):
    body = fill(shipped(form), example_values(cast.county))
    assert cast.county.name in body
    assert "{" not in body


def test_an_officer_words_a_letter(cast, as_):
    client = as_(cast.officer)
    said = {"agency": cast.county.pk, "form": "receipt", "text": "# 青田回执\n{机关}收到{申请人}的申请。"}
    begun = client.post(f"{TEMPLATES}add/", {"agency": said["agency"], "form": "receipt", "shipped": "1"})
    assert shipped("receipt").splitlines()[3][:20] in begun.content.decode()
    looked = client.post(f"{TEMPLATES}add/", said | {"preview": "1"})
    assert f"{cast.county.name}收到张某某的申请。" in looked.content.decode()
    assert LetterTemplate.objects.count() == 0
    wrong = client.post(f"{TEMPLATES}add/", said | {"text": "# 回执\n{申请者}"}).content.decode()
    assert "{申请者}" in wrong
    assert "field--error" in wrong
    assert client.post(f"{TEMPLATES}add/", said).status_code == 302
    assert "field--error" in client.post(f"{TEMPLATES}add/", said).content.decode()  # there is one already
    kept = LetterTemplate.objects.get()
    client.post(f"{TEMPLATES}{kept.pk}/change/", {"text": "# 新回执\n{受理编号}", "agency": cast.city.pk})
    kept.refresh_from_db()
    assert (kept.text, kept.agency) == ("# 新回执\n{受理编号}", cast.county)


def test_nobody_else_words_letters(cast, as_):
    kept = word_letter(cast.city, by=cast.officer, form="receipt", text="# 市的回执")
    for somebody in (cast.clerk, cast.head, cast.supervisor):
        client = as_(somebody)
        assert client.get(TEMPLATES).status_code == 403
        assert client.get(f"{TEMPLATES}add/").status_code == 403
        assert client.get(f"{TEMPLATES}{kept.pk}/change/").status_code == 404
    client = as_(cast.other_officer)
    assert client.post(f"{TEMPLATES}{kept.pk}/change/", {"text": "# 别的"}).status_code == 404
    assert "市的回执" not in client.get(TEMPLATES).content.decode()
    said = {"agency": cast.city.pk, "form": "fee", "text": "# 别的"}
    assert "field--error" in client.post(f"{TEMPLATES}add/", said).content.decode()
    assert LetterTemplate.objects.get().text == "# 市的回执"


def registry(client, **said):
    return client.get(reverse("admin:requests_app_disclosurerequest_registry"), said).content.decode()


def test_the_register_of_a_period_on_paper(cast, as_, answered, received):
    done, fresh, sibling = answered(), received(subject="新收的申请"), received(cast.sibling, subject="教育局的申请")
    text = registry(as_(cast.clerk))
    for word in (done.number, fresh.number, "予以公开", done.letters.first().number):
        assert word in text
    assert sibling.number not in text
    assert ID_NUMBER not in text
    county = registry(as_(cast.officer), agency=cast.county.pk)
    assert sibling.number in county
    yesterday = (timezone.localdate() - dt.timedelta(days=1)).isoformat()
    assert fresh.number not in registry(as_(cast.officer), first="2020-01-01", last=yesterday)
    foreign = registry(as_(cast.other_clerk), agency=cast.bureau.pk)
    assert fresh.number not in foreign
    assert 'role="alert"' in foreign
    assert 'role="alert"' in registry(as_(cast.clerk), first="2026-02-01", last="2026-01-01")


def test_the_register_asks_the_same_number_of_questions_for_every_length(
    cast, as_, answered, django_assert_max_num_queries
):
    for _number in range(3):
        answered()
    client = as_(cast.clerk)
    with django_assert_max_num_queries(12):
        registry(client)
