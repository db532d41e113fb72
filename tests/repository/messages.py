"""Collects every translatable text and keeps `locale/` in step, without GNU gettext: `make messages`.

`python -m tests.repository.messages [FILE.tsv …]` adds new msgids, drops dead ones, fills in translations from
tab-separated files (msgid, Chinese) and compiles the `.mo` that Django reads.
"""

import ast
import re
import sys
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("portal", "catalog", "disclosure", "requests_app", "oversight")
MARKERS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
_IN_TEMPLATE = re.compile(
    r"""\bgettext\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)|\s_\(('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\)"""
)


def _text_of(node: ast.expr) -> str | None:
    """The string a literal (or implicitly joined literals) stands for."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def in_python(source: str) -> set[str]:
    """msgids marked in Python code."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if "pgettext" in name:
            raise ValueError(f"line {node.lineno}: the catalogue keeps no contexts")
        if name in MARKERS:
            if (text := _text_of(node.args[0])) is not None:
                found.add(text)
            elif isinstance(node.func, ast.Name):
                raise ValueError(f"line {node.lineno}: only a literal can be translated")
    return found


def in_template(source: str) -> set[str]:
    """msgids marked in a template."""
    found = _IN_TEMPLATE.findall(templatize(source))
    return {ast.literal_eval(first or second) for first, second in found}


def collect() -> dict[str, set[str]]:
    """Map every msgid of the product to the files it stands in."""
    found: dict[str, set[str]] = {}
    for folder in SOURCES:
        for file in (ROOT / folder).rglob("*.py"):
            if "migrations" not in file.parts:
                for text in in_python(file.read_text()):
                    found.setdefault(text, set()).add(str(file.relative_to(ROOT)))
    for file in (ROOT / "templates").rglob("*.*"):
        for text in in_template(file.read_text()):
            found.setdefault(text, set()).add(str(file.relative_to(ROOT)))
    found.pop("", None)
    return found


def read_tables(files: list[Path]) -> dict[str, str]:
    """Translations from tab-separated files."""
    table: dict[str, str] = {}
    for file in files:
        for line in file.read_text().splitlines():
            msgid, tab, text = line.partition("\t")
            if tab and text.strip():
                table[msgid.replace("\\n", "\n")] = text.strip().replace("\\n", "\n")
    return table


_HAN = r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef“”]"
_FULL_WIDTH = str.maketrans(",;:!?", "\uff0c\uff1b\uff1a\uff01\uff1f")


def punctuated(text: str) -> str:
    """`text` with full-width punctuation beside Chinese characters, and full-width brackets around them."""
    text = re.sub(
        rf"(?<={_HAN})[,;:!?] ?|[,;:!?] ?(?={_HAN})", lambda found: found[0].strip().translate(_FULL_WIDTH), text
    )
    return re.sub(rf"(?<!%)\(([^()]*{_HAN}[^()]*)\)(?![sd]\b)", "\uff08\\1\uff09", text)


def synchronise(tables: list[Path]) -> list[str]:
    """Write the catalogue and its compiled form; return the msgids that still lack a translation."""
    catalogue = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = {"Language": "zh_Hans", "Content-Type": "text/plain; charset=UTF-8", "MIME-Version": "1.0"}
    known = {entry.msgid: entry.msgstr for entry in catalogue} | read_tables(tables)
    catalogue.clear()
    for msgid, files in sorted(collect().items()):
        flags = ["python-format"] if re.search(r"%\(\w+\)[sd]", msgid) else []
        catalogue.append(
            polib.POEntry(
                msgid=msgid, msgstr=punctuated(known.get(msgid, "")), comment=", ".join(sorted(files)), flags=flags
            )
        )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    return [entry.msgid for entry in catalogue if not entry.msgstr]


if __name__ == "__main__":
    missing = synchronise([Path(name) for name in sys.argv[1:]])
    sys.stdout.write("\n".join(missing) + f"\n{len(missing)} untranslated\n")
