"""Text that was written in Word or WPS: what those programs mean becomes HTML that says it.

Word keeps a list as paragraphs of class `MsoListParagraph` whose marker is text inside `mso-list:Ignore`, indents with
full-width spaces, and wraps everything in styles. The editor, the API and imports all pass through here, so a pasted
list is a list wherever it came in. What comes out is not yet safe: `disclosure.body` takes out what is active.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, TreeBuilder, tostring

import nh3

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LINES = {"p", "div", "blockquote", *HEADINGS}
BLOCKS = LINES | {"ul", "ol", "table", "pre", "hr"}
VOID = {"br", "hr", "img", "col"}
BLANK = " \t\r\n\f\u00a0\u3000"
KEPT = BLOCKS | {
    "li", "br", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "span", "font",
    "a", "strong", "b", "em", "i", "u", "s", "sub", "sup", "del", "strike",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"class", "style"},
    "a": {"href", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
DROPPED = {"script", "style", "title", "xml"}
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "del": "s", "strike": "s"}

_ITEM = re.compile(r"mso-list:\s*\S+\s+level(\d+)")
_IGNORED = re.compile(r"mso-list:\s*ignore", re.IGNORECASE)
_COUNTED = re.compile(r"[(（]?(\d+|[A-Za-z]{1,4})[.、)）．]?$")
_BULLET = re.compile(r"[^\w(（]{1,2}$|[oØ§nlu]$")
# Chinese puts no space between words: a line that Word broke in its source must not gain one
_BROKEN_LINE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*\r?\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_STYLED = (
    (re.compile(r"font-weight:\s*(bold|[6-9]00)"), "strong"),
    (re.compile(r"font-style:\s*italic"), "em"),
    (re.compile(r"text-decoration:[^;]*underline"), "u"),
    (re.compile(r"text-decoration:[^;]*line-through"), "s"),
)


def normalised(text: str) -> str:
    """`text`, HTML as a person pastes it, with real lists and headings and without the office's wrapping.

    Tables keep colspan and rowspan; empty paragraphs and indents made of spaces go. Normalising twice changes nothing.
    """
    clean = nh3.clean(
        text, tags=KEPT, attributes=ATTRIBUTES, clean_content_tags=DROPPED, link_rel=None,
        url_schemes={"http", "https", "mailto", "tel"},
    )  # fmt: skip
    reader = _Reader()
    reader.feed(clean)
    root = reader.root()
    _mend(root)
    inner = tostring(root, encoding="unicode", method="html")
    return inner.removeprefix("<root>").removesuffix("</root>").strip()


class _Reader(HTMLParser):
    """Builds a tree of HTML that nh3 has already balanced."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.builder.start("root", {})

    def root(self) -> Element:
        self.close()
        self.builder.end("root")
        return self.builder.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        self.builder.data(data)


def _mend(node: Element) -> None:
    """Mend everything below `node`, the innermost first."""
    if node.tag == "pre":
        return
    for child in list(node):
        _mend(child)
    _say_in_tags(node)
    _join_broken_lines(node)
    _make_lists(node)
    for child in list(node):
        _mend_line(node, child)
    _unwrap_only_line(node)


def _say_in_tags(node: Element) -> None:
    """Names that the page has, and bold, italic or struck text that only a style said."""
    node.tag = RENAMED.get(node.tag, node.tag)
    if node.tag == "span" and not _IGNORED.search(node.get("style", "")):
        said = next((tag for pattern, tag in _STYLED if pattern.search(node.get("style", ""))), None)
        if said and _words(node):
            node.tag = said


def _join_broken_lines(node: Element) -> None:
    node.text = _BROKEN_LINE.sub("", node.text) if node.text else node.text
    for child in node:
        child.tail = _BROKEN_LINE.sub("", child.tail) if child.tail else child.tail


def _mend_line(parent: Element, line: Element) -> None:
    """Take indents off a line of text; an empty one goes."""
    if line.tag == "div":
        line.tag = "p" if not any(child.tag in BLOCKS for child in line) else "div"
    if line.tag not in LINES | {"li", "td", "th"}:
        return
    holds_block = any(child.tag in BLOCKS for child in line.iter() if child is not line)
    if line.tag in LINES | {"li"} and not _words(line) and not holds_block:
        _remove(parent, line)
        return
    _strip_start(line)


def _unwrap_only_line(node: Element) -> None:
    """An item or cell that holds one paragraph holds its text: so a list reads the same from wherever it came."""
    lines = [child for child in node if child.tag == "p"]
    if node.tag not in {"li", "td", "th"} or len(lines) != 1 or node[0] is not lines[0] or (node.text or "").strip():
        return
    line = lines[0]
    if (line.tail or "").strip():
        return
    node.remove(line)
    node.text = line.text
    node[:] = [*line, *node]


def _strip_start(line: Element) -> None:
    """Take blanks off the beginning, inside its first inline tags too."""
    node: Element | None = line
    while node is not None:
        if node.text:
            node.text = node.text.lstrip(BLANK)
        if node.text or not len(node) or node[0].tag in BLOCKS | {"br", "li"}:
            return
        first = node[0]
        if not _words(first):
            first.tail = (first.tail or "").lstrip(BLANK)
        node = first


def _words(node: Element) -> str:
    return "".join(node.itertext()).strip(BLANK)


def _remove(parent: Element, child: Element) -> None:
    """Take `child` out; what follows it stays."""
    at = list(parent).index(child)
    tail = child.tail or ""
    if tail:
        if at:
            parent[at - 1].tail = (parent[at - 1].tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(child)


# --- lists ----------------------------------------------------------------------------------------------------------


class Marker(NamedTuple):
    """How Word marks an item: the tag of its list, its level, and its number where it is counted."""

    tag: str
    level: int
    number: str


def _make_lists(node: Element) -> None:
    """Turn each run of marked paragraphs below `node` into one list, deeper levels inside."""
    run: list[tuple[Marker, Element]] = []
    for child in list(node):
        marker = _take_marker(child)
        if marker is not None:
            run.append((marker, child))
        elif run and (child.tag != "p" or _words(child)):
            _replace(node, run)
            run = []
    if run:
        _replace(node, run)


def _take_marker(line: Element) -> Marker | None:
    """The marker of a list paragraph, taken out of its text; None for any other line.

    Numbers that HTML cannot count (一、 and （一）, which a document refers to) stay in the text as they were typed.
    """
    found = _ITEM.search(line.get("style", ""))
    if line.tag not in LINES or (found is None and "MsoListParagraph" not in line.get("class", "")):
        return None
    ignored = next(_ignored(line), None)
    if ignored is None:
        return None
    parent, mark = ignored
    said = _words(mark)
    counted, bullet = _COUNTED.match(said), _BULLET.match(said)
    if line.tag != "p" or not (counted or bullet):
        mark.attrib.clear()
        mark.text, mark[:] = said, []
        return None
    _remove(parent, mark)
    tag = "ol" if counted and not (bullet and not said[0].isdigit()) else "ul"
    return Marker(tag, int(found.group(1)) if found else 1, counted.group(1) if counted else "")


def _ignored(line: Element) -> Iterator[tuple[Element, Element]]:
    for parent in line.iter():
        for child in parent:
            if _IGNORED.search(child.get("style", "")):
                yield parent, child


def _replace(node: Element, run: list[tuple[Marker, Element]]) -> None:
    """Put one list where the paragraphs of `run` stand."""
    at = list(node).index(run[0][1])
    stack: list[tuple[int, Element]] = []
    lists: list[Element] = []
    for marker, line in run:
        while stack and not _continues(stack[-1], marker):
            stack.pop()
        if not stack or stack[-1][0] < marker.level:
            stack.append((marker.level, _begin(marker, stack, lists)))
        entry = SubElement(stack[-1][1], "li")
        entry.text, entry[:] = line.text, list(line)
        _strip_start(entry)
        node.remove(line)
    for offset, made in enumerate(lists):
        node.insert(at + offset, made)


def _continues(last: tuple[int, Element], marker: Marker) -> bool:
    """True if the item goes into the list that was begun last, or into a deeper one inside it."""
    level, made = last
    return level < marker.level or (level == marker.level and made.tag == marker.tag)


def _begin(marker: Marker, stack: list[tuple[int, Element]], lists: list[Element]) -> Element:
    made = Element(marker.tag)
    if marker.tag == "ol" and marker.number.isdecimal() and marker.number != "1":
        made.set("start", marker.number)
    if stack and len(stack[-1][1]):
        stack[-1][1][-1].append(made)
    else:
        lists.append(made)
    return made
