"""Annual reports of the planted world: one that is being drafted, one on the portal."""

from oversight import actions as oversight
from portal.agencies.actions import grant
from portal.agencies.permissions import Role
from tests.cast import person

HEAD = Role("report_head", "report_head", frozenset({"view_report", "freeze_report"}))
CLERK = Role("report_clerk", "report_clerk", frozenset({"view_report", "draft_report"}))
DRAFTED, PUBLISHED = 2020, 2021


def plant(world, side, name, agency, clerk, officer) -> None:
    """A draft whose text is for those who prepare it, and a published report."""
    readers = {"clerk", "head", "officer", "supervisor"} if name == "HERE" else {"other_clerk", "other_officer"}
    side.report = oversight.open_report(agency, year=DRAFTED, by=clerk)
    text = world.mark(f"REPORT-{name}", for_=readers)
    side.report = oversight.write_report(side.report, by=clerk, overview=text, problems="", other="")
    side.report_terms = oversight.set_report_terms(
        side.government, by=officer, by_agencies="01-26", by_governments="02-20"
    )
    side.published_report = published(agency, PUBLISHED, clerk, officer)


def published(agency, year, clerk, officer):
    """A report that went the whole way."""
    head = person(f"rh{agency.pk}-{year}", "年报负责人")
    grant(HEAD, to=head, on=agency, by=None)
    report = oversight.open_report(agency, year=year, by=clerk)
    oversight.write_report(report, by=clerk, overview="依法公开。", problems="已改进。", other="无。")
    oversight.submit_report(report, by=clerk)
    oversight.check_report(report, by=officer)
    oversight.freeze_report(report, by=head, confirms=True)
    return oversight.publish_report(report, by=head, confirms=True)


def grow(world, number, unit) -> None:
    """One more report on the portal, of an agency that is new, and one that is being drafted."""
    clerk = person(f"rc{number}", "年报经办人")
    grant(CLERK, to=clerk, on=unit, by=None)
    published(unit, PUBLISHED, clerk, world.cast.officer)
    oversight.open_report(unit, year=DRAFTED, by=clerk)
    town = unit.__class__.objects.get(code=f"town-{number}")
    oversight.set_report_terms(town, by=world.cast.officer, by_agencies="01-20", by_governments="02-20")
