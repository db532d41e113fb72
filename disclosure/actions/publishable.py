"""Whether a version may appear on the site: asked when it is published, and when its publication is scheduled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from disclosure.actions.review import require_intact
from disclosure.models import Attribute, Contribution, Item, Version
from disclosure.readiness import require_ready
from portal.refusals import Refused


def require_presentable(version: Version) -> None:
    """Raise Refused for what no signature heals: not proactive, not ready, or not the text its hash was made of."""
    if version.attribute != Attribute.PROACTIVE:
        raise Refused(_("Only what is published proactively can appear on the site."), field="attribute")
    require_ready(version)
    require_intact(version)


def require_publishable(item: Item, version: Version) -> None:
    """Raise Refused unless `version` is presentable and every step of its chain was signed for exactly this hash.

    No signature of somebody who contributed counts; one person counts once, unless the chain allows otherwise.
    """
    require_presentable(version)
    writers = Contribution.objects.filter(version__item=item, version__number__gt=item.live_number).values("person")
    signed = dict(version.signatures().exclude(reviewer__in=writers).values_list("step", "reviewer"))
    steps = version.chain
    if not set(steps) <= signed.keys():
        raise Refused(_("Exactly this text has not been approved by a second person."))
    if not version.same_signer and len({signed[step] for step in steps}) < len(steps):
        raise Refused(_("One person has signed several steps of the review of this text."))
