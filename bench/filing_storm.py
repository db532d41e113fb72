"""One form sent 200 times at once, then 500 requests by 50 clients: `python -m bench.filing_storm`.

Makes a database of its own beside the configured one (PostgreSQL), serves it with a real gunicorn, sends over real
connections, and prints what came back beside what stands in the database.
"""

import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bench.database import ROOT, fresh_database, prepare

PORT = int(os.environ.get("PORT", "9187"))
SITE = f"http://qingtian.test:{PORT}/requests/new/"
SAME, REQUESTS, CLIENTS = 200, 500, 50
WANTED = {
    "agency": "qt-mzj", "subject": "2025年低保资金分配表", "form_wanted": "electronic", "delivery": "online",
    "category": "c1", "name": "张三", "identity_kind": "id_card", "identity_number": "11010519491231002X",
    "phone": "13800000000",
}  # fmt: skip


class Answer:
    """One answer: its status (0: none came), the receipt code it shows, how long it took."""

    def __init__(self, content: dict[str, str]) -> None:
        begun = time.monotonic()
        data = urllib.parse.urlencode(content).encode()
        request = urllib.request.Request(address(), data=data, headers={"Host": f"qingtian.test:{PORT}"})
        try:
            with urllib.request.urlopen(request, timeout=300) as response:
                self.status, page = response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            self.status, page = error.code, error.read().decode(errors="replace")
        except OSError as error:
            self.status, page = 0, str(error)
        found = re.search(r'class="receipt">([0-9A-Z-]{19})<', page)
        self.code = found[1] if found else ""
        self.seconds = time.monotonic() - begun


def address() -> str:
    return SITE.replace("qingtian.test", "127.0.0.1")


def form(number: int) -> dict[str, str]:
    """A form as a visitor's page holds it, opened a minute ago."""
    from django.core import signing

    from portal.filing import SALT

    opened = signing.dumps(int(time.time()) - 60, salt=SALT)
    return WANTED | {"key": uuid.uuid4().hex, "opened": opened, "subject": f"{WANTED['subject']} {number}"}


def send_at_once(content: dict[str, str]) -> list[Answer]:
    """`SAME` senders that all hold the form and let go together."""
    barrier = Barrier(SAME)

    def send(_number: int) -> Answer:
        barrier.wait()
        return Answer(content)

    with ThreadPoolExecutor(SAME) as senders:
        return list(senders.map(send, range(SAME)))


def send_all() -> list[Answer]:
    forms = [form(number) for number in range(REQUESTS)]
    with ThreadPoolExecutor(CLIENTS) as senders:
        return list(senders.map(Answer, forms))


def report(name: str, answers: list[Answer], before: int) -> None:
    from requests_app.models import DisclosureRequest

    seconds = sorted(answer.seconds for answer in answers)
    rows = DisclosureRequest.objects.count() - before
    codes = {answer.code for answer in answers} - {""}
    statuses = dict(Counter(answer.status for answer in answers))
    without = sum(not answer.code for answer in answers)
    print(f"{name}: {len(answers)} posts → {rows} cases, {len(codes)} receipts, statuses {statuses}")
    print(f"  without a receipt: {without} · median {seconds[len(seconds) // 2]:.2f} s, slowest {seconds[-1]:.2f} s")


def check() -> None:
    """What must hold in the database: no number twice or left out, a clock, a stage and a notice for each."""
    from portal.audit.verification import broken_links
    from portal.notices.models import Kind, Notice
    from requests_app.models import DisclosureRequest

    numbers = sorted(DisclosureRequest.objects.values_list("number", flat=True))
    serials = [int(number.rsplit("-", 1)[1]) for number in numbers]
    print(f"numbers: {len(set(numbers))} distinct, without a gap: {serials == list(range(1, len(serials) + 1))}")
    print(f"notices to the clerk: {Notice.objects.filter(kind=Kind.REQUEST_RECEIVED).count()}")
    print(f"audit chain broken links: {len(list(broken_links()))}")


def wait_until_up() -> None:
    for _second in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz/web/", timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("gunicorn does not answer")


def main() -> None:
    os.environ["ALLOWED_HOSTS"] = "qingtian.test,127.0.0.1"
    fresh_database("filing_storm")
    prepare()
    from django.core.management import call_command

    from tests.cast import assemble

    call_command("collectstatic", interactive=False, verbosity=0)  # without it no page has its style's name
    assemble()
    server = [
        "gunicorn",
        "--config",
        "python:portal.config.gunicorn",
        "--bind",
        f"127.0.0.1:{PORT}",
        "--backlog",
        "512",
    ]
    process = subprocess.Popen([sys.executable, "-m", *server], cwd=ROOT, start_new_session=True)
    try:
        wait_until_up()
        report("the same form at once", send_at_once(form(0)), 0)
        report(f"{CLIENTS} clients", send_all(), 1)
        check()
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
