"""Atom feed of topics that were answered, by publishing or by a refusal that everybody can read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.atom import SiteFeed
from requests_app.models import TopicRequest


class AnsweredTopics(SiteFeed):
    """What citizens asked to be published, and what became of it."""

    name = _("Answers to topic requests")
    page = "requests_app:request_list"

    def rows(self, government: Any) -> Any:
        topics = TopicRequest.objects.public().under(government).with_answer()
        return topics.filter(answered_at__isnull=False).order_by("-answered_at", "-pk")

    def item_title(self, item: TopicRequest) -> str:
        return item.title

    def item_description(self, item: TopicRequest) -> str:
        return f"{item.agency.name} · {item.get_state_display()}"

    def item_pubdate(self, item: TopicRequest) -> dt.datetime | None:
        return item.answered_at
