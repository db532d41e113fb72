"""The cast that is put back is the cast that the actions make."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import transaction

from portal.accounts.models import User
from portal.agencies.models import Agency, AgencyUserObjectPermission
from portal.audit.models import AuditEvent
from portal.audit.verification import broken_links
from tests.cast import PASSWORD, Cast, assemble
from tests.recall import cast_of_the_test

pytestmark = pytest.mark.django_db

GRANT = ("user__username", "permission__codename", "content_object__path")
EVENT = ("number", "event", "actor", "agency_path", "agency_name", "before", "after")


def written_by(make: Callable[[], Cast]) -> dict[str, object]:
    """What then stands in the database and in the hands of a test, less keys, salts and moments; undone again."""
    with transaction.atomic():
        cast = make()
        written = {
            "cast": {name: str(value) for name, value in vars(cast).items()},
            "agencies": list(Agency.objects.order_by("path").values_list("path", "root_path", "numchild", "host")),
            "people": sorted(User.objects.values_list("username", "full_name", "email", "is_staff", "is_active")),
            "grants": sorted(AgencyUserObjectPermission.objects.values_list(*GRANT)),
            "trail": list(AuditEvent.objects.order_by("number").values_list(*EVENT)),
            "broken": list(broken_links()),
            "rows": {
                table._meta.label: table._base_manager.count() for table in apps.get_models(include_auto_created=True)
            },
        }
        transaction.set_rollback(True)
    return written


def test_put_back_it_is_what_the_actions_make():
    written_by(cast_of_the_test)  # from here on it is kept
    put_back = written_by(cast_of_the_test)
    assert put_back == written_by(assemble)
    assert len(put_back["grants"]) > 50
    assert put_back["broken"] == []


def test_every_object_is_the_row_of_its_name_and_signs_in(cast):
    for member in cast.members().values():
        assert User.objects.get(pk=member.pk).check_password(PASSWORD)
    assert Agency.objects.get(code="qt-mzj") == cast.bureau
    assert cast.clerk.agencyuserobjectpermission_set.first().content_object == cast.bureau


@pytest.mark.parametrize("_again", range(2))
def test_what_a_test_changes_the_next_one_does_not_meet(cast, _again):
    assert cast.bureau.name == Agency.objects.get(pk=cast.bureau.pk).name == "青田县民政局"
    cast.bureau.name = "改过的局"
    cast.bureau.save()


def test_it_is_made_anew_where_something_stands_already():
    User.objects.create(username="earlier")
    cast_of_the_test()
    assert User.objects.filter(username__in=["earlier", "clerk"]).count() == 2
    assert list(broken_links()) == []
