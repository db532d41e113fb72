"""Drafts: one's own, without identity numbers, and gone after 90 days; and what one's own list says."""

import datetime as dt

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from portal.refusals import Refused
from requests_app import actions
from requests_app.actions.drafting import MOST_DRAFTS, save_draft
from requests_app.forms.filing import SALT
from requests_app.models import DisclosureRequest, RequestDraft
from requests_app.tasks import forget_old_drafts
from tests.requests_app.conftest import ID_NUMBER, WANTED, key

MINE = "/my/requests/"


def form(cast, **changes):
    opened = signing.dumps(0, salt=SALT)
    chosen = {"form_wanted": "electronic", "delivery": "online", "category": "c1", "agency": cast.bureau.code}
    return WANTED | chosen | {"key": key(), "opened": opened} | changes


def sign_in(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def save(client, cast, **changes):
    return client.post("/my/drafts/", form(cast, **changes))


def test_saved_without_the_identity_opened_again_and_gone_when_filed(client, cast):
    sign_in(client, cast.citizen)
    assert save(client, cast)["Location"] == MINE
    draft = RequestDraft.objects.get()
    assert ID_NUMBER not in str(draft.content)
    assert "identity_kind" not in draft.content
    assert WANTED["subject"] in client.get(MINE).content.decode()
    page = client.get(draft.get_absolute_url()).content.decode()
    for kept in (WANTED["subject"], WANTED["name"], f'value="{cast.bureau.code}" selected', str(draft.public_id)):
        assert kept in page
    assert ID_NUMBER not in page
    save(client, cast, draft=draft.public_id, subject="改过的申请")
    assert RequestDraft.objects.get().subject == "改过的申请"
    assert client.post("/requests/new/", form(cast, draft=draft.public_id)).status_code == 200
    assert (DisclosureRequest.objects.count(), RequestDraft.objects.count()) == (1, 0)


def test_nobody_else_opens_changes_or_deletes_it(client, cast):
    save(sign_in(client, cast.citizen), cast)
    draft = RequestDraft.objects.get()
    for stranger in (cast.other_officer, cast.admin, cast.clerk):
        sign_in(client, stranger)
        assert WANTED["subject"] not in client.get(draft.get_absolute_url()).content.decode()
        assert WANTED["subject"] not in client.get(MINE).content.decode()
        assert client.post(f"/my/drafts/{draft.public_id}/delete/").status_code == 404
        save(client, cast, draft=draft.public_id, subject="别人的")
    client.logout()
    assert WANTED["subject"] not in client.get(draft.get_absolute_url()).content.decode()
    assert RequestDraft.objects.get(owner=cast.citizen).subject == WANTED["subject"]
    sign_in(client, cast.citizen).post(f"/my/drafts/{draft.public_id}/delete/")
    assert not RequestDraft.objects.filter(owner=cast.citizen).exists()


def test_the_button_is_for_those_who_are_signed_in(client, cast):
    assert "/my/drafts/" not in client.get("/requests/new/").content.decode()
    assert "/login/" in save(client, cast)["Location"]
    assert "/my/drafts/" in sign_in(client, cast.citizen).get("/requests/new/").content.decode()


def test_a_draft_has_a_subject_and_there_are_not_too_many(cast):
    for typed in ({}, {"subject": "  "}, {"identity_number": ID_NUMBER}):
        with pytest.raises(Refused):
            save_draft(cast.city, by=cast.citizen, typed=typed)
    for _ in range(MOST_DRAFTS):
        save_draft(cast.city, by=cast.citizen, typed={"subject": "一"})
    with pytest.raises(Refused):
        save_draft(cast.city, by=cast.citizen, typed={"subject": "一"})


def test_deleted_ninety_days_after_the_last_saving(cast):
    now = timezone.now()
    with time_machine.travel(now - dt.timedelta(days=91), tick=False):
        old = save_draft(cast.city, by=cast.citizen, typed={"subject": "旧"})
        again = save_draft(cast.city, by=cast.citizen, typed={"subject": "又改"})
    with time_machine.travel(now - dt.timedelta(days=89), tick=False):
        save_draft(cast.city, by=cast.citizen, typed={"subject": "又改了"}, public_id=again.public_id)
    for _ in range(2):
        forget_old_drafts()
        assert not RequestDraft.objects.filter(pk=old.pk).exists()
        assert RequestDraft.objects.filter(pk=again.pk).exists()


def test_the_list_says_in_words_how_long_and_what_is_awaited(client, cast, filed):
    sign_in(client, cast.citizen)
    case = filed(by=cast.citizen).case
    assert "剩余" in client.get(MINE).content.decode()
    actions.register(case, by=cast.clerk)
    until = timezone.localdate() + dt.timedelta(days=10)
    actions.ask_supplement(case, by=cast.clerk, points="请写明年度。", respond_by=until)
    text = client.get(MINE).content.decode()
    assert f"请在{until.isoformat()}前补正" in text
    actions.supplement(case, by=None, text="2025年度")
    assert "补正" not in client.get(MINE).content.decode()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到")
    actions.decide(case, by=cast.clerk, outcome="R3_1", text="现予公开。")
    actions.approve_decision(case, by=cast.head)
    assert "评价" in client.get(MINE).content.decode()
    case.refresh_from_db()
    actions.rate(case, score=5)
    assert "评价" not in client.get(MINE).content.decode()
