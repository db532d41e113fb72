"""What an action would send: done in earnest and undone, so that the preview is the letter itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from requests_app.models import DisclosureRequest, Letter


def letters_tried(case: DisclosureRequest, act: Callable[[], Any]) -> list[Letter]:
    """The letters that `act` would write about `case`; nothing of it stays. Raises what the action raises."""
    with transaction.atomic():
        newest = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        act()
        letters = list(Letter.objects.of(case).after(newest))
        transaction.set_rollback(True)
    return letters
