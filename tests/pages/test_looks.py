"""Every page in every look, on a phone and on a desk: WCAG 2.2 AA as far as axe can tell, nothing to scroll sideways
down to 320 px and at twice the size, nothing cut off, and nothing that the browser complains about.

Pages that the accessibility statement names are left out: a program from elsewhere draws them.
"""

from itertools import groupby

import pytest

from portal.config.accessibility import NEEDS_SCRIPT
from tests.pages.looking import faults_of
from tests.pages.playing import playing
from tests.pages.taking import Answer, Taken

CHUNKS = 12  # for processes that share the work


@pytest.mark.parametrize("chunk", [pytest.param(n, marks=pytest.mark.xdist_group(f"pages-{n}")) for n in range(CHUNKS)])
def test_every_page_in_every_look(browser, album, chunk):
    faults = []
    pages = [page for page in album.pages[chunk::CHUNKS] if page.name not in NEEDS_SCRIPT]
    pages.sort(key=lambda page: page.who)
    for who, own in groupby(pages, key=lambda page: page.who):
        with playing(browser, album, who) as player:
            faults += [fault for page in own for fault in faults_of(player, page)]
            faults += player.faults
    assert faults == []


BROKEN = """<!doctype html><html lang="zh"><title>x</title><main><h1>x</h1><input><p style="color:#999">grey words</p>
<p style="width:100px;overflow:hidden;white-space:nowrap">{}</p><p style="width:2000px">x</p>
<a href="/a" style="display:inline-block;width:9px;height:9px">a</a><a href="/b">b</a>
<form><button>x</button></form></main>""".format("x" * 99)


def test_the_sweep_sees_what_is_wrong(browser, album):
    answer = Answer(200, {"Content-Type": "text/html"}, BROKEN.encode())
    with playing(browser, album, "anonymous") as player:
        said = "\n".join(faults_of(player, Taken("broken", "anonymous", "/broken/", answer)))
    for rule in ("label", "color-contrast", "target-size", "px too wide", "cut off: P.", "too small for a finger"):
        assert rule in said
    assert all(f"{name}: color-contrast" in said for name in ("dark", "more contrast", "forced colours"))
