"""The front cache: the portal's own nginx configuration, against a file of the same size that nginx sends."""

from __future__ import annotations

import gzip
import http.client
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.database import ROOT
from bench.page_servers import Server, children, cpu_ms

CALLS = 1500
MAIN = """daemon off; error_log stderr error; pid {here}/nginx.pid; worker_processes 1;
events {{ }}
http {{ types {{ text/html html; }} default_type application/octet-stream;
client_body_temp_path {here}/body; proxy_temp_path {here}/proxy; fastcgi_temp_path {here}/f; uwsgi_temp_path {here}/u;
scgi_temp_path {here}/s; keepalive_requests 100000;
include {here}/site.conf; }}
"""


def front_figures(portal: Server, port: int, line: Callable[[str, float, float, str], None]) -> None:
    """Print what a hit costs nginx beside a static file, and how often the portal was asked meanwhile."""
    if not shutil.which("nginx"):
        sys.stdout.write("\nfront cache: not measured, there is no nginx here\n")
        return
    with tempfile.TemporaryDirectory(prefix="portal-bench-nginx-", dir="/dev/shm") as folder:
        here = Path(folder)
        here.chmod(0o755)
        packed = portal.get("/items/", **{"Accept-Encoding": "gzip"}).body  # type: ignore[attr-defined]
        (here / "static").mkdir()
        (here / "static" / "page.html").write_bytes(gzip.decompress(packed))
        (here / "static" / "page.html.gz").write_bytes(packed)  # sent as it lies: `gzip_static`
        site = (ROOT / ".docker" / "nginx.conf").read_text().replace("web:8000", f"127.0.0.1:{portal.port}")
        site = site.replace("listen 80", f"listen 127.0.0.1:{port}").replace("/srv/static", str(here / "static"))
        (here / "site.conf").write_text(site.replace("/var/cache/nginx", str(here)))
        (here / "nginx.conf").write_text(MAIN.format(here=here))
        process = subprocess.Popen(["nginx", "-e", "stderr", "-c", str(here / "nginx.conf")])
        try:
            time.sleep(1)
            _measure(process.pid, portal, port, line)
        finally:
            process.terminate()
            process.wait(10)


def _measure(pid: int, portal: Server, port: int, line: Callable[[str, float, float, str], None]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    workers = [child for child in children(pid) if "worker" in Path(f"/proc/{child}/cmdline").read_text()]
    kinds: dict[str, int] = {}

    def spent(address: str) -> float:
        begun = sum(map(cpu_ms, workers))
        for _call in range(CALLS):
            connection.request("GET", address, headers={"Host": "testserver", "Accept-Encoding": "gzip"})
            response = connection.getresponse()
            response.read()
            assert response.status == 200, (address, response.status)
            if kind := response.headers.get("X-Cache"):
                kinds[kind] = kinds.get(kind, 0) + 1
        return (sum(map(cpu_ms, workers)) - begun) / CALLS

    pairs = [(spent("/items/"), spent("/static/page.html")) for _pair in range(9)]
    kept, static = (statistics.median(values) for values in zip(*pairs, strict=True))
    sys.stdout.write("\n")
    line("kept by nginx ÷ static file of the same size", kept, static, "≥ 0.8")
    sys.stdout.write(f"  what nginx did: {kinds}; the page was compressed by the portal, once\n")
