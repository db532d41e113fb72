"""Letters as they were sent, and the templates that they are written from."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.agencies.doors import OwnedQuerySet
from portal.agencies.models import Agency
from requests_app.letter_forms import TO_APPLICANT, LetterForm
from requests_app.models.disclosure_request import DisclosureRequest
from requests_app.permissions import Permission


class LetterQuerySet(OwnedQuerySet["Letter"]):
    """Letters as sentences; they stand behind the door of their request."""

    agency_field = "request__agency"
    manage_permission = Permission.VIEW_REQUEST

    def of(self, request: DisclosureRequest) -> Self:
        """Letters about `request`, as they were sent."""
        return self.filter(request=request).select_related("by")

    def after(self, key: int) -> Self:
        """Letters written after the one with this key."""
        return self.filter(pk__gt=key)

    def with_code(self, code: str) -> Self:
        """The letter with this `code`, as in an address."""
        series, _hyphen, serial = code.rpartition("-")
        return self.filter(series=series, serial=int(serial)) if serial.isdecimal() else self.none()

    def to_applicant(self) -> Self:
        """What the applicant may read: letters addressed to them, no other ever."""
        return self.filter(form__in=TO_APPLICANT)


class Letter(models.Model):
    """A letter as it was sent. Its row never changes: a trigger of the database refuses it (docs/adr/0016).

    `code` is `<series>-<serial>` as in addresses, `number` what stands on the letter; `sha256` is over `body` in UTF-8.
    """

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="letters")
    agency = models.ForeignKey(
        Agency, verbose_name=_("issuing agency"), on_delete=models.PROTECT, related_name="letters"
    )
    root_path = models.CharField(max_length=4)
    form = models.CharField(_("form"), max_length=12, choices=LetterForm)
    series = models.CharField(max_length=60)
    serial = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=80)
    addressee = models.CharField(_("addressee"), max_length=100)
    body = models.TextField(_("text"))
    sha256 = models.CharField(max_length=64)
    written_at = models.DateTimeField(_("time"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+"
    )

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter sent")
        verbose_name_plural = _("letters sent")
        default_permissions = ()
        ordering = ["written_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["root_path", "series", "serial"], name="letter_number_unique"),
            models.CheckConstraint(condition=~Q(body="") & Q(serial__gte=1), name="letter_has_text_and_number"),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.number}"

    @property
    def code(self) -> str:
        return f"{self.series}-{self.serial}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, once."""
        super().save(*args, **kwargs | {"force_insert": True})


class LetterTemplateQuerySet(OwnedQuerySet["LetterTemplate"]):
    """Templates as sentences."""

    manage_permission = Permission.MANAGE_LETTERS

    def holding_for(self, agency: Agency, form: str) -> LetterTemplate | None:
        """The wording of `form` that holds for `agency`: the nearest at or above it, or None for the shipped one."""
        own = self.filter(agency__path__in=agency.ancestor_paths, form=form)
        return own.order_by("-agency__depth").first()


class LetterTemplate(models.Model):
    """The wording of one form for a government and everybody below it, in place of the shipped one."""

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="letter_templates"
    )
    form = models.CharField(_("form"), max_length=12, choices=LetterForm)
    text = models.TextField(_("text"), max_length=6000)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")
        default_permissions = ()
        ordering = ["agency__path", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "form"],
                name="letter_template_unique",
                violation_error_message=_("This government has its own wording of this form already; open that one."),
            )
        ]

    def __str__(self) -> str:
        return self.get_form_display()
