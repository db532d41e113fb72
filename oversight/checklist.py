"""What a spot check asks: the five questions (matrix row 170) and the veto list of the site inspection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Question(NamedTuple):
    """One line of the form. A fault under a veto question fails the agency, whatever else is good."""

    code: str
    text: str | Promise
    is_veto: bool = False


QUESTIONS = (
    Question("wanted", _("Is what is disclosed, and how, what people want?")),
    Question("lawful", _("Does it comply with laws, regulations and policies?")),
    Question("orderly", _("Was the procedure followed?")),
    Question("solved", _("Were the problems that people raised solved?")),
    Question("content", _("Are people content?")),
)

# 国办秘函〔2019〕19号, items of 单项否决; what a person on the spot can see of them
VETOES = (
    Question(
        "grave",
        _(
            "Serious misstatement, leaked secret, reactionary, violent or pornographic content or links, an attack that"
            " nobody dealt with, faked content such as back-dated items, or a grave incident"
        ),
        is_veto=True,
    ),
    Question(
        "unreachable",
        _("In one week, of at least 20 visits a day, 5 % or more got no answer within 15 seconds"),
        is_veto=True,
    ),
    Question("home_stale", _("The home page was not updated for two weeks"), is_veto=True),
    Question(
        "columns_stale",
        _(
            "5 or more columns of news (2 weeks), notices and policies (6 months) not updated in time, or 10 or more"
            " columns that are due, or 5 or more empty columns"
        ),
        is_veto=True,
    ),
    Question(
        "unanswered",
        _("No channel for consultation, or a valid message of the past year unanswered for more than three months"),
        is_veto=True,
    ),
    Question(
        "no_services",
        _("No services, or guides that lack key parts (name, basis, conditions, materials and the like)"),
        is_veto=True,
    ),
)
ALL = {question.code: question for question in (*QUESTIONS, *VETOES)}


def asked(*, of_item: bool) -> Sequence[Question]:
    """The questions about an item, or about an agency: there the veto list comes on top."""
    return QUESTIONS if of_item else (*QUESTIONS, *VETOES)


def question_choices() -> list[tuple[str, str | Promise]]:
    """Named, so that another question is no change of the table."""
    return [(question.code, question.text) for question in ALL.values()]
