"""2 000 reminders while the worker is killed 100 times: `python -m bench.reminder_storm [kills]`.

Makes a database of its own beside the configured one (PostgreSQL) and empties the Redis database of `REDIS_URL`. Real
workers and a real beat, their waits a sixtieth as long (`storm_worker.py`), and a mail server of this machine.
Reminders fall due in waves while the worker is killed with SIGKILL at random moments; once Redis loses everything,
once the mail server is away for two minutes, which are two hours. Prints what was lost and what came twice.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

from bench.database import ROOT, fresh_database, prepare
from bench.mail_sink import MailSink

REMINDERS, MORNING = 2000, 200  # all; those of clerks who get one mail a morning, due from the start
CLERKS, MORNING_CLERKS = 40, 20
OUTAGE = 120  # seconds
MAIL_PORT = int(os.environ.get("MAIL_PORT", "9188"))
CELERY = [sys.executable, "-m", "celery", "--app", "bench.storm_worker", "--quiet"]


def build() -> list[int]:
    """Requests in charge of clerks, none of them due soon; returns the clocks, those of morning clerks first."""
    from django.conf import settings
    from django.utils import timezone

    from portal.accounts.models import User
    from portal.agencies.actions import grant
    from portal.agencies.roles import ROLES
    from portal.notices.actions import choose_mail
    from portal.notices.models import MailChoice, Notice
    from requests_app import actions
    from requests_app.models import DisclosureRequest
    from tests.cast import assemble, person

    settings.PASSWORD_HASHERS = ["tests.hashers.QuickArgon2"]  # of the receipts, which nobody uses here
    bureau = assemble().bureau
    wanted = {"name": "张三", "identity_kind": "id_card", "identity_number": "11010519491231002X", "phone": "1"}
    for number in range(REMINDERS):
        actions.submit_request(bureau, by=None, key=f"{number:032x}", subject=f"资料{number}", **wanted)
    Notice.objects.all().delete()
    clerks = [person(f"clerk{number}", f"办事{number}") for number in range(CLERKS)]
    for clerk in clerks:
        grant(ROLES["clerk"], to=clerk, on=bureau, by=None)
    for clerk in clerks[MORNING_CLERKS:]:
        choose_mail(clerk, choice=MailChoice.EACH)
    User.objects.exclude(pk__in=[clerk.pk for clerk in clerks]).update(is_active=False)
    cases = list(DisclosureRequest.objects.order_by("pk"))
    for number, case in enumerate(cases):
        few = number < MORNING
        case.handler = clerks[number % MORNING_CLERKS] if few else clerks[MORNING_CLERKS + number % MORNING_CLERKS]
    DisclosureRequest.objects.bulk_update(cases, ["handler"], batch_size=500)
    look_at_all()
    print(f"built at {timezone.localtime():%H:%M:%S}", flush=True)
    return [case.clock_id for case in cases]


def look_at_all() -> None:
    """As after this morning's sweep: nothing is due, every request has been looked at."""
    from django.db.models import OuterRef, Subquery
    from django.utils import timezone

    from portal.workdays.models import Clock
    from requests_app.models import DisclosureRequest

    due_on = Subquery(Clock.objects.filter(pk=OuterRef("clock_id")).values("due_on")[:1])
    DisclosureRequest.objects.update(reminded_through=timezone.localdate(), reminded_due_on=due_on)


def fall_due(clocks: list[int]) -> None:
    """Let the answers of these clocks be due in three working days: their second reminder."""
    from django.utils import timezone

    from portal.workdays.calendar import Calendar
    from portal.workdays.models import Clock

    due_on = Calendar.for_scope().add_workdays(timezone.localdate(), 3)
    due_at = timezone.now() + (due_on - timezone.localdate())
    Clock.objects.filter(pk__in=clocks).update(due_on=due_on, due_at=due_at)


def empty_redis() -> None:
    import redis

    redis.from_url(os.environ["REDIS_URL"]).flushdb()


class Worker:
    """A worker with its pool; killed as a power cut would, all processes at once."""

    def __init__(self) -> None:
        self.kills = 0
        command = [sys.executable, "-m", "bench.storm_worker"]
        self._nursery = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.start()

    def start(self) -> None:
        from django.utils import timezone

        self._nursery.stdin.write("one more\n")
        self._nursery.stdin.flush()
        self._pid = int(self._nursery.stdout.readline())
        self._started = timezone.now()

    def wait_until_at_work(self, seconds: float = 20) -> None:
        """Until it has begun a sweep."""
        from portal.heartbeat.models import Heartbeat

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if Heartbeat.objects.filter(last_started_at__gte=self._started).exists():
                break
            time.sleep(0.05)

    def kill(self) -> None:
        os.killpg(self._pid, signal.SIGKILL)
        self.kills += 1

    def stop(self) -> None:
        self.kill()
        self.kills -= 1
        self._nursery.kill()
        self._nursery.wait()


def storm(worker: Worker, sink: MailSink, clocks: list[int], kills: int) -> int:
    """Waves of reminders and kills in between; Redis is emptied after a third, the mail server goes away after that.

    Returns how many kills hit a process that was sending.
    """
    from portal.notices.models import Notice
    from portal.notices.states import State

    wave = -(-len(clocks) // kills)
    back_at, hit = None, 0
    for number in range(kills):
        fall_due(clocks[number * wave : (number + 1) * wave])
        worker.wait_until_at_work()
        time.sleep(random.uniform(0, 3))
        worker.kill()
        hit += Notice.objects.filter(state=State.INFLIGHT).exists()
        if number == kills // 3:
            empty_redis()
        if number == kills // 3 + 5:
            sink.stop()
            back_at = time.monotonic() + OUTAGE
        if back_at and time.monotonic() > back_at:
            sink.start()
            back_at = None
        worker.start()
        if number % 5 == 4:
            print(f"{worker.kills} kills, {len(sink.taken)} letters, {hit} kills left a row in flight", flush=True)
    if back_at:
        time.sleep(max(0, back_at - time.monotonic()))
        sink.start()
    return hit


def wait_until_quiet(seconds: float = 400) -> float:
    """Wait until everything due is written and settled; returns how long it took."""
    from django.db.models import F

    from portal.notices.models import Digest, Notice
    from portal.notices.models.outgoing import WAITING
    from requests_app.models import DisclosureRequest

    begun = time.monotonic()
    while time.monotonic() < begun + seconds:
        told = DisclosureRequest.objects.filter(reminded_due_on=F("clock__due_on")).count()
        waiting = sum(model.objects.filter(state__in=WAITING).count() for model in (Notice, Digest))
        if told == REMINDERS and not waiting:
            break
        time.sleep(1)
    return time.monotonic() - begun


def report(sink: MailSink) -> None:
    from portal.notices.models import Digest, Kind, MailChoice, Notice
    from portal.notices.states import State
    from requests_app.models import DisclosureRequest

    due = set(DisclosureRequest.objects.values_list("handler_id", "pk"))
    pairs = Notice.objects.filter(kind=Kind.DUE_REMINDER).values_list("recipient_id", "subject_id")
    written = Counter((recipient, int(subject)) for recipient, subject in pairs)
    sent = Counter(letter.message_id for letter in sink.taken)
    own = Notice.objects.filter(recipient__mail_preference__choice=MailChoice.EACH)
    digests = Digest.objects.filter(state=State.SENT)
    expected = {f"<{row.public_id}@localhost>" for model in (own, digests) for row in model}
    texts = {letter.to: letter.text for letter in sink.taken}
    morning = DisclosureRequest.objects.exclude(handler__mail_preference__choice=MailChoice.EACH)
    untold = sum(case.number not in texts.get(case.handler.email, "") for case in morning.select_related("handler"))
    twice = sum(count - 1 for count in sent.values())
    print(f"reminders due: {len(due)} · in-app lost: {len(due - set(written))} ·", end=" ")
    print(f"in-app duplicated: {sum(written.values()) - len(written)} · for others: {len(set(written) - due)}")
    print(f"mails due: {len(expected)} ({own.count()} single, {digests.count()} of the morning) ·", end=" ")
    print(f"lost: {len(expected - set(sent))} · cases missing in the mails of the morning: {untold} ·", end=" ")
    print(f"duplicated: {twice} = {1000 * twice / max(1, len(expected)):.2f} per 1 000")
    failed = Notice.objects.failed().count()
    again = Notice.objects.filter(attempts__gt=1).count()
    print(f"given up: {failed} · sent on a later attempt: {again}")


def main(kills: int) -> None:
    fresh_database("reminder_storm")
    os.environ |= {"EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}", "DIGEST_HOUR": "0", "FALLBACK_HOST": "testserver"}
    prepare()
    empty_redis()
    clocks = build()
    sink = MailSink(MAIL_PORT)
    sink.start()
    fall_due(clocks[:MORNING])
    beat = [*CELERY, "beat", "--schedule", f"{os.environ['DATA_DIR']}/beat", "--pidfile=", "--loglevel", "CRITICAL"]
    timetable = subprocess.Popen(beat, cwd=ROOT, start_new_session=True)
    worker = Worker()
    begun = time.monotonic()
    try:
        hit = storm(worker, sink, clocks[MORNING:], kills)
        calm = wait_until_quiet()
    finally:
        timetable.terminate()
        worker.stop()
    print(
        f"{worker.kills} kills, {hit} of them while a letter was on its way, in {time.monotonic() - begun:.0f} s;",
        end=" ",
    )
    print(f"all settled {calm:.0f} s after the last one")
    report(sink)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
