"""What follows a publication: interpretation, outcome of a consultation, the look at an emergency publication, and
links that lead nowhere by now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Audience, Consultation, EmergencyRelease, Hearing, Item, ItemLink
from disclosure.models.interpretation import WORKING_DAYS, InterpretationPlan
from disclosure.permissions import Permission as Disclosure
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.rule import HEAD, NOBODY, OFFICE, Finding, Rule, Scale, Sight, about

OUTCOME_DAYS = 20  # working days; no statute counts them
CLEARING_DAYS = 1
MENDING_DAYS = 5
BY_REMINDERS = {Grade.YELLOW: NOBODY, Grade.ORANGE: HEAD, Grade.RED: HEAD | OFFICE}


def _found(sight: Sight, row: models.Model, item: Item, since: dt.datetime | None, days: int) -> Finding:
    day = timezone.localdate(since)
    due_on = sight.workdays(item.agency).add_workdays(day, days)
    return Finding(item.agency, about(row), item.title, item.index_no, day, due_on)


def _unexplained(sight: Sight) -> Iterator[Finding]:
    for plan in InterpretationPlan.objects.unmet().filter(item__audience=Audience.EVERYONE):
        yield _found(sight, plan.item, plan.item, plan.item.published_at, WORKING_DAYS)


def _without_outcome(sight: Sight) -> Iterator[Finding]:
    for consultation in Consultation.objects.awaiting_outcome(sight.now).with_item():
        yield _found(sight, consultation, consultation.item, consultation.closes_at, OUTCOME_DAYS)


def _without_result(sight: Sight) -> Iterator[Finding]:
    for hearing in Hearing.objects.awaiting_outcome(sight.now).with_item():
        yield _found(sight, hearing, hearing.item, hearing.ends_at, OUTCOME_DAYS)


def _uncleared(sight: Sight) -> Iterator[Finding]:
    rows = EmergencyRelease.objects.uncleared().filter(item__in=Item.objects.public().order_by())
    for release in rows.select_related("item__agency"):
        yield _found(sight, release, release.item, release.released_at, CLEARING_DAYS)


def _broken_links(sight: Sight) -> Iterator[Finding]:
    """One finding for each page, since the first of its links broke. Two queries: which are broken, and since when."""
    broken = list(ItemLink.objects.broken().values_list("pk", flat=True))
    rows = ItemLink.objects.filter(pk__in=broken).page_by_page().select_related("item__agency")
    rows = rows.defer("item__agency__functions", "item__parts")
    for item, links in groupby(rows, key=lambda link: link.item):
        since = next(links).broken_since  # type: ignore[attr-defined]
        yield _found(sight, item, item, since, MENDING_DAYS)


def _item(warning: EarlyWarning) -> str:
    return reverse("disclosure:item_detail", args=[warning.subject_number])


def _consultation(warning: EarlyWarning) -> str:
    return reverse("disclosure:consultation_detail", args=[warning.subject_number])


def _hearing(warning: EarlyWarning) -> str:
    return reverse("disclosure:hearing_detail", args=[warning.subject_number])


RULES = (
    Rule(
        "interpretation-missing",
        _("Policy without its interpretation"),
        _("The interpretation is published within 3 working days after the policy."),
        _("Local rules on policy interpretation: 3 working days after the document was published"),
        Scale(soon=1, far=5),
        Disclosure.EDIT_ITEM,
        _unexplained,
        _item,
    ),
    Rule(
        "consultation-open-ended",
        _("Consultation without an outcome"),
        _("What became of the opinions is published. No statute counts the days; warned of after 20 working days."),
        _("Provisional regulations on major administrative decisions (国令713): adoption is made public"),
        Scale(soon=5, far=20),
        Disclosure.PUBLISH_ITEM,
        _without_outcome,
        _consultation,
        lambda warning: reverse("admin:disclosure_consultation_change", args=[warning.subject_key]),
        told=BY_REMINDERS,  # the clerk is reminded from the day on which it closed
    ),
    Rule(
        "hearing-open-ended",
        _("Hearing without an outcome"),
        _("What came of a hearing is published. No statute counts the days; warned of after 20 working days."),
        _("Provisional regulations on major administrative decisions (国令713): adoption is made public"),
        Scale(soon=5, far=20),
        Disclosure.PUBLISH_ITEM,
        _without_result,
        _hearing,
        lambda warning: reverse("admin:disclosure_hearing_change", args=[warning.subject_key]),
    ),
    Rule(
        "emergency-uncleared",
        _("Emergency publication not gone over"),
        _("What went out before its review was complete is gone over by another person on the next working day."),
        _("Secrecy review before publication, Regulations, article 17; the day is the portal's own"),
        Scale(soon=None, far=3),
        Disclosure.REVIEW_ITEM,
        _uncleared,
        _item,
    ),
    Rule(
        "link-broken",
        _("Broken link"),
        _("A link to an item or file that is not public any more is mended within 5 working days."),
        _("Site inspection rules (国办秘函〔2019〕19号): wrong links are deducted for; the days are the portal's own"),
        Scale(soon=MENDING_DAYS, far=None),
        Disclosure.EDIT_ITEM,
        _broken_links,
        _item,
        lambda warning: reverse("admin:disclosure_item_change", args=[warning.subject_key]),
    ),
)
