"""What can be found: one narrow row per object, written explicitly by the actions that publish and withdraw.

The words are looked up in an index of the database's own kind (`engine_sqlite`, `engine_postgresql`), whose table
`search_lexemes` the migration makes; it holds nothing that cannot be rebuilt from these rows.
"""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from portal.search.permissions import Permission


class SearchRow(models.Model):
    """One findable object. `kind` and `key` (a public identifier) say which; the rest is all that search ever shows."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=60, blank=True)
    entry = models.CharField(max_length=60, blank=True)
    date = models.DateField()
    written_on = models.DateField(null=True, blank=True)  # of the document itself, where it is another day
    audience = models.CharField(max_length=60, default="public")
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=100, blank=True)  # of the document, which is looked for like its title
    text = models.TextField(blank=True)
    places = models.JSONField(default=list, blank=True)  # where in `text` a file begins: [offset, name, address]
    folded = models.TextField(blank=True)  # title and text as `folding.fold` leaves them: phrases are checked here
    url = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_row_once_per_object")]
        indexes = [models.Index(fields=["-date", "-id"], name="search_row_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SynonymListQuerySet(OwnedQuerySet["SynonymList"]):
    """Lists belong to a government and hold on its site and on those below it."""

    manage_permission = Permission.MANAGE_SYNONYMS

    def holding_for(self, agency: Agency) -> Self:
        """The lists of `agency` and of those above it, the nearest first."""
        return self.filter(agency__path__in=agency.ancestor_paths).order_by("-agency__path")


class SynonymList(models.Model):
    """Words that mean the same to whoever searches, one group to a line."""

    agency = models.OneToOneField(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="synonyms")
    groups = models.TextField(
        _("synonyms"),
        blank=True,
        help_text=_(
            "One group to a line, with equals signs: 低保=最低生活保障; 多少钱>收费=费用 leads one way only. A group "
            "that shares a word with a shipped one stands in its place; a word alone on its line has no synonyms."
        ),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = SynonymListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of synonyms")
        verbose_name_plural = _("lists of synonyms")
        default_permissions = ()
        ordering = ["agency__path"]

    def __str__(self) -> str:
        return str(self.agency)
