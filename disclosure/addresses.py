"""Where an address in a text leads, as far as this installation can tell: an item, a file, or no page of the site."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.http import Http404
from django.urls import ResolverMatch, resolve
from django.utils import translation

from disclosure.models import Item, VersionFile
from portal.agencies.models import Agency
from portal.languages import named_by
from portal.remembering import remembered


class Target(NamedTuple):
    """What an address asks of `site`: the item of a number, or a file under its name; neither is on no page."""

    site: Agency
    index_no: str = ""
    public_id: UUID | None = None
    name: str = ""

    def opens(self) -> bool:
        """True if the public is shown something there."""
        if self.index_no:
            return Item.objects.public().under(self.site).filter(index_no=self.index_no).exists()
        if self.public_id is not None:
            return VersionFile.objects.of_file(self.public_id, self.name).answering().under(self.site).exists()
        return False


@remembered
def site_of(agency: Agency) -> Agency:
    """The government on whose site what `agency` publishes stands."""
    return agency.government()


class Addresses:
    """Reads addresses; which host names are ours is asked once, and only if an address has one."""

    @cached_property
    def _sites(self) -> dict[str | None, Agency]:
        return {site.host: site for site in Agency.objects.public().filter(host__isnull=False)}

    def target(self, address: str, *, site: Agency) -> Target | None:
        """What `address` leads to on a page of `site`; None for another web, and for pages that are always there.

        Query and fragment say nothing of whether there is a page; the language may stand in front.
        """
        try:
            parts = urlsplit(address)
        except ValueError:
            return Target(site)
        asked = self._sites.get(parts.hostname) if parts.netloc else site
        if parts.scheme in ("mailto", "tel") or asked is None or not parts.path:
            return None
        return _named(unquote(parts.path), asked)


def page_at(path: str) -> ResolverMatch | None:
    """The page that answers at `path`, in whatever language it is; None if there is none."""
    path = path if path.startswith("/") else f"/{path}"
    # the address says its language; the person who asks may be working in another
    with translation.override(named_by(path)):
        try:
            return resolve(path)
        except Http404:
            return None


def _named(path: str, site: Agency) -> Target | None:
    match = page_at(path)
    if match is None or match.view_name.startswith("admin:"):
        return Target(site)
    given = match.kwargs
    if "index_no" in given:
        return Target(site, index_no=given["index_no"])
    if "public_id" in given:
        return Target(site, public_id=given["public_id"], name=given["name"])
    return None
