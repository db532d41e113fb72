"""Atom feeds of one site: what they all say of themselves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise

NEWEST = 30


class SiteFeed(Feed):
    """The newest rows of one kind at the government that is asked; a subclass says which (`rows`) and what they are."""

    feed_type = Atom1Feed
    name: ClassVar[str | Promise]
    page: ClassVar[str]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return request.government  # type: ignore[attr-defined]

    def title(self, government: Any) -> str:
        return f"{self.name} · {government.site_name or government.name}"

    def link(self, government: Any) -> str:
        return reverse(self.page)

    def items(self, government: Any) -> Any:
        return self.rows(government)[:NEWEST]

    def rows(self, government: Any) -> Any:
        """What is public at `government`, newest first."""
        raise NotImplementedError
