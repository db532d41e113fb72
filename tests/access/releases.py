"""Addresses of the files of an answer: who handles the case works on them, who reviews it looks at them."""

from types import SimpleNamespace
from typing import Any

from tests.access.rows import Row


def _row(open_to: set[str], method: str, more: dict[str, int]) -> Row:
    def arguments(side: SimpleNamespace) -> dict[str, Any]:
        return {"object_id": side.request.pk, "file": side.released.public_id} | more

    return Row(open_to, arguments, method=method, there={"other_clerk"})


_STEPS = {
    "bench": _row({"clerk", "head"}, "GET", {}),
    "page": _row({"clerk", "head"}, "GET", {"page": 1}),
    "result": _row({"clerk", "head"}, "GET", {"page": 1}),
    **{step: _row({"clerk"}, "POST", {}) for step in ("box", "erase", "find", "order", "remove")},
    "add": Row({"clerk"}, lambda side: {"object_id": side.request.pk}, there={"other_clerk"}),
}
RELEASES = {f"admin:requests_app_disclosurerequest_release_{step}": row for step, row in _STEPS.items()}
