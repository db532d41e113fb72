"""Whether a version may appear on the site: asked when it is published, and when its publication is scheduled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from disclosure.actions.review import require_intact
from disclosure.models import Attribute, Contribution, Review, Version
from disclosure.readiness import require_ready
from portal.refusals import Refused


def require_presentable(version: Version) -> None:
    """Raise Refused for what no signature heals: not proactive, not ready, or not the text its hash was made of."""
    if version.attribute != Attribute.PROACTIVE:
        raise Refused(_("Only what is published proactively can appear on the site."), field="attribute")
    require_ready(version)
    require_intact(version)


def require_publishable(version: Version, signed: Mapping[str, int] | None = None) -> None:
    """Raise Refused unless `version` is presentable and every step of its chain was signed for exactly this hash.

    No signature of somebody who contributed counts; one person counts once, unless the chain allows otherwise. `signed`
    is what `signers` says of it, for who has asked already.
    """
    require_presentable(version)
    if signed is None:
        signed = signers([version]).get(version.pk, {})
    steps = version.chain
    if not set(steps) <= signed.keys():
        raise Refused(_("Exactly this text has not been approved by a second person."))
    if not version.same_signer and len({signed[step] for step in steps}) < len(steps):
        raise Refused(_("One person has signed several steps of the review of this text."))


def signers(versions: Sequence[Version]) -> dict[int, dict[str, int]]:
    """For each of `versions`, by its key: who signed which step of exactly its text since it was last submitted.

    Nobody who had a hand in the item since its last publication is among them.
    """
    writers = Contribution.objects.filter(
        version__item=OuterRef("version__item"),
        version__number__gt=OuterRef("version__item__live_number"),
        person=OuterRef("reviewer"),
    )
    signatures = Review.objects.filter(version__in=versions).that_count().exclude(Exists(writers)).order_by("pk")
    signed: dict[int, dict[str, int]] = defaultdict(dict)
    for version, step, reviewer in signatures.values_list("version", "step", "reviewer"):
        signed[version][step] = reviewer
    return signed
