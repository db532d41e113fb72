"""Keeping children running, and ending them all."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError

from portal.config.management.commands.up import (
    account_lines,
    children,
    collect_static_if_changed,
    free_port_or_error,
    sole_tenant,
)
from portal.config.supervisor import Child, Supervisor

SLEEP = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"


def child(code, name="child"):
    return Child(name, [sys.executable, "-c", code], cwd=Path.cwd(), environment=os.environ)


def is_alive(pid):
    """True while the process exists and is not a zombie waiting for its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def signals():
    """The handlers of this process, put back afterwards."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everybody(signals, number):
    family = [child(SLEEP), child(SLEEP)]
    supervisor = Supervisor(family, say=print)
    pids = []

    def ready():
        pids.extend(one.process.pid for one in family)
        threading.Timer(0.1, os.kill, (os.getpid(), number)).start()

    assert supervisor.run(is_ready=lambda: True, when_ready=ready, patience=10)
    assert len(pids) == 2
    assert not any(is_alive(pid) for pid in pids)


def test_a_child_that_dies_is_started_again_and_said_so(signals):
    said = []
    mortal = child("raise SystemExit(3)")
    supervisor = Supervisor([mortal], say=said.append)
    assert not supervisor.run(is_ready=lambda: False, when_ready=said.clear, patience=3)
    assert said[0] == "The child process stopped with code 3; starting it again in 1 s."
    assert said[1] == "The child process stopped with code 3; starting it again in 2 s."
    assert mortal.process is None


def test_grandchildren_end_with_their_parent():
    family = child(f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])")
    family.start()
    group = family.process.pid
    for _ in range(100):
        members = subprocess.run(["ps", "-o", "pid=", "-g", str(group)], capture_output=True, text=True, check=False)
        if len(members.stdout.split()) == 2:
            break
        time.sleep(0.05)
    pids = [int(pid) for pid in members.stdout.split()]
    assert len(pids) == 2
    os.kill(group, signal.SIGKILL)
    family.process.wait()
    family.tend(lambda _said: None)
    time.sleep(0.1)
    assert not any(is_alive(pid) for pid in pids)


def test_a_child_that_will_not_stop_is_stopped():
    stubborn = child(STUBBORN)
    stubborn.start()
    pid = stubborn.process.pid
    time.sleep(0.5)
    stubborn.ask_to_stop()
    stubborn.stop(time.monotonic() + 0.5)
    assert not is_alive(pid)


def test_a_taken_port_is_said_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError) as refused:
            free_port_or_error("127.0.0.1", port)
    assert str(refused.value).startswith(f"Port {port} on 127.0.0.1 cannot be used: Address already in use.")
    free_port_or_error("127.0.0.1", port)


def test_a_port_that_does_not_exist_is_said_as_well():
    with pytest.raises(CommandError, match="Port 70000"):
        free_port_or_error("127.0.0.1", 70000)


def test_one_data_folder_has_one_portal(tmp_path):
    with sole_tenant(tmp_path), pytest.raises(CommandError, match="already running"), sole_tenant(tmp_path):
        pass
    with sole_tenant(tmp_path):
        pass


def test_static_files_are_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "ours"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/a.css").write_text("a")
    collect_static_if_changed()
    collected = tmp_path / "static/a.css"
    assert collected.read_text() == "a"
    collected.unlink()
    collect_static_if_changed()
    assert not collected.exists(), "nothing changed, nothing was done"
    (tmp_path / "ours/b.css").write_text("b")
    collect_static_if_changed()
    assert collected.exists()
    assert (tmp_path / "static/b.css").exists()


def test_runs_web_and_worker_with_the_scheduler_inside(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    web, worker = children("0.0.0.0", 9000)
    assert web.command[-3:] == ["0.0.0.0:9000", "--log-level", "warning"]
    assert "--beat" in worker.command
    assert str(tmp_path / "beat" / "schedule") in worker.command


def test_accounts_stand_in_columns_whatever_their_width():
    lines = account_lines([("clerk", "secret", "经办人", "县民政局"), ("officer", "secret", "x", "")])
    assert lines == [
        "account  password  who     agency",
        "clerk    secret    经办人  县民政局",
        "officer  secret    x       ",
    ]
