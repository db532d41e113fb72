"""Figures of pages that are counted, not timed: queries, weight, memory, the start of a process."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

from bench.database import ROOT
from bench.page_servers import Server

START = "import time; from portal.config.wsgi import application; print(time.process_time())"


def facts(server: Server, number: str) -> None:
    """Print them."""
    from django.contrib.staticfiles import finders
    from django.test import Client

    from portal.accounts.models import User
    from tests.questions import Questions

    def queries(client: Client, address: str, before: str) -> int:
        client.get(before)
        with Questions() as counted:
            assert client.get(address).status_code == 200, address
        return len(counted)

    visitor, officer = Client(), Client()
    officer.force_login(User.objects.get(username="officer"))
    sys.stdout.write("\n")
    _say("queries of the list", queries(visitor, "/items/?page=2", "/items/"), "≤ 6")
    _say("queries of an item", queries(visitor, f"/items/{number}/", "/items/"), "≤ 5")
    _say("queries of the office's first page", queries(officer, "/office/", "/office/"), "≤ 25")
    weight = {address: server.get(address).body for address in ("/", "/items/")}  # type: ignore[attr-defined]
    page = weight["/items/"]
    _say("weight of the list, KB raw", len(page) / 1024, "≤ 60")
    _say("weight of the list, KB gzip", len(gzip.compress(page)) / 1024, "≤ 12")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', weight["/"].decode())
    scripts = re.findall(r'<script src="([^"]+)"', weight["/"].decode())
    names = [address.removeprefix("/static/") for address in [*sheets, *scripts] if address.startswith("/static/")]
    loaded = [gzip.compress(Path(str(finders.find(name))).read_bytes()) for name in names]
    _say("first view without pictures, KB", (sum(map(len, loaded)) + len(gzip.compress(weight["/"]))) / 1024, "≤ 100")
    _say("style sheets, scripts of the first view", len(sheets) + len(scripts) / 10, "1 (and the tenant's), ≤ 2")
    worker = server.pids()[0]
    private = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{worker}/smaps_rollup").read_text(), re.MULTILINE)
    _say("memory of a worker, MB", int(private[1]) / 1024 if private else 0, "≤ 150")
    started = subprocess.run([sys.executable, "-c", START], cwd=ROOT, env=os.environ, capture_output=True, check=True)
    _say("start of a process, s CPU", float(started.stdout), "≤ 3")


def _say(name: str, value: float, must: str) -> None:
    sys.stdout.write(f"{name:46}{value:9.2f}{'':17}   {must}\n")
