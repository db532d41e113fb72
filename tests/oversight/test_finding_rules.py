"""Findings of spot checks wait on the first page of those concerned, and warn when they are late."""

import datetime as dt

from django.utils import timezone

from oversight import actions
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.today import FINDINGS_TO_ANSWER, FINDINGS_TO_RECHECK
from portal.agencies.today import work_of
from tests.oversight.spot_checking import sent_finding
from tests.oversight.sweeps import DAY, look_at


def at(day):
    return dt.datetime.combine(day, dt.time(1), tzinfo=dt.UTC)


def waiting(user):
    keys = (FINDINGS_TO_ANSWER.key, FINDINGS_TO_RECHECK.key)
    found = {work.pane.key: work for work in work_of(user, timezone.localdate())}
    return [[line.address for line in found[key].lines] if key in found else None for key in keys]


def test_a_finding_that_is_late_warns_until_it_is_answered(client, cast):
    finding = sent_finding(cast, days=5)
    due_on = finding.clock.due_on
    assert look_at("finding-late", at(finding.clock.started_at.date())) == []
    (warning,) = look_at("finding-late", at(due_on))
    assert (warning.grade, warning.agency, warning.due_on) == (Grade.YELLOW, cast.bureau, due_on)
    assert warning.title == "年底政务公开抽查 · 问题1"
    (warning,) = look_at("finding-late", at(due_on + DAY))
    assert warning.grade == Grade.ORANGE
    (warning,) = look_at("finding-late", at(due_on + 30 * DAY))
    assert warning.grade == Grade.RED
    client.force_login(cast.clerk)
    page = client.get(warning.get_absolute_url()).content.decode()
    public = finding.checked_agency.spot_check
    for address in (finding.agency_url(), f"/spot-checks/{public.agency.code}/{public.year}/{public.serial}/"):
        assert f'href="{address}"' in page
        assert client.get(address).status_code == 200
    actions.answer_finding(finding, by=cast.clerk, text="已改")
    assert look_at("finding-late", at(due_on + 31 * DAY)) == []
    assert EarlyWarning.objects.of_rule("finding-late").get().closing == "fixed"


def test_a_finding_waits_for_the_agency_then_for_the_office(cast):
    finding = sent_finding(cast)
    assert waiting(cast.clerk) == [[finding.agency_url()], None]
    assert waiting(cast.sibling_clerk) == [[], None]
    assert waiting(cast.officer)[1] == []
    actions.answer_finding(finding, by=cast.clerk, text="已改")
    assert waiting(cast.clerk) == [[], None]
    assert waiting(cast.officer)[1] == [finding.office_url()]
    actions.recheck_finding(finding, by=cast.officer, is_rectified=True, text="已看")
    assert waiting(cast.officer)[1] == []
