"""Decisions about the tree and about who may do what on it."""

from __future__ import annotations

from django.contrib.auth.models import Permission as PermissionRow
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyUserObjectPermission, Change, HeldRole
from portal.agencies.permissions import Permission, Role, require
from portal.agencies.reform import is_free
from portal.agencies.roles import ROLES
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused


@transaction.atomic
def found(parent: Agency | None, *, by: User | None, **fields: object) -> Agency:
    """Add an agency below `parent` (None: a new tree) and return it.

    Only the installation itself (`by=None`: setup command, demo) may plant a new tree. Raises Refused if the code is
    or was taken in this tree.
    """
    if parent is None:
        if by is not None:
            raise Refused(_("A new tree of agencies is planted by the operator, with `manage.py`."))
        agency = Agency.objects.add_root(instance=Agency(**fields))
    else:
        if by is not None:
            require(by, Permission.MANAGE_AGENCY, on=parent)
        if not is_free(str(fields["code"]), parent.path[: Agency.steplen]):
            raise Refused(_("Another agency of this government has this code."), field="code")
        parent.refresh_from_db()
        agency = Agency.objects.add_child(parent, instance=Agency(root_path=parent.path[:4], **fields))
    agency.root_path = agency.path[:4]
    agency.save(update_fields=["root_path"])
    record(Event.AGENCY_FOUNDED, by=by, agency=agency, subject=agency, after={"name": agency.name, "code": agency.code})
    return agency


CHANGEABLE = (
    "name",
    "short_name",
    "tier",
    "kind",
    "guided_by",
    "is_active",
    "address",
    "phone",
    "fax",
    "email",
    "postcode",
    "office_hours",
    "functions",
    "request_office",
    "hotline",
    "supervision_phone",
    "reception",
    "site_name",
    "theme",
    "site_id_code",
    "icp_number",
    "police_number",
)


@transaction.atomic
def change(agency: Agency, *, by: User, **fields: object) -> Agency:
    """Change fields of `agency` (those of CHANGEABLE) and return it. Place and code stay: addresses hang on them."""
    require(by, Permission.MANAGE_AGENCY, on=agency)
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    changed = {name: value for name, value in fields.items() if name in CHANGEABLE and getattr(locked, name) != value}
    if not changed:
        return locked
    if changed.get("is_active") and locked.successions.exclude(kind=Change.RENAMED).filter(leads_on=True).exists():
        raise Refused(_("This agency has ended; another one answers for it."), field="is_active")
    before = {name: getattr(locked, name) for name in changed}
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.full_clean(exclude=[field.name for field in Agency._meta.fields if field.name not in changed])
    locked.save(update_fields=list(changed))
    record(Event.AGENCY_CHANGED, by=by, agency=locked, subject=locked, before=before, after=changed)
    return locked


@transaction.atomic
def open_account(
    username: str, *, full_name: str, email: str, password: str, role: Role, on: Agency, by: User | None
) -> User:
    """Open a staff account with `role` on `on` and return it.

    Raises NotAllowed without the right to grant there, Refused if the user name is taken.
    """
    if by is not None:
        require(by, Permission.MANAGE_GRANTS, on=on)
    if User.objects.filter(username=username).exists():
        raise Refused(_("This user name is taken; choose another."), field="username")
    user = User(username=username, full_name=full_name, email=email, is_staff=True)
    user.set_password(password)
    user.save()
    record(Event.ACCOUNT_OPENED, by=by, agency=on, subject=user, after={"username": username})
    grant(role, to=user, on=on, by=by)
    return user


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Disable `user` at once, on every device. Raises NotAllowed unless `by` may grant wherever `user` serves."""
    served = Agency.objects.filter(agencyuserobjectpermission__user=user).distinct()
    for agency in served:
        require(by, Permission.MANAGE_GRANTS, on=agency)
    User.objects.filter(pk=user.pk).update(is_active=False)
    record(Event.ACCOUNT_CLOSED, by=by, agency=served.first(), subject=user)


@transaction.atomic
def grant(role: Role, *, to: User, on: Agency, by: User | None) -> None:
    """Give `to` every permission of `role` on `on` and everything below it; giving it twice changes nothing.

    `by=None` is the installation itself. Raises NotAllowed without the right to grant there.
    """
    if by is not None:
        require(by, Permission.MANAGE_GRANTS, on=on)
    HeldRole.objects.get_or_create(user=to, agency=on, role=role.code)
    for codename in sorted(role.permissions):
        AgencyUserObjectPermission.objects.get_or_create(user=to, permission=_row(codename), content_object=on)
    to.__dict__.pop("_grants", None)
    record(Event.ROLE_GRANTED, by=by, agency=on, subject=to, after={"role": role.code})


@transaction.atomic
def revoke(role: Role, *, of: User, on: Agency, by: User | None) -> None:
    """Take `role` on `on` from `of`; what another role there, or a grant above, gives stays."""
    if by is not None:
        require(by, Permission.MANAGE_GRANTS, on=on)
    HeldRole.objects.filter(user=of, agency=on, role=role.code).delete()
    others = HeldRole.objects.filter(user=of, agency=on, role__in=ROLES).values_list("role", flat=True)
    kept = frozenset().union(*(ROLES[code].permissions for code in others))
    AgencyUserObjectPermission.objects.filter(
        user=of, content_object=on, permission__codename__in=role.permissions - kept
    ).delete()
    of.__dict__.pop("_grants", None)
    record(Event.ROLE_REVOKED, by=by, agency=on, subject=of, before={"role": role.code})


@transaction.atomic
def renew_roles(**_signal: object) -> None:
    """Give everybody what a new release has added to their roles (receiver of `post_migrate`).

    What a release takes out of a role stays with those who hold it until the role is revoked.
    """
    had = set(AgencyUserObjectPermission.objects.values_list("user", "content_object", "permission__codename"))
    for held in HeldRole.objects.filter(role__in=ROLES).select_related("user", "agency"):
        missing = {name for name in ROLES[held.role].permissions if (held.user_id, held.agency_id, name) not in had}
        if missing:
            grant(ROLES[held.role], to=held.user, on=held.agency, by=None)


def _row(codename: str) -> PermissionRow:
    content_type = ContentType.objects.get_for_model(Agency)
    return PermissionRow.objects.get_or_create(
        codename=codename, content_type=content_type, defaults={"name": codename.replace("_", " ")}
    )[0]
