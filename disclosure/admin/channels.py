"""The page where a clerk records through which other channels an item went out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from disclosure.actions.channels import record_channel
from disclosure.forms.channels import ChannelForm
from disclosure.models import ChannelRecord, Item
from disclosure.permissions import Permission
from portal.agencies.permissions import can, require
from portal.refusals import Refused


class ChannelPage:
    """Adds to the admin of items the page of an item's channels."""

    admin_site: Any
    reach: Callable[[HttpRequest, int], Item]
    change_address: Callable[[Any], str]

    def channel_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.channels_view)
        return [path("<int:pk>/channels/", view, name="disclosure_item_channels")]

    def channels_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read by whoever may read the item; recorded by those who write for the agency."""
        item = self.reach(request, pk)
        form = ChannelForm(request.POST or None)
        if request.method == "POST":
            require(request.user, Permission.EDIT_ITEM, on=item)
            if form.is_valid() and self._recorded(request, item, form):
                return HttpResponseRedirect(request.path)
        page = {
            **self.admin_site.each_context(request),
            "title": _("Other channels"),
            "opts": Item._meta,
            "item": item,
            "form": form if item.is_live and can(request.user, Permission.EDIT_ITEM, on=item) else None,
            "records": ChannelRecord.objects.managed_by(request.user).filter(item=item).select_related("by"),
            "change_address": self.change_address(item),
        }
        return TemplateResponse(request, "disclosure/item_channels.html", page)

    def _recorded(self, request: HttpRequest, item: Item, form: ChannelForm) -> bool:
        try:
            record_channel(item, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            refusal.say_in(form)
            return False
        messages.success(request, _("Recorded."))
        return True
