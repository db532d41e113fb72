"""Groups of readers: who may read what is not for everyone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from disclosure.models import ReaderGroup
from disclosure.permissions import Permission
from portal.accounts.models import User as Account
from portal.agencies.models import Agency
from portal.agencies.permissions import require
from portal.audit.actions import record
from portal.audit.models import Event
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def form_group(agency: Agency, *, by: User, name: str, usernames: Iterable[str]) -> ReaderGroup:
    """Form a group of readers of `agency`. Raises Refused beside the field for a name taken or an account unknown."""
    require(by, Permission.MANAGE_READERS, on=agency)
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Give the group a name."), field="name")
    if ReaderGroup.objects.filter(agency=agency, name=name).exists():
        raise Refused(_("This agency has a group of this name already."), field="name")
    group = ReaderGroup.objects.create(agency=agency, name=name)
    _set_members(group, usernames, by=by, before=[])
    return group


@transaction.atomic
def change_group(group: ReaderGroup, *, by: User, usernames: Iterable[str]) -> ReaderGroup:
    """Make exactly these accounts the members; who is no longer named cannot read from this moment on."""
    require(by, Permission.MANAGE_READERS, on=group)
    locked = ReaderGroup.objects.select_for_update(of=("self",)).select_related("agency").get(pk=group.pk)
    before = sorted(locked.members.values_list("username", flat=True))
    _set_members(locked, usernames, by=by, before=before)
    return locked


def _set_members(group: ReaderGroup, usernames: Iterable[str], *, by: User, before: list[str]) -> None:
    wanted = sorted({name.strip() for name in usernames if name.strip()})
    accounts = {account.username: account for account in Account.objects.filter(username__in=wanted, is_active=True)}
    unknown = [name for name in wanted if name not in accounts]
    if unknown:
        raise Refused(
            _("There is no account with the user name %(names)s.") % {"names": "、".join(unknown)}, field="usernames"
        )
    group.members.set(accounts.values())
    if wanted != before:
        record(
            Event.READERS_CHANGED,
            by=by,
            agency=group.agency,
            subject=group,
            before={"members": before},
            after={"name": group.name, "members": wanted},
        )
