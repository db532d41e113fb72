"""What is taken back, corrected or replaced stays explained at its old address."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure import actions
from disclosure.models import WithdrawalGround
from portal.refusals import Refused
from tests.disclosure.conftest import address_of


def corrected(cast, item, **content):
    actions.revise(item, by=cast.clerk, **({"body": "更正后的正文。"} | content))
    actions.submit(item, by=cast.clerk)
    return actions.approve_and_publish(item, by=cast.reviewer)


def test_a_tombstone_gives_ground_and_replacement(cast, published, client):
    old, new = published(title="旧通知"), published(title="新通知")
    actions.withdraw(old, by=cast.head, reason="已被新通知取代", ground=WithdrawalGround.SUPERSEDED, replacement=new)
    page = client.get(f"/items/{old.index_no}/")
    assert page.status_code == 410
    assert all(text in page.content.decode() for text in ("旧通知", "已被新通知取代", f"/items/{new.index_no}/"))


def test_a_sensitive_title_is_masked(cast, published, client):
    item = published(title="张某某的处分")
    actions.withdraw(item, by=cast.head, reason="含个人信息", ground=WithdrawalGround.SENSITIVE)
    assert "张某某" not in client.get(f"/items/{item.index_no}/").content.decode()


def test_replacements_never_run_in_a_circle(cast, published):
    first, second = published(), published()
    with pytest.raises(Refused):
        actions.withdraw(first, by=cast.head, reason="误", replacement=first)
    actions.withdraw(first, by=cast.head, reason="误", replacement=second)
    with pytest.raises(Refused):
        actions.withdraw(second, by=cast.head, reason="误", replacement=first)


def test_earlier_texts_can_be_read_until_they_are_taken_back(cast, published, client):
    item = corrected(cast, published(body="原来的正文。"))
    address = f"/items/{item.index_no}/versions/1/"
    assert "原来的正文" in client.get(address).content.decode()
    assert client.get(f"/items/{item.index_no}/versions/3/").status_code == 404
    actions.withdraw(item, by=cast.head, reason="含个人信息", ground=WithdrawalGround.SENSITIVE)
    assert client.get(address).status_code == 404
    corrected(cast, item, body="干净的正文。")
    assert client.get(address).status_code == 404


def test_a_note_is_put_right_with_a_trace(cast, published, client):
    item = published()
    with pytest.raises(Refused):
        actions.note_correction(item, by=cast.reviewer, reason="没有更正")
    item = corrected(cast, item)
    actions.note_correction(item, by=cast.reviewer, reason="标准写错")
    actions.note_correction(item, by=cast.reviewer, reason="标准由七百改为八百", weight="major")
    text = client.get(f"/items/{item.index_no}/").content.decode()
    assert "<del>标准写错</del>" in text
    assert "标准由七百改为八百" in text
    actions.note_correction(item, by=cast.reviewer, reason="含个人信息", seals=True)
    assert client.get(f"/items/{item.index_no}/versions/1/").status_code == 404


def test_the_address_of_a_replaced_file_leads_to_the_current_one(cast, with_file, client):
    item, old = with_file()
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    actions.revise(item, by=cast.clerk, body="附件换了。")
    actions.detach(item, old, by=cast.clerk)
    new = actions.attach(item, SimpleUploadedFile("名单.txt", "更正的名单".encode()), by=cast.clerk)
    actions.submit(item, by=cast.clerk)
    item = actions.approve_and_publish(item, by=cast.reviewer)
    answer = client.get(address_of(old))
    assert (answer.status_code, answer["Location"]) == (302, address_of(new))
    actions.withdraw(item, by=cast.head, reason="误")
    assert client.get(address_of(old)).status_code == 404
