"""Schemes of assessment: writing one, and beginning with all agencies it is for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from oversight.assessment_letters import tell_agencies
from oversight.models import Assessment, AssessmentScheme, Indicator, VetoItem
from oversight.permissions import Permission
from portal.agencies.models import Agency, AgencyQuerySet
from portal.agencies.permissions import require
from portal.audit.actions import Fact, record, record_all
from portal.audit.models import Event
from portal.notices.models import Kind
from portal.refusals import Refused

if TYPE_CHECKING:
    from portal.accounts.models import User


@transaction.atomic
def save_scheme(
    scheme: AssessmentScheme, *, by: User, indicators: Iterable[Indicator] = (), vetoes: Iterable[VetoItem] = ()
) -> AssessmentScheme:
    """Save a scheme with `indicators` and `vetoes`, new or changed.

    Raises Refused for a second scheme of the same year and kind, and once an agency was told its scores under it: all
    are assessed by the same scheme.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    same = AssessmentScheme.objects.filter(agency=scheme.agency, year=scheme.year, kind=scheme.kind)
    if same.exclude(pk=scheme.pk).exists():
        raise Refused(_("There is a scheme for that year and kind of agency already."), field="kind")
    if scheme.pk is not None:
        kept = AssessmentScheme.objects.select_for_update(of=("self",)).select_related("agency").get(pk=scheme.pk)
        require(by, Permission.ASSESS, on=kept.agency)
        if Assessment.objects.begun_to_tell().filter(scheme=scheme).exists():
            raise Refused(_("Agencies were told their scores under this scheme; write a new one for another year."))
    scheme.save()
    lines: list[Indicator | VetoItem] = [*indicators, *vetoes]
    for line in lines:
        line.scheme = scheme
        line.save()
    record(
        Event.SCHEME_CHANGED, by=by, agency=scheme.agency, subject=scheme,
        after={"title": scheme.title, "indicators": [i.name for i in scheme.indicators.all()]},
    )  # fmt: skip
    return scheme


@transaction.atomic
def open_assessment(scheme: AssessmentScheme, *, agency: Agency, by: User) -> Assessment:
    """Begin the assessment of `agency`; a government assesses each agency once a year.

    Raises Refused when the scheme is for another kind of agency, for another government's, or for itself.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    if not agency.is_under(scheme.agency) or agency.path == scheme.agency.path:
        raise Refused(
            _("This scheme is for agencies below %(government)s.") % {"government": scheme.agency}, field="agency"
        )
    if agency.kind != scheme.kind:
        raise Refused(_("This scheme is for another kind of agency."), field="agency")
    held = _held(scheme)
    if Assessment.objects.of_year(scheme.agency, scheme.year).filter(agency=agency).exists():
        raise Refused(_("This agency is already assessed for that year."), field="agency")
    return _open(held, [agency], by=by)[0]


@transaction.atomic
def open_all(scheme: AssessmentScheme, *, by: User) -> list[Assessment]:
    """Begin with every active agency of the kind below the government that is not assessed for that year yet.

    Raises Refused when there is none left.
    """
    require(by, Permission.ASSESS, on=scheme.agency)
    held = _held(scheme)
    missing = list(still_to_open(held))
    if not missing:
        raise Refused(_("Every agency of this kind is assessed already."))
    return _open(held, missing, by=by)


def still_to_open(scheme: AssessmentScheme) -> AgencyQuerySet:
    """Active agencies of the kind below the government that are not assessed for that year."""
    assessed = Assessment.objects.of_year(scheme.agency, scheme.year).values("agency")
    below = Agency.objects.public().under(scheme.agency).filter(kind=scheme.kind)
    return below.exclude(pk=scheme.agency.pk).exclude(pk__in=assessed)


def _held(scheme: AssessmentScheme) -> AssessmentScheme:
    """The scheme with its row held, so that no agency is opened twice."""
    held = AssessmentScheme.objects.select_for_update(of=("self",)).select_related("agency").get(pk=scheme.pk)
    if not held.indicators.exists():
        raise Refused(_("This scheme has no indicators yet."), field="scheme")
    if Assessment.objects.final().filter(scheme=held).exists():
        raise Refused(_("The assessment is final; nothing is added to it."), field="scheme")
    return held


def _open(scheme: AssessmentScheme, agencies: list[Agency], *, by: User) -> list[Assessment]:
    opened = [Assessment.objects.create(scheme=scheme, agency=agency) for agency in agencies]
    record_all(
        [Fact(Event.ASSESSMENT_OPENED, by, one.agency, one, after={"scheme": scheme.title}) for one in opened]
    )  # fmt: skip
    tell_agencies(opened, Kind.ASSESSMENT_OPENED)
    return opened
