"""The text field with its editor. Without JavaScript it is the textarea it always was."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import Media

from disclosure.markup import EXTENSIONS


class TextEditor(AdminProseEditorWidget):
    """The rich-text editor, limited to what may be published, with its words in the language of the page."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, config={"extensions": EXTENSIONS}, preset="configurable")

    @property
    def media(self) -> Media:
        # before the editor's own modules: it takes its words from `gettext` while it loads
        ours = Media(js=["js/prose.js", "js/editing.js"], css={"all": ["css/editing.css"]})
        return ours + super().media

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-labels"] = json.dumps(_labels(), ensure_ascii=False)
        return context


def _labels() -> dict[str, str]:
    """The editor's English words, as they stand in its source."""
    return {
        "heading 2": _("Heading of the first level"),
        "heading 3": _("Heading of the second level"),
        "heading 4": _("Heading of the third level"),
        "Heading 2": _("Heading of the first level"),
        "Heading 3": _("Heading of the second level"),
        "Heading 4": _("Heading of the third level"),
        "paragraph": _("Paragraph"),
        "Paragraph": _("Paragraph"),
        "unordered list": _("Bulleted list"),
        "ordered list": _("Numbered list"),
        "blockquote": _("Quotation"),
        "horizontal rule": _("Dividing line"),
        "bold": _("Bold"),
        "italic": _("Italic"),
        "underline": _("Underlined"),
        "strike": _("Struck out"),
        "subscript": _("Subscript"),
        "superscript": _("Superscript"),
        "insert link": _("Link"),
        "remove link": _("Remove the link"),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "Toggle fullscreen": _("Whole screen"),
        "Insert table": _("Insert a table"),
        "Insert Table": _("Insert a table"),
        "Table Properties": _("New table"),
        "Rows": _("Rows"),
        "Columns": _("Columns"),
        "Include header row": _("With a row of headings"),
        "Yes": _("Yes"),
        "No": _("No"),
        "Add column": _("Add a column"),
        "Delete column": _("Delete the column"),
        "Add row": _("Add a row"),
        "Delete row": _("Delete the row"),
        "Merge cells": _("Merge cells"),
        "Split cell": _("Split the cell"),
        "Toggle header cell": _("Heading cell on or off"),
        "Delete table": _("Delete the table"),
        "URL": _("Address of the link"),
        "Title": _("Title of the link"),
        "Edit Link": _("Link"),
        "Update": _("Apply"),
        "Cancel": _("Cancel"),
    }
