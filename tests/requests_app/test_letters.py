"""Letters: every form from a real case, numbered without gaps, kept as sent."""

import datetime as dt
import hashlib
import re

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone, translation

from portal.agencies.models import Agency
from portal.refusals import NotAllowed, Refused
from requests_app import actions
from requests_app.actions.lettering import word_letter, write
from requests_app.actions.matters import Part
from requests_app.letter_forms import FAMILIES, TO_APPLICANT, LetterForm
from requests_app.letter_templates import shipped
from requests_app.letter_text import blocks, checked, fill
from requests_app.letter_values import PLACEHOLDERS, values_of
from requests_app.letter_words import article_in_words
from requests_app.models import Decision, DisclosureRequest, Letter, LetterTemplate
from requests_app.templatetags.articles import regulations
from tests.requests_app.conftest import ID_NUMBER
from tests.requests_app.test_intake import THREADS, at_once

OFFERED = set(PLACEHOLDERS)


def later(days=10):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def travelled(cast, processing, ground):
    """A request that has been everywhere: supplemented, extended, objected to, disclosed all the same."""
    case = processing()
    actions.ask_supplement(case, by=cast.clerk, points="请写明文件的年度\n请写明文号", respond_by=later())
    actions.supplement(case, by=None, text="2025年度")
    actions.extend(case, by=cast.head, days=5, reason="需要检索的档案数量大")
    asked = actions.consult(
        case, by=cast.clerk, addressee="third_party", party="甲公司", letter="请对公开合同发表意见。"
    )
    actions.record_opinion(asked, by=cast.clerk, opinion="objection", text="涉及商业秘密")
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保资金", result="查到一份")
    actions.decide(
        case,
        by=cast.clerk,
        outcome="R3_2",
        text="现公开如下。",
        grounds="不公开将影响公共利益。",
        withheld=[Part("合同报价", ground)],
    )
    actions.approve_decision(case, by=cast.head)
    return DisclosureRequest.objects.get(pk=case.pk)


SENT = ["receipt", "supplement", "extension", "third_party", "consulted", "decision", "party_notice"]


def test_every_step_leaves_its_letter_as_it_was_sent(travelled, cast):
    letters = list(travelled.letters.all())
    assert [letter.form for letter in letters] == SENT
    year = timezone.localdate().year
    assert [letter.number.removeprefix(cast.bureau.short_name) for letter in letters] == [
        f"公开告〔{year}〕1号", f"公开告〔{year}〕2号", f"公开告〔{year}〕3号", f"公开函〔{year}〕1号",
        f"公开告〔{year}〕4号", f"公开答〔{year}〕1号", f"公开告〔{year}〕5号",
    ]  # fmt: skip
    said = {letter.form: letter.body for letter in letters}
    assert "请写明文件的年度\n请写明文号" in said["supplement"]
    assert "延长5个工作日" in said["extension"]
    assert "第三十二条" in said["consulted"]
    assert "第三十七条" in said["decision"]
    assert "60日内" in said["decision"]
    assert "不予公开的内容：合同报价" in said["decision"]
    assert "涉及商业秘密" in said["party_notice"]
    for letter in letters:
        assert letter.number in letter.body
        assert letter.sha256 == hashlib.sha256(letter.body.encode()).hexdigest()
        assert "{" not in letter.body


def test_who_is_written_to(travelled):
    to = {letter.form: letter.addressee for letter in travelled.letters.all()}
    assert {to[form] for form in SENT if form in TO_APPLICANT} == {"张三"}
    assert (to["third_party"], to["party_notice"]) == ("甲公司", "甲公司")
    strangers = [letter.body for letter in travelled.letters.all() if letter.form not in TO_APPLICANT]
    assert not [body for body in strangers if "张三" in body]  # a third party does not learn who asks
    assert "甲公司" not in travelled.letters.get(form="consulted").body  # nor the applicant who is asked


MORE = {"matters": "请查找2019年档案", "reason": "无", "respond_by": dt.date(2026, 12, 1), "amount": "100元",
        "rate": "按件计收", "payment": "到窗口缴纳"}  # fmt: skip


@pytest.mark.parametrize("form", LetterForm)
def test_every_shipped_form_fills_from_a_case(travelled, form):
    text = checked(shipped(form), PLACEHOLDERS)
    names = set(re.findall(r"\{(.*?)\}", text))
    assert names <= OFFERED
    body = fill(text, values_of(travelled, number="某公开告〔2026〕1号", addressee="某某", **MORE))
    assert not re.search(r"[{}]", body)
    assert body.startswith("# ")
    assert travelled.number in body
    assert ID_NUMBER not in body
    if form in FAMILIES:
        assert "= 某公开告〔2026〕1号" in body
        assert f"> {travelled.agency.name}" in body


def test_only_what_the_template_names_is_looked_up(travelled, django_assert_num_queries):
    case = DisclosureRequest.objects.select_related("agency").get(pk=travelled.pk)
    with django_assert_num_queries(0):
        values = values_of(case, decision=Decision(request=case, text="现公开如下。"))
        assert (
            fill("# 答复\n{机关}答复{申请人}：{答复内容}", values)
            == f"# 答复\n{case.agency.name}答复张三：现公开如下。"
        )
    with django_assert_num_queries(1):
        assert fill("# 补正\n{补正内容}\n{补正内容}{补正期限}", values_of(case)).count("请写明文件的年度") == 2


def test_there_is_a_text_for_every_placeholder_also_of_a_case_that_has_nothing_yet(travelled, received):
    full, empty = dict(values_of(travelled, **MORE)), dict(values_of(received()))
    assert set(full) == set(empty) == OFFERED
    assert {name for name, text in full.items() if not text} == {
        "文号", "具体描述", "电子邮箱", "通信地址", "机关地址", "机关电话", "办公时间", "分项决定", "公开信息",
        "负责公开机关", "说明理由情况", "申请人理由", "理由认定",
    }  # fmt: skip
    assert [name for name in empty if name[:2] in {"补正", "延期", "征求", "决定", "审核"} and empty[name]] == []
    with pytest.raises(KeyError):
        values_of(travelled)["申请者"]


def test_letters_are_written_in_the_language_of_the_installation(travelled):
    with translation.override("en"):
        assert values_of(travelled)["决定"] == "部分公开"


def test_a_form_without_an_action_of_its_own_is_one_line(cast, received):
    case = received()
    with transaction.atomic():
        letter = write(case, LetterForm.FEE_NOTICE, by=cast.clerk, amount="100元", respond_by=dt.date(2026, 12, 1))
    assert "收费金额：100元" in letter.body
    assert "2026年12月1日前（含当日）缴纳" in letter.body
    assert "缴费方式" not in letter.body  # nothing was said of it, so the line is left out


def test_a_joint_maker_gets_its_own_letter(cast, processing):
    case = processing()
    actions.consult(case, by=cast.clerk, addressee="co_maker", party="青田县财政局", letter="请答复。")
    assert [letter.form for letter in case.letters.all()] == ["receipt", "joint_maker", "consulted"]
    assert "第三十四条" in case.letters.get(form="consulted").body


def test_every_matter_has_its_decision_and_the_responsible_agency_is_named(cast, processing):
    case = processing()
    actions.split(case, by=cast.clerk, subjects=["低保资金分配表", "低保名单"])
    actions.record_search(case, by=cast.clerk, places="档案室", terms="低保", result="查到一份")
    actions.name_responsible(case, by=cast.clerk, name="青田县财政局", contact="0578-6221234")
    rulings = {1: "R3_1", 2: "R3_4_1"}
    actions.decide(case, by=cast.clerk, rulings=rulings, text="答复如下。", grounds="本机关不掌握。")
    actions.approve_decision(case, by=cast.head)
    body = case.letters.get(form="decision").body
    assert "（一）低保资金分配表：予以公开（条例第三十六条第（一）项、第（二）项）" in body
    assert "（二）低保名单：" in body
    assert "青田县财政局（联系方式：0578-6221234）" in body


def test_a_later_date_is_told_with_its_own_article(cast, processing):
    case = processing()
    day = timezone.localdate() + dt.timedelta(days=3)
    actions.ask_reasons(case, by=cast.clerk, why="一个月内申请八十件", respond_by=day)
    actions.give_reasons(case, by=None, text="用于研究")
    case.refresh_from_db()
    actions.set_own_date(case, by=cast.head, due_on=case.clock.due_on + dt.timedelta(days=60), reason="数量大")
    bodies = {letter.form: letter.body for letter in case.letters.all()}
    assert "一个月内申请八十件" in bodies["ask_reasons"]
    assert "第三十五条" in bodies["extension"]
    assert "第三十三条第二款" not in bodies["extension"]


def test_a_letter_never_changes(cast, travelled):
    letter = travelled.letters.first()
    letter.body = "改过的正文"
    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()
    for change in ({"body": "改过"}, {"sha256": "0" * 64}, {"addressee": "别人"}):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**change)
    assert "改过" not in Letter.objects.get(pk=letter.pk).body


def test_a_refused_action_takes_no_number(cast, received):
    case, other = received(), received(subject="另一件")
    with pytest.raises(Refused), transaction.atomic():
        write(case, LetterForm.RECEIPT, by=cast.clerk)
        raise Refused("no")
    assert actions.register(other, by=cast.clerk).letters.get().serial == 1


def test_numbers_are_counted_by_agency_and_mark(cast, received):
    for case, by in ((received(), cast.clerk), (received(cast.sibling), cast.sibling_clerk)):
        actions.register(case, by=by)
    assert [letter.serial for letter in Letter.objects.all()] == [1, 1]
    with pytest.raises(IntegrityError), transaction.atomic():
        twin = Letter.objects.first()
        twin.pk = None
        twin.save()


def test_what_is_filled_in_never_becomes_a_mark(cast, received):
    case = received(subject="{机关} | 甲", description="# 标题\n> 落款")
    body = actions.register(case, by=cast.clerk).letters.get().body
    kinds = [block.kind for block in blocks(body)]
    assert kinds == ["title", "centred", "flush", *["text"] * (len(kinds) - 5), "right", "right"]
    assert "\uff5b机关\uff5d \uff5c 甲" in body


@pytest.mark.parametrize(
    ("article", "words"),
    [("36(1)(2)", "第三十六条第（一）项、第（二）项"), ("14", "第十四条"), ("30", "第三十条"), ("9", "第九条"),
     ("特别规定", "特别规定")],
)  # fmt: skip
def test_articles_in_words(article, words):
    assert article_in_words(article) == words


def test_a_government_words_its_letters(cast, received):
    text = "# 回执\n= {文号}\n< {收件人}：\n{机关}收到您的申请{受理编号}。\n> {日期}"
    word_letter(cast.city, by=cast.officer, form="receipt", text="# 市的回执\n{受理编号}")
    kept = word_letter(cast.county, by=cast.officer, form="receipt", text=text)
    assert word_letter(cast.county, by=cast.officer, form="receipt", text=text) == kept  # once for each form
    letter = actions.register(received(), by=cast.clerk).letters.get()
    assert f"{cast.bureau.name}收到您的申请{letter.request.number}。" in letter.body
    kept.delete()
    assert actions.register(received(), by=cast.clerk).letters.get().body.startswith("# 市的回执")
    assert "市的回执" not in letter.body


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("# 回执\n{申请者}", "申请者"),
        ("# 回执\n{受理编号", "{"),
        ("回执\n{受理编号}", "# "),
        ("# {机关.pk}", "机关.pk"),
    ],
)
def test_a_wrong_template_is_refused_beside_its_field(cast, text, word):
    with pytest.raises(Refused) as refused:
        word_letter(cast.city, by=cast.officer, form="receipt", text=text)
    assert refused.value.field == "text"
    assert word in str(refused.value)
    assert LetterTemplate.objects.count() == 0


def test_who_words_letters(cast):
    text = "# 回执\n{受理编号}"
    for somebody in (cast.clerk, cast.head, cast.other_officer, cast.citizen):
        with pytest.raises(NotAllowed):
            word_letter(cast.city, by=somebody, form="receipt", text=text)
    with pytest.raises(Refused) as refused:
        word_letter(Agency.objects.get(pk=cast.bureau.pk), by=cast.officer, form="receipt", text=text)
    assert refused.value.field == "agency"


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_write_at_once(received, cast, django_db_serialized_rollback):
    cases = [received(subject=f"第{number}件") for number in range(THREADS)]
    said = at_once(THREADS, lambda number: actions.register(cases[number], by=cast.clerk))
    assert [error for error in said if isinstance(error, Exception)] == []
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, THREADS + 1))


@pytest.mark.django_db(transaction=True)
def test_different_actions_at_once_do_not_wait_for_each_other_forever(
    received, cast, processing, reviewing, django_db_serialized_rollback
):
    """Consulting holds two series, approving one or two, and all of them the head of the trail."""
    consulted, answered = [processing() for _ in range(4)], [reviewing() for _ in range(4)]
    plan = [*((actions.consult, case, cast.clerk) for case in consulted)]
    plan += [(actions.approve_decision, case, cast.head) for case in answered]
    words = {"addressee": "third_party", "party": "甲公司", "letter": "请答复"}

    def work(number):
        act, case, by = plan[number]
        return act(case, by=by, **(words if act is actions.consult else {}))

    said = at_once(len(plan), work)
    assert [error for error in said if isinstance(error, Exception)] == []
    for series in ("GKD", "GKG", "GKH"):
        serials = sorted(Letter.objects.filter(series__contains=series).values_list("serial", flat=True))
        assert serials == list(range(1, len(serials) + 1))


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "《政府信息公开条例》第三十六条第（一）项、第（二）项"), ("en", "Regulations, article 36(1)(2)")],
)
def test_a_page_cites_the_article_in_its_own_language(language, words):
    with translation.override(language):
        assert regulations("36(1)(2)") == words
