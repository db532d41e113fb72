"""What other public documents an item's page leads to: effects both ways, policy and interpretation both ways."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from disclosure.models import Item, NormativeDocument, NormativeRelation, Pairing
from disclosure.models.normative import validity_of


def effects_of(item: Item) -> dict[str, Any]:
    """Register entry, validity and effects of a normative document; nothing in it is not public. Up to four queries."""
    both = NormativeRelation.objects.filter(Q(source=item) | Q(target=item)).select_related("source", "target")
    public = _public({pk for relation in both for pk in (relation.source_id, relation.target_id)})
    return {
        "relations": [relation for relation in both if {relation.source_id, relation.target_id} <= public],
        "registration": NormativeDocument.objects.filter(item=item).first(),
        "validity": validity_of(item, timezone.localdate()),
    }


def paired_with(item: Item) -> list[tuple[Item, str]]:
    """Interpretations of a policy, or policies of an interpretation, each with the leader who explained it."""
    pairs = Pairing.objects.filter(Q(policy=item) | Q(interpretation=item)).select_related("policy", "interpretation")
    others = [(p.interpretation if p.policy_id == item.pk else p.policy, p.leader) for p in pairs]
    public = _public({other.pk for other, _leader in others})
    return [(other, leader) for other, leader in others if other.pk in public]


def _public(keys: set[int]) -> set[int]:
    return set(Item.objects.public().filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
