"""Runs the whole portal on one machine: database brought up to date, web, worker and scheduler."""

import contextlib
import fcntl
import hashlib
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from portal.config.supervisor import Child, Supervisor
from portal.demo.accounts import table
from portal.heartbeat.probe import probe

# said once per start to whoever tries the portal as root in a container; docs/operating.md says it once and for all
QUIET = "ignore:You're running the worker with superuser privileges"
PATIENCE = 90  # seconds until the web process must answer


class Command(BaseCommand):
    help = "Run the whole portal: migrate, collect static files, then web, worker and scheduler until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for the whole network")

    def handle(self, *, host: str, port: int, **_: object) -> None:
        free_port_or_error(host, port)
        with sole_tenant(Path(settings.DATA_DIR)):
            self._prepare()
            self._run(host, port)
        self.stdout.write("Stopped.")

    def _run(self, host: str, port: int) -> None:
        supervisor = Supervisor(children(host, port), say=self.stderr.write)
        here = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  compared, not bound
        answered = supervisor.run(
            is_ready=lambda: probe(f"http://{here}:{port}/healthz/web/")[0],
            when_ready=lambda: self._welcome(here, port),
            patience=PATIENCE,
        )
        if not answered:
            raise CommandError(f"The web process did not answer within {PATIENCE} seconds; its messages stand above.")

    def _prepare(self) -> None:
        self.stdout.write("Bringing the database up to date …")
        call_command("migrate", interactive=False, verbosity=0)
        collect_static_if_changed()
        if settings.DEMO:
            call_command("load_demo", stdout=self.stdout)
        self.stdout.write("Starting web, worker and scheduler …")

    def _welcome(self, host: str, port: int) -> None:
        name = "localhost" if host == "127.0.0.1" else host
        lines = ["", f"The portal answers at http://{name}:{port}/ (workbench: http://{name}:{port}/admin/)"]
        if settings.DEMO:
            lines += ["", *account_lines(table())]
        lines += ["", "Ctrl-C stops it.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def free_port_or_error(host: str, port: int) -> None:
    """Raise CommandError unless `port` can be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used: {error.strerror if isinstance(error, OSError) else error}. "
                f"Choose another one, such as --port {port % 60000 + 1}."
            ) from error


@contextlib.contextmanager
def sole_tenant(data_dir: Path) -> Iterator[None]:
    """Hold `data_dir` for this process. Raises CommandError if another `up` runs on it."""
    with (data_dir / "up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CommandError(
                f"The portal is already running on {data_dir}. Stop it first, or set DATA_DIR."
            ) from error
        yield


def children(host: str, port: int) -> list[Child]:
    """The web server, and the worker with the scheduler inside."""
    schedule = Path(settings.DATA_DIR) / "beat"
    schedule.mkdir(exist_ok=True)
    web = ["-m", "gunicorn", "--config", "python:portal.config.gunicorn", "--bind", f"{host}:{port}"]
    web += ["--log-level", "warning"]
    worker = ["-W", QUIET, "-m", "celery", "--app", "portal.config", "--quiet", "worker", "--beat", "--pool", "solo"]
    worker += ["--schedule", str(schedule / "schedule")]
    worker += ["--loglevel", "warning", "--without-gossip", "--without-mingle"]
    return [
        Child(name, [sys.executable, *arguments], cwd=settings.BASE_DIR, environment=os.environ)
        for name, arguments in (("web", web), ("worker", worker))
    ]


def collect_static_if_changed() -> None:
    """Run collectstatic unless the same files were collected last time."""
    fingerprint = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            fingerprint.update(f"{name}:{seen.st_size}:{seen.st_mtime_ns}\n".encode())
    kept = Path(settings.STATIC_ROOT) / ".collected"
    if kept.exists() and kept.read_text() == fingerprint.hexdigest():
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    kept.write_text(fingerprint.hexdigest())


def account_lines(rows: list[tuple[str, str, str, str]]) -> list[str]:
    """The demo accounts as lines of a table; wide characters take two columns."""
    shown = [("account", "password", "who", "agency"), *rows]
    widths = [max(_width(row[column]) for row in shown) for column in range(3)]
    return [
        "  ".join(text + " " * (widths[at] - _width(text)) for at, text in enumerate(row[:3])) + f"  {row[3]}"
        for row in shown
    ]


def _width(text: str) -> int:
    return sum(2 if ord(character) >= 0x2E80 else 1 for character in text)
