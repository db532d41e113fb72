"""Stamps: one row for each place in the tree of agencies, new whenever something public may have changed there."""

from django.db import models


class Stamp(models.Model):
    """When something last changed at an agency (`own`), and when at it or anywhere below it (`below`).

    The row with an empty path stands for the whole installation. A stamp is only ever compared with itself: two that
    are equal say that nothing has changed in between.
    """

    path = models.CharField(primary_key=True, max_length=255)
    own = models.BigIntegerField(default=0)
    below = models.BigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.path or "*"
