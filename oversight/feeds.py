"""Atom feeds of supervision: annual reports, orders, results of complaints."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models import AnnualReport, ComplaintResult, SupervisionOrder
from portal.atom import SiteFeed


class NewestReports(SiteFeed):
    """Annual reports on government information, as they were published."""

    name = _("Annual reports on government information")
    page = "oversight:report_list"

    def rows(self, government: Any) -> Any:
        reports = AnnualReport.objects.public().under(government).select_related("agency")
        dated = reports.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return dated.defer("document", "computed", "overview", "problems", "other")

    def item_title(self, item: AnnualReport) -> str:
        return str(item)

    def item_description(self, item: AnnualReport) -> str:
        return item.agency.name

    def item_pubdate(self, item: AnnualReport) -> dt.datetime | None:
        return item.published_at


class NewestOrders(SiteFeed):
    """Supervision orders that are public."""

    name = _("Supervision orders")
    page = "oversight:public_order_list"

    def rows(self, government: Any) -> Any:
        orders = SupervisionOrder.objects.public().filter(government=government).for_lists()
        return orders.order_by("-public_from", "-pk")

    def item_title(self, item: SupervisionOrder) -> str:
        return item.title

    def item_description(self, item: SupervisionOrder) -> str:
        return f"{item.agency.name} · {item.get_rung_display()}"

    def item_link(self, item: SupervisionOrder) -> str:
        return f"{reverse('oversight:public_order_list')}#{item.number}"

    def item_pubdate(self, item: SupervisionOrder) -> dt.datetime:
        return item.public_from


class NewestResults(SiteFeed):
    """What came of complaints, as it was published."""

    name = _("Results of complaints")
    page = "oversight:complaint_results"

    def rows(self, government: Any) -> Any:
        return ComplaintResult.objects.public().filed_at(government).newest_first()

    def item_title(self, item: ComplaintResult) -> str:
        return f"{item.accused.name} · {item.get_kind_display()}"

    def item_description(self, item: ComplaintResult) -> str:
        return item.summary

    def item_link(self, item: ComplaintResult) -> str:
        """A result has no page of its own and no number: what it says tells it from the others."""
        mark = hashlib.sha256(item.summary.encode()).hexdigest()[:12]
        return f"{reverse('oversight:complaint_results')}#{item.published_on:%Y%m%d}-{mark}"

    def item_pubdate(self, item: ComplaintResult) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(item.published_on, dt.time.min))
