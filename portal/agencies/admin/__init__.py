"""Workbench of the administrator: agencies, accounts, the calendar, the audit trail."""

from django.contrib import admin
from django.contrib.auth.models import Group

from portal.agencies.admin.accounts import AccountAdmin
from portal.agencies.admin.agencies import AgencyAdmin
from portal.agencies.admin.audit import AuditEventAdmin
from portal.agencies.admin.calendar import CalendarDayAdmin

__all__ = ["AccountAdmin", "AgencyAdmin", "AuditEventAdmin", "CalendarDayAdmin"]

admin.site.unregister(Group)
