"""Opinions of democratic reviews that the agency does not answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models import EarlyWarning, ReviewedAgency
from oversight.permissions import Permission
from oversight.rules.rule import Finding, Rule, Scale, Sight, about


def _unanswered(sight: Sight) -> Iterator[Finding]:
    rows = ReviewedAgency.objects.with_unanswered().filter(round__answer_clock__due_on__lte=sight.horizon)
    for row in rows.select_related("agency", "round__agency", "round__answer_clock").order_by("pk"):
        clock = row.round.answer_clock
        if clock is not None:
            number = "/".join(map(str, row.round.key))
            since = timezone.localdate(clock.started_at)
            yield Finding(row.agency, about(row), row.round.title, number, since, clock.due_on)


def _round(warning: EarlyWarning) -> str:
    return reverse("oversight:public_review", args=warning.subject_number.split("/"))


def _desk(warning: EarlyWarning) -> str:
    return reverse("oversight:review_opinions")


RULES = (
    Rule(
        "review-opinion-late",
        _("Opinions of a democratic review not answered in time"),
        _("The agency answers every opinion within the working days that the round gives."),
        _("The round itself; local rules on democratic review (评议意见限期答复). No statute counts the days."),
        Scale(soon=3, far=None),
        Permission.ANSWER_REVIEW,
        _unanswered,
        _round,
        _desk,
    ),
)
