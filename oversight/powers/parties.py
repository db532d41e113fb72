"""The party to a case, as whoever does not handle it may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from disclosure.masking import masked


class Party(models.TextChoices):
    """Who the party is: the name of an organisation is public with the decision, that of a person never."""

    PERSON = "person", _("natural person")
    ORGANISATION = "organisation", _("legal person or other organisation")


def masked_name(kind: str, name: str) -> str:
    """The family name and stars for a person, the whole name of an organisation, without numbers of persons."""
    return name[:1] + "*" * max(len(name) - 1, 2) if kind == Party.PERSON else masked(name)


def masked_number(number: str) -> str:
    """The last two signs of a number, for whoever compares it on the telephone."""
    return "*" * max(len(number) - 2, 2) + number[-2:] if number else ""
