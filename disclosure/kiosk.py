"""The eight columns of a touch screen (触摸屏: 职能、机构、文件、指南、通知、纪律、投诉、追究)."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item, Kind
from portal.agencies.models import Agency

_LINK = re.compile(r"</?a\b[^>]*>", re.IGNORECASE)


class Column(NamedTuple):
    """A column: its place in the address, its name, what stands there, its drawing, and the kind of items it lists."""

    slug: str
    label: str | Promise
    note: str | Promise
    icon: str
    kind: Kind | None = None


COLUMNS = {
    column.slug: column
    for column in (
        Column("functions", _("Functions"), _("What each agency is there for"), "list"),
        Column("agencies", _("Agencies"), _("Addresses, phones, office hours"), "building"),
        Column("documents", _("Documents"), _("Rules that hold for everybody"), "ask", Kind.NORMATIVE),
        Column("guides", _("Guides"), _("What to bring, how long it takes"), "board", Kind.GUIDE),
        Column("notices", _("Notices"), _("What is new"), "bell", Kind.NOTICE),
        Column("discipline", _("Discipline"), _("Rules that bind officials"), "shield", Kind.DISCLOSURE_RULES),
        Column("complaints", _("Complaints"), _("Tell what goes wrong"), "complain"),
        Column("accountability", _("Accountability"), _("Inspections and what followed"), "find", Kind.INSPECTION),
    )
}


def rows_of(column: Column, government: Agency) -> object:
    """What a column lists on the site of `government`: items of its kind, or agencies."""
    if column.kind is not None:
        return Item.objects.public().under(government).of_kind(column.kind).newest_first().for_lists()
    return Agency.objects.public().under(government)


def without_links(body: str) -> SafeString:
    """A text (cleaned when it was written) whose links are words: a touch screen leads nowhere else."""
    return mark_safe(_LINK.sub("", body))
