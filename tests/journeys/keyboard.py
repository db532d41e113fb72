"""A person with a keyboard and nothing else, who must see at each stop where they are."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

# the stop that has the focus, and what a person sees of it; null where the focus is in the frame of the browser
STOP = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const {outlineStyle, outlineWidth} = getComputedStyle(here);
  const {left, top, right, bottom} = here.getBoundingClientRect();
  const lit = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  const places = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  const free = places.some(([x, y]) => {
    const over = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
    return over && (here.contains(over) || over.contains(here) || over.closest("label")?.control === here);
  });
  const said = here.type === "radio" || here.type === "checkbox" ? here.labels[0]?.innerText : here.innerText;
  return {id: here.id, name: here.name ?? "", said: (said || here.value || "").trim(), type: here.type ?? "", lit, free,
    tag: here.tagName};
}"""
CHOSEN = "document.activeElement.selectedOptions?.[0].text"
MOST_STOPS = 120
Stop = dict[str, str]


def stop(page: Page) -> Stop | None:
    """Where the focus is: it can be seen there, and nothing lies over it."""
    here = page.evaluate(STOP)
    if here is not None:
        assert here["lit"], f"no outline at {here}"
        assert here["free"], f"covered, or out of sight: {here}"
    return here


def tab(page: Page, *, back: bool = False) -> Stop | None:
    """One stop further, or back."""
    page.keyboard.press("Shift+Tab" if back else "Tab")
    return stop(page)


def go_to(page: Page, is_there: Callable[[Stop], bool]) -> Stop:
    """Press Tab until it is there."""
    for _press in range(MOST_STOPS):
        here = tab(page)
        if here is not None and is_there(here):
            return here
    raise AssertionError("The keyboard does not get there.")


def go_to_link(page: Page, words: str) -> None:
    """Open the link, or press the button, that says so."""
    go_to(page, lambda here: words in here["said"])
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, name: str, text: str) -> None:
    """Type into the field with this name."""
    go_to(page, lambda here: here["name"] == name)
    page.keyboard.type(text)


def choose(page: Page, name: str, words: str) -> None:
    """Choose with the arrows, in a list or among radio buttons."""
    here: Stop | None = go_to(page, lambda here: here["name"] == name)
    for _press in range(30):
        chosen = page.evaluate(CHOSEN) or here["said"]
        if words in chosen:
            break
        page.keyboard.press("ArrowDown")
        here = stop(page)
    assert words in chosen
    if here["type"] == "radio":
        page.keyboard.press("Space")


def skip_to_content(page: Page) -> None:
    """The first stop of each page leads past its head."""
    first = tab(page)
    assert first is not None
    assert first["said"] == "跳到正文"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def expect_summary(page: Page) -> None:
    """What is wrong was said first: the focus is there, and each line leads to a field."""
    summary = page.get_by_role("alert").filter(has=page.get_by_role("link"))
    expect(summary).to_be_focused()
    links = summary.get_by_role("link").all()
    assert links
    for link in links:
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").count() == 1
    first = tab(page)
    assert first is not None
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{links[0].get_attribute('href')[1:]}']")).to_be_in_viewport()
