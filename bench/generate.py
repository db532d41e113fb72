"""Synthetic items from real words: as many as a measurement asks for, the same ones for the same seed."""

import datetime as dt
import random
from pathlib import Path

from django.utils import timezone

from disclosure import actions
from disclosure.models import Attribute, Item, Kind
from portal.accounts.models import User
from portal.agencies.models import Agency

TEXTS = Path(__file__).resolve().parents[1] / "portal" / "demo" / "data" / "documents"


def sentences() -> list[str]:
    """Sentences of the real policy documents."""
    text = "".join(file.read_text() for file in sorted(TEXTS.glob("*.txt")))
    return [sentence.strip() for sentence in text.replace("\n", "").split("。") if len(sentence) > 10]


def publish(count: int, *, agencies: list[Agency], writer: User, reviewer: User, seed: int = 1) -> list[Item]:
    """Publish `count` items of 300 to 800 characters through the portal's own actions, over the last three years."""
    chance, pool, made = random.Random(seed), sentences(), []
    for _number in range(count):
        picked = chance.sample(pool, 8)
        item = actions.draft(
            agency=chance.choice(agencies),
            by=writer,
            title=picked[0][:60],
            body="。\n\n".join(picked)[: chance.randint(300, 800)],
            kind=Kind.NOTICE,
            attribute=Attribute.PROACTIVE,
        )
        actions.submit(item, by=writer)
        actions.approve(item, by=reviewer)
        when = timezone.now() - dt.timedelta(minutes=chance.randint(1, 3 * 365 * 24 * 60))
        made.append(actions.publish(item, by=reviewer, at=when))
    return made
