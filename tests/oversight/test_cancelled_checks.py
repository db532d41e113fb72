"""A spot check that is given up: why, for everybody to read, and the draw laid open if there was one."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from oversight import actions
from oversight.models import SpotCheck
from oversight.states import SpotCheckState
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Notice
from portal.refusals import NotAllowed, Refused
from tests.oversight.spot_checking import drawn_check, planned_check
from tests.oversight.test_check_forms import strangers

REASON = "检查组人员调整，改在明年一季度进行。"


def public(check, more=""):
    return Client().get(f"/spot-checks/{check.agency.code}/{check.year}/{check.serial}/{more}")


def test_only_the_office_gives_up_and_says_why(cast):
    check = planned_check(cast)
    for person in strangers(cast):
        with pytest.raises(NotAllowed):
            actions.cancel_spot_check(check, by=person, reason=REASON)
    with pytest.raises(Refused) as refusal:
        actions.cancel_spot_check(check, by=cast.officer, reason=" ")
    assert refusal.value.field == "reason"
    check.refresh_from_db()
    assert check.state == SpotCheckState.PLANNED
    cancelled = actions.cancel_spot_check(check, by=cast.officer, reason=REASON)
    assert (cancelled.state, cancelled.cancellation, cancelled.is_drawn) == (SpotCheckState.CANCELLED, REASON, False)
    assert AuditEvent.objects.get(event=Event.SPOT_CHECK_CANCELLED).after["reason"] == REASON
    assert planned_check(cast).serial == check.serial + 1
    for facts in ({"cancellation": ""}, {"cancelled_at": None}, {"state": SpotCheckState.PLANNED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SpotCheck.objects.filter(pk=check.pk).update(**facts)


def test_of_a_plan_given_up_only_the_reason_is_public(client, cast):
    check = planned_check(cast)
    client.force_login(cast.officer)
    page = check.get_absolute_url()
    assert client.post(f"{page}cancel/", {"reason": ""}).status_code == 200
    assert client.post(f"{page}cancel/", {"reason": REASON}).status_code == 302
    shown = client.get(page).content.decode()
    assert REASON in shown
    assert f"{page}draw/" not in shown
    assert f"{page}cancel/" not in shown
    assert client.get(f"{page}change/").status_code == 404
    shown = public(check).content.decode()
    assert REASON in shown
    assert check.secret not in shown
    assert public(check, "frame.txt").status_code == public(check, "sample.csv").status_code == 404


def test_a_draw_given_up_is_laid_open_and_the_drawn_are_told(client, cast):
    check = drawn_check(cast, kinds=["department"], agency_count=9, self_check_days=5)
    assert check.secret not in public(check).content.decode()
    client.force_login(cast.officer)
    assert f"{check.get_absolute_url()}cancel/" in client.get(check.get_absolute_url()).content.decode()
    cancelled = actions.cancel_spot_check(check, by=cast.officer, reason=REASON)
    assert not cancelled.self_check_clock.is_running
    shown = public(check).content.decode()
    for text in (REASON, check.secret, check.seed, check.frame_hash, cast.bureau.name):
        assert text in shown
    assert public(check, "frame.txt").content.decode() == check.frame
    told = Notice.objects.filter(kind="spot_check_cancelled")
    assert {notice.recipient for notice in told} == {cast.clerk, cast.head, cast.sibling_clerk}
    assert all(REASON in notice.body for notice in told)
    client.force_login(cast.clerk)
    own = f"/office/checked/{check.agency.code}/{check.year}/{check.serial}/qt-mzj/"
    assert "已终止" in client.get(own).content.decode()
    assert client.get(f"{own}self-check/").status_code == 404
    assert cancelled.cancelled_at <= timezone.now()


def test_agencies_that_nobody_asked_are_not_told(cast):
    check = drawn_check(cast, kinds=["department"], agency_count=9, self_check_days=0)
    actions.cancel_spot_check(check, by=cast.officer, reason=REASON)
    assert not Notice.objects.filter(kind="spot_check_cancelled").exists()
