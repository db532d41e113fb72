"""Which texts wait for a person today."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.guide import outdated
from disclosure.models import Hearing, Item, ItemQuerySet, Survey
from disclosure.permissions import Permission
from portal.accounts.models import User
from portal.agencies.permissions import can_anywhere
from portal.agencies.today import Line, Pane, Shortcut


def _listed(items: ItemQuerySet) -> QuerySet:
    return items.select_related("agency").order_by("changed_at", "pk")


def _line(item: Item) -> Line:
    return Line(item.title, reverse("admin:disclosure_item_change", args=[item.pk]), item.agency.short_name)


def _sent_back(user: User, today: dt.date) -> QuerySet:
    return _listed(Item.objects.to_mend_by(user))


def _to_review(user: User, today: dt.date) -> QuerySet:
    return _listed(Item.objects.waiting_for(user))


def _to_publish(user: User, today: dt.date) -> QuerySet:
    return _listed(Item.objects.to_publish_by(user))


def _closed_surveys(user: User, today: dt.date) -> QuerySet:
    return Survey.objects.awaiting_results_of(user).with_item()


def _survey_line(survey: Survey) -> Line:
    return Line(
        survey.item.title,
        reverse("admin:disclosure_survey_change", args=[survey.pk]),
        survey.item.agency.short_name,
        survey.window.last_day,
    )


def _hearing_line(hearing: Hearing, due_on: dt.date) -> Line:
    address = reverse("admin:disclosure_hearing_change", args=[hearing.pk])
    return Line(hearing.item.title, address, hearing.item.agency.short_name, due_on)


def _lists_to_publish(user: User, today: dt.date) -> QuerySet:
    return Hearing.objects.managed_by(user, Permission.EDIT_ITEM).awaiting_list().with_item()


def _hearings_to_conclude(user: User, today: dt.date) -> QuerySet:
    return Hearing.objects.managed_by(user, Permission.EDIT_ITEM).awaiting_outcome().with_item()


def _outdated_guides(user: User, today: dt.date) -> QuerySet:
    return _listed(outdated(Item.objects.managed_by(user, Permission.EDIT_ITEM).filter(agency__is_active=True)))


LIST = "admin:disclosure_item_changelist"
SENT_BACK = Pane(
    "items-sent-back", _("Sent back, to be mended"), "warn",
    lambda user: can_anywhere(user, Permission.EDIT_ITEM), _sent_back, _line, LIST, "work=mend",
)  # fmt: skip
TO_REVIEW = Pane(
    "items-to-review", _("Waiting for my review"), "info",
    lambda user: can_anywhere(user, Permission.REVIEW_ITEM), _to_review, _line, LIST, "work=mine",
)  # fmt: skip
TO_PUBLISH = Pane(
    "items-to-publish", _("Approved, to be published"), "info",
    lambda user: can_anywhere(user, Permission.PUBLISH_ITEM), _to_publish, _line, LIST, "work=publish",
)  # fmt: skip
WRITE = Shortcut(
    _("Write something to publish"), "admin:disclosure_item_add", lambda user: can_anywhere(user, Permission.EDIT_ITEM)
)
SURVEYS = Pane(
    "surveys-closed", _("Surveys closed, results not published"), "warn",
    lambda user: can_anywhere(user, Permission.PUBLISH_ITEM), _closed_surveys, _survey_line,
    "admin:disclosure_survey_changelist", "phase=closed",
)  # fmt: skip
GUIDES = Pane(
    "guides-outdated", _("Guide to government information that says something else"), "warn",
    lambda user: can_anywhere(user, Permission.EDIT_ITEM), _outdated_guides, _line, "admin:disclosure_item_guides",
    "state=outdated",
)  # fmt: skip
HEARING_LIST = "admin:disclosure_hearing_changelist"
LISTS_TO_PUBLISH = Pane(
    "hearings-without-list", _("Sign-up closed, list of participants to be published"), "warn",
    lambda user: can_anywhere(user, Permission.EDIT_ITEM), _lists_to_publish,
    lambda hearing: _hearing_line(hearing, timezone.localdate(hearing.starts_at)), HEARING_LIST, "work=list",
)  # fmt: skip
HEARINGS_TO_CONCLUDE = Pane(
    "hearings-without-outcome", _("Hearings held, outcome to be published"), "warn",
    lambda user: can_anywhere(user, Permission.EDIT_ITEM), _hearings_to_conclude,
    lambda hearing: _hearing_line(hearing, timezone.localdate(hearing.ends_at)), HEARING_LIST, "work=outcome",
)  # fmt: skip
