"""The eight columns of a touch screen (触摸屏: 职能、机构、文件、指南、通知、纪律、投诉、追究)."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from disclosure.models import Kind


class Column(NamedTuple):
    """A column, where it leads, and what stands there."""

    label: str | Promise
    address: str
    note: str | Promise


def columns() -> list[Column]:
    """The columns in their usual order; the addresses are those of the site itself."""
    items, agencies = reverse("disclosure:item_list"), reverse("disclosure:agency_list")

    def of_kind(kind: Kind) -> str:
        return f"{items}?kind={kind}"

    return [
        Column(_("Functions"), agencies, _("What each agency is there for")),
        Column(_("Agencies"), agencies, _("Addresses, phones, office hours")),
        Column(_("Documents"), of_kind(Kind.NORMATIVE), _("Rules that hold for everybody")),
        Column(_("Guides"), of_kind(Kind.GUIDE), _("What to bring, how long it takes")),
        Column(_("Notices"), of_kind(Kind.NOTICE), _("What is new")),
        Column(_("Discipline"), of_kind(Kind.DISCLOSURE_RULES), _("Rules that bind officials")),
        Column(_("Complaints"), reverse("oversight:complaint_new"), _("Tell what goes wrong")),
        Column(_("Accountability"), of_kind(Kind.INSPECTION), _("Inspections and what followed")),
    ]
