"""How a decision can be contested: named in every letter (行政复议法, 2023)."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from portal.agencies.models import Agency, Kind, Tier

# Townships have governments, but reconsideration is filed with a government at county level or above.
_BODIES = {"kind": Kind.GOVERNMENT, "tier__in": [Tier.PROVINCE, Tier.CITY, Tier.COUNTY]}


def reconsideration_body(agency: Agency) -> str:
    """Name of the government with which reconsideration of a decision of `agency` is filed: the nearest one above."""
    above = Agency.objects.filter(path__in=agency.ancestor_paths[:-1], **_BODIES).order_by("-depth").first()
    return above.name if above is not None else _("the people's government at the next higher level")


def standard_remedies(agency: Agency) -> str:
    """The paragraph on remedies that every decision starts from, in the installation's language.

    Reconsideration within 60 days, before any lawsuit when disclosure was refused (行政复议法 art. 23(1)4); a lawsuit
    within 15 days of the reconsideration decision (行政诉讼法).
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _paragraph(reconsideration_body(agency))


def _paragraph(body: str) -> str:
    return _(
        "If you do not accept this decision, you may apply to %(body)s for administrative reconsideration within 60"
        " days of receiving it. Where information is not disclosed, reconsideration comes first; if you do not accept"
        " the reconsideration decision, you may sue in the people's court within 15 days of receiving it."
    ) % {"body": body}
