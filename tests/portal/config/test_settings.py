"""Nonsense in the environment stops the start with one sentence that names the variable; nothing is taken for a no."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def start(folder, **environment):
    """Let a fresh process begin under `environment` alone."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], check=False,
        cwd=ROOT, env=kept | {"DATA_DIR": str(folder)} | environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


NONSENSE = {
    "no database at all": {"DATABASE_URL": "nonsense"},
    "no database of ours": {"DATABASE_URL": "mysql://portal@127.0.0.1/portal"},
    "a port that is none": {"DATABASE_URL": "postgres://portal:secret@127.0.0.1:port/portal"},
    "no Redis": {"REDIS_URL": "127.0.0.1:6379"},
    "another queue": {"REDIS_URL": "amqp://127.0.0.1/"},
    "neither yes nor no": {"DEBUG": "perhaps"},
    "a demo that is neither": {"DEMO": "2"},
    "encryption that is neither": {"TLS": "ja"},
    "no number": {"MAX_UPLOAD_BYTES": "30 MiB"},
    "a number below zero": {"TRUSTED_PROXIES": "-1"},
    "no mail server": {"EMAIL_URL": "carrier-pigeon://coop"},
    "a language that nobody knows": {"EXTRA_LANGUAGES": "xx=Kauderwelsch"},
    "a language without a name": {"EXTRA_LANGUAGES": "mn"},
    "no level": {"LOG_LEVEL": "loud"},
    "a folder that is a file": {"DATA_DIR": __file__},
    "a demo for everybody": {"ALLOWED_HOSTS": "www.example.gov.cn,localhost", "DEMO": "1"},
    "a demo for any name": {"ALLOWED_HOSTS": "*", "DEMO": "yes"},
}


@pytest.mark.parametrize("environment", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_stops_the_start_with_one_sentence(tmp_path, environment):
    ended = start(tmp_path, **environment)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert len(ended.stderr.splitlines()) == 1, ended.stderr
    assert next(iter(environment)) in ended.stderr
    assert ended.stderr.endswith(".\n")
    assert "cret" not in ended.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {},
        dict.fromkeys(["DATABASE_URL", "REDIS_URL", "DEMO", "TLS", "ALLOWED_HOSTS", "EMAIL_URL", "LOG_LEVEL"], ""),
        {"DEMO": "On", "ALLOWED_HOSTS": "localhost,127.0.0.1"},
        {
            "DATABASE_URL": "postgres://portal:se%23cret@127.0.0.1:5432/portal", "REDIS_URL": "redis://127.0.0.1:6379/0",
            "TLS": "true", "DEBUG": "no", "ALLOWED_HOSTS": "www.example.gov.cn", "MAX_UPLOAD_BYTES": "1048576",
            "EMAIL_URL": "smtp+tls://portal:secret@127.0.0.1:587", "LOG_LEVEL": "warning", "TRUSTED_PROXIES": "2",
        },
    ],
    ids=["nothing set", "everything empty", "demo", "city"],
)  # fmt: skip
def test_what_makes_sense_starts(tmp_path, environment):
    ended = start(tmp_path, **environment)
    assert (ended.returncode, ended.stderr) == (0, "")
