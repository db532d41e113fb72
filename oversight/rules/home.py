"""The home page of a site: two weeks without anything new fail it (单项否决)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from disclosure.models import Kind
from disclosure.permissions import Permission as Disclosure
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.columns import last_of, newest_by_genre
from oversight.rules.rule import CLERK, HEAD, OFFICE, Finding, Rule, Scale, Sight, about

WITHIN = dt.timedelta(weeks=2)


def _stale(sight: Sight) -> Iterator[Finding]:
    newest = newest_by_genre()
    for site in sight.sites:
        last = last_of(newest, site.path, tuple(Kind))
        due_on = last + WITHIN if last else None
        grade = Grade.RED if due_on is None or due_on < sight.today else None
        yield Finding(site, about(site), site.name, site.code, last, due_on, grade)


def _home(warning: EarlyWarning) -> str:
    return reverse("disclosure:home")


RULES = (
    Rule(
        "home-stale",
        _("Home page not updated for two weeks"),
        _("Something new stands on the home page at least every two weeks."),
        _("Site inspection rules (国办秘函〔2019〕19号), veto item 3"),
        Scale(soon=3, far=None),
        Disclosure.EDIT_ITEM,
        _stale,
        _home,
        told={Grade.YELLOW: CLERK | OFFICE, Grade.RED: HEAD | OFFICE},
    ),
)
