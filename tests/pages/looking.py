"""The looks of a page, and what can be wrong with it: what axe finds, what runs over the edge, what is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser import DESKTOP, PHONE
from tests.pages.playing import Player
from tests.pages.taking import Taken

AXE = Axe().axe_script
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"resultTypes": ["violations"], "preload": False}  # which would add what the CSP rightly refuses
EVERYTHING = OPTIONS | {"runOnly": {"type": "tag", "values": TAGS}}
COLOURS = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
FOUND = """options => axe.run(options).then(({violations}) => violations.flatMap(({id, nodes}) => nodes.slice(0, 3).map(
  ({target, any, all, none}) => `${id} at ${target.join(" ")}: ${[...any, ...all, ...none][0]?.message ?? ""}`
)))"""
# what stands in a closed fold is not drawn, and its transitions never end
SETTLED = """() => Promise.all(
  document.getAnimations().filter(one => one.effect.target.checkVisibility()).map(one => one.finished.catch(() => {}))
)"""
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# text that a box cuts off, where it is meant to be read and not only heard
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(one => {
  if (!one.checkVisibility() || !one.innerText?.trim()) return false;
  const {overflowX, overflowY, clipPath} = getComputedStyle(one);
  if (clipPath !== "none") return false;
  const cuts = (way, full, shown) => ["hidden", "clip"].includes(way) && full > shown + 2;
  return cuts(overflowX, one.scrollWidth, one.clientWidth) || cuts(overflowY, one.scrollHeight, one.clientHeight);
}).map(one => `cut off: ${one.tagName}.${one.className}`).slice(0, 3)"""
# what citizens press most, smaller than a finger (44 px)
SMALL = """() => [...document.querySelectorAll("main form button:not([type=button]), .button--primary")].filter(one => {
  const {width, height} = one.getBoundingClientRect();
  return one.checkVisibility() && Math.min(width, height) < 43.5;
}).map(one => `too small for a finger: ${one.innerText.trim()} ${Math.round(one.getBoundingClientRect().height)} px`)"""
# the standard width at which nothing may be lost, and 1280 px at twice the size
NARROW = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 450}


@dataclass(frozen=True)
class Look:
    """How a page is shown: what the person's system asks for, and what they chose on the site."""

    name: str
    rules: dict[str, Any] | None
    media: dict[str, str] = field(default_factory=dict)
    chosen: dict[str, str] = field(default_factory=dict)


PLAIN = {"color_scheme": "light", "contrast": "no-preference", "forced_colors": "none"}
LIGHT = Look("light", EVERYTHING)
LOOKS = (
    LIGHT,
    Look("elder", EVERYTHING, chosen={"mode": "elder"}),
    Look("largest", None, chosen={"size": "largest"}),
    # where nothing but the colours changes: as the device wishes, as the reader chose, as the system forces
    Look("dark", COLOURS, {"color_scheme": "dark"}),
    Look("more contrast", COLOURS, {"contrast": "more"}),
    Look("yellow on black", COLOURS, chosen={"scheme": "contrast"}),
    Look("forced colours", COLOURS, {"forced_colors": "active"}),
)
# says whether what is chosen makes a difference: a page of the admin is as it is
CHOOSE = """(chosen) => {
  const root = document.documentElement;
  const shown = () => [root, document.body].map(one => {
    const {fontSize, color, backgroundColor} = getComputedStyle(one);
    return [fontSize, color, backgroundColor];
  }).join();
  for (const name of ["scheme", "mode", "size"]) delete root.dataset[name];
  const before = shown();
  Object.assign(root.dataset, chosen);
  return !Object.keys(chosen).length || shown() !== before;
}"""


def faults_of(player: Player, taken: Taken) -> Iterator[str]:
    """What is wrong with a page. A page that came back differs from its form by what it says, not by its colours."""
    page = player.page
    page.set_viewport_size(DESKTOP)
    page.emulate_media(**PLAIN)
    player.open(taken)
    if not taken.language:
        page.evaluate(AXE)
        for size in (PHONE,) if taken.is_sent else (DESKTOP, PHONE):
            page.set_viewport_size(size)
            for look in LOOKS[:1] if taken.is_sent else LOOKS:
                page.emulate_media(**PLAIN | look.media)
                if not page.evaluate(CHOOSE, look.chosen):
                    continue
                page.evaluate(SETTLED)
                yield from (f"{taken} {size['width']} px {look.name}: {fault}" for fault in _faults_in(page, look))
        page.emulate_media(**PLAIN)
        page.evaluate(CHOOSE, {})
        if taken.is_public:
            yield from (f"{taken}: {fault}" for fault in page.evaluate(SMALL))
    for size in (ZOOMED, NARROW):
        page.set_viewport_size(size)
        yield from (f"{taken} {size['width']} px: {fault}" for fault in _lost(page))


def _faults_in(page: Page, look: Look) -> Iterator[str]:
    if look.rules is not None:
        yield from page.evaluate(FOUND, look.rules)
    if look.rules is not COLOURS:
        yield from _lost(page)


def _lost(page: Page) -> Iterator[str]:
    if (overhang := page.evaluate(OVERHANG)) > 0:
        yield f"{overhang} px too wide"
    yield from page.evaluate(CUT_OFF)
