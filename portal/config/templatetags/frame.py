"""What the frame of every page needs: the main navigation, the language switch, the tenant's colours."""

from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Entry(NamedTuple):
    """One entry of the main navigation; it is current on its own page and on all below it."""

    label: str | Promise
    address: str
    is_current: bool


NAVIGATION = (
    (_("Home"), "disclosure:home"),
    (_("Published information"), "disclosure:item_list"),
    (_("Areas"), "catalog:area_list"),
    (_("Agencies"), "disclosure:agency_list"),
    (_("Consultations"), "disclosure:consultation_list"),
    (_("Participate"), "requests_app:request_list"),
    (_("Complaints"), "oversight:complaint_new"),
)
FOOTER = (
    (_("Government gazette"), "disclosure:gazette_list"),
    (_("Annual reports on government information"), "oversight:report_list"),
    (_("Powers of the agencies"), "oversight:power_list"),
    (_("Alerts by e-mail"), "disclosure:alert_new"),
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


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> list[Entry]:
    """The entries of the main navigation, in order."""
    request = context.get("request")
    here = request.path if request else ""
    pairs = [(label, address_of(name)) for label, name in NAVIGATION]
    home = address_of("disclosure:home")
    return [Entry(label, address, _is_at(here, address, home)) for label, address in pairs if address]


@register.simple_tag
def footer() -> list[Entry]:
    """The links at the foot of every page."""
    pairs = [(label, address_of(name)) for label, name in FOOTER]
    return [Entry(label, address, is_current=False) for label, address in pairs if address]


def address_of(name: str) -> str:
    """The address with this URL name; empty where an installation leaves the room out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_at(here: str, address: str, home: str) -> bool:
    return here == address if address == home else here.startswith(address)


@register.simple_tag(takes_context=True)
def other_language(context: template.Context) -> str:
    """The address of this very page in the other language (Chinese at the root, English below `/en/`)."""
    request: HttpRequest | None = context.get("request")
    address = request.get_full_path() if request else "/"
    return address[3:] if address.startswith("/en/") else f"/en{address}"


@register.filter
def theme_address(colour: str) -> str:
    """The address of the stylesheet with this tenant colour (`#1d5480`)."""
    return reverse("theme", kwargs={"colour": colour.removeprefix("#").lower()})


@register.filter
def neighbours(page: Page) -> Iterable[int | str]:
    """The page numbers to offer around `page`, with "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
