"""The guide to government information: it says what the agency's contact card says (条例 12)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.guide import outdated
from disclosure.models import Item
from disclosure.permissions import Permission as Disclosure
from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.rules.rule import CLERK, Finding, Rule, Scale, Sight, about


def _outdated(sight: Sight) -> Iterator[Finding]:
    guides = outdated(Item.objects.all())
    for item in guides.select_related("agency").defer("agency__functions", "parts"):
        yield Finding(item.agency, about(item), item.title, item.index_no, timezone.localdate(item.published_at))


def _item(warning: EarlyWarning) -> str:
    return reverse("disclosure:item_detail", args=[warning.subject_number])


RULES = (
    Rule(
        "guide-outdated",
        _("Guide to government information out of date"),
        _("The guide names the office that takes requests with address, hours and telephones, and is kept up to date."),
        _("Regulations on the Disclosure of Government Information, article 12"),
        Scale(soon=None, far=None),
        Disclosure.EDIT_ITEM,
        _outdated,
        _item,
        lambda _warning: reverse("admin:disclosure_item_guides"),
        told={Grade.ORANGE: CLERK},
    ),
)
