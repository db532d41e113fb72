"""Every register of the organisation of the work, in the order of the agency's page."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oversight import actions
from oversight.models import (
    Activity,
    Attendance,
    Bulletin,
    Course,
    DemonstrationSite,
    GroupMember,
    LeadingGroup,
    Milestone,
    ReportHeard,
    ResponsiblePerson,
    StaffMember,
    Submission,
    WorkPlan,
    WorkTerms,
)
from oversight.permissions import Permission
from oversight.states import BulletinState, MilestoneState, PlanState, SubmissionState
from oversight.work import forms
from oversight.work.register import Cell, Entry, Register, Verb
from portal.agencies.models import Agency

OFFICE = Permission.ORGANISE_WORK
_TONES: Mapping[str, str] = {
    PlanState.FILED: "info", PlanState.RECEIVED: "ok", PlanState.RETURNED: "warn", SubmissionState.USED: "ok",
    BulletinState.PUBLISHED: "ok", BulletinState.DRAFT: "info", MilestoneState.DONE: "ok", MilestoneState.OPEN: "info",
}  # fmt: skip


def _state(row: WorkPlan | Submission | Bulletin | Milestone) -> Cell:
    return Cell(row.get_state_display(), tone=_TONES.get(row.state, "info"))


def _group(row: LeadingGroup) -> tuple[object, ...]:
    lacks = row.lacks if row.ended_on is None else []
    office = Cell("、".join(lacks), tone="warn") if lacks else row.premises
    return Cell(row.name, fold=row.mandate), row.document_number, row.began_on, row.ended_on, row.staff_count, office


def _plan(row: WorkPlan) -> tuple[object, ...]:
    address = row.item.get_absolute_url() if row.item else ""
    if row.file is not None:
        address = reverse("oversight:work_file", args=[row.file.public_id])
    judged = row.receipt or row.reason
    return row.year, row.get_kind_display(), Cell(row.title, url=address), row.filed_at, _state(row), judged


def _milestone(row: Milestone) -> tuple[object, ...]:
    state = Cell(gettext("overdue"), tone="overdue") if row.is_late else _state(row)
    others = "、".join(unit.short_name for unit in row.co_units.all())
    return row.title, others, row.due_on, state, row.done_on, row.evidence


def _bulletin(row: Bulletin) -> tuple[object, ...]:
    return Cell(row.title, url=row.get_absolute_url()), row.issue, _state(row), row.published_at


def _terms(row: WorkTerms) -> tuple[object, ...]:
    quotas = "、".join(
        f"{kind.label} {row.quotas[kind.value]}" for kind in forms.QUOTA_KINDS if row.quotas.get(kind.value)
    )
    training = f"{row.training_target}% / {row.training_months}"
    return row.since, row.persons_by, row.plan_by, row.heard_by, quotas, row.late_days, training


def _is_running(row: LeadingGroup | GroupMember | DemonstrationSite) -> bool:
    return row.ended_on is None


_ALL = (
    Register(
        "persons", _("Responsible persons"), ResponsiblePerson.objects.in_order,
        (_("Year"), _("Responsibility"), _("Name of the person"), _("Post held"), _("Office telephone")),
        lambda row: (row.year, row.get_duty_display(), row.name, row.post, row.phone),
        Entry(_("Name a responsible person"), forms.PersonForm, actions.name_person, _("The person was named.")),
    ),
    Register(
        "plans", _("Plans filed"), WorkPlan.objects.all,
        (_("Year"), _("Kind"), _("Title"), _("Filed"), _("State"), _("Receipt or reason")),
        _plan,
        Entry(_("File a plan"), forms.PlanForm, actions.file_plan, _("Filed; the office gives the receipt.")),
        {
            "receive": Verb(
                _("Receive"), forms.NothingForm, actions.receive_plan, _("Received; the agency has been told."),
                lambda row: row.state == PlanState.FILED, OFFICE, lambda row: row.government,
            ),
            "return": Verb(
                _("Return"), forms.ReasonForm, actions.return_plan, _("Returned; the agency has been told."),
                lambda row: row.state == PlanState.FILED, OFFICE, lambda row: row.government,
            ),
        },
    ),
    Register(
        "submissions", _("Submissions"), Submission.objects.all,
        (_("Month"), _("Title"), _("Sent in"), _("State")),
        lambda row: (f"{row.month:%Y-%m}", Cell(row.title, fold=row.text), row.at, _state(row)),
        Entry(_("Send in information"), forms.SubmissionForm, actions.submit_information, _("It was sent in.")),
        {
            "file": Verb(
                _("Keep on file"), forms.NothingForm, actions.file_submission,
                _("Filed; it can be chosen for a bulletin."),
                lambda row: row.state == SubmissionState.RECEIVED, OFFICE, lambda row: row.government,
            ),
        },
    ),
    Register(
        "staff", _("Roster"), StaffMember.objects.with_last_course,
        (_("Name of the person"), _("Post held"), _("Since"), _("Left on"), _("Last trained")),
        lambda row: (row.name, row.post, row.joined_on, row.left_on, row.last_course),
        Entry(_("Put people on the roster"), forms.StaffForm, actions.enrol_staff, _("They are on the roster.")),
        {
            "leave": Verb(
                _("Leave"), forms.LeaveForm, actions.leave_roster, _("Noted."), lambda row: row.left_on is None
            )
        },
    ),
    Register(
        "attendance", _("Training attended"), Attendance.objects.all,
        (_("Name of the person"), _("Post held"), _("Training course"), _("Held on")),
        lambda row: (row.person.name, row.person.post, row.course.title, row.course.held_on),
        Entry(_("Note who attended"), forms.AttendanceForm, actions.note_attendance, _("Attendance was noted.")),
    ),
    Register(
        "heard", _("Reports heard"), ReportHeard.objects.all,
        (_("Heard on"), _("Heard by the leader"), _("Topic of the report"), _("What was decided")),
        lambda row: (row.heard_on, row.leader, row.topic, row.instruction),
        Entry(_("Note a report that was heard"), forms.HeardForm, actions.note_report_heard, _("Noted.")),
    ),
    Register(
        "milestones", _("Milestones"), Milestone.objects.all,
        (_("Step of the work"), _("Agencies that take part"), _("Due on"), _("State"), _("Done on"),
         _("What proves it")),
        _milestone,
        Entry(
            _("Set a milestone"), forms.MilestoneForm,
            actions.set_milestone, _("The milestone was set."), OFFICE, only_governments=True,
        ),
        {
            "finish": Verb(
                _("Reached"), forms.FinishForm, actions.finish_milestone, _("Noted."),
                lambda row: row.state == MilestoneState.OPEN,
            )
        },
    ),
    Register(
        "sites", _("Demonstration sites"), DemonstrationSite.objects.all,
        (_("Name of the site"), _("Since"), _("Until"), _("What it shows, with its evidence")),
        lambda row: (row.name, row.began_on, row.ended_on, row.evidence),
        Entry(_("Name a demonstration site"), forms.SiteForm, actions.name_site, _("The site was named."), OFFICE),
        {"end": Verb(_("End"), forms.EndForm, actions.end_site, _("Noted."), _is_running, OFFICE)},
    ),
    Register(
        "activities", _("Activities"), Activity.objects.all,
        (_("Day"), _("Kind"), _("By whom"), _("What took place")),
        lambda row: (row.day, row.get_kind_display(), row.person, row.title),
        Entry(_("Note an activity"), forms.ActivityForm, actions.note_activity, _("Noted.")),
        counts=lambda rows: rows.count_by_kind(),
    ),
    Register(
        "groups", _("Leading groups"), LeadingGroup.objects.all,
        (_("Name of the group"), _("Document number"), _("Since"), _("Until"), _("Staff of the office"),
         _("Premises, or what the office lacks")),
        _group,
        Entry(_("Form or change the leading group"), forms.GroupForm, actions.form_group, _("The group was noted.")),
        {"end": Verb(_("End"), forms.EndForm, actions.end_group, _("Noted."), _is_running)},
    ),
    Register(
        "members", _("Members of leading groups"), GroupMember.objects.all,
        (_("Leading group"), _("Name of the person"), _("Post held"), _("Role"), _("Since"), _("Until")),
        lambda row: (row.group.name, row.name, row.post, row.get_role_display(), row.began_on, row.ended_on),
        Entry(_("Name a member"), forms.MemberForm, actions.add_member, _("The member was named.")),
        {"end": Verb(_("Leave"), forms.EndForm, actions.end_member, _("Noted."), _is_running)},
    ),
    Register(
        "courses", _("Training courses"), Course.objects.all,
        (_("Title"), _("Form of teaching"), _("Where"), _("Planned for"), _("Held on")),
        lambda row: (row.title, row.get_form_display(), row.place, row.planned_on, row.held_on),
        Entry(
            _("Plan a course"), forms.CourseEntryForm, actions.plan_course, _("The course was planned."), OFFICE
        ),
        {
            "hold": Verb(
                _("Was held"), forms.HeldForm, actions.hold_course, _("Noted; agencies can note who attended."),
                lambda row: row.held_on is None, OFFICE,
            )
        },
    ),
    Register(
        "bulletins", _("Bulletins"), Bulletin.objects.newest_first,
        (_("Title"), _("Issue"), _("State"), _("Published on")),
        _bulletin,
        Entry(
            _("Make a bulletin"), forms.BulletinForm, actions.make_bulletin, _("The draft was made."), OFFICE,
            only_governments=True,
        ),
        {
            "change": Verb(
                _("Change"), forms.BulletinForm, actions.change_bulletin, _("The draft was changed."),
                lambda row: row.state == BulletinState.DRAFT, OFFICE,
            ),
            "publish": Verb(
                _("Publish"), forms.NothingForm, actions.publish_bulletin, _("The bulletin is public."),
                lambda row: row.state == BulletinState.DRAFT, OFFICE,
            ),
        },
    ),
    Register(
        "terms", _("Terms of the work"), WorkTerms.objects.all,
        (_("In force from"), _("Persons by"), _("Plan by"), _("Report heard by"), _("Submissions a month"),
         _("Late, working days"), _("Training: per cent / months")),
        _terms,
        Entry(
            _("Set the terms"), forms.TermsForm, actions.set_work_terms, _("The terms were set."), OFFICE,
            only_governments=True,
        ),
    ),
)  # fmt: skip
REGISTERS: Mapping[str, Register] = {register.key: register for register in _ALL}
_OF_GOVERNMENTS = ("milestones", "bulletins", "courses", "groups", "members", "terms")


def registers_of(agency: Agency) -> list[Register]:
    """In the order of the page of `agency`: of a government first what it does for those below."""
    if not agency.is_government:
        return list(_ALL)
    return sorted(_ALL, key=lambda register: register.key not in _OF_GOVERNMENTS)
