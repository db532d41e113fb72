"""Looking first: what is public is found from a person's own words, and counted without anything about them."""

import pytest
from django.core import signing

from catalog.actions import add_entry, assign_duty
from catalog.models import Area
from disclosure import actions as items
from portal.agencies.models import Agency, Kind, Tier
from portal.search.similar import likeness, pieces_of
from requests_app import actions
from requests_app.forms.filing import SALT
from requests_app.looking import look, open_topics
from requests_app.models import DisclosureRequest, LookTally, TopicRequest
from tests import cast as people
from tests.questions import Questions
from tests.requests_app.conftest import WANTED, key

QUESTION = "我想知道公交线路怎么调整"


@pytest.fixture
def entry(cast):
    entry = add_entry(cast.city, by=None, code="14-01", area=Area.objects.get(number=14), level1="最低生活保障")
    assign_duty(entry, agency=cast.bureau, by=None)
    return entry


def names(found):
    return [match.name for match in found.matches]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (QUESTION, "公交线路调整方案"),
        ("请问低保什么标准", "关于调整城乡低保标准的通知"),
        ("2025年低保资金分配表", "2025年城乡低保资金分配情况"),
        ("budget 2025", "Budget of 2025"),
    ],
)
def test_own_words_are_like_the_title_that_answers(text, title):
    assert likeness(pieces_of(text), title) > 0.2


@pytest.mark.parametrize("title", ["学校食堂供应商名单", "2025年部门预算", "关于公开的通知", "", "的"])
def test_a_title_about_something_else_is_not(title):
    assert likeness(pieces_of("2024年公交线路怎么调整"), title) == 0


@pytest.mark.parametrize("text", ["", " ", "的", "\x00", "!?", "' OR 1=1 --", '"', "%" * 300, "\ud800", "我想知道"])
def test_nothing_to_look_for_finds_nothing(cast, item, text):
    assert look(text.encode("utf-8", "ignore").decode(), under=cast.city).matches == []


def test_finds_items_answered_topics_and_entries_and_who_is_responsible(cast, item, topic, entry):
    answered = actions.answer_topic(topic(title="公交线路什么时候调整"), by=cast.clerk, item=item)
    topic(title="公交线路为何调整")  # open: nothing that answers
    found = look(QUESTION, under=cast.city)
    assert names(found) == [f"item:{item.index_no}", f"topic:{answered.number}"]
    assert found.agencies == [cast.bureau]
    assert names(look("最低生活保障怎么申请", under=cast.city)) == ["entry:14-01"]
    assert look("最低生活保障怎么申请", under=cast.city).agencies == [cast.bureau]
    assert look("青田县教育局的食堂", under=cast.city).agencies == [cast.sibling]


def test_shows_nothing_that_is_not_public_here(cast, item):
    drafted = items.draft(agency=cast.bureau, by=cast.clerk, title="公交线路调整草案", body="草案")
    assert f"item:{drafted.index_no}" not in names(look(QUESTION, under=cast.city))
    assert names(look(QUESTION, under=cast.other_government)) == []


def test_a_look_costs_the_same_however_much_there_is(cast, item, topic, entry):
    look(QUESTION, under=cast.city)
    with Questions() as few:
        look(QUESTION, under=cast.city)
    for number in range(4):
        actions.answer_topic(topic(title=f"公交线路调整{number}"), by=cast.clerk, item=item)
    with Questions() as many:
        look(QUESTION, under=cast.city)
    assert len(many) <= len(few) + 1
    assert len(many) <= 12


def typing(client, form, text=QUESTION, **more):
    return client.post("/requests/look/", {"subject": text, "key": form} | more)


def test_counts_shown_opened_and_answered_once_for_a_form(client, cast, item):
    form = key()
    for text in (QUESTION, f"{QUESTION}的"):
        page = typing(client, form, text)
        assert "公交线路调整方案" in page.content.decode()
    address = f"/requests/look/item/{item.index_no}/?form={form}"
    assert address.replace("&", "&amp;") in page.content.decode()
    for _ in range(2):
        assert client.get(address)["Location"] == item.get_absolute_url()
        answered = client.post("/requests/look/answered/", {"found": f"item:{item.index_no}", "key": form})
        assert answered.status_code == 200
    tally = LookTally.objects.get()
    assert (tally.agency, tally.shown, tally.clicked, tally.answered) == (cast.bureau, 1, 1, 1)
    typing(client, key())
    tally.refresh_from_db()
    assert tally.shown == 2
    assert DisclosureRequest.objects.count() == 0
    assert not page.cookies
    assert "no-store" in page["Cache-Control"]


def test_programs_without_a_form_are_not_counted_and_nowhere_else_is_led_to(client, cast, item, topic):
    typing(client, "no-key")
    client.get(f"/requests/look/item/{item.index_no}/")
    assert LookTally.objects.count() == 0
    for address in ("item/none", "user/1", "entry/none", "topic/none", "item/https:%2F%2Fevil.test"):
        assert client.get(f"/requests/look/{address}/").status_code == 404
    assert client.post("/requests/look/answered/", {"found": "https://evil.test"}).status_code == 404
    assert client.get(f"/requests/look/item/{item.index_no}/", headers={"host": "yuanshan.test"}).status_code == 404


def test_without_scripts_a_button_looks_and_loses_nothing(client, cast, item):
    opened = signing.dumps(0, salt=SALT)
    typed = WANTED | {"subject": QUESTION, "key": key(), "opened": opened, "agency": "", "form_wanted": "paper"}
    page = client.post("/requests/new/", typed | {"look": "1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "公交线路调整方案" in text
    assert f'name="likely" value="{cast.bureau.code}" checked' in text
    for kept in (QUESTION, typed["key"], typed["identity_number"], 'value="paper" selected'):
        assert kept in text
    assert 'class="errorlist"' not in text
    assert DisclosureRequest.objects.count() == 0


def file(client, **changes):
    opened = signing.dumps(0, salt=SALT)
    chosen = {"form_wanted": "electronic", "delivery": "online", "category": "c1", "agency": ""}
    page = client.post("/requests/new/", WANTED | chosen | {"key": key(), "opened": opened} | changes)
    assert page.status_code == 200
    return DisclosureRequest.objects.newest_first()[0]


def test_the_suggested_agency_is_asked_and_without_any_the_office(client, cast):
    assert file(client, likely=cast.bureau.code).agency == cast.bureau
    assert file(client, likely=cast.bureau.code, agency=cast.sibling.code).agency == cast.sibling
    for nonsense in ("", "nowhere", cast.other_bureau.code, "\x00"):
        assert file(client, likely=nonsense).agency == cast.city
    office = people.agency(cast.city, "江河市政务公开办公室", "jh-zwgk", Tier.CITY, Kind.OFFICE)
    people.agency(cast.county, "青田县政务公开办公室", "qt-zwgk", Tier.COUNTY, Kind.OFFICE)
    assert file(client).agency == office
    Agency.objects.filter(pk=office.pk).update(is_active=False)
    assert file(client).agency == cast.city


def test_help_that_is_described_is_asked_for(client, cast):
    case = file(client, help_wanted="请打电话念给我听")
    assert (case.needs_help, case.help_wanted) == (True, "请打电话念给我听")
    assert not file(client).needs_help


def test_the_agency_sees_its_figures_alone(client, cast, item):
    actions.count_look([cast.bureau, cast.sibling], column="shown", key=key())
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/admin/requests_app/looktally/").content.decode()
    assert cast.bureau.name in text
    assert cast.sibling.name not in text


def topic_form(**changes):
    opened = signing.dumps(0, salt=SALT)
    return {"title": "公交线路调整", "body": "", "agency": "", "email": "", "key": key(), "opened": opened} | changes


def test_a_topic_is_previewed_masked_with_those_that_can_be_supported(client, cast, topic):
    other = topic(title="公交线路何时调整")
    sent = topic_form(body="请联系13800138000或者a@example.test", likely=cast.bureau.code)
    page = client.post("/requests/topics/new/", sent)
    text = page.content.decode()
    assert page.status_code == 200
    assert TopicRequest.objects.count() == 1
    assert "13800138000" not in text
    assert "***" in text
    assert f"/requests/topics/{other.number}/support/" in text
    filed = client.post("/requests/topics/new/", sent | {"sure": "1"})
    case = filed.context["case"]
    assert (case.agency, "13800138000" in case.body, "a@example.test" in case.body) == (cast.bureau, False, False)


def test_open_topics_like_it_are_offered_while_typing(client, cast, topic):
    other = topic(title="公交线路何时调整")
    topic(title="供暖安排")
    assert open_topics("公交线路调整", under=cast.city) == [other]
    text = client.post("/requests/topics/look/", {"title": "公交线路调整", "key": key()}).content.decode()
    assert other.get_absolute_url() in text
    assert "供暖安排" not in text
