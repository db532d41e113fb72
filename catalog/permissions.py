"""What a grant may allow on the catalog and on the duties that follow from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(models.TextChoices):
    """Granted on an agency, holds for everything below it."""

    VIEW_CATALOG = "view_catalog", _("see the catalog that holds for the agency")
    MANAGE_CATALOG = "manage_catalog", _("edit and import the catalog of the government")
    ASSIGN_DUTY = "assign_duty", _("say which agency publishes what")
    VIEW_DUTY = "view_duty", _("see what the agency has to publish, and when")
    KEEP_WITHHELD = "keep_withheld", _("keep the register of withheld information and re-assess it")
    RECORD_TRIGGER = "record_trigger", _("record the event from which a time limit runs")
