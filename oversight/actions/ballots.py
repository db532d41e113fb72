"""Ballots and opinions of a democratic review. Nothing that is kept tells who voted how."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from disclosure.masking import masked
from oversight.models import (
    Ballot,
    BallotLine,
    Invitation,
    ReviewContact,
    ReviewedAgency,
    ReviewGrade,
    ReviewOpinion,
    ReviewRound,
)
from oversight.permissions import Permission
from oversight.states import COUNTED_REVIEWS, REVIEW_TABLE, ReviewState
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.notices.actions import enqueue
from portal.notices.models import Kind
from portal.receipts import index_of, key_digest, typed
from portal.refusals import Refused
from portal.transitions import advance

if TYPE_CHECKING:
    from portal.accounts.models import User

SALT = "oversight.ballot"
LONGEST_OPINION = 500


class Said(NamedTuple):
    """What one ballot says of one agency; either may be empty."""

    grade: str = ""
    opinion: str = ""


class Voter(NamedTuple):
    """What entitles to one vote: the code of an invitation, an account that is invited, or the token of a letter."""

    code: str = ""
    account: User | None = None
    token: str = ""


@transaction.atomic
def ask_for_ballot(review: ReviewRound, *, email: str) -> None:
    """Send a letter with the address of a ballot. Says the same whether one was sent or filled in before."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(_("This is no e-mail address."), field="email") from None
    if not review.is_open_to_public or not review.takes_votes():
        raise Refused(_("This review takes no votes by e-mail now."))
    contact, _is_new = ReviewContact.objects.get_or_create(
        round=review, digest=index_of(f"review {review.pk}: {email}")
    )
    if contact.is_spent:
        return
    enqueue(
        Kind.BALLOT_ASKED, to=email, subject=review, occasion=f"asked {timezone.localdate()}",
        title=_("Your ballot: %(title)s") % {"title": review.title},
        body=_("Somebody, probably you, wants to take part in this review. Open the address to fill in the ballot by "
               "%(date)s; if it was not you, do nothing. The ballot keeps neither your address nor the time.")
        % {"date": review.last_day},
        url=ballot_address(review, contact), agency=review.agency,
    )  # fmt: skip


def ballot_address(review: ReviewRound, contact: ReviewContact) -> str:
    """The address that only the letter knows, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("oversight:review_letter", args=[*review.key, token_of(contact)])


def token_of(contact: ReviewContact) -> str:
    """What stands for the contact in the address of its ballot."""
    return signing.dumps(contact.pk.hex, salt=SALT)


@transaction.atomic
def cast_ballot(review: ReviewRound, *, voter: Voter, key: str, said: Mapping[int, Said]) -> bool:
    """Spend the vote of `voter` and store what is `said` by the primary keys of the reviewed agencies.

    False if the same form (`key`) was stored before. Raises Refused with the field: no such vote, spent already,
    not on the days of the round, nothing said, another form under the same key.
    """
    locked = ReviewRound.objects.select_for_update(of=("self",)).select_related("agency").get(pk=review.pk)
    grades = {pk: one.grade for pk, one in said.items() if one.grade}
    digest = key_digest(key)
    first = Ballot.objects.filter(round=locked, filing_digest=digest).first()
    if first is not None:
        if dict(first.lines.values_list("reviewed", "grade")) != grades:
            raise Refused(_("This form has been sent before with other answers; the first ones count."))
        return False
    advance(locked, "vote", REVIEW_TABLE)
    if not locked.takes_votes():
        raise Refused(
            _("Votes are taken from %(first)s to %(last)s.") % {"first": locked.first_day, "last": locked.last_day}
        )
    agencies = {row.pk for row in locked.agencies.all()}
    if not set(said) <= agencies or not set(grades.values()) <= set(ReviewGrade.values):
        raise Refused(_("This ballot belongs to another review. Please open it again."))
    if not grades:
        raise Refused(_("Choose a grade for at least one agency."))
    _spend(locked, voter)
    ballot = Ballot.objects.create(round=locked, is_invited=not voter.token, filing_digest=digest)
    BallotLine.objects.bulk_create(
        BallotLine(ballot=ballot, reviewed_id=pk, grade=grade) for pk, grade in grades.items()
    )
    opinions = {pk: one.opinion.strip()[:LONGEST_OPINION] for pk, one in said.items()}
    ReviewOpinion.objects.bulk_create(
        ReviewOpinion(reviewed_id=pk, text=masked(text)) for pk, text in opinions.items() if text
    )
    record(Event.BALLOT_CAST, by=None, agency=locked.agency, subject=locked)
    return True


def _spend(review: ReviewRound, voter: Voter) -> None:
    """Mark the vote as spent; the row of the round is held, so no other ballot comes between."""
    right: Invitation | ReviewContact | None
    if voter.token:
        right = contact_of(review, voter.token)
    elif voter.account is not None:
        right = review.invitations.filter(account=voter.account).first()
    else:
        right = review.invitations.filter(code_digest=index_of(typed(voter.code))).first() if voter.code else None
    field = "code" if voter.code else None
    if right is None:
        raise Refused(_("No invitation to this review has this code. Please compare it letter by letter."), field=field)
    if right.is_spent:
        raise Refused(_("This vote has been cast already."), field=field)
    right.is_spent = True
    right.save(update_fields=["is_spent"])


def contact_of(review: ReviewRound, token: str) -> ReviewContact | None:
    """The contact that the token of a letter stands for; None if it is none of ours or of another round."""
    try:
        number = uuid.UUID(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None
    return ReviewContact.objects.filter(round=review, pk=number).first() if review.is_open_to_public else None


def _held(opinion: ReviewOpinion) -> ReviewOpinion:
    rows = ReviewOpinion.objects.select_for_update(of=("self",))
    related = rows.select_related("reviewed__agency", "reviewed__round__agency", "reviewed__round__answer_clock")
    return related.get(pk=opinion.pk)


@transaction.atomic
def answer_opinion(opinion: ReviewOpinion, *, by: User, text: str) -> ReviewOpinion:
    """Answer an opinion after the round was closed, also late: that is written down. Raises NotAllowed, Refused."""
    held = _held(opinion)
    require(by, Permission.ANSWER_REVIEW, on=held.reviewed.agency)
    review = held.reviewed.round
    if review.state not in COUNTED_REVIEWS:
        raise Refused(_("Opinions are answered after the review has closed."))
    if held.answered_on is not None:
        raise Refused(_("This opinion has been answered already."))
    if not text.strip():
        raise Refused(_("Write the answer."), field="text")
    held.is_late = held.is_overdue
    held.answer, held.answered_on, held.answered_by = text.strip(), timezone.localdate(), by
    held.save(update_fields=["answer", "answered_on", "answered_by", "is_late"])
    facts = {"opinion": str(held.pk), "late": held.is_late}
    record(Event.REVIEW_OPINION_ANSWERED, by=by, agency=held.reviewed.agency, subject=held.reviewed, after=facts)
    return held


@transaction.atomic
def withhold_opinion(opinion: ReviewOpinion, *, by: User, reason: str) -> ReviewOpinion:
    """Keep the words of an opinion from the public, with a reason that is published; before publication only.

    The agency answers it all the same. Raises NotAllowed, Refused.
    """
    held = _held(opinion)
    review: ReviewRound = held.reviewed.round
    require(by, Permission.RUN_REVIEW, on=review.agency)
    if review.state != ReviewState.CLOSED:
        raise Refused(_("Opinions are looked at after closing and before the results are published."))
    if not reason.strip():
        raise Refused(_("Give the reason."), field="reason")
    held.withheld_for = reason.strip()[:200]
    held.save(update_fields=["withheld_for"])
    reviewed: ReviewedAgency = held.reviewed
    facts = {"opinion": str(held.pk), "reason": held.withheld_for}
    record(Event.REVIEW_OPINION_WITHHELD, by=by, agency=review.agency, subject=reviewed, after=facts)
    return held
