"""Whether a notice is still true when its turn comes; the app that writes a kind also says how to tell."""

from collections.abc import Callable

from portal.notices.models import Kind, Notice

Check = Callable[[Notice], bool]

_CHECKS: dict[str, Check] = {}


def still_true(kind: Kind) -> Callable[[Check], Check]:
    """Register the check of `kind`: asked just before sending, False drops the notice. One check per kind."""

    def register(check: Check) -> Check:
        if _CHECKS.setdefault(kind, check) is not check:
            raise ValueError(f"{kind} already has a check.")
        return check

    return register


def is_still_true(notice: Notice) -> bool:
    """What the check of its kind says; a kind without one cannot become untrue."""
    check = _CHECKS.get(notice.kind)
    return check is None or check(notice)
