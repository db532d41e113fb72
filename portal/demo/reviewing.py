"""Democratic reviews of the demo: one with its results published, one that takes votes now."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import partial
from typing import NamedTuple

from django.utils import timezone

from oversight import actions as oversight
from oversight.actions.ballots import Said, Voter, token_of
from oversight.models import ReviewContact, ReviewOpinion, ReviewRound
from portal.demo.cases import Office
from portal.demo.history import History
from portal.demo.world import World

REVIEWED = ("lx-mzj", "lx-jyj", "lx-zrj", "lx-lq")
PEOPLE = ("吴监督员", "县人大代表孙某", "县政协委员郑某", "柳桥村村民代表", "城关社区居民代表", "行风监督员何某",
          "企业代表冯某")  # fmt: skip
BY_LETTER = 5
ANSWERS = ("已在办事大厅增设一个窗口，并公布办理时限。", "已会同相关股室整改，结果在本单位专栏公开。")
LETTERS = {"satisfied": "s", "mostly": "m", "dissatisfied": "d", "unknown": "u"}


class Vote(NamedTuple):
    """Grades of the four agencies by their initials, and an opinion about the agency at `place`."""

    grades: str
    place: int = 0
    opinion: str = ""


VOTES = (
    Vote("ssmm"), Vote("smms", 2, "征地公告贴得太晚，村里看到时已经过了听证申请期。"), Vote("smdm"), Vote("mssu"),
    Vote("ssmu", 0, "低保公示栏字太小，老人看不清。"), Vote("mmds"), Vote("ssmm"), Vote("smsu"),
    Vote("sdmm", 1, "学区划分能否提前一个学期公布？"), Vote("ssdu"), Vote("mmms"),
    Vote("ssmm", 3, "镇里政务公开栏更新很及时。"),
)  # fmt: skip


def hold_reviews(world: World, history: History) -> None:
    """Note both rounds, each a chain of steps in which the next is noted by the one before."""
    reviews = Reviews(world, history)
    history.at(75, reviews.published, hour=9)
    history.at(5, reviews.running, hour=9)


class Reviews:
    """Carries the rounds through, by the county's officer and the clerks of the agencies."""

    def __init__(self, world: World, history: History) -> None:
        self.world, self.office = world, Office(world, history)
        self.by = world.people["countyofficer"]

    def open(self, title: str, days: int) -> tuple[ReviewRound, list[str]]:
        today = timezone.localdate()
        review = oversight.plan_round(
            self.world["lx"], by=self.by, agencies=[self.world[code] for code in REVIEWED], title=title,
            explanation="评议各单位主动公开、依申请公开和办事服务情况，由县人大代表、政协委员、监督员和群众参加。",
            first_day=today, last_day=today + dt.timedelta(days=days), is_open_to_public=True, minimum_n=5,
            answer_working_days=15,
        )  # fmt: skip
        codes = [one.code for one in oversight.invite(review, by=self.by, names=PEOPLE)]
        oversight.invite(review, by=self.by, accounts=[self.world.people["supervisor"]])
        return oversight.open_round(review, by=self.by), codes

    def published(self) -> None:
        """Twelve ballots, every opinion answered, published."""
        review, codes = self.open("临溪县上半年政务公开民主评议", 10)
        voters = [partial(Voter, code=code) for code in codes]
        voters += [partial(self.by_letter, review, number) for number in range(BY_LETTER)]
        for number, vote in enumerate(VOTES):
            self.office.soon(1 + number // 2, partial(self.cast, review, voters[number], vote))
        self.office.soon(11, partial(oversight.close_round, review, by=self.by))
        self.office.soon(16, partial(self.answer, review))
        self.office.soon(25, partial(oversight.publish_round, review, by=self.by))

    def running(self) -> None:
        """Two votes so far; everybody may take part."""
        review, codes = self.open("临溪县年终政务公开民主评议", 20)
        for code, vote in zip(codes[:2], VOTES, strict=False):
            self.office.soon(1, partial(self.cast, review, partial(Voter, code=code), vote))

    def by_letter(self, review: ReviewRound, number: int) -> Voter:
        oversight.ask_for_ballot(review, email=f"villager{number}@example.test")
        return Voter(token=token_of(ReviewContact.objects.get(round=review, is_spent=False)))

    def cast(self, review: ReviewRound, voter: partial[Voter], vote: Vote) -> None:
        initials = {initial: grade for grade, initial in LETTERS.items()}
        said = {
            row.pk: Said(initials[vote.grades[place]], vote.opinion if place == vote.place else "")
            for place, row in enumerate(review.agencies.all())
        }
        oversight.cast_ballot(review, voter=voter(), key=uuid.uuid4().hex, said=said)

    def answer(self, review: ReviewRound) -> None:
        opinions = ReviewOpinion.objects.filter(reviewed__round=review).select_related("reviewed__agency")
        for number, opinion in enumerate(opinions):
            clerk = self.office.clerk(opinion.reviewed.agency.code)
            oversight.answer_opinion(opinion, by=clerk, text=ANSWERS[number % 2])
