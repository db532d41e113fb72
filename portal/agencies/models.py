"""The tree of agencies, and the grants that people hold on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

if TYPE_CHECKING:
    from portal.accounts.models import User


class Tier(models.TextChoices):
    """Level of administration (五级), which decides the catalog template."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")


class Kind(models.TextChoices):
    """What an agency is."""

    GOVERNMENT = "government", _("People's government")
    OFFICE = "office", _("Open government office")
    DEPARTMENT = "department", _("Department")
    TOWNSHIP = "township", _("Township or subdistrict")
    VILLAGE = "village", _("Village or community")
    ZONE = "zone", _("Development zone committee")
    UTILITY = "utility", _("Public utility")
    SCHOOL = "school", _("School")
    HOSPITAL = "hospital", _("Hospital")
    COURT = "court", _("Court")
    PROCURATORATE = "procuratorate", _("Procuratorate")
    POLICE = "police", _("Police")
    PRISON = "prison", _("Prison")


class AgencyQuerySet(MP_NodeQuerySet):
    """Agencies as sentences: `Agency.objects.public().under(city)`."""

    def public(self) -> AgencyQuerySet:
        """Agencies that citizens see."""
        return self.filter(is_active=True)

    def visible_to(self, user: User) -> AgencyQuerySet:
        """Agencies that `user` sees: the public ones, and those a grant covers."""
        return self.filter(models.Q(is_active=True) | models.Q(pk__in=self.model.objects.managed_by(user)))

    def managed_by(self, user: User, permission: str | None = None) -> AgencyQuerySet:
        """Agencies at or below one on which `user`, or a group of theirs, holds `permission` (any, if None)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        here = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
        wanted = {} if permission is None else {"permission__codename": permission}
        own = AgencyUserObjectPermission.objects.filter(user=user, **wanted)
        shared = AgencyGroupObjectPermission.objects.filter(group__in=user.groups.all(), **wanted)
        covering = models.Q()
        for grants in (own, shared):
            above = grants.annotate(here=here).filter(here__startswith=F("content_object__path"))
            covering |= models.Q(models.Exists(above))
        return self.filter(covering)

    def under(self, agency: Agency) -> AgencyQuerySet:
        """`agency` and everything below it."""
        return self.filter(path__startswith=agency.path)

    def named_in(self, text: str) -> AgencyQuerySet:
        """Agencies whose name or short name stands in `text`, the longer name first."""
        said = self.annotate(said=models.Value(text, output_field=models.TextField()))
        in_short = ~models.Q(short_name="") & models.Q(said__contains=F("short_name"))
        return said.filter(models.Q(said__contains=F("name")) | in_short).order_by(Length("name").desc(), "path")[:3]

    def receiving(self) -> AgencyQuerySet:
        """Agencies whose leaders receive visitors on days that everybody knows."""
        return self.exclude(reception="")

    def governments(self) -> AgencyQuerySet:
        """Agencies that are tenants: they have a site of their own, or stand at the root of a tree."""
        return self.filter(models.Q(host__isnull=False) | models.Q(depth=1))


class AgencyManager(MP_NodeManager.from_queryset(AgencyQuerySet)):  # type: ignore[misc]
    """treebeard's writing verbs (`add_root`, `add_child`, `move`) with our queryset, in tree order."""

    def get_queryset(self) -> AgencyQuerySet:
        return AgencyQuerySet(self.model, using=self._db).order_by("path")


class Agency(MP_Node):
    """A body that publishes and answers; the tree is the territorial line (块), `guided_by` the system line (条)."""

    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=30)
    code = models.CharField(
        _("code"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z0-9-]+$", _("Use lower-case letters, digits and hyphens only."))],
        help_text=_("Stands in addresses and index numbers; unique within one tree."),
    )
    root_path = models.CharField(max_length=4, editable=False)
    tier = models.CharField(_("tier"), max_length=12, choices=Tier)
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    guided_by = models.ForeignKey(
        "self",
        verbose_name=_("guided by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="guides",
        help_text=_("Superior in the system line, where it is not the parent."),
    )
    is_active = models.BooleanField(_("active"), default=True)

    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    fax = models.CharField(_("fax"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=100, blank=True)
    functions = models.TextField(_("functions"), blank=True)
    request_office = models.CharField(
        _("office that takes requests"), max_length=60, blank=True,
        help_text=_("Named in the guide to government information; blank: the agency itself."),
    )  # fmt: skip
    hotline = models.CharField(_("hotline"), max_length=40, blank=True)
    supervision_phone = models.CharField(_("telephone for complaints"), max_length=40, blank=True)
    reception = models.TextField(
        _("reception of visitors by leaders"), max_length=1000, blank=True,
        help_text=_("One line for each: day | who | place. Everybody reads it on the contact page."),
    )  # fmt: skip

    # A government's own site (domain notes §4: one site per government, its units are sections of it).
    host = models.CharField(_("host name"), max_length=100, null=True, blank=True, unique=True)
    site_name = models.CharField(_("name of the site"), max_length=60, blank=True)
    theme = models.CharField(
        _("theme colour"), max_length=7, blank=True, validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    site_id_code = models.CharField(_("site identification code"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP number"), max_length=40, blank=True)
    police_number = models.CharField(_("public security record number"), max_length=40, blank=True)

    steplen = 4
    objects = AgencyManager()

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["root_path", "code"],
                name="agency_code_unique_in_its_tree",
                violation_error_message=_("Another agency of this government has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_government(self) -> bool:
        return bool(self.host) or self.depth == 1

    @property
    def ancestor_paths(self) -> list[str]:
        """Paths of this agency and all above it, top first."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    def is_under(self, other: Agency) -> bool:
        """True for `other` itself and everything below it."""
        return self.path.startswith(other.path)

    def government(self) -> Agency:
        """The tenant this agency belongs to: the nearest at or above it with a site of its own, else the root."""
        return Agency.objects.governments().filter(path__in=self.ancestor_paths).order_by("-depth")[0]


class AgencyUserObjectPermission(UserObjectPermissionBase):
    """A grant to one person: django-guardian's object permission, held for the agency and everything below it."""

    content_object = models.ForeignKey(Agency, on_delete=models.CASCADE)


class AgencyGroupObjectPermission(GroupObjectPermissionBase):
    """A grant to a group of people, held for the agency and everything below it."""

    content_object = models.ForeignKey(Agency, on_delete=models.CASCADE)


class HeldRole(models.Model):
    """A role that was given to somebody: what the permissions are renewed from when a release adds to the role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_roles")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=30)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "agency", "role"], name="held_role_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.agency_id}"


class Change(models.TextChoices):
    """What became of an agency in a reform (机构改革)."""

    RENAMED = "renamed", _("renamed")
    MERGED = "merged", _("merged")
    SPLIT = "split", _("split")


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Successions as sentences: `Succession.objects.under(city).newest_first()`."""

    def under(self, agency: Agency) -> SuccessionQuerySet:
        """Of agencies at or below `agency`, as the tree stands."""
        return self.filter(predecessor__path__startswith=agency.path)

    def before(self, agency: Agency) -> SuccessionQuerySet:
        """What `agency` was, or took over."""
        return self.filter(successor=agency).newest_first()

    def newest_first(self) -> SuccessionQuerySet:
        return self.order_by("-day", "-pk")

    def of_code(self, code: str, root_path: str) -> SuccessionQuerySet:
        """Those that led away from a code that stood in addresses of this tree."""
        return self.filter(old_code=code, predecessor__root_path=root_path, leads_on=True)


class Succession(models.Model):
    """An agency took another name, or its affairs went to `successor`: public, and never changed afterwards.

    `leads_on`: the addresses with the old code lead to the successor. A dissolved agency has exactly one such row.
    """

    kind = models.CharField(_("what happened"), max_length=8, choices=Change)
    predecessor = models.ForeignKey(
        Agency, verbose_name=_("agency before"), on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Agency, verbose_name=_("agency after"), on_delete=models.PROTECT, related_name="predecessions"
    )
    old_name = models.CharField(_("name before"), max_length=100)
    old_short_name = models.CharField(max_length=30)
    old_code = models.CharField(max_length=40)
    new_name = models.CharField(_("name after"), max_length=100)
    leads_on = models.BooleanField(default=False)
    day = models.DateField(_("from"))
    document = models.CharField(_("document number"), max_length=60)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession of an agency")
        verbose_name_plural = _("successions of agencies")
        default_permissions = ()
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(leads_on=True) & ~Q(kind="renamed"),
                name="succession_dissolves_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="renamed", predecessor=F("successor"))
                | (~Q(kind="renamed") & ~Q(predecessor=F("successor"))),
                name="succession_to_another_unless_renamed",
            ),
        ]
        indexes = [models.Index(fields=["old_code"], name="succession_old_code")]

    def __str__(self) -> str:
        return f"{self.old_name} → {self.new_name}"
