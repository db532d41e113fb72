"""What asks for the same, and what does not: the texts by which the threshold was chosen."""

from itertools import combinations

import pytest

from portal.demo.cases import REQUESTS, TOPICS
from portal.search.similar import likeness, pieces_of, sameness

REWORDED = [
    ("2025年低保资金分配表", "2025年 低保资金（分配表）"),
    ("2025年低保资金分配表", "申请公开2025年低保资金分配表"),
    ("2025年低保资金分配表", "2025年低保资金分配明细表"),
    ("2025年低保资金分配表", "2025年低保资金分配表的情况"),
    ("2025年低保资金分配表", "２０２５年城乡低保资金分配情况"),
    ("2025年低保资金分配表", "低保资金分配表"),
    ("公交线路调整方案", "我想知道公交线路怎么调整"),
    ("公交线路调整方案", "公交线路何时调整"),
    ("公交线路什么时候调整", "公交线路为何调整"),
    ("远山县敬老院消防整改情况", "敬老院消防整改"),
    ("公开全县养老助餐点地址和收费", "公开助餐点的地址"),
    ("第三期食品安全抽检结果", "食品安全抽检结果（第3期）"),
    ("低保", "请问低保"),
]
DIFFERENT = [
    ("2025年低保资金分配表", "2024年低保资金分配表"),
    ("2025年第一季度政府网站检查情况", "2025年第二季度政府网站检查情况"),
    ("县第二小学学区划分方案", "县第一小学学区划分方案"),
    ("2024年食品安全监督抽检信息公告(第3期)", "食品安全监督抽检通告(2024年第40期)"),
    ("沪府发〔2008〕90号", "沪府发〔2008〕91号"),
    ("2025年低保资金分配表", "低保"),
    ("领导信箱使用须知", "依申请公开须知"),
    ("养老院名单", "敬老院消防整改"),
    ("2025年低保资金分配表", "低保名单的公开时间"),
    ("公交线路调整方案", "城南公交站台迁移的听证记录"),
    ("老旧小区改造计划和进度", "公开老旧小区加装电梯补贴申请进度"),
    ("申请公开", "我想了解有关情况"),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), REWORDED)
def test_other_words_for_the_same_are_the_same(one, other):
    assert sameness(pieces_of(one), other) == sameness(pieces_of(other), one) >= 0.55


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_subjects_years_issues_and_places_are_not(one, other):
    assert sameness(pieces_of(one), other) == sameness(pieces_of(other), one) == 0


def test_the_demo_asks_twice_for_two_subjects_alone():
    subjects = [request.subject for request in REQUESTS]
    same = [pair for pair in combinations(subjects, 2) if sameness(pieces_of(pair[0]), pair[1])]
    assert same == [("养老机构运营补贴发放情况", "远山县养老机构补贴发放情况")]
    titles = [topic[2] for topic in TOPICS]
    same = [pair for pair in combinations(titles, 2) if sameness(pieces_of(pair[0]), pair[1])]
    assert same == [("公开全县养老助餐点地址和收费", "公开助餐点的地址")]


def test_sameness_is_likeness_and_no_measure_of_its_own():
    for one, other in REWORDED:
        assert sameness(pieces_of(one), other) == likeness(pieces_of(one), other)


def test_what_answers_may_be_of_another_year():
    assert likeness(pieces_of("2025年低保资金分配表"), "2024年低保资金分配表") > 0.5
