"""Due times live in the database: no message waits for longer than ten minutes."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROOMS = ("portal", "catalog", "disclosure", "requests_app", "oversight")
LONGEST = 600  # seconds


def is_short(value: ast.expr) -> bool:
    """True for a literal None, or a literal number of seconds up to the longest."""
    if not isinstance(value, ast.Constant):
        return False
    return value.value is None or (isinstance(value.value, int | float) and value.value <= LONGEST)


def late_messages(source: str) -> list[int]:
    """Lines of calls and dictionaries that give a message an `eta`, or a `countdown` not known to be short."""
    found = []
    for node in ast.walk(ast.parse(source)):
        pairs = []
        if isinstance(node, ast.Call):
            pairs = [(keyword.arg, keyword.value) for keyword in node.keywords]
        elif isinstance(node, ast.Dict):
            pairs = [(getattr(key, "value", None), value) for key, value in zip(node.keys, node.values, strict=True)]
        for name, value in pairs:
            if name in {"eta", "countdown", "default_retry_delay", "retry_backoff_max"} and not is_short(value):
                found.append(value.lineno)
    return found


@pytest.mark.parametrize(
    ("source", "is_late"),
    [
        ("deliver.apply_async(eta=tomorrow)", True),
        ("deliver.apply_async(countdown=601)", True),
        ("deliver.apply_async(countdown=days * 86400)", True),
        ("self.retry(countdown=3600)", True),
        ("deliver.apply_async((), {}, **{'eta': due_at})", True),
        ("deliver.apply_async(countdown=600)", False),
        ("deliver.apply_async(eta=None)", False),
        ("deliver.delay()", False),
    ],
)
def test_finds_late_messages(source, is_late):
    assert bool(late_messages(source)) is is_late


def test_no_message_waits_longer_than_ten_minutes():
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    assert ROOT / "portal/notices/tasks.py" in files
    late = [f"{file.relative_to(ROOT)}:{line}" for file in files for line in late_messages(file.read_text())]
    assert late == []
