"""What reviewers and authors are told, in the transaction of the decision that it tells of."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.permissions import Permission as CatalogPermission
from disclosure.models import Item, Review, Schedule, Version
from disclosure.permissions import Permission
from disclosure.reviewers import nearest_holders, reviewers_of
from disclosure.states import State
from portal.accounts.models import User
from portal.notices.actions import Letter, enqueue, enqueue_all
from portal.notices.models import Kind, Notice
from portal.notices.registry import still_true


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
            occasion=f"version {version.number} {version.submitted_at:%Y-%m-%dT%H:%M:%S.%f} {item.step}",
            title=_("To review: %(title)s") % {"title": version.title},
            body=_("%(agency)s has submitted “%(title)s” (%(index_no)s) for review.")
            % {"agency": item.agency.name, "title": version.title, "index_no": item.index_no},
            url=workbench_address(item),
            agency=item.agency,
        )


def tell_author(kind: Kind, item: Item, version: Version, *, title: str, body: str, by: User) -> None:
    """Tell the author of `version` what `by` decided, unless the author did it; `title` has a %(title)s in it."""
    tell_authors(kind, [(item, version, body, by)], title=title)


def tell_authors(kind: Kind, decisions: Iterable[tuple[Item, Version, str, User]], *, title: str) -> None:
    """`tell_author` of several decisions of one kind: item, version, body, and who decided."""
    told = [one for one in decisions if one[1].author_id != one[3].pk]
    reviews = Review.objects.filter(version__in=[version for _item, version, _body, _by in told]).order_by()
    counts = dict(reviews.values_list("version").annotate(Count("pk")))
    enqueue_all(
        Letter(
            kind,
            to=version.author,
            subject=item,
            occasion=f"version {version.number} review {counts.get(version.pk, 0)}",
            title=title % {"title": version.title},
            body=body,
            url=workbench_address(item),
            agency=item.agency,
        )
        for item, version, body, _by in told
    )


def tell_of_release(item: Item, version: Version, *, reason: str, by: User) -> None:
    """Tell those who may clear an emergency publication, and the officers nearest above, at once."""
    readers = User.objects.exclude(pk__in=version.contributions.values("person"))
    told = {
        *nearest_holders(item.agency, Permission.REVIEW_ITEM, among=readers),
        *nearest_holders(item.agency, CatalogPermission.MANAGE_CATALOG),
    } - {by}
    for person in sorted(told, key=lambda person: person.pk):
        enqueue(
            Kind.ITEM_RELEASED,
            to=person,
            subject=item,
            occasion=f"version {version.number}",
            title=_("Published in an emergency: %(title)s") % {"title": version.title},
            body=_("%(who)s published this before its review was complete: %(reason)s")
            % {"who": by.full_name, "reason": reason},
            url=workbench_address(item),
            agency=item.agency,
        )


def tell_of_failure(schedule: Schedule) -> None:
    """Tell who set the time, once, that it came and the deed could not be done."""
    item = schedule.item
    enqueue(
        Kind.ITEM_SCHEDULE_FAILED,
        to=schedule.by,
        subject=item,
        occasion=f"schedule {schedule.pk}",
        title=_("Not carried out at its time: %(title)s") % {"title": schedule.version.title},
        body=schedule.last_error,
        url=workbench_address(item),
        agency=item.agency,
    )


@still_true(Kind.ITEM_SUBMITTED)
def _still_waits(notice: Notice) -> bool:
    return Item.objects.filter(pk=notice.subject_id, state=State.IN_REVIEW).exists()
