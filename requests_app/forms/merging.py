"""Which earlier case a case repeats."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.forms.handling import VerbForm
from requests_app.models import DisclosureRequest, TopicRequest


class _CaseField(forms.ModelChoiceField):
    """A choice of cases by number and subject."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {getattr(obj, 'subject', '') or getattr(obj, 'title', '')}"


class MergeRepeatForm(VerbForm):
    earlier = _CaseField(
        label=_("Earlier request"),
        queryset=DisclosureRequest.objects.none(),
        help_text=_(
            "Answered requests of the same applicant. The answer to this one is drafted as a repeated request."
        ),
    )

    def prepare(self) -> None:
        rows = DisclosureRequest.objects.repeatable_by(self.case).newest_first()
        self.fields["earlier"].queryset = rows  # type: ignore[attr-defined]


class MergeTopicForm(VerbForm):
    into = _CaseField(
        label=_("First topic"),
        queryset=TopicRequest.objects.none(),
        help_text=_("The page of this topic will lead to it, and whoever asked is told."),
    )

    def prepare(self) -> None:
        rows = TopicRequest.objects.earlier_than(self.case).unmerged().public().newest_first()
        self.fields["into"].queryset = rows  # type: ignore[attr-defined]
