"""Copies of the head outside the database: in the file, by mail, on the page; and what the command says of them."""

import datetime as dt
import re

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from portal.audit.actions import record
from portal.audit.anchors import anchor_today, read_mark, read_marks
from portal.audit.guard import lower_guard, raise_guard
from portal.audit.models import Anchor, AuditEvent, ChainHead, Event
from portal.notices.models import Notice
from portal.notices.tasks import anchor_audit_trail, deliver, mail_anchor

DAY = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def file(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "other-disk" / "anchors.log"
    settings.AUDIT_ANCHOR_MAILTO = ["auditor@example.test"]
    return settings.AUDIT_ANCHOR_FILE


@pytest.fixture
def days(cast, file):
    """Three days of an office, swept three times on each."""
    for later in range(3):
        with time_machine.travel(DAY + dt.timedelta(days=later)):
            record(Event.AGENCY_CHANGED, by=cast.admin, agency=cast.city, subject=cast.city, after={"day": later})
            for _again in range(3):
                anchor_audit_trail()
                mail_anchor()


def cut_off(keep):
    """Cut the trail and make the database agree with it."""
    lower_guard(connection)
    AuditEvent.objects.filter(number__gt=keep).delete()
    last = AuditEvent.objects.get(number=keep)
    ChainHead.objects.update(number=keep, hash=last.hash)
    Anchor.objects.filter(number__gt=keep).delete()
    raise_guard()


def test_one_line_for_each_day_is_written_mailed_and_shown(days, file, client, mailoutbox):
    lines = file.read_text().splitlines()
    assert [line[:10] for line in lines] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    head = ChainHead.objects.get()
    assert lines[-1] == f"2026-03-04 {head.number} {head.hash}"
    assert Notice.objects.filter(email="auditor@example.test").count() == 3
    deliver()
    assert [letter.body.splitlines()[0] for letter in mailoutbox] == lines
    assert client.get("/audit/anchors.txt").text.splitlines() == lines
    assert client.get("/audit/anchors.json").json()["anchors"][0]["hash"] == head.hash
    page = client.get("/audit/")
    assert re.findall(r"[0-9a-f]{64}", page.text) == [line[-64:] for line in reversed(lines)]
    assert not page.cookies


def test_nothing_to_anchor_leaves_no_file(db, file):
    anchor_audit_trail()
    mail_anchor()
    assert not file.exists()
    assert not Anchor.objects.exists()


def test_a_disk_that_was_away_gets_what_it_missed(days, file, cast):
    written = file.read_text()
    file.unlink()
    file.mkdir()
    with time_machine.travel(DAY + dt.timedelta(days=3)):
        with pytest.raises(OSError):
            anchor_audit_trail.run()
        mail_anchor()
    assert Notice.objects.filter(occasion="2026-03-05").count() == 1
    file.rmdir()
    file.write_text(written)
    with time_machine.travel(DAY + dt.timedelta(days=5)):
        anchor_audit_trail()
    marks = read_marks(file.read_text().splitlines())
    assert [mark.day.day for mark in marks] == [2, 3, 4, 5, 7]
    call_command("audit_verify")


def test_a_clean_trail_verifies_and_says_its_head(days, capsys):
    call_command("audit_verify")
    said = capsys.readouterr().out
    head = ChainHead.objects.get()
    assert "none broken" in said
    assert f"{head.number}:{head.hash}" in said


def test_a_cut_off_trail_is_seen_by_the_file(days, capsys):
    cut_off(5)
    with pytest.raises(CommandError):
        call_command("audit_verify")
    assert "is missing, which the anchor of 2026-03-04 names" in capsys.readouterr().err


def test_a_cut_off_trail_is_seen_by_the_letter_alone(days, file):
    letter = Notice.objects.latest("pk").body.splitlines()[0]
    cut_off(5)
    file.unlink()
    call_command("audit_verify")  # the database agrees with itself
    number, digest = letter.split()[1:]
    with pytest.raises(CommandError):
        call_command("audit_verify", "--head", f"{number}:{digest}")


def test_a_copy_of_some_days_ago_says_nothing_of_the_days_since(days, file, tmp_path):
    older = tmp_path / "copy.log"
    older.write_text("\n".join(file.read_text().splitlines()[:2]))
    call_command("audit_verify", "--anchors", str(older))


@pytest.mark.parametrize("harm", ["shorter", "other", "nonsense", "gone"])
def test_a_file_that_was_tampered_with_is_seen(days, file, harm):
    lines = file.read_text().splitlines()
    harmed = {"shorter": lines[:2], "other": [*lines[:2], lines[2].replace("-04", "-05")], "nonsense": ["x"]}
    file.unlink()
    if harm in harmed:
        file.write_text("\n".join(harmed[harm]))
    with pytest.raises(CommandError):
        call_command("audit_verify")


def test_a_missing_guard_is_a_fault(days):
    lower_guard(connection)
    with pytest.raises(CommandError):
        call_command("audit_verify")


@pytest.mark.parametrize("text", ["", "12", "12:abc", "2026-02-30 1 " + "a" * 64, "x" * 90])
def test_what_is_no_anchor_is_refused(db, text):
    with pytest.raises(ValueError):
        read_mark(text)
    with pytest.raises(CommandError):
        call_command("audit_verify", "--head", text)


def test_one_anchor_a_day_whoever_asks(cast):
    assert anchor_today() == anchor_today()
