"""Rules of the house that no linter knows."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("portal", "catalog", "disclosure", "requests_app", "oversight")
TOP_LEVEL = {
    "manage.py", "pyproject.toml", "portal", "disclosure", "catalog", "requests_app", "oversight", "templates",
    "static", "tests", "docker-compose.yml", "README.md", "Makefile", "CHANGELOG.md", "docs", "locale", "bench",
}  # fmt: skip
READING_ROOMS = {"views", "views.py", "api.py", "admin.py", "feeds.py", "admin"}
DOORS = {"public", "visible_to", "managed_by"}


def sources() -> list[Path]:
    return [
        file for app in APPS for file in sorted((ROOT / app).rglob("*.py")) if "migrations" not in file.parts
    ]  # fmt: skip


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{node.lineno}"


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.split("\n")[:-1]


def test_the_top_level_is_exactly_the_plan():
    there = {name.split("/")[0] for name in tracked()}
    assert {name for name in there if not name.startswith(".")} == TOP_LEVEL


def test_files_stay_small():
    longest = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in sources()}
    tests = {str(f.relative_to(ROOT)): len(f.read_text().splitlines()) for f in (ROOT / "tests").rglob("*.py")}
    assert {name: lines for name, lines in (longest | tests).items() if lines > 400} == {}


def test_migrations_are_named_after_their_change():
    names = [file.name for app in APPS for file in (ROOT / app).rglob("migrations/0*.py")]
    assert names
    assert [name for name in names if re.search(r"_(auto_|initial\.)", name)] == []


def test_states_change_in_one_place():
    setters = [
        place(file, node)
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Attribute) and target.attr == "state"
    ]
    assert [where for where in setters if not where.startswith("portal/transitions.py")] == []


def test_update_never_sets_a_state():
    calls = [
        place(file, node)
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "update"
        and any(keyword.arg == "state" for keyword in node.keywords)
        # the outbox claims a row by a conditional update: that is its lock
        and not str(file.relative_to(ROOT)).startswith("portal/notices/")
    ]
    assert calls == []


def _entry_of(chain: ast.expr) -> str | None:
    """The first method called on `.objects`, or None if the expression is no such chain."""
    if isinstance(chain, ast.Attribute) and isinstance(chain.value, ast.Attribute) and chain.value.attr == "objects":
        return chain.attr
    return None


def test_readers_come_in_through_the_doors():
    around = []
    for file in sources():
        if not READING_ROOMS & set(file.relative_to(ROOT).parts):
            continue
        for node in ast.walk(tree(file)):
            entry = _entry_of(node) if isinstance(node, ast.Attribute) else None
            if entry in {"all", "filter", "get", "exclude", "order_by", "values", "first", "raw"}:
                around.append(place(file, node))
    # accounts, the calendar and the trail stand below the tree and have no doors: narrowed by `managed_by` agencies
    below = {f"portal/agencies/admin/{name}.py" for name in ("accounts", "audit", "calendar")}
    below |= {"portal/heartbeat/views.py"}  # signs of life belong to the installation, not to an agency
    assert [where for where in around if where.split(":")[0] not in below] == []


def test_nothing_imports_inside_a_function():
    inside = [
        place(file, inner)
        for file in sources()
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom) and "#" not in file.read_text().splitlines()[inner.lineno - 1]
    ]
    assert inside == []


@pytest.mark.parametrize("word", ["utils", "helpers", "services", "common", "misc", "base"])
def test_no_module_has_a_name_that_says_nothing(word):
    assert [file for file in sources() if file.stem == word or word in file.parts] == []


def test_no_page_is_cached_by_its_view():
    users = [str(file) for file in sources() if re.search(r"\bcache_page\b", file.read_text())]
    assert users == []
