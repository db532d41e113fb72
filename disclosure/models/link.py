"""Where the public texts link to within this installation: what a rule of supervision asks about, and nothing else."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, Greatest
from django.utils.translation import gettext_lazy as _

from disclosure.models.item import Item
from disclosure.models.version import VersionFile
from portal.agencies.models import Agency
from portal.uploads.models import StoredFile


class ItemLinkQuerySet(models.QuerySet["ItemLink"]):
    def of_item(self, item: Item) -> Self:
        return self.filter(item=item)

    def broken(self) -> Self:
        """Links that show the public nothing.

        What opens is asked for once, as a set of numbers and one of files, and not again for each link. That a number
        stands on the site that is asked was seen when the link was written down; here the tree is enough.
        """
        items = Item.objects.public().order_by().values(named=Concat("agency__root_path", Value("/"), "index_no"))
        files = VersionFile.objects.answering().values("file")
        named = self.annotate(named=Concat("site__root_path", Value("/"), "index_no"))
        return named.exclude(~Q(index_no="") & Q(named__in=items)).exclude(file__isnull=False, file__in=files)

    def page_by_page(self) -> Self:
        """Broken links with the moment since when (`broken_since`), the first of each page first.

        That is when the item was taken off the site, the file replaced without a successor, or the link published.
        """
        path = OuterRef("site__path")
        items = Item.objects.filter(index_no=OuterRef("index_no"), agency__path__startswith=path).order_by()
        item_gone = items.values(gone_at=Coalesce("withdrawn_at", "live_version__published_at"))[:1]
        files = VersionFile.objects.filter(file=OuterRef("file"), version__item__agency__path__startswith=path)
        was_public = files.filter(version__published_at__isnull=False).order_by("-version__number")
        file_gone = was_public.values(
            gone_at=Coalesce("version__item__withdrawn_at", "version__item__live_version__published_at")
        )[:1]
        gone_at = Coalesce(Subquery(item_gone), Subquery(file_gone), F("since"))
        return self.annotate(broken_since=Greatest(gone_at, F("since"))).order_by("item_id", "broken_since", "pk")


class ItemLink(models.Model):
    """An address within this installation that the public text of an item links to.

    It names an item or a file of `site`; neither, if no page of the site answers there. Addresses of other pages, and
    of other sites, are not kept.
    """

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="links")
    address = models.CharField(_("address"), max_length=500)
    site = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    index_no = models.CharField(max_length=60, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()

    objects = ItemLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        default_permissions = ()
        ordering = ["item", "address"]
        constraints = [models.UniqueConstraint(fields=["item", "address"], name="item_link_once")]

    def __str__(self) -> str:
        return self.address

    @property
    def target(self) -> tuple[int, str, int | None]:
        return self.site_id, self.index_no, self.file_id
