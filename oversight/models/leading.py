"""Who leads the work: leading groups with their office, and the responsible persons of an agency in a year."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oversight.models.work_terms import WorkQuerySet
from portal.agencies.models import Agency

STAFF_WANTED = range(2, 4)  # 2 to 3 people in the office of the group (matrix row 4)


class MemberRole(models.TextChoices):
    """What somebody is in a leading group (领导小组)."""

    LEADER = "leader", _("head of the group")
    DEPUTY = "deputy", _("deputy head of the group")
    MEMBER = "member", _("member of the group")
    DIRECTOR = "director", _("director of the group's office")


class Responsibility(models.TextChoices):
    """Whom every agency names each year (matrix rows 3 and 7)."""

    FIRST = "first", _("first accountable person")
    DEPUTY = "deputy", _("leader in charge")
    LIAISON = "liaison", _("liaison")


class LeadingGroupQuerySet(WorkQuerySet["LeadingGroup"]):
    year_field = ""
    searched = ("name", "document_number", "members__name")

    def is_public(self) -> Q:
        """Groups that exist today."""
        return Q(ended_on=None)

    def running(self) -> Self:
        return self.filter(ended_on=None)

    def holding(self, words: str) -> Self:
        return super().holding(words).distinct() if words else self


class LeadingGroup(models.Model):
    """A leading group of one agency, by a document, with the profile of its office."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    document_number = models.CharField(_("document number"), max_length=60)
    mandate = models.TextField(_("mandate"), max_length=1000, blank=True)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)
    staff_count = models.PositiveSmallIntegerField(_("staff of the office"), default=0)
    premises = models.CharField(_("premises"), max_length=120, blank=True)
    budget = models.DecimalField(_("budget of the year, 10 000 yuan"), max_digits=10, decimal_places=2, default=0)

    objects = LeadingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("leading group")
        verbose_name_plural = _("leading groups")
        default_permissions = ()
        ordering = ["agency__path", "-began_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agency"], condition=Q(ended_on=None), name="leading_group_one_running"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="leading_group_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def lacks(self) -> list[str]:
        """What the office of the group lacks: two to three people, premises, a budget (matrix row 4)."""
        wants = {
            _("two to three people"): self.staff_count in STAFF_WANTED,
            _("premises"): bool(self.premises),
            _("a budget"): bool(self.budget),
        }
        return [str(label) for label, is_there in wants.items() if not is_there]


class GroupMemberQuerySet(WorkQuerySet["GroupMember"]):
    agency_field = "group__agency"
    year_field = ""
    searched = ("name", "post", "group__name")
    related = ("group__agency",)

    def serving(self) -> Self:
        """Who belongs to a group today, its head first."""
        rank = models.Case(*(models.When(role=role, then=place) for place, role in enumerate(MemberRole.values)))
        return self.filter(ended_on=None).order_by("group", rank, "pk")


class GroupMember(models.Model):
    """One person in one group for some time; the same person may serve in several."""

    group = models.ForeignKey(
        LeadingGroup, verbose_name=_("leading group"), on_delete=models.PROTECT, related_name="members"
    )
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=80)
    role = models.CharField(_("role"), max_length=8, choices=MemberRole, default=MemberRole.MEMBER)
    began_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of a leading group")
        verbose_name_plural = _("members of leading groups")
        default_permissions = ()
        ordering = ["group__agency__path", "-began_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name"], condition=Q(ended_on=None), name="group_member_once_in_a_group"
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(ended_on=None, role="leader"), name="group_member_one_leader"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")), name="group_member_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def agency(self) -> Agency:
        return self.group.agency


class ResponsiblePersonQuerySet(WorkQuerySet["ResponsiblePerson"]):
    searched = ("name", "post")

    def is_public(self) -> Q:
        """Name, post and office telephone of every one: nothing else is asked for."""
        return Q(agency__is_active=True)

    def in_order(self) -> Self:
        """By agency, the first accountable person first."""
        rank = models.Case(*(models.When(duty=duty, then=place) for place, duty in enumerate(Responsibility.values)))
        return self.order_by("-year", "agency__path", rank)


class ResponsiblePerson(models.Model):
    """Who answers for the work of one agency in one year; a later entry takes the place of the earlier one."""

    agency = models.ForeignKey(Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    duty = models.CharField(_("responsibility"), max_length=8, choices=Responsibility)
    name = models.CharField(_("name"), max_length=40)
    post = models.CharField(_("post"), max_length=80)
    phone = models.CharField(_("office telephone"), max_length=40)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ResponsiblePersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsible person")
        verbose_name_plural = _("responsible persons")
        default_permissions = ()
        ordering = ["-year", "agency__path", "duty"]
        constraints = [models.UniqueConstraint(fields=["agency", "year", "duty"], name="responsible_person_once")]

    def __str__(self) -> str:
        return self.name
