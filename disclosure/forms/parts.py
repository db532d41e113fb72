"""The required parts of a kind as fields of the item's form."""

from __future__ import annotations

from typing import Any

from django import forms

from disclosure.parts import PARTS, STEPS, Part, steps_as_text, steps_from


class StepsField(forms.CharField):
    """Steps of a procedure, one per line."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else steps_as_text(value)

    def to_python(self, value: Any) -> Any:
        return steps_from(super().to_python(value))


def _field(part: Part) -> forms.Field:
    kind = StepsField if part.key == STEPS else forms.CharField
    rows = 6 if part.key == STEPS else 3
    # none is required: a draft may be saved half done; what is missing is said before it is submitted
    return kind(
        label=part.label,
        required=False,
        help_text=part.help,
        widget=forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"}),
    )


def part_names(kind: str) -> list[str]:
    """The names of the form fields of `kind`."""
    return [part.field for part in PARTS.get(kind, ())]


def with_parts(form: type[forms.ModelForm], kind: str) -> type[forms.ModelForm]:
    """`form` with a field for every part of `kind`, which fills in and gives back `parts`."""
    parts = PARTS.get(kind, ())
    if not parts:
        return form
    return type(form.__name__, (_Parts, form), {part.field: _field(part) for part in parts} | {"part_kind": kind})


class _Parts:
    """Fills the parts in from the version, and adds them to what the actions are given."""

    part_kind: str
    version: Any
    initial: dict[str, Any]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.version is not None:
            said = self.version.parts
            self.initial |= {p.field: said[p.key] for p in PARTS[self.part_kind] if p.key in said}

    @property
    def content(self) -> dict[str, Any]:
        """With the parts; what another kind said before is kept, in case the kind is changed back."""
        before = self.version.parts if self.version is not None else {}
        said = {part.key: self.cleaned_data[part.field] for part in PARTS[self.part_kind]}
        return super().content | {"parts": {key: value for key, value in (before | said).items() if value}}  # type: ignore[misc]
