"""What the planted world has too little of to show a page in full: made beside it, in the same transaction."""

import datetime as dt
from collections.abc import Iterator

import time_machine
from django.urls import reverse
from django.utils import timezone

from disclosure.actions import surveying
from tests.access.world import World
from tests.disclosure import surveys

Scene = tuple[str, str, dict[str, str] | None]  # name in the table, address, what is sent


def beside_the_table(world: World) -> Iterator[Scene]:
    """What no address opens, what a receipt code opens, and public pages with more on them; anybody may ask."""
    here = world.here
    yield "not found", "/nowhere/", None
    for name, code in (
        ("requests_app:request_follow", here.request_code),
        ("oversight:complaint_follow", here.complaint_code),
        ("disclosure:opinion_follow", here.opinion_code),
        ("disclosure:signup_follow", here.signup_code),
    ):
        yield name, reverse(name), {"code": code}
    yield "disclosure:gazette_issue", f"{here.gazette.get_absolute_url()}?columns=2", None
    yield "disclosure:survey_detail", _answered(world).get_absolute_url(), None


def _answered(world: World):
    """A survey with as many answers as its results may be drawn from."""
    day = timezone.localdate() - dt.timedelta(days=5)
    with time_machine.travel(timezone.now() - dt.timedelta(days=5)):
        survey = surveys.opened(world.cast, first=day, last=day)
        for number in range(5):
            surveys.answer(survey, number)
    surveying.conclude(survey, by=world.cast.reviewer, statement="据此改进服务。")
    return survey
