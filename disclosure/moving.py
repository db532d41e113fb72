"""What of the publishing side goes along when an agency is merged or split."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import CatalogEntry
from disclosure.models import Alert, Consultation, ImportedItem, Item, ReaderGroup
from disclosure.states import State
from portal.agencies.models import Agency
from portal.agencies.moving import Mover
from portal.search import actions as search
from portal.uploads.models import StoredFile

UNPUBLISHED = [State.DRAFT, State.IN_REVIEW, State.RETURNED, State.APPROVED]


class Items(Mover):
    """Items keep index number and address, and the name under which they were published; the search follows them."""

    entry = "entry"
    open_work = Q(state__in=UNPUBLISHED, live_number=0)

    @property
    def claims(self) -> set[str]:
        return super().claims | {"search.SearchRow.agency"}

    def cautions(self, rows: QuerySet, to: Agency) -> Iterator[str]:
        now = timezone.now()
        open_now = Consultation.objects.filter(item__in=rows.order_by(), closes_at__gt=now).count()
        if open_now:
            yield _("%(number)d consultations are open or to come; they go on at the same addresses.") % {
                "number": open_now
            }
        waiting = rows.filter(schedules__done_at=None, schedules__voided_at=None, schedules__isnull=False).distinct()
        if number := waiting.count():
            yield _(
                "%(number)d publications are scheduled; whoever scheduled them needs the right at the successor."
            ) % {"number": number}

    def carry(self, rows: QuerySet, to: Agency) -> None:
        keys = [str(key) for key in rows.values_list("pk", flat=True)]
        for agency in Agency.objects.filter(pk__in=rows.order_by().values("agency")):
            rows.filter(agency=agency, live_number__gt=0, published_as="").update(published_as=agency.name)
        rows.update(agency=to)
        search.rehome(kind="item", keys=keys, agency=to)

    def rename(self, agency: Agency) -> None:
        Item.objects.filter(agency=agency, live_number__gt=0, published_as="").update(published_as=agency.name)


class ImportNumbers(Mover):
    """The numbers by which a file is known go with their items; one that the successor has given already stays."""

    entry = "item__entry"
    open_work = Q(item__state__in=UNPUBLISHED, item__live_number=0)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(external_no__in=ImportedItem.objects.filter(agency=to).values("external_no"))


class Referrals(Mover):
    """Items of others that wait for the agency's answer on secrecy."""

    @property
    def name(self) -> str:
        return _("items referred for secrecy review")


class Files(Mover):
    """Files go with the items that they are attached to."""

    entry = "attached_to__version__item__entry"
    open_work = Q(attached_to__version__item__state__in=UNPUBLISHED, attached_to__version__item__live_number=0)


class Groups(Mover):
    """Groups of readers; one whose name is taken at the successor gets the agency's name behind it."""

    def carry(self, rows: QuerySet, to: Agency) -> None:
        taken = set(ReaderGroup.objects.filter(agency=to).values_list("name", flat=True))
        for group in rows.select_related("agency"):
            if group.name in taken:
                group.name = f"{group.name[:28]} ({group.agency.short_name})"
            group.agency = to
            group.save(update_fields=["name", "agency"])


class Alerts(Mover):
    """Subscriptions; a second one of the same person for the same thing ends, with the address that it holds."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        same = Alert.objects.filter(agency=to, government=OuterRef("government"), email=OuterRef("email"))
        same = same.filter(query=OuterRef("query"))
        return rows.filter(Exists(same.filter(Q(area=OuterRef("area")) | Q(area=None))))

    def carry(self, rows: QuerySet, to: Agency) -> None:
        for alert in rows:
            alert.agency = to
            alert.scope = alert.own_scope
            alert.save(update_fields=["agency", "scope"])

    def join(self, rows: QuerySet, to: Agency) -> None:
        rows.delete()


def topics(agency: Agency) -> Iterator[tuple[int, str]]:
    """Entries under which the agency has items."""
    for entry in CatalogEntry.objects.filter(pk__in=Item.objects.filter(agency=agency).order_by().values("entry")):
        yield entry.pk, str(entry)


MOVERS = (
    Files(StoredFile),
    Items(Item),
    ImportNumbers(ImportedItem),
    Referrals(Item, "asked_of"),
    Groups(ReaderGroup),
    Alerts(Alert),
)
STAYS = {
    "disclosure.IndexSeries.agency": "Numbers under the old code are not continued.",
    "disclosure.ReviewChain.agency": "What waits keeps its steps; new texts pass those of the successor.",
    "disclosure.Alert.government": "A government is not merged.",
    "disclosure.ItemLink.site": "A government is not merged.",
    "disclosure.RegisterSeries.government": "A government is not merged.",
    "disclosure.GazetteIssue.agency": "A government is not merged.",
    "disclosure.GazetteSeries.agency": "A government is not merged.",
}
