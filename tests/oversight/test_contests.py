import pytest

from oversight import actions
from oversight.models import FigureContest
from oversight.states import ContestState
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused

pytestmark = pytest.mark.django_db


def contest(cast, **changed):
    facts = {"figure": "requests-overdue", "shown": "2", "reason": "两件中有一件已经答复。"} | changed
    return actions.contest_figure(cast.bureau, by=cast.head, **facts)


def test_a_figure_is_contested_and_kept_or_corrected(cast, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first, second = contest(cast), contest(cast, figure="share", shown="80")
        actions.judge_contest(first, by=cast.officer, verb="correct", finding="已补登记答复日期。")
        actions.judge_contest(second, by=cast.officer, verb="keep", finding="统计无误。")
    states = FigureContest.objects.order_by("pk").values_list("state", "finding", "judged_by")
    assert list(states) == [
        (ContestState.CORRECTED, "已补登记答复日期。", cast.officer.pk),
        (ContestState.KEPT, "统计无误。", cast.officer.pk)
    ]  # fmt: skip
    told = Notice.objects.filter(kind__in=[Kind.FIGURE_CONTESTED, Kind.CONTEST_JUDGED])
    assert sorted(told.values_list("kind", "recipient__username")) == [
        (Kind.CONTEST_JUDGED, "head"), (Kind.CONTEST_JUDGED, "head"),
        (Kind.FIGURE_CONTESTED, "officer"), (Kind.FIGURE_CONTESTED, "officer"),
    ]  # fmt: skip
    assert AuditEvent.objects.filter(event__in=[Event.FIGURE_CONTESTED, Event.CONTEST_JUDGED]).count() == 4


def test_what_is_refused(cast):
    one = contest(cast)
    for changed in ({}, {"figure": "complaints-open"}, {"figure": "nothing"}, {"figure": "share", "reason": " "}):
        with pytest.raises(Refused):
            contest(cast, **changed)
    for verb, finding in (("keep", " "), ("destroy", "无误")):
        with pytest.raises(Refused):
            actions.judge_contest(one, by=cast.officer, verb=verb, finding=finding)
    for stranger in (cast.clerk, cast.sibling_clerk, cast.officer, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.contest_figure(cast.bureau, by=stranger, figure="median", shown="3", reason="不对")
    for stranger in (cast.head, cast.supervisor, cast.other_officer):
        with pytest.raises(NotAllowed):
            actions.judge_contest(one, by=stranger, verb="keep", finding="无误")
    actions.judge_contest(one, by=cast.officer, verb="keep", finding="统计无误。")
    with pytest.raises(Refused):
        actions.judge_contest(one, by=cast.officer, verb="correct", finding="又改了")
    contest(cast)  # judged, it may be contested again


def test_head_and_officer_do_it_on_the_page_of_the_agency(client, cast):
    page = f"/office/agencies/{cast.bureau.code}/"
    client.force_login(cast.head)
    assert 'name="reason"' in client.get(page).content.decode()
    answer = client.post(f"{page}contest/", {"figure": "requests-open", "reason": "多算一件。"}, follow=True)
    assert "多算一件。" in answer.content.decode()
    assert 'name="finding"' not in answer.content.decode()
    one = FigureContest.objects.get()
    assert (one.figure, one.shown, one.by) == ("requests-open", "0", cast.head)
    client.post(f"{page}contest/", {"figure": "requests-open", "reason": ""})
    assert FigureContest.objects.count() == 1
    client.force_login(cast.officer)
    assert one.agency.name in client.get("/office/").content.decode().split('id="contests"')[1]
    assert 'name="finding"' in client.get(page).content.decode()
    assert client.post(f"/office/contests/{one.pk}/keep/", {"finding": "核对无误。"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.finding) == (ContestState.KEPT, "核对无误。")
    assert 'id="contests"' not in client.get("/office/").content.decode()
    client.force_login(cast.other_officer)
    assert client.post(f"/office/contests/{one.pk}/keep/", {"finding": "不对"}).status_code == 404
