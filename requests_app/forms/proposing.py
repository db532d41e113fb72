"""Proposing to publish for everybody, and what the agency says to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.forms.handling import long_text
from requests_app.models import Proposal
from requests_app.public_text import without_applicant
from requests_app.publishable import answer_of, draft_of


class ProposeForm(forms.Form):
    """A button; the code goes with it, because there is no session to remember it."""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class ProposalForm(forms.Form):
    """Base of what the agency fills in about one proposal."""

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self.prepare()

    def prepare(self) -> None:
        """Fit fields to the proposal."""


class AcceptProposalForm(ProposalForm):
    """The item to be drafted, from the answer; nothing to fill in where an answer was made a draft before."""

    title = forms.CharField(label=_("Title"), max_length=200)
    body = long_text(
        _("Text"),
        most=10000,
        rows=12,
        help_text=_("Name, numbers and addresses of the applicants are masked; read it again for other people's."),
    )

    def prepare(self) -> None:
        self.draft, self.answer = draft_of(self.proposal), answer_of(self.proposal)
        if self.draft is not None:
            del self.fields["title"], self.fields["body"]
        elif self.answer is not None:
            self.fields["title"].initial = self.proposal.subject
            self.fields["body"].initial = without_applicant(self.answer.text, self.answer.request)


class DeclineProposalForm(ProposalForm):
    """Why not."""

    reason = long_text(_("Reason"), most=1000, help_text=_("Whoever proposed it reads the reason."))
