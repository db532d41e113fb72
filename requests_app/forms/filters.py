"""The filter of the public list of topic requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency
from requests_app.models import TopicRequestQuerySet
from requests_app.states import TopicState

EVERY = [("", _("All"))]
SHOWN_STATES = [choice for choice in TopicState.choices if choice[0] != TopicState.MERGED]


class TopicFilterForm(forms.Form):
    """Agency, state and order; a value that makes no sense is named beside its field, and the rest still filters."""

    agency = forms.ChoiceField(label=_("Agency"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[*EVERY, *SHOWN_STATES])
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("newest", _("Newest first")), ("hot", _("Most supported first"))]
    )

    def __init__(self, *args: Any, government: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Agency.objects.public().under(government).values_list("code", "name")
        self.fields["agency"].choices = [*EVERY, *units]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        """True if a filter leaves something out; an order leaves nothing out."""
        return any(self.data.get(name) for name in ("agency", "state"))

    def applied_to(self, topics: TopicRequestQuerySet) -> TopicRequestQuerySet:
        """`topics` narrowed and ordered as chosen."""
        chosen = self.cleaned_data
        if chosen.get("agency"):
            topics = topics.of_agency(chosen["agency"])
        if chosen.get("state"):
            topics = topics.in_state(chosen["state"])
        return topics.most_supported_first() if chosen.get("order") == "hot" else topics.newest_first()
