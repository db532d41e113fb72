"""Rows that an action holds, texts that it is given, and the stages that it leaves behind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.agencies.models import Agency
from portal.refusals import Refused
from requests_app.models import Case, DisclosureRequest, Stage
from requests_app.states import StageName

if TYPE_CHECKING:
    from portal.accounts.models import User

AnyCase = TypeVar("AnyCase", bound=Case)
SHORTEST = 2  # characters that can say anything at all in Chinese


def locked(case: AnyCase) -> AnyCase:
    """The row of `case` as it is now, held until the transaction ends."""
    rows = type(case).objects.select_for_update(of=("self",)).select_related("agency", "clock", "applicant")
    return rows.get(pk=case.pk)


def hold(agency: Agency) -> None:
    """Keep others who hold `agency` waiting until the transaction ends; requests can be filed with it meanwhile."""
    Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)


def said(text: str, field: str, sentence: str) -> str:
    """`text` without NUL characters and blanks around it. Raises Refused(`sentence`) if nothing is left."""
    kept = (text or "").replace("\x00", "").strip()
    if len(kept) < SHORTEST:
        raise Refused(sentence, field=field)
    return kept


def for_the_record(sentence: Promise) -> str:
    """`sentence` in the installation's language: it is kept, and read by people other than who caused it."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(sentence)


def enter(request: DisclosureRequest, stage: StageName, *, by: User | None) -> None:
    """Leave a time stamp and a person in `stage`."""
    Stage.objects.create(request=request, name=stage, by=by)


def moment_on(day: dt.date) -> dt.datetime:
    """The present moment if `day` is today, else noon of it: clocks in days ask for no more."""
    now = timezone.now()
    if day == timezone.localdate(now):
        return now
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def not_in_the_future(day: dt.date, field: str) -> dt.date:
    """`day`. Raises Refused(field=...) if it has not come yet."""
    if day > timezone.localdate():
        raise Refused(_("This day lies in the future."), field=field)
    return day
