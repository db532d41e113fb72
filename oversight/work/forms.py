"""Forms of the organisation of the work; each is filled in for one agency and year, some about one row."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from oversight.actions.submitting import open_months
from oversight.models import (
    ActivityKind,
    Course,
    CourseForm,
    LeadingGroup,
    MemberRole,
    PlanKind,
    Responsibility,
    StaffMember,
    Submission,
    WorkTerms,
)
from oversight.models.work_terms import superior_of
from portal.agencies.models import Agency, Kind
from portal.uploads.formats import ACCEPT

QUOTA_KINDS = (Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.POLICE, Kind.TOWNSHIP, Kind.ZONE, Kind.UTILITY)


def day_field(label: object, **more: Any) -> forms.DateField:
    """A day, today unless another is chosen."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, initial=timezone.localdate, **more)


def text_field(label: object, length: int, *, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, widget=forms.Textarea(attrs={"rows": rows}), **more)


class WorkForm(forms.Form):
    """What is filled in for the agency `unit`; `subject` is the row that it is about, if there is one already."""

    def __init__(self, *args: Any, agency: Agency, year: int, subject: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.of_year, self.subject = agency, year, subject
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices and what stands in the fields already."""


class NothingForm(WorkForm):
    """A button."""


class ReasonForm(WorkForm):
    reason = text_field(_("Reason"), 300)


class EndForm(WorkForm):
    ended_on = day_field(_("Until"))


class LeaveForm(WorkForm):
    left_on = day_field(_("Left on"))


class HeldForm(WorkForm):
    held_on = day_field(_("Held on"))


class FinishForm(WorkForm):
    done_on = day_field(_("Done on"))
    evidence = text_field(_("What proves it"), 500)


class GroupForm(WorkForm):
    """The group with the profile of its office; of the running one, if there is one."""

    name = forms.CharField(label=_("Name of the group"), max_length=100)
    document_number = forms.CharField(label=_("Document number"), max_length=60)
    began_on = day_field(_("Since"))
    mandate = text_field(_("Mandate"), 1000, required=False)
    staff_count = forms.IntegerField(
        label=_("Staff of the office"),
        min_value=0,
        max_value=999,
        initial=2,
        help_text=_("Two to three are asked for."),
    )
    premises = forms.CharField(label=_("Premises"), max_length=120, required=False)
    budget = forms.DecimalField(
        label=_("Budget of the year, 10 000 yuan"), min_value=0, max_digits=10, decimal_places=2, initial=0
    )

    def prepare(self) -> None:
        running = LeadingGroup.objects.running().of_agency(self.unit).first()
        if running is not None:
            self.initial = {name: getattr(running, name) for name in self.fields} | self.initial
        else:
            self.fields["name"].initial = gettext("%(agency)s leading group for open government") % {
                "agency": self.unit
            }


class MemberForm(WorkForm):
    name = forms.CharField(label=_("Name of the person"), max_length=40)
    post = forms.CharField(label=_("Post held"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole, initial=MemberRole.MEMBER)
    began_on = day_field(_("Since"))


class PersonForm(WorkForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    duty = forms.ChoiceField(label=_("Responsibility"), choices=Responsibility)
    name = forms.CharField(label=_("Name of the person"), max_length=40)
    post = forms.CharField(label=_("Post held"), max_length=80)
    phone = forms.CharField(
        label=_("Office telephone"), max_length=40, help_text=_("Name, post and office telephone are public.")
    )

    def prepare(self) -> None:
        self.fields["year"].initial = self.of_year
        self.fields["phone"].initial = self.unit.phone


class PlanForm(WorkForm):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    kind = forms.ChoiceField(label=_("Kind"), choices=PlanKind)
    title = forms.CharField(label=_("Title"), max_length=120)
    file = forms.FileField(label=_("File"), required=False, widget=forms.FileInput(attrs={"accept": ACCEPT}))
    index_no = forms.CharField(
        label=_("or the index number of what is public"), max_length=60, required=False,
        help_text=_("Something that the agency has published."),
    )  # fmt: skip

    def prepare(self) -> None:
        self.fields["year"].initial = self.of_year


class SubmissionForm(WorkForm):
    month = forms.TypedChoiceField(
        label=_("Counts for the month"), coerce=dt.date.fromisoformat,
        help_text=_("Of the last month as long as late submissions count."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), max_length=120)
    text = text_field(_("Text"), 5000, rows=10)

    def prepare(self) -> None:
        government = superior_of(self.unit)
        months = open_months(self.unit, government, timezone.localdate()) if government else []
        choices = [(month.isoformat(), f"{month:%Y-%m}") for month in months]
        self.fields["month"].choices = choices  # type: ignore[attr-defined]


class BulletinForm(WorkForm):
    title = forms.CharField(label=_("Title"), max_length=60, initial="政务公开简报")
    editorial = text_field(_("Editorial"), 2000, required=False)
    chosen = forms.ModelMultipleChoiceField(
        Submission.objects.none(), label=_("Submissions"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Filed ones that stand in no other issue, the newest first."),
    )  # fmt: skip

    def prepare(self) -> None:
        chosen = self.fields["chosen"]
        chosen.queryset = Submission.objects.to_choose(self.unit, self.subject)  # type: ignore[attr-defined]
        chosen.label_from_instance = lambda row: f"{row.title} · {row.agency.short_name} · {row.month:%Y-%m}"  # type: ignore[attr-defined]
        if self.subject is not None:
            entries = self.subject.entries.values_list("submission", flat=True)
            self.initial = {"title": self.subject.title, "editorial": self.subject.editorial, "chosen": list(entries)}

    def clean_chosen(self) -> list[Submission]:
        return sorted(self.cleaned_data["chosen"], key=lambda row: (row.agency.path, row.at))


class CourseEntryForm(WorkForm):
    title = forms.CharField(label=_("Title"), max_length=120)
    form = forms.ChoiceField(label=_("Form of teaching"), choices=CourseForm)
    planned_on = day_field(_("Planned for"))
    place = forms.CharField(label=_("Where"), max_length=100, required=False)
    hours = forms.IntegerField(label=_("Lessons"), min_value=1, max_value=200, initial=4)


class StaffForm(WorkForm):
    people = text_field(
        _("Name and post"), 20000, rows=6, help_text=_("One person to a line: the name, a space, the post.")
    )
    joined_on = day_field(_("On the roster from"))

    def clean_people(self) -> list[tuple[str, str]]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        pairs = [(line[0], line[1].strip() if len(line) > 1 else "") for line in lines]
        if any(len(name) > 40 or len(post) > 80 for name, post in pairs):
            raise forms.ValidationError(gettext("A name has at most 40 characters, a post 80."))
        return pairs


class AttendanceForm(WorkForm):
    course = forms.ModelChoiceField(Course.objects.none(), label=_("Training course"))
    people = forms.ModelMultipleChoiceField(
        StaffMember.objects.none(), label=_("Who attended"), widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        course, people = self.fields["course"], self.fields["people"]
        course.queryset = Course.objects.above(self.unit).held()  # type: ignore[attr-defined]
        course.label_from_instance = lambda row: f"{row.title} {row.held_on:%Y-%m-%d}"  # type: ignore[attr-defined]
        people.queryset = StaffMember.objects.of_agency(self.unit).serving()  # type: ignore[attr-defined]


class SiteForm(WorkForm):
    name = forms.CharField(label=_("Name of the site"), max_length=100)
    began_on = day_field(_("Since"))
    evidence = text_field(_("What it shows, with its evidence"), 500)


class MilestoneForm(WorkForm):
    title = forms.CharField(label=_("Step of the work"), max_length=120)
    agency = forms.ModelChoiceField(Agency.objects.none(), label=_("Lead agency"))
    co_units = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label=_("Agencies that take part"), required=False, widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(_("Due on"))

    def prepare(self) -> None:
        below = Agency.objects.public().under(self.unit)
        near = below.filter(depth__lte=self.unit.depth + 1)
        self.fields["agency"].queryset = self.fields["co_units"].queryset = near  # type: ignore[attr-defined]


class HeardForm(WorkForm):
    heard_on = day_field(_("Heard on"))
    leader = forms.CharField(label=_("Heard by the leader"), max_length=40)
    topic = forms.CharField(label=_("Topic of the report"), max_length=120)
    instruction = text_field(_("What was decided"), 500)


class ActivityForm(WorkForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind)
    day = day_field(_("Day"))
    person = forms.CharField(label=_("By whom"), max_length=60)
    title = forms.CharField(label=_("What took place"), max_length=200)


class TermsForm(WorkForm):
    """The days and numbers of a government; one field for the quota of each kind of agency."""

    since = day_field(_("In force from"), help_text=_("What was due before is not warned of."))
    persons_by = forms.CharField(
        label=_("Responsible persons named by"), max_length=5, help_text=_("Month and day, as 01-31.")
    )
    plan_by = forms.CharField(label=_("Plan of the year filed by"), max_length=5)
    heard_by = forms.CharField(label=_("Report heard by"), max_length=5)
    late_days = forms.IntegerField(label=_("Late submissions count for, working days"), min_value=0, max_value=20)
    training_target = forms.IntegerField(label=_("Training target, per cent"), min_value=0, max_value=100)
    training_months = forms.IntegerField(label=_("Everybody trained within, months"), min_value=1, max_value=60)
    most_sites = forms.IntegerField(label=_("Demonstration sites of one agency, at most"), min_value=0, max_value=20)

    def prepare(self) -> None:
        terms = WorkTerms.of(self.unit)
        self.initial = {name: getattr(terms, name) for name in self.fields}
        for kind in QUOTA_KINDS:
            label = gettext("Submissions a month: %(kind)s") % {"kind": kind.label}
            self.fields[f"quota_{kind.value}"] = forms.IntegerField(
                label=label, min_value=0, max_value=31, initial=terms.quotas.get(kind.value, 0)
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        quotas = {kind.value: cleaned.pop(f"quota_{kind.value}", 0) for kind in QUOTA_KINDS}
        return cleaned | {"quotas": quotas}
