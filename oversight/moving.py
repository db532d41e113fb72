"""What of the oversight of an agency passes to its successor."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from oversight.models import (
    Assessment,
    CheckedAgency,
    Complaint,
    ComplaintExtract,
    Milestone,
    OpinionCase,
    OpinionConcern,
    PageReport,
    PowerCase,
    PowerItem,
    ReviewedAgency,
    StaffMember,
    SupervisionOrder,
)
from oversight.states import (
    ENDED_CHECKS,
    FINAL_ASSESSMENTS,
    OPEN_COMPLAINTS,
    OPEN_OPINIONS,
    OPEN_ORDERS,
    OPEN_PAGE_REPORTS,
    RUNNING_POWERS,
    MilestoneState,
    ReviewState,
)
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

    open_work = ~Q(state__in=FINAL_ASSESSMENTS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        own = Assessment.objects.filter(scheme=OuterRef("scheme"), agency=to)
        unfit = ~Q(scheme__kind=to.kind) | Q(scheme__agency=to)
        return rows.filter(Q(Exists(own)) | unfit | Q(state__in=FINAL_ASSESSMENTS))


class Orders(Mover):
    """Open orders go to whoever answers now; one that the successor itself issued stays."""

    open_work = Q(state__in=OPEN_ORDERS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(government=to)


class Opinions(Mover):
    """Open opinion cases that the agency answers go to whoever answers now."""

    open_work = Q(state__in=OPEN_OPINIONS)


class PageReports(Mover):
    """Reports of errors on pages that are not answered go to whoever has the pages now."""

    open_work = Q(state__in=OPEN_PAGE_REPORTS)


class OpinionConcerns(Mover):
    """That an open case concerns the agency. Where it concerns the successor already, the row stays."""

    open_work = Q(case__state__in=OPEN_OPINIONS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(Exists(OpinionConcern.objects.filter(case=OuterRef("case"), agency=to)))


class CheckedAgencies(Mover):
    """Spot checks that the agency was drawn for. Ended ones stay, and those for which the successor was drawn too."""

    open_work = ~Q(spot_check__state__in=ENDED_CHECKS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        own = CheckedAgency.objects.filter(spot_check=OuterRef("spot_check"), agency=to)
        return rows.filter(Q(Exists(own)) | Q(spot_check__agency=to) | Q(spot_check__state__in=ENDED_CHECKS))


class Milestones(Mover):
    """Open milestones that the agency leads. One in which the successor takes part stays: nobody helps himself."""

    open_work = Q(state=MilestoneState.OPEN)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(Q(co_units=to) | Q(state=MilestoneState.DONE))


class Roster(Mover):
    """People on the roster, with the courses that they attended. Who stands on the successor's roster already stays."""

    open_work = Q(left_on=None)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        own = StaffMember.objects.filter(agency=to, left_on=None, name=OuterRef("name"), post=OuterRef("post"))
        return rows.filter(Q(Exists(own)) | Q(left_on__isnull=False))


class Powers(Mover):
    """Powers of the agency; where the successor has one under the same code, it stays and its cases go alone."""

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        return rows.filter(code__in=PowerItem.objects.filter(agency=to).order_by().values("code"))


class PowerCases(Mover):
    """Cases of powers, running ones with open work; one that the successor reports under the same number stays."""

    open_work = Q(state__in=RUNNING_POWERS)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        known = PowerCase.objects.filter(agency=to).exclude(outside_number="").order_by().values("outside_number")
        return rows.filter(outside_number__in=known)


class ReviewedAgencies(Mover):
    """Reviews of the agency, with the opinions to answer. Where the successor is reviewed too, and once published, they
    stay.
    """

    open_work = ~Q(round__state=ReviewState.PUBLISHED)

    def staying(self, rows: QuerySet, to: Agency) -> QuerySet:
        own = ReviewedAgency.objects.filter(round=OuterRef("round"), agency=to)
        return rows.filter(Q(Exists(own)) | Q(round__agency=to) | Q(round__state=ReviewState.PUBLISHED))


MOVERS = (
    Complaints(Complaint, "accused"),
    Extracts(ComplaintExtract),
    Assessments(Assessment),
    Orders(SupervisionOrder),
    CheckedAgencies(CheckedAgency),
    Opinions(OpinionCase, "owner"),
    OpinionConcerns(OpinionConcern),
    PageReports(PageReport),
    Milestones(Milestone),
    Roster(StaffMember),
    Powers(PowerItem),
    PowerCases(PowerCase),
    ReviewedAgencies(ReviewedAgency),
)
STAYS = {
    "oversight.Complaint.agency": "Governments hear complaints, and they are not merged.",
    "oversight.ComplaintTerms.agency": "Governments hear complaints, and they are not merged.",
    "oversight.ComplaintResult.agency": "Governments hear complaints, and they are not merged.",
    "oversight.ComplaintResult.accused": "What was published says who it was about then.",
    "oversight.PageReport.government": "It was sent on the site of a government, and they are not merged.",
    "oversight.OpinionCase.agency": "Governments collect opinion cases, and they are not merged.",
    "oversight.OpinionSeries.agency": "Governments number opinion cases, and they are not merged.",
    "oversight.EarlyWarning.agency": "A warning follows its cause: the next sweep finds it with the successor.",
    "oversight.SupervisionOrder.government": "Governments issue orders, and they are not merged.",
    "oversight.OrderSeries.government": "Governments issue orders, and they are not merged.",
    "oversight.FigureContest.agency": "It is about a figure of the agency as it was; the successor has its own.",
    "oversight.PlatformFault.agency": "Governments mark faults, and they are not merged.",
    "oversight.AnnualReport.agency": "A report says what its agency did; the successor reports from then on.",
    "oversight.ReportTerms.agency": "Governments set the days, and they are not merged.",
    "oversight.AssessmentScheme.agency": "Governments assess, and they are not merged.",
    "oversight.SpotCheck.agency": "Governments check, and they are not merged.",
    "oversight.ReviewRound.agency": "Governments review, and they are not merged.",
    "oversight.WorkTerms.agency": "Governments set terms, and they are not merged.",
    "oversight.WorkSeries.government": "Governments give numbers, and they are not merged.",
    "oversight.LeadingGroup.agency": "A group was formed for its agency; the successor forms its own.",
    "oversight.ResponsiblePerson.agency": "People answered for the agency that named them; the successor names others.",
    "oversight.WorkPlan.agency": "A plan says what its agency meant to do; the successor files its own.",
    "oversight.WorkPlan.government": "Governments receive plans, and they are not merged.",
    "oversight.Milestone.government": "Governments set milestones, and they are not merged.",
    "oversight.Milestone.co_units": "Who took part is a fact of the plan as it was set.",
    "oversight.Milestone_co_units.agency": "Who took part is a fact of the plan as it was set.",
    "oversight.DemonstrationSite.agency": "A site was named for its agency; the successor has sites of its own.",
    "oversight.Course.agency": "A course was held by whoever held it.",
    "oversight.Submission.agency": "What was sent in counts for the month and the agency that sent it.",
    "oversight.Submission.government": "Governments make bulletins, and they are not merged.",
    "oversight.Bulletin.agency": "Governments make bulletins, and they are not merged.",
    "oversight.ReportHeard.agency": "Its own leader heard the report.",
    "oversight.Activity.agency": "It was the agency's own activity.",
}
