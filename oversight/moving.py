"""What of the oversight of an agency passes to its successor."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from oversight.models import Assessment, Complaint, ComplaintExtract, SupervisionOrder
from oversight.states import OPEN_COMPLAINTS, OPEN_ORDERS, AssessmentState
from portal.agencies.models import Agency
from portal.agencies.moving import Mover


class Complaints(Mover):
    """Complaints about the agency. Nobody who looks at the reform learns how many there are, or that there is any.

    Where the successor itself hears the case, it stays with the agency that it is about: nobody hears his own case.
    """

    is_silent = True
    open_work = Q(state__in=OPEN_COMPLAINTS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(agency=to)


class Extracts(Mover):
    """Extracts that the agency received, so that the successor can answer them."""

    is_silent = True
    open_work = Q(complaint__state__in=OPEN_COMPLAINTS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(complaint__agency=to)


class Assessments(Mover):
    """Open assessments. Where the successor is assessed in the same scheme, and once finalised, they stay."""

    open_work = Q(state=AssessmentState.OPEN)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        own = Assessment.objects.filter(scheme=OuterRef("scheme"), agency=to)
        unfit = ~Q(scheme__kind=to.kind) | Q(scheme__agency=to)
        return rows.filter(Q(Exists(own)) | unfit | Q(state=AssessmentState.FINALISED))


class Orders(Mover):
    """Open orders go to whoever answers now; one that the successor itself issued stays."""

    open_work = Q(state__in=OPEN_ORDERS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(government=to)


MOVERS = (
    Complaints(Complaint, "accused"),
    Extracts(ComplaintExtract),
    Assessments(Assessment),
    Orders(SupervisionOrder),
)
STAYS = {
    "oversight.Complaint.agency": "Governments hear complaints, and they are not merged.",
    "oversight.ComplaintTerms.agency": "Governments hear complaints, and they are not merged.",
    "oversight.EarlyWarning.agency": "A warning follows its cause: the next sweep finds it with the successor.",
    "oversight.SupervisionOrder.government": "Governments issue orders, and they are not merged.",
    "oversight.OrderSeries.government": "Governments issue orders, and they are not merged.",
    "oversight.PlatformFault.agency": "Governments mark faults, and they are not merged.",
    "oversight.AnnualReport.agency": "A report says what its agency did; the successor reports from then on.",
    "oversight.ReportTerms.agency": "Governments set the days, and they are not merged.",
    "oversight.AssessmentScheme.agency": "Governments assess, and they are not merged.",
}
