"""Who is in charge, who helps, and what they write down for themselves alone."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.agencies.actions import grant
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import CoHandler, NoteKind
from tests.cast import person


@pytest.fixture
def colleague(cast):
    colleague = person("colleague", "何办事")
    grant(ROLES["clerk"], to=colleague, on=cast.bureau, by=None)
    return colleague


@pytest.fixture
def reader(cast):
    """Reads requests of the bureau and handles none."""
    reader = person("reader", "曹阅")
    grant(ROLES["reviewer"], to=reader, on=cast.bureau, by=None)
    return reader


def address(case, verb):
    return reverse(f"admin:requests_app_disclosurerequest_{verb}", args=[case.pk])


def told(kind, user):
    return Notice.objects.filter(kind=kind, recipient=user).count()


def test_every_open_stage_can_be_given_to_somebody_else(cast, colleague, received, processing, reviewing):
    registered = actions.register(received(), by=cast.clerk)
    for case in (received(), registered, processing(), reviewing()):
        before = case.state
        actions.assign(case, by=cast.clerk, handler=colleague)
        case.refresh_from_db()
        assert (case.handler, case.state) == (colleague, before)
    assert told(Kind.REQUEST_ASSIGNED, colleague) == 4


def test_who_comes_back_is_told_again(cast, colleague, processing):
    case = processing()
    for handler in (colleague, cast.clerk, colleague):
        actions.assign(case, by=cast.clerk, handler=handler)
    assert told(Kind.REQUEST_ASSIGNED, colleague) == 2
    assert told(Kind.REQUEST_ASSIGNED, cast.clerk) == 0  # did it themselves
    facts = AuditEvent.objects.filter(event=Event.REQUEST_ASSIGNED).order_by("-number")[0]
    assert (facts.before, facts.after["handler"]) == ({"handler": cast.clerk.username}, colleague.username)


def test_only_who_may_handle_it_is_put_in_charge(cast, colleague, processing, answered):
    case = processing()
    for stranger in (cast.head, cast.sibling_clerk, cast.other_clerk, cast.citizen):
        with pytest.raises(Refused) as refusal:
            actions.assign(case, by=cast.clerk, handler=stranger)
        assert refusal.value.field == "handler"
    with pytest.raises(Refused):
        actions.assign(case, by=cast.clerk, handler=cast.clerk)
    for stranger in (cast.head, cast.officer, cast.sibling_clerk):
        with pytest.raises(NotAllowed):
            actions.assign(case, by=stranger, handler=colleague)
    with pytest.raises(Refused):
        actions.assign(answered(), by=cast.clerk, handler=colleague)


def test_a_colleague_helps_until_the_part_is_ended(cast, reader, processing):
    case = processing()
    with pytest.raises(NotAllowed):
        actions.record_search(case, by=reader, places="档案室", terms="低保", result="查到一份")
    part = actions.co_handle(case, by=cast.clerk, person=reader, task="查2024年档案")
    assert told(Kind.REQUEST_CO_HANDLED, reader) == 1
    with pytest.raises(Refused):
        actions.co_handle(case, by=cast.clerk, person=reader, task="再查一次")
    actions.record_search(case, by=reader, places="档案室", terms="低保", result="查到一份")
    with pytest.raises(NotAllowed):
        actions.decide(case, by=reader, outcome="R3_1", text="予以公开。")
    actions.end_co_handling(case, by=reader, part=part)
    with pytest.raises(NotAllowed):
        actions.record_search(case, by=reader, places="档案室", terms="低保", result="查到一份")
    with pytest.raises(Refused):
        actions.end_co_handling(case, by=cast.clerk, part=part)
    actions.co_handle(case, by=cast.clerk, person=reader, task="补查")
    assert [row.until is None for row in case.cohandlers.all()] == [False, True]


def test_who_cannot_read_it_cannot_help(cast, colleague, reader, processing):
    case = processing()
    for stranger in (cast.sibling_clerk, cast.other_clerk, cast.citizen, cast.supervisor):
        with pytest.raises(Refused) as refusal:
            actions.co_handle(case, by=cast.clerk, person=stranger, task="查档案")
        assert refusal.value.field == "person"
    with pytest.raises(Refused) as refusal:
        actions.co_handle(case, by=cast.clerk, person=colleague, task=" ")
    assert refusal.value.field == "task"
    with pytest.raises(Refused):
        actions.co_handle(case, by=colleague, person=cast.clerk, task="查档案")  # in charge already
    part = actions.co_handle(case, by=cast.clerk, person=colleague, task="查档案")
    with pytest.raises(NotAllowed):
        actions.end_co_handling(case, by=reader, part=part)
    other = processing()
    with pytest.raises(Refused):
        actions.end_co_handling(other, by=cast.clerk, part=part)


def test_the_database_keeps_a_part_single_and_its_end_after_its_start(cast, colleague, processing):
    case = processing()
    part = actions.co_handle(case, by=cast.clerk, person=colleague, task="查档案")
    with pytest.raises(IntegrityError), transaction.atomic():
        CoHandler.objects.create(request=case, person=colleague, task="又一次", asked_by=cast.clerk)
    part.until = part.since - dt.timedelta(days=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        part.save()


def test_by_buttons(cast, client, colleague, reader, processing):
    case = processing()
    client.force_login(cast.clerk)
    assert client.post(address(case, "assign"), {"handler": cast.sibling_clerk.pk}).status_code == 200
    assert client.post(address(case, "assign"), {"handler": colleague.pk}).status_code == 302
    assert client.post(address(case, "co_handle"), {"person": reader.pk, "task": "查档案"}).status_code == 302
    client.force_login(reader)
    page = client.get(address(case, "change")).content.decode()
    assert "查档案" in page
    assert "../search/" in page
    assert "../decide/" not in page
    sent = {"places": "档案室", "terms": "低保", "result": "查到一份"}
    assert client.post(address(case, "search"), sent).status_code == 302
    assert client.get(address(case, "decide")).status_code == 403
    part = case.cohandlers.get()
    assert client.post(address(case, "end_co_handling"), {"part": part.pk}).status_code == 302
    assert client.get(address(case, "search")).status_code == 403
    assert client.get(address(case, "end_co_handling")).status_code == 403


def test_notes_and_legal_opinions_stay_in_the_workbench(cast, client, received, item, topic):
    """No page of a citizen, letter, interface, search or feed shows either, before or after the answer."""
    secret = {NoteKind.INTERNAL: "内部秘语甲", NoteKind.LEGAL: "法律秘语乙"}
    filed = actions.submit_request(cast.bureau, by=cast.citizen, key="b" * 32, **WITH_ACCOUNT)
    case = filed.case
    actions.process(actions.register(case, by=cast.clerk), by=cast.clerk)
    for kind, words in secret.items():
        actions.add_note(case, by=cast.clerk, kind=kind, text=words)
    with pytest.raises(Refused):
        actions.add_note(case, by=cast.clerk, kind="public", text="不行")
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="检索秘语丙")
    actions.co_handle(case, by=cast.clerk, person=cast.reviewer, task="会办秘语丁")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="予以公开。")
    actions.approve_decision(case, by=cast.head)
    asked = topic()
    hidden = [*secret.values(), "检索秘语丙", "会办秘语丁"]
    client.force_login(cast.clerk)
    inside = client.get(address(case, "change")).content.decode()
    assert all(words in inside for words in hidden)
    assert str(NoteKind.LEGAL.label) in inside
    client.logout()
    pages = [
        "/", "/requests/", f"/requests/topics/{asked.number}/", "/api/v1/topic-requests/", "/api/v1/items/",
        f"/api/v1/topic-requests/{asked.number}/", "/feed/", item.get_absolute_url(),
        *(f"/search/?q={words}" for words in hidden),
    ]  # fmt: skip
    answers = [client.get(page) for page in pages]
    answers.append(client.post("/requests/follow/", {"code": filed.code, "number": case.number}))
    client.force_login(cast.citizen)
    answers += [client.get("/my/requests/"), client.get(f"/my/requests/{case.number}/"), client.get("/notices/")]
    assert case.number in answers[-2].content.decode()
    for answer in answers:
        text = answer.content.decode().replace(str(answer.wsgi_request.GET.get("q", "\0")), "")
        assert [words for words in hidden if words in text] == [], answer.wsgi_request.path
    letters = Notice.objects.filter(recipient=cast.citizen) | Notice.objects.filter(email__gt="")
    assert letters.exists()
    assert [n for n in letters if any(words in n.title + n.body for words in hidden)] == []


WITH_ACCOUNT = {
    "name": "陈市民", "identity_kind": "other", "identity_number": "A-1", "phone": "5551234",
    "subject": "低保资金分配表",
}  # fmt: skip
