"""What the editor can write, and therefore what may be published: one list, two uses."""

from __future__ import annotations

from typing import Any

from django_prose_editor.config import allowlist_from_extensions

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},  # the page has its first level already: the title
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False, "autolink": False, "linkOnPaste": False},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Fullscreen": True,
}
# Not made by the editor, but sent by programs and kept from before; none of it is active.
TOLERATED = {"div", "h5", "pre", "caption", "thead", "tfoot", "b", "i"}

_editor = allowlist_from_extensions(EXTENSIONS | {"Fullscreen": False})
TAGS: set[str] = _editor["tags"] | TOLERATED
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "ol": {"start"},
    "td": set(_editor["attributes"]["td"]),
    "th": {*_editor["attributes"]["th"], "scope"},
}
"""`rel` is written by the server itself; list types and targets are taken out."""

BLOCKS = TAGS & {"p", "div", "h2", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "pre", "hr", "br"}
TABLES = TAGS & {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
