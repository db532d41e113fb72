"""Days on which an agency's calendar differs from the national one, and new notices before they are in the library."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agencies.calendar_actions import set_day
from portal.agencies.models import Agency
from portal.agencies.permissions import Permission
from portal.agencies.scoped_admin import ScopedAdmin
from portal.workdays.models import CalendarDay


class CalendarDayForm(forms.ModelForm):
    """A day, and for whom it holds."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("holds for"))

    class Meta:
        model = CalendarDay
        fields = ("date", "is_workday", "name", "notice_url")

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"scope"}  # set by the action


@admin.register(CalendarDay)
class CalendarDayAdmin(ScopedAdmin):
    """Days of the administrator's own agencies; national days are shown and changed by the operator's command only.

    Saving a day counts every open time limit of the agencies it holds for anew.
    """

    view_permission = edit_permission = Permission.MANAGE_CALENDAR
    list_display = ("date", "name", "is_workday", "holds_for", "source")
    list_filter = ("is_workday",)
    date_hierarchy = "date"
    fields = ("agency", "date", "is_workday", "name", "notice_url")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CalendarDay]:
        mine = Agency.objects.managed_by(request.user, self.view_permission).order_by().values("path")
        named = Agency.objects.filter(path=OuterRef("scope")).order_by().values("name")[:1]
        days = CalendarDay.objects.filter(Q(scope__in=mine) | Q(scope=""))
        return days.annotate(agency_name=Subquery(named)).order_by("-date")

    def has_change_permission(self, request: HttpRequest, obj: CalendarDay | None = None) -> bool:
        return False

    @admin.display(description=_("holds for"))
    def holds_for(self, obj: CalendarDay) -> str:
        return obj.agency_name or _("the whole country")

    def get_fields(self, request: HttpRequest, obj: CalendarDay | None = None) -> Any:
        return self.fields if obj is None else ("date", "is_workday", "name", "notice_url")

    def get_form(
        self, request: HttpRequest, obj: CalendarDay | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = CalendarDayForm
        form = super().get_form(request, obj, change=change, **kwargs)
        if obj is None:
            form.base_fields["agency"].queryset = Agency.objects.managed_by(request.user, self.edit_permission)
        return form

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: Any, change: bool) -> None:
        given = form.cleaned_data
        day = set_day(
            given["agency"],
            date=given["date"],
            is_workday=given["is_workday"],
            name=given["name"],
            notice_url=given["notice_url"],
            by=request.user,
        )
        obj.__dict__.update(day.__dict__)
