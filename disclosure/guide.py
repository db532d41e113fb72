"""The guide to government information (政府信息公开指南, 条例 12): written from what an agency says of itself.

It names how information is arranged and got, and the office that takes requests with its address, hours, telephones
and mail. A guide that was published once says what was true then: `outdated` compares it with the agency's contact
card, and with what the Regulations no longer ask of applicants.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from disclosure.models.described import Kind
from disclosure.models.item import Item
from disclosure.models.item_queries import ItemQuerySet
from portal.agencies.models import Agency

# What article 12 asks the guide to name, by the field of the agency that holds it.
FACTS: dict[str, str | Promise] = {
    "request_office": gettext_lazy("Office that takes requests"),
    "address": gettext_lazy("Address"),
    "office_hours": gettext_lazy("Office hours"),
    "phone": gettext_lazy("Phone"),
    "fax": gettext_lazy("Fax"),
    "email": gettext_lazy("E-mail"),
}
# What the Regulations of 2007 had and those of 2019 dropped: a purpose, and fifteen days for the answer.
DROPPED: dict[str, str | Promise] = {
    "特殊需要": gettext_lazy(
        "It asks applicants for a special need; the Regulations of 2019 dropped that (article 27)."
    ),
    "15个工作日内予以答复": gettext_lazy("It promises an answer in 15 working days; since 2019 it is 20 (article 33)."),
    "15个工作日内答复": gettext_lazy("It promises an answer in 15 working days; since 2019 it is 20 (article 33)."),
}
# Genres in the order in which the guide names what is published (条例 19–21).
GENRES = tuple(kind for kind in Kind if kind not in {Kind.DISCLOSURE_GUIDE, Kind.OTHER})


def guide_of(agency: Agency, government: Agency) -> dict[str, Any]:
    """What the text of the guide needs: the template `disclosure/guide_text.html` takes it as it is."""
    facts = [(label, getattr(agency, field)) for field, label in FACTS.items() if field != "request_office"]
    return {
        "agency": agency,
        "government": government,
        "taking": agency.request_office or agency.name,
        "facts": [(label, value) for label, value in facts if value],
        "genres": [kind.label for kind in GENRES],
    }


def guide_title(agency: Agency) -> str:
    """The title of the published guide, in the language at the root."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("Guide to government information of %(agency)s") % {"agency": agency.name}


def guide_body(agency: Agency) -> str:
    """The guide as the text of an item, in the language at the root."""
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("disclosure/guide_text.html", guide_of(agency, agency.government()))


def outdated(items: ItemQuerySet) -> ItemQuerySet:
    """The last public guide of each agency, where it keeps silent on the contact card or says what was dropped."""
    return items.public().of_kind(Kind.DISCLOSURE_GUIDE).newest_of_its_agency().filter(_is_outdated())


def _is_outdated() -> Q:
    wrong = Q(pk__in=[])
    for field in FACTS:
        said = Q(**{f"agency__{field}": ""}) | Q(live_version__body__contains=F(f"agency__{field}"))
        wrong |= ~said
    for phrase in DROPPED:
        wrong |= Q(live_version__body__contains=phrase)
    return wrong


def what_differs(item: Item) -> list[str]:
    """Sentences about a public guide, for the clerk who has to renew it; nothing where it says what it should."""
    body = item.live_version.body if item.live_version else ""
    agency = item.agency
    silent = [(label, getattr(agency, field)) for field, label in FACTS.items()]
    sentences = [
        _("It does not say: %(label)s %(value)s.") % {"label": label, "value": value}
        for label, value in silent
        if value and value not in body
    ]
    return sentences + list(dict.fromkeys(str(why) for phrase, why in DROPPED.items() if phrase in body))
