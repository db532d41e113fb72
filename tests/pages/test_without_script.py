"""Pages without JavaScript: all but those that the accessibility statement names say and do everything without it."""

from itertools import groupby

import pytest
from lxml.html import fromstring

from portal.config.accessibility import NEEDS_SCRIPT
from tests.pages.playing import playing
from tests.pages.taking import Taken

SAID = "() => [...document.querySelectorAll('main, [role=main], body.sheet')].map(one => one.innerText).join('').trim()"
# forms that ask for something and have no button that a person can press, in the open or in a closed fold
DEAD = """() => [...document.querySelectorAll("form")].filter(form => form.checkVisibility()).filter(form => {
  const asks = [...form.elements].some(one => !["hidden", "submit", "button", "fieldset"].includes(one.type));
  const buttons = [...form.querySelectorAll("button:not([type=button]), input[type=submit], input[type=image]")];
  const others = form.id ? [...document.querySelectorAll(`[form="${form.id}"]`)] : [];
  return asks && ![...buttons, ...others].some(one => one.checkVisibility() || one.closest("details:not([open])"));
}).map(form => form.getAttribute("action") ?? "")"""
# buttons that wait for a script
IDLE = """() => [...document.querySelectorAll("button[type=button], input[type=button]")]
  .filter(one => one.checkVisibility()).map(one => one.innerText || one.value)"""


def pages(album) -> list[Taken]:
    """Every page, once, but those that the statement names."""
    left_out = {*NEEDS_SCRIPT, "styleguide"}  # buttons to look at
    return [page for page in album.pages if not page.is_sent and not page.language and page.name not in left_out]


def test_the_statement_names_pages_that_are_there(album):
    assert set(NEEDS_SCRIPT) <= {page.name for page in album.pages}


@pytest.mark.xdist_group("pages-0")
def test_without_a_script_every_page_speaks_and_every_form_can_be_sent(browser, album):
    wrong = []
    for who, own in groupby(sorted(pages(album), key=lambda page: page.who), key=lambda page: page.who):
        with playing(browser, album, who, java_script_enabled=False) as player:
            for taken in own:
                page = player.open(taken)
                said = page.evaluate(SAID)
                wrong += [f"{taken}: says nothing"] if len(said) < 2 else []
                wrong += [f"{taken}: nothing sends {form!r}" for form in page.evaluate(DEAD)]
                wrong += [f"{taken}: {button!r} does nothing" for button in page.evaluate(IDLE)]
    assert wrong == []


def test_no_link_leads_to_a_program(album):
    wrong = set()
    for taken in pages(album):
        page = fromstring(taken.answer.html)
        wrong |= {(taken.name, to) for to in page.xpath("//a/@href[. = '#' or starts-with(., 'javascript')]")}
        wrong |= {(taken.name, name) for name in page.xpath("//@*[starts-with(name(), 'on')]")}
    assert wrong == set()


def test_what_is_fetched_has_a_link_beside_it(album):
    """What a page fetches when it is opened can be reached by a link where it would stand."""
    wrong = set()
    for taken in pages(album):
        for place in fromstring(taken.answer.html).xpath("//*[@data-hx-trigger='load']"):
            address = place.get("data-hx-get")
            if not place.xpath(".//a[@href=$address]", address=address):
                wrong.add((taken.name, address))
    assert wrong == set()
