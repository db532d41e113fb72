"""The words of time limits: from what event, in what unit, or at what pace something has to be public.

`timelimit` reads them out of the texts that governments write; models and pages use them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trigger(models.TextChoices):
    """The event from which a time limit runs."""

    FORMED = "formed", _("the information was formed or changed")
    DECIDED = "decided", _("the decision was made")
    REQUESTED = "requested", _("the request was received")
    APPROVED = "approved", _("the people's congress approved it")
    DETERMINED = "determined", _("the result was settled")
    RECEIVED = "received", _("the approval document was received")
    STARTED = "started", _("the work on site began")
    ENDED = "ended", _("the survey ended")
    OCCURRED = "occurred", _("the event happened")
    UNSTATED = "unstated", _("an event that the catalog does not name")


class Cadence(models.TextChoices):
    """A pace instead of a number, or beside one."""

    AT_ONCE = "at_once", _("at the same time as it happens")
    PROMPT = "prompt", _("promptly")
    PERMANENT = "permanent", _("permanently, kept up to date")
    ON_PROGRESS = "on_progress", _("promptly, as the work goes on")
    AT_EVENT = "at_event", _("when the event happens")
    MONTHLY = "monthly", _("at least once a month")
    QUARTERLY = "quarterly", _("at least once a quarter")
    HALF_YEARLY = "half_yearly", _("at least once in half a year")
    YEARLY = "yearly", _("at least once a year")
    WITH_PROCUREMENT = "with_procurement", _("together with the procurement announcement")
    WITH_POLICY = "with_policy", _("together with the policy document")
    DISPLAYED = "displayed", _("shown for a set time")
    OTHER_LAW = "other_law", _("unless a law or regulation sets another limit")


class Reading(models.TextChoices):
    """What became of the text of the time limit when it was read."""

    STATED = "stated", _("understood")
    NOT_STATED = "not_stated", _("the catalog states none")
    NOT_UNDERSTOOD = "not_understood", _("kept as written, not understood")


MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6, Cadence.YEARLY: 12}
"""Cadences that come round by themselves, with their period in months."""
