"""Democratic reviews: one vote each, a secret ballot, opinions answered in time, results with enough votes only."""

import uuid
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from oversight import actions
from oversight.actions.ballots import Said, Voter
from oversight.actions.reviews import invitable
from oversight.grades import Grade
from oversight.models import Ballot, BallotLine, Invitation, ReviewContact, ReviewOpinion
from oversight.review_results import results_of
from oversight.states import ReviewState
from portal.audit.models import AuditEvent, Event
from portal.notices.models import Kind, Notice
from portal.refusals import NotAllowed, Refused
from tests.oversight.reviewing import DAY, closed, opened, plan, vote
from tests.oversight.sweeps import look_at


def at(days):
    return time_machine.travel(timezone.now() + days * DAY, tick=False)


def test_who_holds_a_review_and_what_makes_no_sense(cast):
    agencies = [cast.bureau]
    for person in (cast.head, cast.clerk, cast.supervisor, cast.admin, cast.other_officer, cast.citizen):
        with pytest.raises(NotAllowed):
            actions.plan_round(cast.city, by=person, agencies=agencies, **plan())
    today = timezone.localdate()
    for field, wrong in {
        "title": {"title": " "}, "explanation": {"explanation": ""}, "first_day": {"first_day": today - DAY},
        "last_day": {"last_day": today - DAY}, "minimum_n": {"minimum_n": 2},
        "answer_working_days": {"answer_working_days": 61}, "agencies": {"agencies": [cast.other_bureau]},
    }.items():  # fmt: skip
        with pytest.raises(Refused) as refusal:
            actions.plan_round(cast.city, by=cast.officer, **plan() | {"agencies": agencies} | wrong)
        assert refusal.value.field == field
    serials = [actions.plan_round(cast.city, by=cast.officer, agencies=agencies, **plan()).serial for _turn in "ab"]
    assert serials == [1, 2]


def test_a_code_votes_once_and_nothing_tells_who_voted_how(cast):
    review, codes = opened(cast.city, cast.officer, cast.bureau)
    key = uuid.uuid4().hex
    assert vote(review, Voter(code=codes[0].lower()), "dissatisfied", "窗口排队太久。", key=key)
    assert not vote(review, Voter(code=codes[0]), "dissatisfied", "窗口排队太久。", key=key)  # pressed twice
    for again in ({"voter": Voter(code=codes[0])}, {"voter": Voter(code=codes[0]), "key": key}):
        with pytest.raises(Refused):
            vote(review, grade="satisfied", **again)
    with pytest.raises(Refused) as refusal:
        vote(review, Voter(code="0000-0000-0000-0000"))
    assert refusal.value.field == "code"
    assert [Ballot.objects.count(), ReviewOpinion.objects.count()] == [1, 1]
    assert {field.name for field in Ballot._meta.get_fields()} == {
        "id",
        "round",
        "is_invited",
        "filing_digest",
        "lines",
    }
    assert {field.name for field in BallotLine._meta.get_fields()} == {"id", "ballot", "reviewed", "grade"}
    (event,) = AuditEvent.objects.filter(event=Event.BALLOT_CAST)
    assert (event.actor, event.after, event.subject) == ("", {}, f"oversight.reviewround:{review.pk}")
    raw = Invitation.objects.raw("SELECT id, name AS sealed FROM oversight_invitation")[0]
    assert "代表" not in raw.sealed
    assert codes[0] not in str(list(Invitation.objects.values_list("code_digest", flat=True)))


def test_the_database_keeps_one_line_per_agency_and_one_contact_per_address(cast):
    review, codes = opened(cast.city, cast.officer, cast.bureau)
    vote(review, Voter(code=codes[0]))
    line = BallotLine.objects.get()
    for double in (
        lambda: BallotLine.objects.create(ballot=line.ballot, reviewed=line.reviewed, grade="mostly"),
        lambda: Ballot.objects.create(round=review, is_invited=True, filing_digest=line.ballot.filing_digest),
        lambda: [ReviewContact.objects.create(round=review, digest="x") for _turn in "ab"],
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            double()


def test_an_account_votes_from_its_own_page(cast):
    review = actions.plan_round(cast.city, by=cast.officer, agencies=[cast.bureau, cast.sibling], **plan())
    assert actions.invite(review, by=cast.officer, accounts=[cast.supervisor]) == []
    with pytest.raises(Refused):
        actions.invite(review, by=cast.officer, accounts=[cast.supervisor])
    assert list(invitable(cast.county)) == [cast.supervisor]
    actions.open_round(review, by=cast.officer)
    assert Notice.objects.get(kind=Kind.REVIEW_INVITED).recipient == cast.supervisor
    client = Client()
    client.force_login(cast.supervisor)
    page = f"/office/ballots/{cast.city.code}/{review.year}/{review.serial}/"
    form = client.get(page).context["form"]
    first = review.agencies.all()[0]
    sent = {"key": uuid.uuid4().hex, "opened": form["opened"].value(), f"grade_{first.pk}": "mostly"}
    with at(0.001):
        assert client.post(page, sent).status_code == 302
    assert [(line.reviewed, line.grade) for line in BallotLine.objects.all()] == [(first, "mostly")]
    client.force_login(cast.officer)
    assert client.get(page).status_code == 404


def test_a_letter_votes_once(cast):
    review, _codes = opened(cast.city, cast.officer, cast.bureau, invited=0)
    page = f"/reviews/{cast.city.code}/{review.year}/{review.serial}/"
    client = Client()
    for _turn in "ab":
        assert client.post(f"{page}letter/", {"email": " Wang@Example.test"}).status_code == 200
    letter = Notice.objects.get(kind=Kind.BALLOT_ASKED)
    assert "example" not in str(ReviewContact.objects.values())
    form = client.get(letter.url).context["form"]
    row = review.agencies.get()
    sent = {"key": uuid.uuid4().hex, "opened": form["opened"].value(), f"grade_{row.pk}": "satisfied"}
    with at(1):
        assert client.post(letter.url, sent).status_code == 200
        assert client.post(letter.url, sent | {"key": uuid.uuid4().hex}).status_code == 409
        client.post(f"{page}letter/", {"email": "wang@example.test"})
    assert Notice.objects.filter(kind=Kind.BALLOT_ASKED).count() == 1
    assert Ballot.objects.get().is_invited is False
    assert client.get(f"{page}letter/nonsense/").status_code == 404


def test_votes_count_on_the_days_of_the_round_only_and_it_ends_not_earlier(cast):
    today = timezone.localdate()
    review, codes = opened(cast.city, cast.officer, cast.bureau, first_day=today + DAY)
    with pytest.raises(Refused):
        vote(review, Voter(code=codes[0]))
    with pytest.raises(Refused):
        actions.close_round(review, by=cast.officer)
    with pytest.raises(Refused):
        actions.invite(review, by=cast.officer, names=["后来的人"])
    with at(5):
        assert vote(review, Voter(code=codes[0]))
        with pytest.raises(Refused):
            actions.cast_ballot(review, voter=Voter(code=codes[1]), key=uuid.uuid4().hex, said={0: Said("satisfied")})
        with pytest.raises(Refused):
            vote(review, Voter(code=codes[1]), grade="")
    with at(10), pytest.raises(Refused):
        vote(review, Voter(code=codes[1]))
    with at(10):
        assert actions.close_round(review, by=cast.officer).state == ReviewState.CLOSED


def test_results_need_enough_votes_and_never_give_a_small_part_away(cast):
    review, codes = opened(cast.city, cast.officer, cast.bureau, cast.sibling, invited=4)
    bureau, sibling = review.agencies.all()
    for code, grade in zip(codes, ("satisfied", "satisfied", "mostly", "unknown"), strict=True):
        said = {bureau.pk: Said(grade)} | ({sibling.pk: Said("satisfied")} if grade == "mostly" else {})
        actions.cast_ballot(review, voter=Voter(code=code), key=uuid.uuid4().hex, said=said)
    first, second = results_of(review)
    assert (first.all.n, first.all.score, first.invited) == (4, Decimal("86.7"), None)  # (100 + 100 + 60) / 3
    assert [share.share for share in first.all.shares] == [Decimal(50), Decimal(25), Decimal(0), Decimal(25)]
    assert (second.all.n, second.all.is_shown, second.all.shares) == (1, False, ())


def test_an_opinion_is_answered_in_time_or_late_and_then_published(cast, client):
    review = closed(cast.city, cast.officer, cast.bureau, opinion="请致电13812345678。", days_ago=1)
    opinion = ReviewOpinion.objects.get()
    assert opinion.text == "请致电***。"
    assert {notice.recipient for notice in Notice.objects.filter(kind=Kind.REVIEW_CLOSED)} == {cast.clerk, cast.head}
    with pytest.raises(Refused):
        actions.publish_round(review, by=cast.officer)
    for person in (cast.officer, cast.sibling_clerk, cast.reviewer, cast.other_clerk):
        with pytest.raises(NotAllowed):
            actions.answer_opinion(opinion, by=person, text="已增设窗口。")
    page = review.public_url()
    before = client.get(page).content.decode()
    assert "请致电" not in before
    assert "66.7" not in before
    client.force_login(cast.clerk)
    assert client.post(opinion.get_absolute_url(), {"text": "已增设窗口。"}).status_code == 302
    with pytest.raises(Refused):
        actions.answer_opinion(opinion, by=cast.head, text="再答一次。")
    actions.publish_round(review, by=cast.officer)
    client.logout()
    shown = client.get(page).content.decode()
    assert "请致电***。" in shown
    assert "已增设窗口。" in shown
    assert "100.0" in client.get(f"{page}results.csv").content.decode()


def test_words_are_withheld_before_publication_with_a_reason_that_is_shown(cast, client):
    review = closed(cast.city, cast.officer, cast.bureau, opinion="王五不理人。", days_ago=60)
    opinion = ReviewOpinion.objects.get()
    with pytest.raises(NotAllowed):
        actions.withhold_opinion(opinion, by=cast.head, reason="不便")
    actions.withhold_opinion(opinion, by=cast.officer, reason="涉及个人姓名")
    actions.publish_round(review, by=cast.officer)  # unanswered, but its time has passed
    shown = client.get(review.public_url()).content.decode()
    assert "王五" not in shown
    assert "涉及个人姓名" in shown
    assert "逾期未答复" in shown
    assert actions.answer_opinion(opinion, by=cast.head, text="已整改。").is_late


def test_the_rule_warns_before_and_after_the_day(cast):
    review = closed(cast.city, cast.officer, cast.bureau, opinion="请增加窗口。", days_ago=0)
    due_at = review.answer_clock.due_at
    assert look_at("review-opinion-late", due_at - 8 * DAY) == []
    (soon,) = look_at("review-opinion-late", due_at - DAY)
    (late,) = look_at("review-opinion-late", due_at + DAY)
    assert (soon.grade, late.grade, late.agency) == (Grade.YELLOW, Grade.ORANGE, cast.bureau)
    with time_machine.travel(due_at + 2 * DAY, tick=False):
        actions.answer_opinion(ReviewOpinion.objects.get(), by=cast.clerk, text="已增加。")
    assert look_at("review-opinion-late", due_at + 3 * DAY) == []
