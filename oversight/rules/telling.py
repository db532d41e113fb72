"""Who is told of a warning, and in which words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from oversight.grades import Grade
from oversight.models import EarlyWarning
from oversight.models.warnings import strictly_above
from oversight.permissions import Permission
from oversight.rules.rule import NOBODY, Rule
from portal.accounts.models import User
from portal.agencies.holders import Holders
from portal.agencies.models import Agency
from portal.agencies.permissions import grants_of
from portal.notices.actions import Letter
from portal.notices.models import Kind
from requests_app.reminders import Told


class Audience:
    """The people of one rule: the nearest clerks and head of an agency, and the office that supervises it."""

    def __init__(self, rule: Rule) -> None:
        self._rights = {Told.CLERK: rule.clerks, Told.HEAD: Permission.RECEIVE_EXTRACT, Told.OFFICE: self._office(rule)}
        self._rule = rule
        self._holders = Holders(self._rights.values())

    @staticmethod
    def _office(rule: Rule) -> str:
        return Permission.HANDLE_COMPLAINT if rule.is_confidential else Permission.SUPERVISE

    def told(self, grade: Grade, agency: Agency) -> list[User]:
        """Each once, whatever roles they have."""
        roles = self._rule.told.get(grade, NOBODY)
        people = {user.pk: user for role in roles for user in self._holders.nearest(self._rights[role], agency)}
        return [user for user in people.values() if self._may_know(user, agency)]

    def _may_know(self, user: User, agency: Agency) -> bool:
        """False of a confidential warning for whoever serves an agency below: see `EarlyWarningQuerySet`."""
        if not self._rule.is_confidential:
            return True
        return agency.path not in strictly_above({path for paths in grants_of(user).values() for path in paths})


def letters(rule: Rule, warnings: Iterable[EarlyWarning], audience: Audience) -> Iterator[Letter]:
    """A notice of each warning to each person it concerns, once for every grade that it reaches."""
    for warning in warnings:
        grade = Grade(warning.grade)
        facts = {"grade": grade.label, "rule": rule.label, "title": warning.title, "agency": warning.agency.name}
        due = _("Due on %(date)s.") % {"date": warning.due_on.isoformat()} if warning.due_on else ""
        for person in audience.told(grade, warning.agency):
            yield Letter(
                Kind.WARNING, person, warning, grade.name.lower(),
                title=_("%(grade)s: %(rule)s, %(title)s") % facts,
                body="\n".join(part for part in (f"{warning.agency.name}: {rule.says}", due) if part),
                url=warning.get_absolute_url(), agency=warning.agency,
            )  # fmt: skip
