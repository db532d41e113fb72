"""The doors on the page one lands on after log-in: every room's workplace, and whose rights open it."""

from django.utils.translation import gettext_lazy as _

from oversight.permissions import Permission as Oversight
from portal.accounts.models import User
from portal.accounts.workplaces import Workplace, announce
from portal.agencies.permissions import can_anywhere
from requests_app.permissions import Permission as Requests


def _is_staff(user: User) -> bool:
    return user.is_staff


def _sees_figures(user: User) -> bool:
    return can_anywhere(user, Oversight.VIEW_OVERSIGHT)


def _reads_requests(user: User) -> bool:
    return can_anywhere(user, Requests.VIEW_REQUEST)


def _reads_reports(user: User) -> bool:
    return can_anywhere(user, Oversight.VIEW_REPORT)


def _reads_work(user: User) -> bool:
    return can_anywhere(user, Oversight.VIEW_WORK)


def _reads_powers(user: User) -> bool:
    return can_anywhere(user, Oversight.VIEW_POWER)


def _everybody(user: User) -> bool:
    return True


WORKPLACES = (
    Workplace("admin:index", _("Workbench"), _("Publish, review, answer requests, keep the catalog."), _is_staff),
    Workplace(
        "oversight:office_home",
        _("Office"),
        _("Where the agencies stand: duties, deadlines, overdue cases."),
        _sees_figures,
    ),
    Workplace(
        "requests_app:figures",
        _("Figures of disclosure requests"),
        _("How requests are received, answered and carried over; the tables of the annual report."),
        _reads_requests,
    ),
    Workplace(
        "oversight:report_desk_list",
        _("Annual reports"),
        _("Draft, check and freeze the annual report on government information; who has reported."),
        _reads_reports,
    ),
    Workplace(
        "oversight:organisation",
        _("Organisation of the work"),
        _("Responsible persons, plans of the year, information sent in, training; the bulletin made of it."),
        _reads_work,
    ),
    Workplace(
        "oversight:power_case_list",
        _("Cases of powers"),
        _("Licences, penalties and other cases: the stage each is in, until when, and what has to be reported."),
        _reads_powers,
    ),
    Workplace("notices:inbox", _("Inbox"), _("Reminders and messages about your cases."), _everybody),
    Workplace(
        "requests_app:request_follow", _("Follow a request"), _("Open a case with its receipt code."), _everybody
    ),
)


def open_workplaces() -> None:
    """Announce them; called once, where the addresses are put together."""
    announce(*WORKPLACES)
