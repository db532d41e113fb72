"""The register of normative documents, out of which the quarterly list is made."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.models import Item, Kind
from disclosure.normative_figures import Quarter
from disclosure.permissions import Permission as Disclosure
from oversight.models import EarlyWarning
from oversight.rules.rule import Finding, Rule, Scale, Sight, about


def _unregistered(sight: Sight) -> Iterator[Finding]:
    rows = Item.objects.public().of_kind(Kind.NORMATIVE).filter(registration=None)
    for item in rows.select_related("agency").defer("agency__functions", "parts"):
        day = timezone.localdate(item.published_at)
        due_on = Quarter(day.year, (day.month + 2) // 3).last
        yield Finding(item.agency, about(item), item.title, item.index_no, day, due_on)


def _item(warning: EarlyWarning) -> str:
    return reverse("disclosure:item_detail", args=[warning.subject_number])


RULES = (
    Rule(
        "normative-unregistered",
        _("Normative document not in the register"),
        _("Normative documents are registered and stand in the list of their quarter."),
        _("Local rules: unified registration, numbering and publication; quarterly lists of normative documents"),
        Scale(soon=15, far=20),
        Disclosure.REGISTER_NORMATIVE,
        _unregistered,
        _item,
        lambda warning: reverse("admin:disclosure_item_register", args=[warning.subject_key]),
    ),
)
