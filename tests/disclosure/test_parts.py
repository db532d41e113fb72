"""The parts that a text of a kind has to say, and the flow chart."""

import pytest

from disclosure import actions
from disclosure.difference import difference
from disclosure.models import Kind
from disclosure.parts import PARTS, steps_as_text, steps_from
from disclosure.readiness import obstacles
from portal.refusals import Refused

STEPS = "受理 | 窗口岗 | 1个工作日 | 当场核对材料\n审查 | 审核岗 | 3个工作日"
POWER = {
    "name": "食品经营许可",
    "basis": "《中华人民共和国食品安全法》第三十五条",
    "steps": steps_from(STEPS),
    "limit": "10个工作日",
    "supervision": "投诉电话 12345",
}


def everything(kind):
    return {part.key: steps_from(STEPS) if part.key == "steps" else f"{part.key}的内容" for part in PARTS[kind]}


@pytest.mark.parametrize(("kind", "count"), [("guide", 8), ("enforcement", 6), ("power", 5), ("project", 5)])
def test_every_required_part_is_asked_for_beside_its_field(cast, drafted, kind, count):
    item = drafted(kind=kind)
    assert len(obstacles(item.newest())) == count
    for part in [part for part in PARTS[kind] if part.is_required]:
        said = {key: value for key, value in everything(kind).items() if key != part.key}
        actions.revise(item, by=cast.clerk, parts=said)
        with pytest.raises(Refused) as refusal:
            actions.submit(item, by=cast.clerk)
        assert refusal.value.field == part.field
        assert str(part.label) in str(refusal.value)
        item.refresh_from_db()
    actions.revise(item, by=cast.clerk, parts=everything(kind))
    assert obstacles(item.newest()) == []
    actions.submit(item, by=cast.clerk)


def test_other_kinds_need_no_parts(drafted):
    assert obstacles(drafted(kind=Kind.NOTICE).newest()) == []


def test_steps_are_read_as_people_type_them():
    steps = steps_from("受理\uff5c窗口岗\uff5c1个工作日\n\n 决定 | 局长 | 1日 | 监察室\n")
    assert [tuple(step.values()) for step in steps] == [
        ("受理", "窗口岗", "1个工作日", ""),
        ("决定", "局长", "1日", "监察室"),
    ]
    assert steps_from(steps_as_text(steps)) == steps


@pytest.mark.parametrize("text", ["受理", "受理 | 窗口岗", "| 窗口岗 | 1日"])
def test_a_step_without_post_or_time_limit_is_refused(drafted, text):
    with pytest.raises(Refused) as refusal:
        drafted(kind=Kind.POWER, parts=POWER | {"steps": steps_from(text)})
    assert refusal.value.field == "part_steps"


def test_parts_are_part_of_what_is_approved(cast, submitted):
    item = submitted(kind=Kind.POWER, parts=POWER)
    actions.approve(item, by=cast.reviewer)
    item.refresh_from_db()
    before = item.newest()
    actions.revise(item, by=cast.clerk, parts=POWER | {"limit": "5个工作日"})
    after = item.newest()
    assert before.hash != after.hash
    assert [line.mark + line.text.split(": ")[1] for line in difference(before, after).parts] == [
        "-10个工作日",
        "+5个工作日",
    ]


def test_the_flow_is_drawn_step_by_step(client, published):
    item = published(kind=Kind.POWER, parts=POWER)
    page = client.get(item.get_absolute_url()).content.decode()
    assert page.count('class="flow-step"') == 2
    for said in ("窗口岗", "3个工作日", "当场核对材料", "第三十五条", "12345"):
        assert said in page


def test_the_form_shows_the_parts_once_the_genre_is_chosen(cast, client, drafted):
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    item = drafted(title="食品经营许可")
    address = f"/admin/disclosure/item/{item.pk}/change/"
    assert 'name="part_basis"' not in client.get(address).content.decode()
    typed = {"title": item.title, "body": "正文", "kind": "power", "attribute": "proactive", "audience": "everyone"}
    client.post(address, typed | {"_continue": "1"})
    page = client.get(address).content.decode()
    assert 'name="part_basis"' in page

    told = client.post(address, typed | {"part_name": "食品经营许可", "part_steps": STEPS, "_submit": "1"})
    errors = told.context["adminform"].form.errors
    assert list(errors) == ["part_basis"]
    assert "食品经营许可" in told.content.decode()

    said = {f"part_{key}": value for key, value in POWER.items()} | {"part_steps": STEPS}
    client.post(address, typed | said | {"_submit": "1"})
    item.refresh_from_db()
    assert item.state == "in_review"
    assert item.newest().parts == POWER


def test_what_another_genre_said_is_not_shown(client, published):
    item = published(kind=Kind.NOTICE, parts={"phone": "0999-1234567"})
    assert "0999-1234567" not in client.get(item.get_absolute_url()).content.decode()
