"""What reviewers and authors are told, in the transaction of the decision that it tells of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from disclosure.models import Item, Version
from disclosure.reviewers import reviewers_of
from disclosure.states import State
from portal.notices.actions import enqueue
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true

if TYPE_CHECKING:
    from portal.accounts.models import User


def workbench_address(item: Item) -> str:
    """Where staff work on the item, in the portal's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        return reverse("admin:disclosure_item_change", args=[item.pk])


def tell_reviewers(item: Item, version: Version) -> None:
    """Ask the nearest reviewers, once for each text that is submitted."""
    for reviewer in reviewers_of(item):
        enqueue(
            Kind.ITEM_SUBMITTED,
            to=reviewer,
            subject=item,
            occasion=f"version {version.number} {version.submitted_at:%Y-%m-%dT%H:%M:%S.%f}",
            title=_("To review: %(title)s") % {"title": version.title},
            body=_("%(agency)s has submitted “%(title)s” (%(index_no)s) for review.")
            % {"agency": item.agency.name, "title": version.title, "index_no": item.index_no},
            url=workbench_address(item),
            agency=item.agency,
        )


def tell_author(kind: Kind, item: Item, version: Version, *, title: str, body: str, by: User) -> None:
    """Tell the author of `version` what `by` decided, unless the author did it; `title` has a %(title)s in it."""
    if version.author_id == by.pk:
        return
    enqueue(
        kind,
        to=version.author,
        subject=item,
        occasion=f"version {version.number} review {version.reviews.count()}",
        title=title % {"title": version.title},
        body=body,
        url=workbench_address(item),
        agency=item.agency,
    )


@still_true(Kind.ITEM_SUBMITTED)
def _still_waits(notice: Notice) -> bool:
    return Item.objects.filter(pk=notice.subject_id, state=State.IN_REVIEW).exists()
