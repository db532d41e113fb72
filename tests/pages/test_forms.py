"""What a form owes to somebody who does not see it: names, errors beside their fields, what a browser can fill in."""

from collections.abc import Iterator

from lxml.html import HtmlElement, fromstring

FIELDS = ".//form//*[self::input or self::select or self::textarea][not(@type) or not(contains($without, @type))]"
WITHOUT = "hidden submit button image reset"
# who is asked for what they are themselves (WCAG 1.3.5)
OWN = {"name", "phone", "email", "address", "contact", "username", "password"}


def fields_of(page: HtmlElement) -> list[HtmlElement]:
    """The fields of a page that a person fills in; a trap for programs is none."""
    found = page.xpath(FIELDS, without=WITHOUT)
    return [field for field in found if not field.xpath("ancestor::*[@aria-hidden='true']")]


def texts(page: HtmlElement, ids: str) -> Iterator[str]:
    """What the elements of these ids say; nothing for one that is not there."""
    for one in ids.split():
        found = page.xpath("//*[@id=$one]", one=one)
        yield found[0].text_content().strip() if found else ""


def name_of(page: HtmlElement, field: HtmlElement) -> str:
    """The accessible name of a field, as far as it is written in the page."""
    own = field.get("aria-label") or field.get("title") or " ".join(texts(page, field.get("aria-labelledby", "")))
    labels = page.xpath("//label[@for=$id]", id=field.get("id", "")) + field.xpath("ancestor::label")
    return (
        own.strip() or " ".join(label.text_content() + "".join(label.xpath(".//img/@alt")) for label in labels).strip()
    )


def test_every_field_has_a_name(album):
    nameless = set()
    for taken in album.pages:
        page = fromstring(taken.answer.html)
        nameless |= {(taken.name, field.get("name")) for field in fields_of(page) if not name_of(page, field)}
    assert nameless == set()


def test_every_description_is_there(album):
    """What a field is described by, and what names a region, stands on the page and says something."""
    missing = set()
    for taken in album.pages:
        page = fromstring(taken.answer.html)
        for attribute in ("aria-describedby", "aria-labelledby"):
            for element in page.xpath(f"//*[@{attribute}]"):
                if not all(texts(page, element.get(attribute))):
                    missing.add((taken.name, attribute, element.get(attribute)))
    assert missing == set()


def test_an_error_stands_beside_its_field_and_is_heard_with_it(album):
    """A form that came back says so above, and each wrong field is marked and described by its error."""
    wrong, marked = set(), 0
    for taken in (taken for taken in album.pages if taken.is_sent):
        page = fromstring(taken.answer.html)
        for error in page.xpath("//*[contains(@class, 'errorlist')][@id]"):
            fields = page.xpath("//*[contains(concat(' ', @aria-describedby, ' '), $id)]", id=f" {error.get('id')} ")
            inside = [one for field in fields for one in (field, *field.xpath(".//input"))]
            marked += 1
            is_empty_group = fields and not any(field.xpath("descendant-or-self::*[@name]") for field in fields)
            if not is_empty_group and not any(field.get("aria-invalid") == "true" for field in inside):
                wrong.add((taken.name, error.get("id")))
        if page.xpath("//*[@aria-invalid='true']") and not page.xpath(
            "//*[@role='alert' or contains(@class, 'errornote') or @aria-live]"
        ):
            wrong.add((taken.name, "no summary"))
    assert wrong == set()
    assert marked > 100


def test_a_browser_can_fill_in_who_somebody_is(album):
    unsaid = set()
    for taken in (taken for taken in album.pages if taken.is_public):
        page = fromstring(taken.answer.html)
        for field in fields_of(page):
            is_off = field.xpath("ancestor::form/@autocomplete") == ["off"]
            if field.get("name") in OWN and not field.get("autocomplete") and not is_off:
                unsaid.add((taken.name, field.get("name")))
    assert unsaid == set()
