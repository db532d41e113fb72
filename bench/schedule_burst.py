"""500 items for one second, one of them poisoned: `python -m bench.schedule_burst [items] [seconds until then]`.

Makes a database of its own beside the configured one (PostgreSQL), starts a real worker with its timetable against it,
schedules, alters one stored text by SQL, and prints how many items were public after how many seconds.
"""

import os
import subprocess
import sys
import time

from bench.database import ROOT, fresh_database, prepare


def build(count: int, lead: float) -> object:
    """A government, its people, and `count` items approved and scheduled for one second."""
    import datetime as dt

    from django.utils import timezone

    from disclosure import actions
    from tests.cast import assemble

    cast = assemble()
    approved = []
    for number in range(count):
        item = actions.draft(agency=cast.bureau, by=cast.clerk, title=f"通知{number}", body="正文。" * 300)
        actions.submit(item, by=cast.clerk)
        approved.append(actions.approve(item, by=cast.reviewer))
    moment = (timezone.now() + dt.timedelta(seconds=lead)).replace(microsecond=0)
    for item in approved:
        actions.schedule(item, by=cast.reviewer, at=moment)
    return moment


def watch(moment: object, expected: int) -> None:
    """Print how many are public, from the moment on, until all are or a minute has passed."""
    from django.utils import timezone

    from disclosure.models import Item

    shown = -1
    while (passed := (timezone.now() - moment).total_seconds()) < 60:
        live = Item.objects.public().count()
        if live != shown and (passed < 0 or live == expected or passed % 1 < 0.2):
            print(f"{passed:7.2f} s  {live} public", flush=True)
            shown = live
        if live >= expected:
            break
        time.sleep(0.05)


def report(poisoned: int) -> None:
    from django.db.models import F, Max

    from disclosure.models import Item, Schedule
    from portal.audit.verification import broken_links
    from portal.notices.models import Kind, Notice

    done = Schedule.objects.filter(done_at__isnull=False)
    lag = done.aggregate(most=Max(F("done_at") - F("at")))["most"]
    row = Schedule.objects.get(item=poisoned)
    print("public:", Item.objects.public().count(), "· the last one after:", lag)
    print("published at the scheduled second:", Item.objects.public().filter(published_at=row.at).count())
    print("poisoned:", row.item.state, "· attempts", row.attempts, "·", row.last_error)
    told = Notice.objects.filter(kind=Kind.ITEM_SCHEDULE_FAILED).count()
    print("told:", told, "· failing:", Schedule.objects.failing().count())
    print("audit chain broken links:", len(list(broken_links())))


def main(count: int, lead: float) -> None:
    fresh_database("schedule_burst")
    prepare()
    from disclosure.models import Schedule, Version

    moment = build(count, lead)
    poisoned = Schedule.objects.order_by("pk")[count // 2].item_id
    Version.objects.filter(item=poisoned).update(body="<p>绕过了门户</p>")
    worker = [sys.executable, "-m", "celery", "--app", "portal.config", "--quiet", "worker", "--beat", "--pool", "solo"]
    worker += ["--schedule", f"{os.environ['DATA_DIR']}/burst-beat"]
    process = subprocess.Popen(worker, cwd=ROOT, start_new_session=True)
    try:
        watch(moment, count - 1)
        time.sleep(2)
        report(poisoned)
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, float(sys.argv[2]) if len(sys.argv) > 2 else 60)
