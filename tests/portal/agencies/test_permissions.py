"""Grants hold for the subtree, and for nothing beside or above it."""

import pytest

from portal.agencies.actions import grant, revoke
from portal.agencies.models import Agency
from portal.agencies.permissions import can
from portal.agencies.roles import ROLES
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
