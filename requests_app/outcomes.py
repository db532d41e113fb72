"""Outcomes of a request: the rows of table 3 of the statutory annual report (国办公开办函〔2021〕30号)."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a request ended; the value is the row's code in the report."""

    DISCLOSED = "R3_1", _("Disclosed")
    PARTLY_DISCLOSED = "R3_2", _("Disclosed in part")
    STATE_SECRET = "R3_3_1", _("Not disclosed: state secret")
    FORBIDDEN_BY_LAW = "R3_3_2", _("Not disclosed: forbidden by another law or regulation")
    SECURITY_AND_STABILITY = "R3_3_3", _("Not disclosed: would endanger security or social stability")
    THIRD_PARTY = "R3_3_4", _("Not disclosed: protects the lawful interests of a third party")
    INTERNAL_AFFAIRS = "R3_3_5", _("Not disclosed: internal affairs")
    PROCESS_INFORMATION = "R3_3_6", _("Not disclosed: process information")
    ENFORCEMENT_FILE = "R3_3_7", _("Not disclosed: law-enforcement case file")
    SPECIAL_REGISTER = "R3_3_8", _("Not disclosed: special administrative look-up")
    NOT_HELD = "R3_4_1", _("Unable to provide: this agency does not hold it")
    NOT_READY_MADE = "R3_4_2", _("Unable to provide: it would have to be made")
    STILL_UNCLEAR = "R3_4_3", _("Unable to provide: unclear even after the supplement")
    PETITION = "R3_5_1", _("Not processed: petition, report or complaint")
    REPEATED = "R3_5_2", _("Not processed: repeated request")
    PUBLICATION = "R3_5_3", _("Not processed: published matter is asked for")
    EXCESSIVE = "R3_5_4", _("Not processed: large numbers or repetition without good reason")
    CONFIRMATION = "R3_5_5", _("Not processed: asks to confirm or reissue what the applicant has")
    NOT_SUPPLEMENTED = "R3_6_1", _("Other: not supplemented in time without good reason")
    FEE_NOT_PAID = "R3_6_2", _("Other: fee not paid in time")
    OTHER = "R3_6_3", _("Other")

    @property
    def article(self) -> str:
        """Article of the Regulations (条例, 2019) on which it rests; empty where the table names none."""
        return ARTICLES.get(self, "")

    @property
    def needs_grounds(self) -> bool:
        """True for everything but full disclosure: the reasons are stated (articles 36 and 37)."""
        return self is not Outcome.DISCLOSED


ARTICLES: dict[Outcome, str] = {
    Outcome.DISCLOSED: "36(1)(2)",
    Outcome.PARTLY_DISCLOSED: "37",
    Outcome.STATE_SECRET: "14",
    Outcome.FORBIDDEN_BY_LAW: "14",
    Outcome.SECURITY_AND_STABILITY: "14",
    Outcome.THIRD_PARTY: "15",
    Outcome.INTERNAL_AFFAIRS: "16",
    Outcome.PROCESS_INFORMATION: "16",
    Outcome.ENFORCEMENT_FILE: "16",
    Outcome.SPECIAL_REGISTER: "36(7)",
    Outcome.NOT_HELD: "36(4)(5)",
    Outcome.NOT_READY_MADE: "38",
    Outcome.STILL_UNCLEAR: "30",
    Outcome.PETITION: "39",
    Outcome.REPEATED: "36(6)",
    Outcome.PUBLICATION: "39",
    Outcome.EXCESSIVE: "35",
    Outcome.NOT_SUPPLEMENTED: "30",
}

# What was given to one applicant and could be given to everybody (article 44).
DISCLOSING = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED})

# Grounds on which part of a text can be left out (articles 14 to 16 with 37): codes of `NegativeGround`.
SEVERABLE = frozenset(f"R3_3_{number}" for number in range(1, 8))


def counted_as(outcomes: Iterable[Outcome]) -> Outcome:
    """The one outcome under which a request with several matters counts (docs/adr/0015).

    The same for all: that one. Anything disclosed beside something that is not: partly disclosed, and nothing else
    (区分处理的只计这一情形). Nothing disclosed: the outcome that stands first in the table. Raises ValueError for none.
    """
    found = set(outcomes)
    if not found:
        raise ValueError("A request without an outcome counts nowhere.")
    if len(found) > 1 and found & {Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED}:
        return Outcome.PARTLY_DISCLOSED
    return min(found, key=list(Outcome).index)
