"""The negative list: the only grounds on which information may be withheld (条例 13–16, 36)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NegativeGroundQuerySet(models.QuerySet["NegativeGround"]):
    """Grounds as sentences."""

    def public(self) -> NegativeGroundQuerySet:
        """Every ground: the law, printed."""
        return self.all()


class NegativeGround(models.Model):
    """A coded ground for withholding; `code` is its row in table 3 of the report (国办公开办函〔2021〕30号)."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    article = models.CharField(_("article"), max_length=20, help_text=_("Article of the Regulations (条例)."))
    name = models.CharField(_("ground"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120)
    text = models.TextField(_("text of the article"))
    is_discretionary = models.BooleanField(
        _("may be withheld, need not"), default=False, help_text=_("Article 16 says “may”.")
    )
    exception = models.CharField(_("published all the same when"), max_length=200, blank=True)

    objects = NegativeGroundQuerySet.as_manager()

    class Meta:
        verbose_name = _("ground for withholding")
        verbose_name_plural = _("negative list")
        ordering = ["code"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} · {self.article}"
