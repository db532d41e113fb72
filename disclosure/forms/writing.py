"""What a clerk fills in, and what a decision asks for. The actions check again; here the words are kept for mending."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models import CatalogEntry
from disclosure import word
from disclosure.body import sanitised
from disclosure.difference import Line, lines_between
from disclosure.forms.editor import TextEditor
from disclosure.models import Item, Salience, Version, VersionFile
from portal.refusals import Refused
from portal.uploads.formats import ACCEPT

CONTENT = (
    "title",
    "entry",
    "kind",
    "attribute",
    "ground",
    "ground_note",
    "audience",
    "readers",
    "subject",
    "stage",
    "salience",
    "summary",
    "keywords",
    "doc_number",
    "doc_date",
    "effective_on",
    "valid_until",
    "source_name",
    "source_url",
)


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; its value is a list. What a file may be, `portal.uploads` decides."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        return [super(FilesField, self).clean(file, initial) for file in files]


class EntryField(forms.ModelChoiceField):
    """Entries with the area before their name; the area is what tells two of the same name apart."""

    def label_from_instance(self, entry: CatalogEntry) -> str:  # type: ignore[override]
        return f"{entry.area} · {entry.name}"


class AttachedField(forms.ModelMultipleChoiceField):
    """Attachments of the version being written, to tick those that are to be taken off."""

    widget = forms.CheckboxSelectMultiple


class Conflict(NamedTuple):
    """The stored version, and how the text typed here differs from it."""

    stored: Version
    lines: list[Line]


class ItemForm(forms.ModelForm):
    """One page of writing: text and metadata of the newest version, files to add, files to take off.

    `key` makes a form that is sent twice begin one item; `seen` is the hash of the version that is being edited.
    """

    body = forms.CharField(label=_("Text"), required=False, widget=TextEditor({"rows": 18, "class": "vLargeTextField"}))
    word = forms.FileField(
        label=_("Take the text from a Word file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_("Headings, lists and tables are kept, pictures are left out. The file itself is not attached."),
    )
    source_url = forms.URLField(
        label=_("address of the source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField"}),
        help_text=_("Begins with http:// or https://."),
    )
    file = FilesField(
        label=_("Add attachments"),
        required=False,
        widget=SeveralFiles(attrs={"accept": ACCEPT}),
        help_text=_("Several can be chosen at once. They are private until the item is published."),
    )
    salience = forms.MultipleChoiceField(
        label=_("salience"), required=False, choices=Salience, widget=forms.CheckboxSelectMultiple
    )
    removed = AttachedField(label=_("Take off"), required=False, queryset=VersionFile.objects.none())
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    restored: ClassVar[dict[str, Any]] = {}
    """What the person had typed before without saving; it is shown in place of what is stored."""

    class Meta:
        model = Item
        fields = ("agency", *CONTENT)
        widgets: ClassVar = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._begin_with_what_is_stored()
        self.initial.update(self.restored)

    def _begin_with_what_is_stored(self) -> None:
        if self.version is None:
            self.fields.pop("removed", None)
            return
        self.initial.update({name: getattr(self.version, name) for name in (*CONTENT, "body")})
        related = {name: getattr(self.version, f"{name}_id") for name in ("entry", "ground", "readers")}
        self.initial.update(related | {"seen": self.version.hash})
        attached = self.version.attachments.select_related("file")
        if "removed" in self.fields:
            self.fields["removed"].queryset = attached  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A Word file becomes the text; what cannot be read is said beside its field and what was typed stays."""
        given: dict[str, Any] = super().clean() or {}
        upload = given.get("word")
        if upload is not None:
            try:
                found = word.read(upload, upload.name)
            except Refused as refusal:
                self.add_error("word", str(refusal))
                return given
            given |= {"body": found.body, "title": given.get("title") or found.title}
            self.errors.pop("title", None) if found.title else None
        return given

    @cached_property
    def version(self) -> Version | None:
        """The version being edited; None for a new item."""
        return self.instance.newest() if self.instance.pk else None

    @property
    def content(self) -> dict[str, Any]:
        """Keyword arguments of `draft` and `revise`."""
        return {name: self.cleaned_data[name] for name in (*CONTENT, "body")}

    def conflict(self) -> Conflict | None:
        """What somebody else has saved since this form was opened; None if nothing was."""
        seen = self.data.get("seen") if self.is_bound else None
        if self.version is None or not seen or seen == self.version.hash:
            return None
        return Conflict(self.version, lines_between(self.version.body, sanitised(self.data.get("body", ""))))

    def uploads(self) -> Iterator[UploadedFile]:
        """The files to add."""
        yield from self.cleaned_data["file"]


class ReasonForm(forms.Form):
    """Why something is sent back or withdrawn."""

    reason = forms.CharField(
        label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
