"""The case page tells when several applicants want the same (article 44)."""

import datetime as dt

import time_machine
from django.utils import timezone

from requests_app.wanted_by_several import wanted_by_several

SAME = ("2025年低保资金分配表", "申请公开2025年低保资金分配表", "2025年低保资金分配表的情况")


def test_three_applicants_who_want_the_same(received):
    cases = [received(subject=words, identity_number=f"证件{at}") for at, words in enumerate(SAME)]
    received(subject="城南公交站台迁移的听证记录", identity_number="证件9")
    found = wanted_by_several(cases[0])
    assert found.applicants == 3
    assert {case.pk for case in found.cases} == {case.pk for case in cases[1:]}


def test_repeats_of_one_applicant_count_once(received):
    cases = [received(subject=words, identity_number=f"证件{at % 2}") for at, words in enumerate(SAME)]
    assert wanted_by_several(cases[0]) is None


def test_the_table_of_another_year_is_another_table(received):
    for at, words in enumerate(SAME[:2]):
        received(subject=words, identity_number=f"证件{at}")
    assert wanted_by_several(received(subject="2024年低保资金分配表", identity_number="证件3")) is None


def test_another_agency_and_another_year_do_not_count(cast, received):
    with time_machine.travel(timezone.now() - dt.timedelta(days=400)):
        received(subject=SAME[0], identity_number="证件0")
    received(cast.sibling, subject=SAME[0], identity_number="证件1")
    received(subject=SAME[1], identity_number="证件2")
    assert wanted_by_several(received(subject=SAME[2], identity_number="证件3")) is None


def test_the_clerk_is_told_on_the_case_page(client, cast, received):
    cases = [received(subject=words, identity_number=f"证件{at}") for at, words in enumerate(SAME)]
    client.force_login(cast.clerk, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(f"/admin/requests_app/disclosurerequest/{cases[0].pk}/change/").content.decode()
    assert "多人申请同一信息" in page
    assert cases[1].number in page
