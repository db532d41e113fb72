"""Servers that pages are asked of, each one process, and the CPU that they and what they ask have used."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.database import ROOT

GUNICORN = [
    "--workers",
    "1",
    "--threads",
    "1",
    "--worker-class",
    "gthread",
    "--keep-alive",
    "60",
    "--log-level",
    "error",
]


@dataclass
class Server:
    """One worker on a port, and the processes whose CPU counts for it."""

    port: int
    pids: Callable[[], Sequence[int]]
    connection: http.client.HTTPConnection

    def get(self, address: str, **headers: str) -> http.client.HTTPResponse:
        """Ask for an address on the open connection; the body is read."""
        for _try in range(2):
            self.connection.request("GET", address, headers={"Host": "testserver"} | headers)
            try:
                response = self.connection.getresponse()
                break
            except http.client.RemoteDisconnected:  # it stood idle while others were measured
                self.connection.close()
        response.body = response.read()  # type: ignore[attr-defined]
        return response

    def cpu_ms(self) -> float:
        """CPU of all of them so far."""
        return sum(cpu_ms(pid) for pid in self.pids())


def cpu_ms(pid: int) -> float:
    """Milliseconds on a processor of all threads of a process, to the nanosecond of the scheduler."""
    spent = 0
    for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
        spent += int(task.read_text().split()[0])
    return spent / 1e6


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(port: int, settings: str, environment: dict[str, str], beside: Callable[[], list[int]]) -> Iterator[Server]:
    """gunicorn with one worker under `settings`; `beside` names the processes of database and cache."""
    command = [sys.executable, "-m", "gunicorn", "portal.config.wsgi:application", *GUNICORN]
    command += ["--bind", f"127.0.0.1:{port}"]
    given = os.environ | {"DJANGO_SETTINGS_MODULE": settings} | environment
    process = subprocess.Popen(command, cwd=ROOT, env=given)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        server = Server(port, lambda: [*children(process.pid), *beside()], connection)
        for _try in range(300):
            try:
                server.get("/constant/")
                break
            except (ConnectionError, http.client.HTTPException):
                server.connection.close()
                time.sleep(0.2)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def backends(address: str) -> list[int]:
    """The processes that serve connections to the PostgreSQL database at `address`, but for the one that asks; none on
    SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()"
        cursor.execute(asked, [address.rpartition("/")[2]])
        return [pid for (pid,) in cursor.fetchall()]


def redis_server(url: str) -> list[int]:
    """The process of the Redis at `url`."""
    import redis

    return [int(redis.Redis.from_url(url).info("server")["process_id"])]
