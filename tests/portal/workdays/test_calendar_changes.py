"""A change of the calendar: imported, decided or taken back, with the open clocks before and after."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from portal.refusals import Refused
from portal.workdays.actions import pause, recompute_open, start_clock, stop
from portal.workdays.calendar import Calendar
from portal.workdays.calendar_actions import import_notice, remove_day, set_day
from portal.workdays.models import CalendarDay, Clock, Source, Unit
from portal.workdays.notice_file import UnreadableNotice, read_notice
from portal.workdays.recompute import Due
from tests.portal.workdays.oracle import at

pytestmark = pytest.mark.django_db

# What a notice for 2027 might say; invented here, for the real one is not out.
NOTICE_2027 = """date,name,kind,notice
2027-01-01,元旦,off,https://www.gov.cn/2027
2027-01-02,元旦,off,https://www.gov.cn/2027
2027-01-03,元旦,off,https://www.gov.cn/2027
2027-01-30,春节,work,https://www.gov.cn/2027
2027-02-05,春节,off,https://www.gov.cn/2027
2027-02-08,春节,off,https://www.gov.cn/2027
2027-02-09,春节,off,https://www.gov.cn/2027
2027-02-10,春节,off,https://www.gov.cn/2027
2027-04-05,清明节,off,https://www.gov.cn/2027
2027-05-03,劳动节,off,https://www.gov.cn/2027
2027-06-09,端午节,off,https://www.gov.cn/2027
2027-09-15,中秋节,off,https://www.gov.cn/2027
2027-10-01,国庆节,off,https://www.gov.cn/2027
"""


def new(start, limit=20, scope="0001", unit=Unit.WORKING_DAY):
    return start_clock(scope=scope, unit=unit, limit=limit, at=at(start))


class TestImport:
    def test_it_moves_open_clocks_and_makes_them_certain(self):
        # before: 1-25..29(5) 2-1..4(9) 9..11(12) …; after: the Saturday 1-30 counts, 2-9 and 2-10 do not
        clock = new("2027-01-22", limit=12)
        assert (clock.due_on, clock.is_provisional) == (dt.date(2027, 2, 11), True)
        done = import_notice(NOTICE_2027.encode())
        assert (done.added, done.changed, done.unchanged) == (13, 0, 0)
        [change] = done.clocks
        assert change.before == Due(dt.date(2027, 2, 11), True)
        assert change.after == Due(dt.date(2027, 2, 12), False)  # 25..29(5) 30(6) 2-1..4(10) 11 12(12)
        clock.refresh_from_db()
        assert (clock.due_on, clock.is_provisional) == (dt.date(2027, 2, 12), False)
        assert {mark.on.isoformat(): mark.number for mark in clock.marks}["2027-01-30"] == 6

    def test_a_second_run_changes_nothing(self):
        new("2027-01-22")
        import_notice(NOTICE_2027.encode())
        done = import_notice(NOTICE_2027.encode())
        assert (done.added, done.changed, done.unchanged, done.clocks) == (0, 0, 13, [])

    def test_a_dry_run_tells_the_same_and_leaves_everything(self):
        clock = new("2027-01-22", limit=12)
        rehearsed = import_notice(NOTICE_2027.encode(), dry_run=True)
        assert [(c.before.on, c.after.on) for c in rehearsed.clocks] == [(dt.date(2027, 2, 11), dt.date(2027, 2, 12))]
        assert not CalendarDay.objects.exists()
        clock.refresh_from_db()
        assert clock.due_on == dt.date(2027, 2, 11)
        assert Calendar.for_scope("").is_provisional(2027)

    def test_a_correction_changes_the_row_that_stands_there(self):
        import_notice(NOTICE_2027.encode())
        corrected = "date,name,kind\n2027-01-30,春节,off\n"
        assert import_notice(corrected.encode())[:3] == (0, 1, 0)
        assert not CalendarDay.objects.get(date=dt.date(2027, 1, 30)).is_workday

    def test_half_a_year_is_no_notice(self):
        partial = "\n".join(line for line in NOTICE_2027.splitlines() if "端午" not in line and "中秋" not in line)
        with pytest.raises(UnreadableNotice, match=r"2027.*端午、中秋"):
            import_notice(partial.encode())
        assert not CalendarDay.objects.exists()
        assert Calendar.for_scope("").is_provisional(2027)

    def test_an_announced_year_takes_a_later_notice_of_a_single_day(self):
        assert import_notice("日期,名称,类型\n2026年9月3日,抗战胜利纪念日,放假\n".encode("gb18030")).added == 1
        assert not Calendar.for_scope("").is_workday(dt.date(2026, 9, 3))

    def test_a_local_notice_holds_for_its_scope(self):
        inside, outside = new("2026-04-17", limit=1), new("2026-04-17", limit=1, scope="0002")
        done = import_notice("date,name,kind\n2026-04-20,三月三,off\n".encode(), scope="0001")
        assert [change.clock.pk for change in done.clocks] == [inside.pk]
        outside.refresh_from_db()
        assert outside.due_on == dt.date(2026, 4, 20)

    def test_bad_rows_are_all_named_and_nothing_is_written(self):
        bad = NOTICE_2027 + (
            "2027-02-30,春节,off,\n2027-10-09,国庆节,maybe,\n2027-10-06,国庆节,work,\n2027-10-01,国庆节,off,\n"
            "2027-10-04,,off,\n1027-10-05,国庆节,off,\n2027-10-07,国庆节,off,javascript:alert(1)\n"
        )
        with pytest.raises(UnreadableNotice) as refusal:
            import_notice(bad.encode())
        assert [error.row for error in refusal.value.errors] == [15, 16, 17, 18, 19, 20, 21]
        assert not CalendarDay.objects.exists()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"date,name,kind\n",
            b"date,name\n2027-01-01,x\n",
            b"\xff\xfe\x00\x01",
            b"PK\x03\x04\x00\x00",
            b"2027-01-01,x,off\n",
        ],
    )
    def test_what_is_no_notice_at_all_is_one_sentence(self, content):
        with pytest.raises(UnreadableNotice) as refusal:
            import_notice(content)
        assert [error.row for error in refusal.value.errors] == [0]

    def test_the_spreadsheets_byte_order_mark_and_blank_lines_do_no_harm(self):
        rows = read_notice("\ufeffdate,name,kind\r\n2026/9/3,纪念日,休\r\n,,\r\n".encode())
        assert [(row.date, row.is_workday) for row in rows] == [(dt.date(2026, 9, 3), False)]


class TestDecisions:
    DAY = dt.date(2026, 4, 20)

    def test_setting_and_removing_a_day_moves_the_clocks_below(self):
        inside, outside = new("2026-04-17", limit=1, scope="00010002"), new("2026-04-17", limit=1, scope="0002")
        [change] = set_day(scope="0001", date=self.DAY, is_workday=False, name="三月三")
        assert (change.clock.pk, change.after.on) == (inside.pk, dt.date(2026, 4, 21))
        assert CalendarDay.objects.get().source == Source.DECISION
        [change] = remove_day(CalendarDay.objects.get())
        assert change.after.on == self.DAY
        outside.refresh_from_db()
        assert outside.due_on == self.DAY

    def test_setting_a_day_again_changes_the_row(self):
        set_day(scope="", date=self.DAY, is_workday=False, name="雨")
        set_day(scope="", date=self.DAY, is_workday=True, name="晴")
        assert [(d.name, d.is_workday) for d in CalendarDay.objects.all()] == [("晴", True)]

    def test_a_dry_run_leaves_everything(self):
        new("2026-04-17", limit=1)
        assert len(set_day(scope="", date=self.DAY, is_workday=False, name="雨", dry_run=True)) == 1
        assert not CalendarDay.objects.exists()
        set_day(scope="", date=self.DAY, is_workday=False, name="雨")
        assert len(remove_day(CalendarDay.objects.get(), dry_run=True)) == 1
        assert CalendarDay.objects.count() == 1

    def test_a_day_needs_a_name(self):
        with pytest.raises(Refused) as refusal:
            set_day(scope="", date=self.DAY, is_workday=False, name=" ")
        assert refusal.value.field == "name"


class TestRecompute:
    def off(self, **fields):
        values = {"scope": "", "date": dt.date(2026, 4, 20), "is_workday": False, "name": "x"} | fields
        return CalendarDay.objects.create(**values)

    def test_stopped_clocks_keep_their_due_date(self):
        clock = new("2026-04-17", limit=1)
        stop(clock, at=at("2026-04-18"))
        self.off()
        assert recompute_open("") == []
        clock.refresh_from_db()
        assert clock.due_on == dt.date(2026, 4, 20)

    def test_a_dry_run_saves_nothing(self):
        clock = new("2026-04-17", limit=1)
        self.off()
        assert [change.after.on for change in recompute_open("", dry_run=True)] == [dt.date(2026, 4, 21)]
        clock.refresh_from_db()
        assert clock.due_on == dt.date(2026, 4, 20)
        assert len(recompute_open("")) == 1
        assert recompute_open("") == []

    def test_pauses_and_hours(self):
        paused, hours = new("2026-04-16", limit=5), new("2026-04-17", limit=100, unit=Unit.HOUR)
        pause(paused, at=at("2026-04-17"), reason="r")
        self.off()
        [change] = recompute_open("")
        assert change.clock.pk == paused.pk
        assert change.after.on == dt.date(2026, 4, 24)  # at the earliest: 17 · 21 22 23 24
        kept = Clock.objects.get(pk=paused.pk)
        assert kept.paused_at == at("2026-04-17")
        hours.refresh_from_db()
        assert hours.due_at == at("2026-04-17 09:00") + dt.timedelta(hours=100)

    def test_days_after_the_due_date_are_kept_for_the_count_of_overdue_days(self):
        clock = new("2026-04-16", limit=1)
        self.off()
        assert recompute_open("") == []  # due as before …
        clock.refresh_from_db()
        assert clock.days_left(dt.date(2026, 4, 21)) == -1  # … but the 20th is no day of delay any more

    def test_queries_do_not_grow_with_the_clocks(self, django_assert_max_num_queries):
        for number in range(12):
            new("2026-04-17", scope=f"000{number % 3}")
        self.off()
        with django_assert_max_num_queries(6):  # savepoint, rows, clocks, events, one update
            assert len(recompute_open("")) == 12


class TestCommands:
    def call(self, *arguments):
        out = StringIO()
        call_command(*arguments, stdout=out)
        return out.getvalue()

    def test_import_holidays(self, tmp_path):
        file = tmp_path / "2027.csv"
        file.write_text(NOTICE_2027)
        clock = new("2027-01-22", limit=12)
        line = f"clock {clock.pk}: 2027-02-11 (provisional) -> 2027-02-12"
        rehearsed = self.call("import_holidays", str(file), "--dry-run")
        assert line in rehearsed
        assert "would change" in rehearsed
        assert not CalendarDay.objects.exists()
        done = self.call("import_holidays", str(file))
        assert "13 added, 0 changed, 0 unchanged." in done
        assert line in done
        assert "0 added, 0 changed, 13 unchanged." in self.call("import_holidays", str(file))

    def test_import_of_a_bad_or_missing_file(self, tmp_path):
        file = tmp_path / "bad.csv"
        file.write_text("date,name,kind\n2027-13-01,元旦,off\n")
        with pytest.raises(CommandError, match="2"):
            self.call("import_holidays", str(file))
        with pytest.raises(CommandError, match="cannot be read"):
            self.call("import_holidays", str(tmp_path / "none.csv"))
        assert not CalendarDay.objects.exists()

    def test_recompute_clocks(self):
        clock = new("2026-04-17", limit=1)
        TestRecompute().off()
        assert "1 open clocks would change." in self.call("recompute_clocks", "--dry-run")
        assert f"clock {clock.pk}: 2026-04-20 -> 2026-04-21" in self.call("recompute_clocks")
        assert "0 open clocks changed." in self.call("recompute_clocks")
