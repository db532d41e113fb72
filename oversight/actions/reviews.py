"""Rounds of democratic review: plan, invite, open, close, publish. The right is asked on the reviewing government."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from oversight.hearing import holders, holders_at_or_above
from oversight.models import Invitation, ReviewedAgency, ReviewOpinion, ReviewRound
from oversight.models.reviews import FEWEST_FOR_SECRECY, MOST_DAYS
from oversight.permissions import Permission
from oversight.states import REVIEW_TABLE
from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyQuerySet
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.receipts import ALPHABET, LENGTH, index_of, shown
from portal.refusals import Refused
from portal.transitions import advance
from portal.workdays.actions import start_clock
from portal.workdays.models import Unit

PLAN = (
    "title", "explanation", "first_day", "last_day", "is_open_to_public", "minimum_n", "answer_working_days",
)  # fmt: skip
MOST_AGENCIES = 60  # a ballot that somebody still reads to its end
MOST_INVITED = 500


class Invited(NamedTuple):
    """Somebody with the code to hand over: it is shown this once and kept nowhere."""

    name: str
    code: str


def reviewable(government: Agency) -> AgencyQuerySet:
    """Active agencies below `government` that can be reviewed."""
    return Agency.objects.public().under(government).exclude(pk=government.pk)


@transaction.atomic
def plan_round(government: Agency, *, by: User, agencies: Collection[Agency], **plan: Any) -> ReviewRound:
    """Plan a round about `agencies` (`PLAN` names what a plan says). Raises NotAllowed, Refused beside the field."""
    require(by, Permission.RUN_REVIEW, on=government)
    _refuse_nonsense(government, agencies, plan)
    Agency.objects.select_for_update().get(pk=government.pk)  # one after the other: serials have no gaps
    now = timezone.now()
    year = timezone.localdate(now).year
    taken = ReviewRound.objects.filter(agency=government, year=year).aggregate(last=Max("serial"))["last"]
    planned = ReviewRound.objects.create(
        agency=government, year=year, serial=(taken or 0) + 1, planned_at=now, planned_by=by, **plan
    )
    ReviewedAgency.objects.bulk_create(
        ReviewedAgency(round=planned, agency=agency, name=agency.name, position=position)
        for position, agency in enumerate(agencies, start=1)
    )
    facts = {name: plan.get(name, getattr(planned, name)) for name in PLAN}
    facts["agencies"] = [agency.code for agency in agencies]
    record(Event.REVIEW_PLANNED, by=by, agency=government, subject=planned, after=facts)
    return planned


def _refuse_nonsense(government: Agency, agencies: Collection[Agency], plan: dict[str, Any]) -> None:
    if not plan["title"].strip():
        raise Refused(_("Give the review a title."), field="title")
    if not plan["explanation"].strip():
        raise Refused(_("Say what is reviewed and by whom."), field="explanation")
    if plan["first_day"] < timezone.localdate():
        raise Refused(_("The first day has passed."), field="first_day")
    if plan["first_day"] > plan["last_day"]:
        raise Refused(_("The last day lies before the first."), field="last_day")
    if plan.get("minimum_n", FEWEST_FOR_SECRECY) < FEWEST_FOR_SECRECY:
        raise Refused(_("With fewer than 3 votes a result would tell who voted how."), field="minimum_n")
    if not 1 <= plan.get("answer_working_days", 1) <= MOST_DAYS:
        raise Refused(_("Give between 1 and 60 working days for answers."), field="answer_working_days")
    if not 1 <= len(agencies) <= MOST_AGENCIES:
        raise Refused(_("Choose between 1 and 60 agencies."), field="agencies")
    if reviewable(government).filter(pk__in=[agency.pk for agency in agencies]).count() != len(agencies):
        raise Refused(_("Only agencies below this government are reviewed by it."), field="agencies")


def _taken_up(review: ReviewRound, verb: str, *, by: User) -> ReviewRound:
    """The first two beats of every verb of the office: the right, lock, transition."""
    held = ReviewRound.objects.select_for_update(of=("self",)).select_related("agency", "answer_clock")
    locked = held.get(pk=review.pk)
    require(by, Permission.RUN_REVIEW, on=locked.agency)
    advance(locked, verb, REVIEW_TABLE)
    return locked


def invitable(government: Agency) -> QuerySet[User]:
    """Accounts that supervise `government`, from there or above, and do not hold its reviews: invited by account."""
    runners = holders_at_or_above(Permission.RUN_REVIEW, government).order_by().values("pk")
    return holders_at_or_above(Permission.VIEW_OVERSIGHT, government).exclude(pk__in=runners)


@transaction.atomic
def invite(
    review: ReviewRound, *, by: User, names: Collection[str] = (), accounts: Collection[User] = ()
) -> list[Invited]:
    """Give everybody in `names` and `accounts` one vote; returns the codes of `names`, which nobody can see again.

    Only before the round opens. An account that is invited already is left alone. Raises NotAllowed, Refused.
    """
    locked = _taken_up(review, "invite", by=by)
    known = set(locked.invitations.exclude(account=None).values_list("account", flat=True))
    fresh = [account for account in accounts if account.pk not in known]
    named = [name for name in (" ".join(name.split())[:60] for name in names) if name]
    if not named and not fresh:
        raise Refused(_("Name somebody who is not invited yet."), field="names")
    if locked.invitations.count() + len(named) + len(fresh) > MOST_INVITED:
        raise Refused(_("At most 500 people are invited to one review."), field="names")
    codes = [Invited(name, "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))) for name in named]
    Invitation.objects.bulk_create(
        [Invitation(round=locked, name=one.name, code_digest=index_of(one.code)) for one in codes]
        + [Invitation(round=locked, name=account.full_name, account=account) for account in fresh]
    )
    facts = {"by_code": len(named), "by_account": len(fresh)}
    record(Event.REVIEW_INVITED, by=by, agency=locked.agency, subject=locked, after=facts)
    return [Invited(one.name, shown(one.code)) for one in codes]


@transaction.atomic
def open_round(review: ReviewRound, *, by: User) -> ReviewRound:
    """Make the round public and take votes on its days. Raises NotAllowed, Refused if nobody could vote."""
    locked = _taken_up(review, "open", by=by)
    if not locked.is_open_to_public and locked.invitations.count() < locked.minimum_n:
        raise Refused(_("Fewer people are invited than a result needs. Invite more, or plan a round for everybody."))
    if locked.last_day < timezone.localdate():
        raise Refused(_("The last day of this round has passed."))
    locked.save(update_fields=["state"])
    facts = {"invited": locked.invitations.count()}
    record(Event.REVIEW_OPENED, by=by, agency=locked.agency, subject=locked, after=facts)
    for person in User.objects.filter(pk__in=locked.invitations.exclude(account=None).values("account")).order_by("pk"):
        enqueue(
            Kind.REVIEW_INVITED, to=person, subject=locked, occasion="opened",
            title=_("You are invited to a democratic review: %(title)s") % {"title": locked.title},
            body=_("Your vote counts from %(first)s to %(last)s. Nobody can see how you voted.")
            % {"first": locked.first_day, "last": locked.last_day},
            url=reverse("oversight:own_ballot", args=locked.key), agency=locked.agency,
        )  # fmt: skip
    return locked


@transaction.atomic
def close_round(review: ReviewRound, *, by: User) -> ReviewRound:
    """Close after the last day, and send every agency its opinions with the time to answer them.

    Not earlier: a round that ends when its result pleases would be no review. Raises NotAllowed, Refused.
    """
    locked = _taken_up(review, "close", by=by)
    now = timezone.now()
    if timezone.localdate(now) <= locked.last_day:
        raise Refused(_("Votes are taken until %(date)s.") % {"date": locked.last_day})
    locked.answer_clock = start_clock(
        scope=locked.agency.path, unit=Unit.WORKING_DAY, limit=locked.answer_working_days, at=now
    )
    locked.save(update_fields=["state", "answer_clock"])
    facts = {"ballots": locked.ballots.count(), "due_on": locked.answer_clock.due_on}
    record(Event.REVIEW_CLOSED, by=by, agency=locked.agency, subject=locked, after=facts)
    for row in locked.agencies.filter(opinions__isnull=False).distinct().select_related("agency"):
        for person in holders(Permission.ANSWER_REVIEW, row.agency):
            enqueue(
                Kind.REVIEW_CLOSED, to=person, subject=row, occasion="closed",
                title=_("Opinions about your agency: %(title)s") % {"title": locked.title},
                body=_("Answer each of them by %(date)s. The answers are published with the results.")
                % {"date": locked.answer_clock.due_on},
                url=reverse("oversight:review_opinions"), agency=row.agency,
            )  # fmt: skip
    return locked


@transaction.atomic
def publish_round(review: ReviewRound, *, by: User) -> ReviewRound:
    """Publish results, opinions and answers: once all are answered, or once the time for it has passed.

    What is then unanswered is published as such. Raises NotAllowed, Refused.
    """
    locked = _taken_up(review, "publish", by=by)
    counts = ReviewOpinion.objects.filter(reviewed__round=locked).count_answered()
    waiting = counts["all"] - counts["answered"]
    if waiting and locked.answer_clock and not locked.answer_clock.is_overdue():
        raise Refused(
            _("%(count)d opinions are not answered yet; the agencies have time until %(date)s.")
            % {"count": waiting, "date": locked.answer_clock.due_on}
        )
    locked.published_at = timezone.now()
    locked.save(update_fields=["state", "published_at"])
    facts = {"ballots": locked.ballots.count(), "opinions": counts["all"], "unanswered": waiting}
    record(Event.REVIEW_PUBLISHED, by=by, agency=locked.agency, subject=locked, after=facts)
    return locked
