"""Files of an answer: nothing goes out that is not proved, and the original is kept apart and removed in time."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused
from portal.uploads.models import StoredFile, private_storage
from requests_app import actions
from requests_app.actions.blackening import Area
from requests_app.models import ReleasedFile
from requests_app.tasks import blacken_ordered, remove_outdated_originals
from tests.requests_app.papers import PAGE, SECRET, answer, draft, paper, upload


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.4\nnonsense\n%%EOF", "a.pdf", "无法打开"),
        (paper(PAGE)[:-20], "a.pdf", "已损坏"),
        (paper(PAGE).replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << >>"), "a.pdf", "密码"),
        (paper(*["页"] * 201), "a.pdf", "拆分"),
        ("名单".encode(), "a.txt", "另存为PDF"),
    ],
)
def test_what_cannot_be_blackened_is_refused_with_a_sentence(added, content, name, sentence):
    with pytest.raises(Refused, match=sentence) as refused:
        added(content, name)
    assert refused.value.field == "file"
    assert not ReleasedFile.objects.exists()


def test_words_of_the_original_never_reach_the_database(added):
    file = added()
    assert (file.original.text_state, file.original.text) == ("none", "")
    assert not StoredFile.objects.waiting().exists()


def test_only_proved_files_go_out(added, cast, ground):
    file = added()
    case = file.request
    with pytest.raises(Refused, match="尚未遮盖"):
        draft(case, cast)
    actions.order_blackening(file, by=cast.clerk)
    with pytest.raises(Refused, match="尚未遮盖"):
        draft(case, cast)
    blacken_ordered()
    with pytest.raises(Refused, match="不提供文件"):
        draft(case, cast, "R3_4_1")
    draft(case, cast)
    assert not ReleasedFile.objects.sent().exists()


def test_boxes_make_it_disclosure_in_part(proved, cast):
    with pytest.raises(Refused, match="部分公开"):
        draft(proved().request, cast, "R3_1")


def test_under_review_nothing_changes_and_sent_back_it_may(proved, cast, ground):
    file = proved()
    case = file.request
    draft(case, cast)
    area = [Area(1, 0, 0, 100, 100)]
    for change in (
        lambda: actions.draw_boxes(file, by=cast.clerk, areas=area, ground=ground),
        lambda: actions.erase_boxes(file, by=cast.clerk, boxes=[file.boxes.first().pk]),
        lambda: actions.remove_file(file, by=cast.clerk),
        lambda: actions.add_file(case, upload(paper("x")), by=cast.clerk),
    ):
        with pytest.raises(Refused, match="只能在办理期间"):
            change()
    actions.return_decision(case, by=cast.head, reason="再遮盖地址。")
    outdated = file.output.file.name
    actions.draw_boxes(file, by=cast.clerk, areas=area, ground=ground)
    file.refresh_from_db()
    assert (file.state, file.output) == ("boxed", None)
    assert not StoredFile.objects.filter(file=outdated).exists()


def test_only_who_handles_the_case_changes_its_files(added, cast, ground):
    file = added()
    for who in (cast.head, cast.sibling_clerk, cast.other_clerk, cast.citizen):
        with pytest.raises(NotAllowed):
            actions.draw_boxes(file, by=who, areas=[Area(1, 0, 0, 9, 9)], ground=ground)
        with pytest.raises(NotAllowed):
            actions.order_blackening(file, by=who)


def test_boxes_stay_on_the_page(added, cast, ground):
    file = added()
    for area in (Area(2, 0, 0, 9, 9), Area(0, 0, 0, 9, 9), Area(1, 10_000, 0, 9, 9), Area(1, 0, 0, 0, 9)):
        with pytest.raises(Refused, match="超出"):
            actions.draw_boxes(file, by=cast.clerk, areas=[area], ground=ground)
    actions.draw_boxes(file, by=cast.clerk, areas=[Area(1, -50, 9_900, 200, 500)], ground=ground)
    assert [box.placed for box in file.boxes.all()] == [(0, 0, 9_900, 150, 100)]


def test_an_answer_that_is_withdrawn_meanwhile_is_not_settled(added, cast):
    file = added()
    actions.order_blackening(file, by=cast.clerk)
    file.refresh_from_db()
    assert actions.blacken(file).state == "verified"
    assert actions.blacken(file) is None
    assert StoredFile.objects.count() == 2


def test_the_original_is_removed_in_time_and_leaves_a_tombstone(
    proved, cast, settings, django_capture_on_commit_callbacks
):
    file = proved()
    answer(file.request, cast)
    file.refresh_from_db()
    path = file.original.file.name
    assert file.original_until == timezone.localdate() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS)
    remove_outdated_originals()
    assert ReleasedFile.objects.get().original is not None
    later = timezone.now() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS + 1)
    with time_machine.travel(later), django_capture_on_commit_callbacks(execute=True):
        remove_outdated_originals()
        remove_outdated_originals()
    file.refresh_from_db()
    assert file.original is None
    assert file.original_removed_at
    assert len(file.original_sha256) == 64
    assert not private_storage().exists(path)
    assert private_storage().exists(file.output.file.name)
    assert AuditEvent.objects.filter(event="release_original_removed").count() == 1


def test_an_open_case_keeps_its_original(added, settings):
    added()
    with time_machine.travel(timezone.now() + dt.timedelta(days=settings.ORIGINALS_KEPT_DAYS + 1)):
        remove_outdated_originals()
    assert ReleasedFile.objects.get().original is not None


def test_every_step_leaves_its_trace(proved, cast):
    file = proved()
    actions.erase_boxes(file, by=cast.clerk, boxes=[file.boxes.first().pk])
    actions.remove_file(file, by=cast.clerk)
    events = list(AuditEvent.objects.filter(event__startswith="release_").order_by("number"))
    assert [event.event for event in events] == [
        "release_file_added", "release_boxes_drawn", "release_ordered", "release_verified", "release_boxes_erased",
        "release_file_removed",
    ]  # fmt: skip
    assert SECRET not in str([(event.before, event.after) for event in events])
