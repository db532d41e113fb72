"""What tests of reforms share."""

from django.apps import apps
from django.utils import timezone

from portal.agencies import reforming
from portal.agencies.models import Kind, Tier
from tests.cast import agency

DOCUMENT = "青编发〔2026〕3号"


def paper(**more):
    return {"day": timezone.localdate(), "document": DOCUMENT} | more


def merged(cast, **more):
    return reforming.merge([cast.bureau], cast.sibling, by=cast.admin, **paper(**more))


def census():
    """How many rows of each table there are, but for those that a reform itself adds."""
    grown = {"audit.AuditEvent", "agencies.Succession", "agencies.AgencyUserObjectPermission", "agencies.HeldRole"}
    tables = apps.get_models(include_auto_created=True)
    return {t._meta.label: t._base_manager.count() for t in tables if t._meta.label not in grown}


def third(cast, code="qt-rsj", name="青田县人社局"):
    return agency(cast.county, name, code, Tier.COUNTY, Kind.DEPARTMENT)
