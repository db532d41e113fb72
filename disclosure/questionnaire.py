"""What may be asked in a survey, and what is an answer to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from disclosure.models.question import LONGEST_TEXT, MOST_OPTIONS, MOST_QUESTIONS, SCALE, Asking, Option, Question
from portal.refusals import Refused


class Asked(NamedTuple):
    """A question as its author writes it; `options` in order, `least` and `most` for several choices."""

    asking: str
    text: str
    help: str = ""
    is_required: bool = True
    options: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    low: str = ""
    high: str = ""

    def facts(self) -> dict[str, Any]:
        """The columns of the question itself."""
        return {name: value for name, value in self._asdict().items() if name != "options"}


class Unaskable(Refused):
    """A question that cannot be asked; `place` counts from 0 among those that were written."""

    def __init__(self, sentence: str, *, field: str, place: int) -> None:
        super().__init__(sentence, field=field)
        self.place = place


def require_askable(asked: Sequence[Asked]) -> None:
    """Raise Unaskable for the first question that cannot be asked, Refused if there are none or too many."""
    if not asked:
        raise Refused(_("Write at least one question."))
    if len(asked) > MOST_QUESTIONS:
        raise Refused(_("A survey has at most %(most)d questions.") % {"most": MOST_QUESTIONS})
    for place, one in enumerate(asked):
        if (fault := _fault(one)) is not None:
            field, sentence = fault
            raise Unaskable(sentence, field=field, place=place)


def _fault(one: Asked) -> tuple[str, str] | None:
    if not one.text.strip() or len(one.text) > 300:
        return "text", _("Write the question, in at most 300 characters.")
    if len(one.help) > 200 or max(len(one.low), len(one.high)) > 30:
        return "help", _("A help has at most 200 characters, the meaning of a step 30.")
    if one.asking not in Asking.values:
        return "asking", _("Choose how the question is answered.")
    if one.asking in {Asking.ONE, Asking.SEVERAL}:
        return _option_fault(one)
    return _fault_without_options(one)


def _fault_without_options(one: Asked) -> tuple[str, str] | None:
    if one.options:
        return "options", _("Only questions with choices have options.")
    if one.least is not None or one.most is not None:
        return "least", _("Only several choices have a least and a most number.")
    return None


def _option_fault(one: Asked) -> tuple[str, str] | None:
    if not 2 <= len(one.options) <= MOST_OPTIONS:
        return "options", _("Write from 2 to %(most)d options, one in each line.") % {"most": MOST_OPTIONS}
    if any(not text.strip() or len(text) > 100 for text in one.options):
        return "options", _("An option has at most 100 characters.")
    if len(set(one.options)) != len(one.options):
        return "options", _("Two options say the same.")
    if one.asking == Asking.ONE:
        limited = one.least is not None or one.most is not None
        return ("least", _("Only several choices have a least and a most number.")) if limited else None
    least, most = one.least or 0, len(one.options) if one.most is None else one.most
    if not least <= most <= len(one.options) or most < 1:
        return "most", _("At most as many as there are options, and not fewer than the least number.")
    return None


class Reply(NamedTuple):
    """An answer that was read: the step of a scale, a text, or options."""

    question: Question
    number: int | None = None
    text: str = ""
    options: tuple[Option, ...] = ()

    def plain(self) -> list[Any]:
        """For comparing two responses."""
        return [self.question.position, self.number, self.text, [option.position for option in self.options]]


def read(questions: Sequence[Question], given: Mapping[str, Any]) -> list[Reply]:
    """The replies to `questions` in `given`, by the name of the field; what was left out has none.

    One choice is the place of the option, several a list of places, a scale its step, a text a string. Raises Refused
    beside the field for whatever the question does not offer.
    """
    replies = [reply for question in questions if (reply := _reply(question, given.get(question.name))) is not None]
    if not replies:
        raise Refused(_("Answer at least one question."))
    return replies


def _reply(question: Question, value: Any) -> Reply | None:
    if value in (None, "", [], ()) or (isinstance(value, str) and not value.strip()):
        if question.is_required:
            raise Refused(_("Please answer this question."), field=question.name)
        return None
    if question.asking == Asking.TEXT:
        text = str(value).strip()
        if len(text) > LONGEST_TEXT:
            raise Refused(_("At most %(most)d characters.") % {"most": LONGEST_TEXT}, field=question.name)
        return Reply(question, text=text)
    if question.asking == Asking.SCALE:
        return Reply(question, number=_one_of(question, value, {step: step for step in SCALE}))
    offered = {option.position: option for option in question.options.all()}
    if question.asking == Asking.ONE:
        return Reply(question, options=(_one_of(question, value, offered),))
    return Reply(question, options=_several_of(question, value, offered))


def _one_of(question: Question, value: Any, offered: Mapping[int, Any]) -> Any:
    """What `value` stands for among what is offered."""
    text = str(value)
    if not (text.isascii() and text.isdecimal() and len(text) < 4) or int(text) not in offered:
        raise Refused(_("This question does not offer this answer."), field=question.name)
    return offered[int(text)]


def _several_of(question: Question, values: Any, offered: Mapping[int, Option]) -> tuple[Option, ...]:
    if not isinstance(values, list | tuple):
        raise Refused(_("This question does not offer this answer."), field=question.name)
    chosen = {_one_of(question, value, offered) for value in values}
    if question.least and len(chosen) < question.least:
        raise Refused(_("Choose at least %(least)d.") % {"least": question.least}, field=question.name)
    if question.most and len(chosen) > question.most:
        raise Refused(_("Choose at most %(most)d.") % {"most": question.most}, field=question.name)
    return tuple(sorted(chosen, key=lambda option: option.position))
