"""How grave a warning is: a leaf, so that rules, models and pages share it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.IntegerChoices):
    """Yellow before the day, orange once it has passed, red when it has long passed or a veto item is touched.

    The numbers are in order, so that graver is greater.
    """

    YELLOW = 1, _("yellow warning")
    ORANGE = 2, _("orange warning")
    RED = 3, _("red warning")


TONES = {Grade.YELLOW: "info", Grade.ORANGE: "warn", Grade.RED: "overdue"}
"""The badge of each grade; the words stand beside it."""
