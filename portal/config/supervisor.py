"""Keeps a few child processes running until it is told to stop."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

GRACE = 15  # seconds between asking a child to stop and stopping it
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
SETTLED = 60  # seconds after which a death counts as the first one again


class Child:
    """One process with its own process group, started again when it dies."""

    def __init__(self, name: str, command: list[str], *, cwd: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = command
        self.cwd = cwd
        self.environment = dict(environment)
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self._started = self._next_start = 0.0

    def start(self) -> None:
        # a group of its own: Ctrl-C reaches the supervisor alone, which then stops everybody in order
        self.process = subprocess.Popen(  # noqa: S603  the commands stand in `up`
            self.command, cwd=self.cwd, env=self.environment, start_new_session=True
        )
        self._started = time.monotonic()

    def tend(self, say: Callable[[str], object]) -> None:
        """Start the child again if it has died, after a pause that doubles with every death."""
        if self.process is not None and (code := self.process.poll()) is not None:
            self._bury(self.process)
            lived = time.monotonic() - self._started
            self.deaths = 1 if lived > SETTLED else self.deaths + 1
            pause = min(2.0 ** (self.deaths - 1), LONGEST_PAUSE)
            self._next_start = time.monotonic() + pause
            say(f"The {self.name} process stopped with code {code}; starting it again in {pause:.0f} s.")
        if self.process is None and time.monotonic() >= self._next_start:
            self.start()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self, deadline: float) -> None:
        """Wait for the end until `deadline` (monotonic), then end the whole group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.0, deadline - time.monotonic()))
        self._bury(self.process)

    def _bury(self, process: subprocess.Popen[bytes]) -> None:
        # what the child itself had started (the beat of a worker) must not outlive it
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.process = None


class Supervisor:
    """Runs children until SIGINT, SIGTERM or SIGHUP arrives."""

    def __init__(self, children: list[Child], *, say: Callable[[str], object]) -> None:
        self.children = children
        self.say = say
        self.stopping = threading.Event()

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], object], patience: float) -> bool:
        """Start all, call `when_ready` once `is_ready`, then watch. False if that took longer than `patience` seconds.

        Returns when it was told to stop, and only after every child has ended.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopping.set())
        try:
            for child in self.children:
                child.start()
            if not self._await(is_ready, patience):
                return self.stopping.is_set()
            when_ready()
            while not self.stopping.wait(0.5):
                self._tend()
            return True
        finally:
            self._stop()

    def _await(self, is_ready: Callable[[], bool], patience: float) -> bool:
        end = time.monotonic() + patience
        while not self.stopping.wait(0.2) and time.monotonic() < end:
            if is_ready():
                return True
            self._tend()
        return False

    def _tend(self) -> None:
        for child in self.children:
            child.tend(self.say)

    def _stop(self) -> None:
        deadline = time.monotonic() + GRACE
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop(deadline)
