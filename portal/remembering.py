"""Answers that hold for the length of one decision, worked out once however often they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Answer = TypeVar("Answer")
_answers: ContextVar[dict[tuple[Callable[..., Any], Hashable], Any] | None] = ContextVar("answers", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """Inside, each `remembered` function is called once for the same argument.

    Only around reading that belongs to one transaction: nothing is read a second time.
    """
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def remembered(function: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Let `function`, of one argument that can be hashed (rows of tables can), take part in `remembering`."""

    @wraps(function)
    def asked(argument: Asked) -> Answer:
        answers = _answers.get()
        if answers is None:
            return function(argument)
        key = (function, argument)
        if key not in answers:
            answers[key] = function(argument)
        return answers[key]

    return asked
