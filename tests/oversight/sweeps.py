"""Looking at one rule at a moment, and items for the rules to look at."""

import datetime as dt

import time_machine

from disclosure import actions as items
from disclosure.actions.interpreting import plan_interpretation
from disclosure.models import Attribute, Item, Kind
from oversight.actions import watch
from oversight.models import EarlyWarning
from oversight.rules import RULES
from oversight.rules.rule import Sight

DAY = dt.timedelta(days=1)
# the Mid-Autumn Festival, off like 1 to 7 October; 20 September and 10 October are worked
MORNING = dt.datetime(2026, 9, 25, 1, tzinfo=dt.UTC)


def look_at(key: str, at: dt.datetime = MORNING) -> list[EarlyWarning]:
    """What stands open under a rule after it was looked at."""
    with time_machine.travel(at, tick=False):
        watch(Sight(), rules=[RULES[key]])
    return list(EarlyWarning.objects.open().of_rule(key).select_related("agency").order_by("pk"))


def published(cast, *, at: dt.datetime = MORNING, **content) -> Item:
    """Something the bureau published at a moment."""
    given = {"title": "关于调整低保标准的通知", "body": "正文", "kind": Kind.NOTICE, "attribute": Attribute.PROACTIVE}
    with time_machine.travel(at, tick=False):
        item = items.draft(agency=cast.bureau, by=cast.clerk, **given | content)
        if item.kind == Kind.NORMATIVE:
            plan_interpretation(item, by=cast.clerk, forms=["text"], responsible="救助科")
        items.submit(item, by=cast.clerk)
        return items.approve_and_publish(item, by=cast.reviewer)
