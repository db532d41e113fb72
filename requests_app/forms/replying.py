"""The choice of a template above the form of an answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.models import DisclosureRequest, ReplyTemplate
from requests_app.outcomes import Outcome
from requests_app.placeholders import filled


class _TemplateField(forms.ModelChoiceField):
    """Templates by outcome and name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{Outcome(obj.outcome).label} · {obj.title}" if obj.outcome else str(obj.title)


class TemplateChoiceForm(forms.Form):
    """Which text the answer begins with; what was typed elsewhere stays."""

    template = _TemplateField(
        label=_("Reply template"),
        queryset=ReplyTemplate.objects.none(),
        required=False,
        empty_label=_("Choose a template"),
    )

    def __init__(self, *args: Any, case: DisclosureRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["template"].queryset = ReplyTemplate.objects.holding_for(case.agency)  # type: ignore[attr-defined]

    def content(self) -> dict[str, str]:
        """What the chosen template says for this case; empty if none is chosen."""
        template = self.cleaned_data.get("template") if self.is_valid() else None
        if template is None:
            return {}
        text = {"text": filled(template.body, self.case)}
        return text | ({"outcome": template.outcome} if template.outcome else {})


class StartsFromTemplate:
    """Adds to a form of an answer the choice above it."""

    own_buttons: ClassVar[tuple[str, ...]] = ("fill",)
    choice: Any
    case: Any
    data: Any
    fields: dict[str, forms.Field]
    is_bound: bool

    def offer_templates(self) -> None:
        self.choice = TemplateChoiceForm(self.data if self.is_bound else None, case=self.case)

    def asked_again(self) -> Any:
        """An unbound form with what was typed, and over it what the chosen template says if its button was pressed."""
        if not any(button in self.data for button in self.own_buttons):
            return None
        typed = {name: self.data.get(name, "") for name in self.fields}
        said = self.choice.content() if "fill" in self.data else {}
        return type(self)(initial=typed | said, case=self.case)  # type: ignore[call-arg]
