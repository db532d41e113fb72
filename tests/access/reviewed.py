"""Democratic reviews in the planted world: who holds them, who votes, who answers, and what everybody reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from oversight import actions
from oversight.actions.ballots import token_of
from oversight.models import ReviewContact, ReviewOpinion
from tests.access.rows import MEMBERS, SIGNED_IN, Row
from tests.oversight.reviewing import closed, plan

OFFICER, ANSWERS = {"officer"}, {"clerk", "head"}
LISTS = {
    "oversight:public_review_list", "oversight:public_review", "oversight:review_list", "oversight:review_detail",
    "oversight:own_ballots", "oversight:review_opinions",
}  # fmt: skip
PAGES = {
    "oversight:public_review_csv", "oversight:review_ballot", "oversight:review_contact", "oversight:review_letter",
    "oversight:review_new", "oversight:review_withhold", "oversight:own_ballot", "oversight:review_opinion",
}  # fmt: skip


def _of(name: str) -> Any:
    return lambda side: dict(zip(("government", "year", "serial"), getattr(side, name).key, strict=True))


def _letter(side: SimpleNamespace) -> dict[str, Any]:
    return _of("open_review")(side) | {"token": side.review_token}


def _opinion(side: SimpleNamespace) -> dict[str, Any]:
    return {"public_id": side.review_opinion.pk}


REVIEWS_PUBLIC = {
    "oversight:public_review_list": Row(MEMBERS),
    "oversight:public_review": Row(MEMBERS, _of("published_review")),
    "oversight:public_review_csv": Row(MEMBERS, _of("published_review")),
    "oversight:review_ballot": Row(MEMBERS, _of("open_review")),
    "oversight:review_contact": Row(MEMBERS, _of("open_review")),
    "oversight:review_letter": Row(MEMBERS, _letter),
}
REVIEWS = {
    "oversight:review_list": Row(OFFICER, there={"other_officer"}),
    "oversight:review_new": Row(OFFICER, there={"other_officer"}),
    "oversight:review_detail": Row(OFFICER, _of("published_review")),
    "oversight:review_invite": Row(OFFICER, _of("planned_review"), method="POST"),
    "oversight:review_open": Row(OFFICER, _of("planned_review"), method="POST"),
    "oversight:review_close": Row(OFFICER, _of("open_review"), method="POST"),
    "oversight:review_publish": Row(OFFICER, _of("closed_review"), method="POST"),
    "oversight:review_withhold": Row(OFFICER, lambda side: _of("closed_review")(side) | _opinion(side)),
    "oversight:own_ballots": Row(SIGNED_IN),
    "oversight:own_ballot": Row({"supervisor", "citizen"}, _of("open_review"), there={"other_clerk"}),
    "oversight:review_opinions": Row(ANSWERS | {"sibling_clerk"}, there={"other_clerk"}),
    "oversight:review_opinion": Row(ANSWERS, _opinion),
}


def plant_reviews(world: Any, side: SimpleNamespace, name: str, officer: Any) -> None:
    """A round in each of its states. What was said is for the office and the agency until it is published."""
    office = OFFICER if name == "HERE" else {"other_officer"}
    both = office | (ANSWERS if name == "HERE" else {"other_clerk"})
    cast, place, agencies = world.cast, side.government, [side.agency]
    secret = world.mark(f"REVIEW-{name}", for_=office)
    side.planned_review = actions.plan_round(place, by=officer, agencies=agencies, **plan(title=secret))
    side.open_review = actions.plan_round(place, by=officer, agencies=agencies, **plan(title=f"评议进行中{name}"))
    voters = [cast.supervisor, cast.citizen] if name == "HERE" else [cast.other_clerk]
    actions.invite(side.open_review, by=officer, accounts=voters)
    side.open_review = actions.open_round(side.open_review, by=officer)
    actions.ask_for_ballot(side.open_review, email="reader@example.test")
    side.review_token = token_of(ReviewContact.objects.get(round=side.open_review))
    said = world.mark(f"REVIEW-SAID-{name}", for_=both)
    side.closed_review = closed(place, officer, side.agency, opinion=said, days_ago=1, title=f"评议已结束{name}")
    side.review_opinion = ReviewOpinion.objects.get(reviewed__round=side.closed_review)
    withheld = world.mark(f"REVIEW-WITHHELD-{name}", for_=both)
    over = closed(place, officer, side.agency, opinion=withheld, days_ago=60, title=f"评议已公布{name}")
    actions.withhold_opinion(ReviewOpinion.objects.get(reviewed__round=over), by=officer, reason="涉及个人")
    side.published_review = actions.publish_round(over, by=officer)


def more_reviews(world: Any, name: str) -> None:
    """One more of each, in the bureau of the first government; and one more opinion in the published round."""
    cast = world.cast
    review = actions.plan_round(cast.city, by=cast.officer, agencies=[cast.bureau], **plan(title=name))
    actions.invite(review, by=cast.officer, accounts=[cast.citizen])
    actions.open_round(review, by=cast.officer)
    closed(cast.city, cast.officer, cast.bureau, opinion=name, days_ago=1, title=name)
    ReviewOpinion.objects.create(reviewed=world.here.published_review.agencies.get(), text=name)
