"""Texts that an answer begins with: whose they are, what they leave open, and how the page fills them in."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.audit.models import AuditEvent, Event
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.models import ReplyTemplate
from requests_app.placeholders import PLACEHOLDERS, filled, unknown_in

BODY = "{申请人}:\n本机关于{收到日期}收到您提交的“{申请内容}”(编号{受理编号})。{行政机关}"


@pytest.fixture
def template(cast):
    def template(agency=None, by=None, **content):
        content = {"title": "予以公开", "outcome": "R3_1", "body": BODY} | content
        return actions.save_reply_template(ReplyTemplate(agency=agency or cast.bureau, **content), by=by or cast.clerk)

    return template


def decide_page(case):
    return reverse("admin:requests_app_disclosurerequest_decide", args=[case.pk])


def offered(client, case):
    return list(client.get(decide_page(case)).context["form"].choice.fields["template"].queryset)


def test_placeholders_are_filled_in_or_left_to_be_seen(received):
    case = received()
    text = filled("{" + "}{".join(PLACEHOLDERS) + "}{别的}", case)
    for part in (case.number, case.name, case.subject, case.agency.name, f"{case.received_on.year}年"):
        assert part in text
    assert "{原受理编号}" in text  # it repeats nothing
    assert "{别的}" in text
    assert unknown_in(text) == ["别的"]
    assert unknown_in(BODY) == []


def test_own_and_higher_templates_are_offered(cast, client, template, processing):
    own = template()
    higher = template(cast.city, by=cast.officer, title="不属于本机关", outcome="R3_4_1")
    template(title="停用", is_active=False)
    template(cast.sibling, by=cast.sibling_clerk, title="邻局的")
    case = processing()
    client.force_login(cast.clerk)
    assert offered(client, case) == [own, higher]


def test_the_page_fills_in_without_scripts_and_keeps_what_was_typed(cast, client, template, processing):
    chosen, case = template(), processing()
    client.force_login(cast.clerk)
    typed = {"outcome": "R3_2", "text": "旧文", "grounds": "已写的事实", "remedies": "六十日内", "item": ""}
    page = client.post(decide_page(case), typed | {"template": chosen.pk, "fill": "1"})
    form = page.context["form"]
    assert page.status_code == 200
    assert "UNDEFINED" not in page.content.decode()
    assert form["text"].value() == filled(BODY, case)
    assert (form["outcome"].value(), form["grounds"].value()) == ("R3_1", "已写的事实")
    assert not form.errors
    kept = client.post(decide_page(case), typed | {"template": "", "fill": "1"}).context["form"]
    assert (kept["text"].value(), kept["outcome"].value()) == ("旧文", "R3_2")
    assert not case.decisions.exists()
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    sent = {name: form[name].value() for name in typed} | {"template": chosen.pk}
    assert client.post(decide_page(case), sent).status_code == 302
    assert case.decisions.get().text == filled(BODY, case)


def test_a_template_of_others_fills_in_nothing(cast, client, template, processing):
    foreign, case = template(cast.sibling, by=cast.sibling_clerk, body="邻局的密文"), processing()
    client.force_login(cast.clerk)
    page = client.post(decide_page(case), {"template": foreign.pk, "fill": "1"})
    assert "邻局的密文" not in page.content.decode()


def test_who_writes_templates(cast, template):
    for by, agency in ((cast.head, cast.bureau), (cast.officer, cast.bureau), (cast.officer, cast.city)):
        assert template(agency, by=by, title=f"{by.username}{agency.code}").pk
    for by, agency in ((cast.reviewer, cast.bureau), (cast.clerk, cast.city), (cast.sibling_clerk, cast.bureau)):
        with pytest.raises(NotAllowed):
            template(agency, by=by)
    assert AuditEvent.objects.filter(event=Event.REPLY_TEMPLATE_CHANGED).count() == 3


@pytest.mark.parametrize(
    ("content", "field"),
    [({"title": " "}, "title"), ({"body": ""}, "body"), ({"body": "{密码}"}, "body"), ({"outcome": "R9"}, "outcome")],
)
def test_what_is_refused(template, content, field):
    with pytest.raises(Refused) as refusal:
        template(**content)
    assert refusal.value.field == field
    assert not ReplyTemplate.objects.exists()


def test_a_name_is_given_once_and_the_agency_stays(cast, template):
    own = template()
    with pytest.raises(Refused) as refusal:
        template(outcome="")
    assert refusal.value.field == "title"
    with pytest.raises(IntegrityError), transaction.atomic():
        ReplyTemplate.objects.create(agency=cast.bureau, title=own.title, body="另一个")
    own.agency, own.body = cast.sibling, "改过的正文"
    actions.save_reply_template(own, by=cast.clerk)
    own.refresh_from_db()
    assert (own.agency, own.body) == (cast.bureau, "改过的正文")


def test_in_the_workbench(cast, client, template):
    own = template()
    client.force_login(cast.clerk)
    change = reverse("admin:requests_app_replytemplate_change", args=[own.pk])
    assert "UNDEFINED" not in client.get(change).content.decode()
    sent = {"outcome": "R3_1", "title": "予以公开", "body": "{密码}", "is_active": "on"}
    assert client.post(change, sent).status_code == 200
    assert client.post(change, sent | {"body": "改过的正文"}).status_code == 302
    own.refresh_from_db()
    assert own.body == "改过的正文"
    client.force_login(cast.reviewer)
    assert client.get(change).status_code == 200
    assert client.post(change, sent | {"body": "又改"}).status_code == 403
    client.force_login(cast.sibling_clerk)
    assert client.get(change).status_code == 404
