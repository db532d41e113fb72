"""What is published for everybody out of an answer or for a topic."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.actions.publishing import DISCLOSING
from requests_app.forms.handling import VerbForm, long_text
from requests_app.public_text import without_applicant
from requests_app.states import DecisionState


class PublishForm(VerbForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = long_text(
        _("Text"),
        most=10000,
        rows=12,
        help_text=_("Name, numbers and addresses of the applicant are masked; read it again for other people's."),
    )

    def prepare(self) -> None:
        sent = self.case.decisions.filter(state=DecisionState.APPROVED, outcome__in=DISCLOSING, released_as=None)
        decision = sent.order_by("pk").first()
        self.fields["title"].initial = without_applicant(self.case.subject, self.case)
        self.fields["body"].initial = without_applicant(decision.text, self.case) if decision else ""


class PrepareForm(VerbForm):
    title = forms.CharField(label=_("Title"), max_length=200)
    body = long_text(_("Text"), most=10000, rows=12, help_text=_("A draft of your agency; go on with it as with any."))

    def prepare(self) -> None:
        self.fields["title"].initial, self.fields["body"].initial = self.case.title, self.case.body


class PublishAnswerForm(VerbForm):
    answer = long_text(_("Words to go with it"), most=3000, required=False)
