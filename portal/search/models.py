"""What can be found: one narrow row per object, written explicitly by the actions that publish and withdraw.

The words are looked up in an index of the database's own kind (`engine_sqlite`, `engine_postgresql`), whose table
`search_lexemes` the migration makes; it holds nothing that cannot be rebuilt from these rows.
"""

from django.db import models

from portal.agencies.models import Agency


class SearchRow(models.Model):
    """One findable object. `kind` and `key` (a public identifier) say which; the rest is all that search ever shows."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=60, blank=True)
    entry = models.CharField(max_length=60, blank=True)
    date = models.DateField()
    audience = models.CharField(max_length=60, default="public")
    title = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    folded = models.TextField(blank=True)  # title and text as `lexemes.fold` leaves them: phrases are checked here
    url = models.CharField(max_length=500)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_row_once_per_object")]
        indexes = [models.Index(fields=["-date", "-id"], name="search_row_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
