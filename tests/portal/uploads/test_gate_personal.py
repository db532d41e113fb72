"""Numbers as people write them, and what only looks like one."""

import random
import re
import time

import pytest

from portal.uploads.gate import personal, words
from portal.uploads.gate.finding import Level, Passage
from portal.uploads.gate.words import Listed, vocabulary


def codes(text, **more):
    return [(finding.code, str(finding.level)) for _at, finding in personal.scan(Passage("body", text), **more)]


@pytest.mark.parametrize(
    "text",
    [
        "张三110101199003078515",
        "身份证号：110101 19900307 8515",
        "１１０１０１１９９００３０７８５１５",
        "110101-19900307-8515",
        "1 1 0 1 0 1 1 9 9 0 0 3 0 7 8 5 1 5",
        "110101\t19900307\t8515",
        "110101199003\n078515",
        "号码11010119900307889x，",
        "身份证号110101199003078514",  # a slip in the last digit: whose card it is, everybody can tell
        "姓名李四，110101900307851",
    ],
)
def test_identity_numbers(text):
    assert codes(text) == [("id_card", "block")]


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "+86 138-0013-8000",
        "86 13800138000",
        "１３８００１３８０００",
        "138 0013 8000",
        "手机：1380013 8000",
    ],
)
def test_mobile_numbers(text):
    assert codes(text) == [("mobile", "block")]


@pytest.mark.parametrize(
    "text",
    ["6228 4800 1234 567{}", "622848001234567{}", "卡号６２２８-４８００-１２３４-５６７{}", "622848 001234567890{}"],
)
def test_bank_cards(text):
    """Of ten last digits exactly one is right."""
    assert [codes(text.format(digit)) for digit in range(10)].count([("bank_card", "block")]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "91320583MA1X7P3K5X",  # unified credit code
        "统一社会信用代码：113205830141833333",
        "索引号：014183333/2023-00123",
        "昆政办发〔2023〕12号",
        "138****8000，110101********8515",
        "咨询电话：0512-57300000、13800138000",
        "联系电话：13800138000",
        "监督举报电话（工作时间）：0512-12345678",
        "联系人：王工，0512-57300000",
        "合同编号：6228480012345678",
        "110101199013078515",  # the thirteenth month
        "2019 2020 2021 2022 2023 2024",
        "4521 3321 1234 5678.90万元",
        "3.1415926535897932384",
        "地址：江苏省昆山市前进中路219号",
    ],
)
def test_what_only_looks_like_a_number_of_a_person(text):
    assert codes(text) == []


def test_a_telephone_without_an_office_is_a_warning_and_the_offices_own_is_none():
    assert codes("0512-57300000") == [("landline", "warn")]
    assert codes("0512-57300000", known=frozenset({"051257300000"})) == []


def test_after_an_offices_telephone_a_persons_is_still_found():
    assert codes("咨询电话：0512-57300000，申请人手机13800138000") == [("mobile", "block")]


def test_home_addresses_warn():
    assert codes("申请人张三，住址：江苏省昆山市玉山镇环城北路88号3幢502室") == [("address", "warn")]
    assert codes("户主李四，江苏省昆山市周庄镇龙亭村5组12号") == [("address", "warn")]


def test_a_finding_never_shows_the_number():
    number = "110101199003078515"
    ((_at, finding),) = personal.scan(Passage("body", f"张三 {number}"))
    assert number not in repr(finding)
    assert finding.excerpt == "110*************15"
    again = next(personal.scan(Passage("body", f"李四 {number[:6]} {number[6:]}")))[1]
    assert again.digest == finding.digest


def test_words_with_levels_hints_and_allowed_phrases():
    list_ = vocabulary([Listed("绝密", Level.BLOCK), Listed("帐号", Level.WARN, "账号")], ["解除绝密限制"])
    found = [finding for _at, finding in words.scan(Passage("body", "绝密文件;解除绝密限制;帐号;按步就班"), list_)]
    assert [(one.excerpt, one.level) for one in found] == [
        ("绝密", Level.BLOCK),
        ("帐号 → 账号", Level.WARN),
        ("按步就班 → 按部就班", Level.WARN),
    ]


@pytest.mark.parametrize(
    "sample",
    [
        "1" * 100_000,
        "1 " * 50_000,
        "1.-" * 33_000,
        "省市路" * 33_000,
        "身份证1号" * 20_000,
        "138 " * 25_000,
        "咨询电话" * 25_000,
    ],
)
def test_every_pattern_takes_linear_time(sample):
    patterns = [value for value in vars(personal).values() if isinstance(value, re.Pattern)]
    assert len(patterns) >= 8
    for pattern in patterns:
        text = sample[-personal.WITHIN :] if pattern in (personal.OFFICE_PHONE, personal.OTHER_NUMBER) else sample
        started = time.process_time()
        for _match in pattern.finditer(text):
            pass
        assert time.process_time() - started < 1, pattern.pattern  # a tenth at peace; a quadratic one takes minutes


def test_random_digits_raise_no_alarm():
    rng = random.Random(7)
    rows = ["\t".join(str(rng.randint(0, 9999)) for _ in range(8)) for _ in range(2000)]
    assert codes("\n".join(rows)) == []
