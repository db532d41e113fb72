"""Pictures of the running demo: `make demo` in one window, `make screenshots` in another.

    python -m tests.screenshots [--at http://localhost:8000] [--into .var/screenshots] [--looks light,elder] [NAME]

Every page of PAGES as wide as a phone and as a desk, in each look, to be looked at; `--keep` writes those of KEPT as
small pictures to docs/images.
"""

from __future__ import annotations

import argparse
import base64
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import DESKTOP, FLAGS, PHONE, chromium

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTHS = {"phone": PHONE, "desk": DESKTOP}
LOOKS: dict[str, dict[str, str]] = {
    "light": {"scheme": "light"},
    "elder": {"scheme": "light", "mode": "elder"},
    "dark": {"scheme": "dark"},
    "contrast": {"scheme": "contrast"},
}
FIRST = "main .list-title a"
# name: an address, the link to follow from there (what a page hangs on depends on the demo), and what to add to it
PAGES: dict[str, tuple[str, str, str]] = {
    "home": ("/", "", ""),
    "search": ("/search/?q=预算", "", ""),
    "search-none": ("/search/?q=外星人", "", ""),
    "items": ("/items/", "", ""),
    "item": ("/items/?kind=normative&agency=mc-gkb", FIRST, ""),
    "print": ("/items/?kind=normative&agency=mc-gkb", FIRST, "print/"),
    "agencies": ("/agencies/", "", ""),
    "agency": ("/agencies/lx-mzj/", "", ""),
    "areas": ("/areas/", "", ""),
    "area": ("/areas/", "main .card-title a", ""),
    "entry": ("/areas/20/", FIRST, ""),
    "consultations": ("/consultations/", "", ""),
    "consultation": ("/consultations/", FIRST, ""),
    "topics": ("/requests/", "", ""),
    "topic": ("/requests/", FIRST, ""),
    "request-new": ("/requests/new/", "", ""),
    "complaint-new": ("/complaints/new/", "", ""),
    "figures": ("/performance/", "", ""),
    "powers": ("/powers/", "", ""),
    "not-found": ("/nowhere/", "", ""),
    "styleguide": ("/styleguide/", "", ""),
    "kiosk": ("/kiosk/", "", ""),
}
KEPT = ("home-desk-light", "home-phone-light", "item-phone-elder", "agency-phone-light")


def main() -> None:
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("names", nargs="*", metavar="NAME", help="pages to take; all if none is named")
    wishes.add_argument("--at", default="http://localhost:8000", help="where the demo runs")
    wishes.add_argument("--into", type=Path, default=Path(".var/screenshots"))
    wishes.add_argument("--looks", default="light,elder", help=f"of {', '.join(LOOKS)}")
    wishes.add_argument("--keep", action="store_true", help="write the pictures of the guides to docs/images")
    asked = wishes.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for look in asked.looks.split(","):
            for width in WIDTHS:
                take(browser, asked.names or list(PAGES), asked.at, asked.into, look, width)
        if asked.keep:
            keep(browser, asked.into)
        browser.close()


def take(browser: Browser, names: list[str], at: str, into: Path, look: str, width: str) -> None:
    """The pictures of `names` in one look and width."""
    context = browser.new_context(
        viewport=WIDTHS[width], base_url=at, locale="zh-CN", timezone_id="Asia/Shanghai", has_touch=width == "phone"
    )
    choices = (f"localStorage.setItem('{name}','{value}')" for name, value in LOOKS[look].items())
    context.add_init_script(";".join(choices))
    page = context.new_page()
    for name in names:
        open_page(page, *PAGES[name])
        path = into / f"{name}-{width}-{look}.png"
        page.screenshot(path=path, full_page=True)
        sys.stdout.write(f"{path}\n")
    context.close()


def open_page(page: Page, address: str, link: str, more: str) -> None:
    """Open `address`, follow `link` if it names one, go on to `more`, and wait until the fragments have come."""
    page.goto(address)
    if link and (target := page.locator(link).first.get_attribute("href")):
        page.goto(target + more)
    page.wait_for_load_state("networkidle")


def keep(browser: Browser, source: Path) -> None:
    """The first screen of the pictures of KEPT as WebP, which the browser writes: no library is needed for it."""
    page = browser.new_page()
    for name in KEPT:
        picture = base64.b64encode((source / f"{name}.png").read_bytes()).decode()
        (IMAGES / f"{name}.webp").write_bytes(bytes(page.evaluate(TO_WEBP, picture)))


TO_WEBP = """async (picture) => {
  const image = new Image();
  image.src = `data:image/png;base64,${picture}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = Math.min(image.naturalHeight, image.naturalWidth > 600 ? 1100 : 844);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/webp", 0.8));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""


if __name__ == "__main__":
    main()
