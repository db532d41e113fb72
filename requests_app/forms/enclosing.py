"""The field for several files of an applicant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.refusals import Refused
from portal.uploads import names, recognition
from portal.uploads.formats import ACCEPT
from requests_app.actions.enclosing import require_few, require_small


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class EnclosuresField(forms.FileField):
    """Up to five files, each looked at before anything is filed, so that its sentence stands beside the field."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Files"),
            required=False,
            widget=_SeveralFiles(attrs={"multiple": True, "accept": ACCEPT}),
            help_text=gettext_lazy(
                "Up to 5 files of 10 megabytes each: PDF, Word, Excel, text or pictures. Only those who handle your"
                " request can open them."
            ),
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        try:
            require_few(len(given))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        faults = [sentence for one in given if (sentence := _fault_of(one))]
        if faults:
            raise forms.ValidationError([*faults, _("Choose the files again: a browser does not keep them.")])
        return given


def _fault_of(upload: UploadedFile) -> str:
    """Why this file is not taken; empty if it is."""
    if not upload.size:
        return _("%(name)s is empty.") % {"name": upload.name}
    try:
        require_small(upload)
        recognition.recognise(upload, names.display_name(upload.name or ""))
    except Refused as refusal:
        said = str(refusal)
        return said if (upload.name or "") in said else f"{upload.name}: {said}"
    return ""
