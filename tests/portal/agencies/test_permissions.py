"""Grants hold for the subtree, and for nothing beside or above it."""

from importlib import import_module

import pytest
from django.apps import apps

from portal.agencies.actions import grant, renew_roles, revoke
from portal.agencies.models import Agency, AgencyUserObjectPermission, HeldRole
from portal.agencies.permissions import can
from portal.agencies.roles import ROLES
from portal.audit.models import AuditEvent
from portal.refusals import NotAllowed, Refused


def test_a_grant_holds_for_the_agency_and_below(cast):
    assert can(cast.officer, "view_oversight", on=cast.township)
    assert can(cast.clerk, "edit_item", on=cast.bureau)


@pytest.mark.parametrize("place", ["sibling", "county", "city", "other_bureau"])
def test_a_grant_holds_nowhere_else(cast, place):
    assert not can(cast.clerk, "edit_item", on=getattr(cast, place))


def test_the_door_and_the_question_agree_for_everybody_everywhere(cast):
    for user in cast.members().values():
        for permission in ("edit_item", "view_oversight", "manage_agency"):
            asked = {a.code for a in Agency.objects.public() if can(user, permission, on=a)}
            opened = set(Agency.objects.managed_by(user, permission).values_list("code", flat=True))
            assert asked == opened


def test_the_superuser_flag_answers_nothing(cast):
    cast.citizen.is_superuser = True
    cast.citizen.save()
    assert not can(cast.citizen, "edit_item", on=cast.bureau)
    assert not Agency.objects.managed_by(cast.citizen).exists()


def test_a_revoked_grant_is_gone_at_once(cast):
    revoke(ROLES["clerk"], of=cast.clerk, on=cast.bureau, by=cast.admin)
    assert not can(cast.clerk, "edit_item", on=cast.bureau)


def test_what_two_roles_give_stays_until_both_are_revoked(cast):
    grant(ROLES["head"], to=cast.clerk, on=cast.bureau, by=cast.admin)
    revoke(ROLES["clerk"], of=cast.clerk, on=cast.bureau, by=cast.admin)
    assert can(cast.clerk, "view_request", on=cast.bureau)
    assert not can(cast.clerk, "edit_item", on=cast.bureau)
    revoke(ROLES["head"], of=cast.clerk, on=cast.bureau, by=cast.admin)
    assert not can(cast.clerk, "view_request", on=cast.bureau)


def test_a_release_that_adds_to_a_role_gives_it_to_those_who_hold_the_role(cast):
    added = AgencyUserObjectPermission.objects.filter(permission__codename="edit_item")
    places = added.values_list("user", "content_object")
    holders = set(places)
    assert (cast.clerk.pk, cast.bureau.pk) in holders
    added.delete()
    revoke(ROLES["clerk"], of=cast.sibling_clerk, on=cast.sibling, by=cast.admin)
    events = AuditEvent.objects.count()
    renew_roles()
    renewed = set(
        AgencyUserObjectPermission.objects.filter(permission__codename="edit_item").values_list(
            "user", "content_object"
        )
    )
    assert renewed == holders - {(cast.sibling_clerk.pk, cast.sibling.pk)}
    assert AuditEvent.objects.count() == events + len(renewed)
    renew_roles()
    assert AuditEvent.objects.count() == events + len(renewed)


def test_an_installation_from_before_reads_its_trail(cast):
    """The migration finds for everybody of the cast what `grant` writes down today."""
    kept = set(HeldRole.objects.values_list("user", "agency", "role"))
    assert kept
    HeldRole.objects.all().delete()
    import_module("portal.agencies.migrations.0003_held_roles").read_the_trail(apps, None)
    assert set(HeldRole.objects.values_list("user", "agency", "role")) == kept


def test_nobody_grants_outside_their_tree(cast):
    with pytest.raises(NotAllowed):
        grant(ROLES["clerk"], to=cast.clerk, on=cast.other_bureau, by=cast.admin)
    assert not can(cast.clerk, "edit_item", on=cast.other_bureau)


def test_a_disabled_account_has_no_rights(cast):
    cast.clerk.is_active = False
    assert not can(cast.clerk, "edit_item", on=cast.bureau)


def test_codes_are_unique_in_one_tree_only(cast):
    from tests.cast import agency

    assert agency(cast.other_government, "远山县教育局", "qt-jyj", "county", "department").code == "qt-jyj"
    with pytest.raises(Refused) as refusal:
        agency(cast.city, "又一个", "qt-jyj", "county", "department")
    assert refusal.value.field == "code"


def test_the_government_is_the_nearest_one_with_a_site(cast):
    assert cast.township.government() == cast.county
    assert cast.water.government() == cast.city
    assert cast.county.government() == cast.county
