"""Pages that are the same for everybody who asks, and may therefore be rendered once for all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse
from django.views.decorators.http import conditional_page

from portal.editions.snapshot import one_moment

P = ParamSpec("P")
_doubts: ContextVar[list[str] | None] = ContextVar("doubts", default=None)


def shared(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let the answers of `view` be kept until the edition of the site changes (docs/adr/0028-editions.md).

    What it shows must come from tables that actions write, from the address, and from the clock only by the moments of
    `page_moments.py`: no header, no cookie, no visitor. Whoever is signed in is answered by the view itself.
    """

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with one_moment():
            response = conditional_page(view)(*args, **kwargs)
            if hasattr(response, "render"):  # later would be after the moment
                response = response.render()
        response.is_shared = True  # type: ignore[attr-defined]
        return response

    return marked


@contextmanager
def doubting() -> Iterator[list[str]]:
    """Gather why the answer that is made inside must not be kept; nothing where it may."""
    doubts: list[str] = []
    token = _doubts.set(doubts)
    try:
        yield doubts
    finally:
        _doubts.reset(token)


def doubt(reason: str) -> None:
    """What is being answered now is not all there is, such as a search that was cut off: nobody else is shown it."""
    doubts = _doubts.get()
    if doubts is not None:
        doubts.append(reason)
