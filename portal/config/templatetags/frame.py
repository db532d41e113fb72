"""What the frame of every page needs: the main navigation, the language switch, the tenant's colours."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.agencies.models import Agency
from portal.config.emblem import emblem_address
from portal.languages import Language, current, in_language, languages, tag_of

register = template.Library()
MARKUP = 4_000  # characters of a text with its markup by which its language is judged


class Entry(NamedTuple):
    """One entry of the main navigation; it is current on its own page and on all below it."""

    label: str | Promise
    address: str
    current: str = ""  # as `aria-current` says it


NAVIGATION = (
    (_("Home"), "disclosure:home"),
    (_("Published information"), "disclosure:item_list"),
    (_("Areas"), "catalog:area_list"),
    (_("Agencies"), "disclosure:agency_list"),
    (_("Consultations"), "disclosure:consultation_list"),
    (_("Participate"), "site:participate"),
    (_("Complaints"), "oversight:complaint_new"),
)
# Pages that lie elsewhere and belong to an entry all the same.
BELONGING = {"site:participate": ("requests_app:request_list", "disclosure:survey_list", "disclosure:hearing_list")}
FOOTER = (
    (_("Site map"), "site:tree"),
    (_("Contact"), "site:contact"),
    (_("About this site"), "site:about"),
    (_("Accessibility"), "site:accessibility"),
    (_("Privacy"), "site:privacy"),
    (_("Government gazette"), "disclosure:gazette_list"),
    (_("Annual reports on government information"), "oversight:report_list"),
    (_("Powers of the agencies"), "oversight:power_list"),
    (_("Feeds and alerts"), "site:feeds"),
    (_("Follow a request"), "requests_app:request_follow"),
    (_("Follow a complaint"), "oversight:complaint_follow"),
    (_("Spot checks"), "oversight:public_check_list"),
    (_("Democratic reviews"), "oversight:public_review_list"),
    (_("Bulletins"), "oversight:bulletin_list"),
    (_("Who answers for open government"), "oversight:organisation_public"),
    (_("Annual assessments"), "oversight:result_year_list"),
    (_("Anchors of the audit trail"), "audit:anchor_list"),
    (_("Staff"), "accounts:home"),
)


CLOSED = ("/office/", "/accounts/", "/admin/", "/inbox/", "/my/", "/internal/", "/page-reports/")
"""Rooms whose addresses are not handed on."""


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> tuple[Entry, ...]:
    """The entries of the main navigation, in order."""
    request = context.get("request")
    here = request.path if request else ""
    home = address_of("disclosure:home")
    entries = []
    for label, name in NAVIGATION:
        places = [address for each in (name, *BELONGING.get(name, ())) if (address := address_of(each))]
        current = ("page" if here == places[0] else "true") if any(_is_at(here, one, home) for one in places) else ""
        entries.append(Entry(label, address_of(name), current))
    return tuple(entry for entry in entries if entry.address)


@register.simple_tag
def footer() -> list[Entry]:
    """The links at the foot of every page."""
    pairs = [(label, address_of(name)) for label, name in FOOTER]
    return [Entry(label, address) for label, address in pairs if address]


@register.simple_tag(takes_context=True)
def error_report_address(context: template.Context) -> str:
    """Where an error on this very page is reported (找错); built of nothing but its path, so that it can be cached.

    What a path in the workbench or in a personal letter says is nobody else's: such a page is not named.
    """
    address, request = address_of("oversight:page_report_new"), context.get("request")
    if not address or request is None:
        return address
    is_letter = request.resolver_match is not None and "token" in request.resolver_match.kwargs
    if is_letter or in_language(request.path, settings.LANGUAGE_CODE).startswith(CLOSED):
        return address
    return f"{address}?{urlencode({'page': request.path})}"


def address_of(name: str) -> str:
    """The address with this URL name; empty where an installation leaves the room out."""
    return _address_of(name, get_language(), get_urlconf())


@lru_cache(maxsize=500)
def _address_of(name: str, language: str | None, urlconf: str | None) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_at(here: str, address: str, home: str) -> bool:
    return here == address if address == home else here.startswith(address)


class Translation(NamedTuple):
    """This very page in a language."""

    language: Language
    address: str


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[Translation]:
    """This very page in every language but the one being spoken."""
    request: HttpRequest | None = context.get("request")
    address, here = request.get_full_path() if request else "/", current()
    return [Translation(spoken, in_language(address, spoken.code)) for spoken in languages() if spoken != here]


@register.simple_tag
def html_language() -> str:
    """The tag of the language being spoken."""
    return current().tag


@register.simple_tag
def html_direction() -> SafeString:
    """The attribute that says so where the language being spoken runs from right to left."""
    return SafeString(' dir="rtl"' if current().is_rtl else "")


@register.simple_tag
def written_in(text: str) -> SafeString:
    """The `lang` of a document's own words, where they are not in the language of the page."""
    tag = tag_of(strip_tags((text or "")[:MARKUP]))
    return format_html(' lang="{}"', tag) if tag and tag != current().tag else SafeString("")


@register.simple_tag(takes_context=True)
def canonical(context: template.Context) -> str:
    """The one address of this page for search engines: filters are left out, the number of the page is not."""
    request: HttpRequest = context["request"]
    number = request.GET.get("page", "")
    kept = f"?page={number}" if number.isdecimal() else ""
    return request.build_absolute_uri(f"{request.path}{kept}")


@register.simple_tag(takes_context=True)
def translations(context: template.Context) -> list[Translation]:
    """This very page in every language, as absolute addresses."""
    address = canonical(context)
    origin = context["request"].build_absolute_uri("/")[:-1]
    path = address.removeprefix(origin)
    return [Translation(spoken, f"{origin}{in_language(path, spoken.code)}") for spoken in languages()]


@register.filter
def theme_address(colour: str) -> str:
    """The address of the stylesheet with this tenant colour (`#1d5480`)."""
    return reverse("theme", kwargs={"colour": colour.removeprefix("#").lower()})


@register.filter
def emblem_of(government: Agency | None) -> str:
    """The address of a government's emblem; of the product's own mark where it has none."""
    own = emblem_address(government.host or government.code) if government else ""
    return own or static("img/mark.svg")


@register.filter
def neighbours(page: Page) -> Iterable[int | str]:
    """The page numbers to offer around `page`, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.filter
def apart(form: BaseForm, name: str) -> BaseForm:
    """`form` with ids of its own, for a page on which several forms ask for a field of the same name."""
    form.auto_id = f"{name}_%s"
    for field, errors in form.errors.items():
        if field in form.fields:
            errors.field_id = form[field].auto_id  # type: ignore[attr-defined]  # named by aria-describedby
    return form
