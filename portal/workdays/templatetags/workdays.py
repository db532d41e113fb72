"""Template tags of this room: `{% strip clock as days %}`."""

import datetime as dt

from django import template

from portal.workdays.models import Clock
from portal.workdays.strip import Strip, strip_of

register = template.Library()


@register.simple_tag
def strip(clock: Clock, today: dt.date | None = None) -> Strip:
    """The strip of `clock` for the page: `.sentences` and `.days`."""
    return strip_of(clock, today)
