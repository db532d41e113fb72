"""Badges of democratic reviews."""

from django import template

from oversight.models import ReviewRound
from oversight.states import ReviewState

register = template.Library()
TONES = {ReviewState.PLANNED: "quiet", ReviewState.CLOSED: "warn", ReviewState.PUBLISHED: "ok"}


@register.filter
def review_tone(review: ReviewRound) -> str:
    """The tone of a round's badge."""
    return TONES.get(ReviewState(review.state), "info")
