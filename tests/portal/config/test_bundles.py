"""What a first view loads: one style sheet beside the tenant's colours, two scripts, nothing from anybody else."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from portal.config.bundles import BUNDLES, BundleFinder

LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script|img|iframe|source)[^>]* (?:href|src)="([^"]+)"')
MOST = 100 * 1024  # bytes as they are sent, without pictures


@pytest.mark.parametrize("name", sorted(BUNDLES))
def test_a_bundle_is_its_sources_in_order(name):
    joined = Path(finders.find(name)).read_text()
    places = [joined.index(Path(finders.find(source)).read_text()) for source in BUNDLES[name]]
    assert places == sorted(places)
    assert dict(BundleFinder().list([])).keys() == BUNDLES.keys()


def test_what_is_no_bundle_is_found_elsewhere():
    assert BundleFinder().find("css/admin.css") == ""
    assert BundleFinder().find("css/admin.css", find_all=True) == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/items/", "/search/?q=公开"])
def test_a_first_view_is_light_and_asks_nobody_else(cast, client, address):
    page = client.get(address).content
    loaded = LOADED.findall(page.decode())
    assert [place for place in loaded if not place.startswith(("/static/", "/theme/"))] == []
    own = [place.removeprefix("/static/") for place in loaded if place.startswith("/static/")]
    assert [place for place in own if place.endswith(".css")] == ["css/public.css"]
    assert len([place for place in own if place.endswith(".js")]) == 2
    sent = [page, *(Path(finders.find(place)).read_bytes() for place in own if place.endswith((".css", ".js")))]
    assert sum(len(gzip.compress(each)) for each in sent) <= MOST
