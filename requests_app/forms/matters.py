"""Splitting a request into its matters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from requests_app.actions.matters import LONGEST, MOST_MATTERS
from requests_app.forms.handling import VerbForm, long_text


class SplitForm(VerbForm):
    subjects = long_text(
        gettext_lazy("Matters, one on each line"),
        most=MOST_MATTERS * (LONGEST + 2),
        rows=8,
        help_text=gettext_lazy(
            "From 2 to 20. Each gets an outcome of its own; the request is still counted as one. A single line: the"
            " request is one matter after all."
        ),
    )

    def prepare(self) -> None:
        named = [matter.subject for matter in self.case.matters.all()]
        self.fields["subjects"].initial = "\n".join(named or [self.case.subject])

    def content(self) -> dict[str, Any]:
        lines = self.cleaned_data["subjects"].splitlines()
        return {"subjects": [line.strip() for line in lines if line.strip()]}
