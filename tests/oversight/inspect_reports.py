"""Compares what is handed in and handed out with the recount: statutory tables, annual reports, assessments."""

from django.test import Client
from django.urls import reverse

from oversight.actions import (
    check_report,
    freeze_report,
    measure_all,
    open_all,
    open_report,
    publish_report,
    save_scheme,
    submit_report,
    write_report,
)
from oversight.models import AssessmentScheme, Evidence, Indicator, Mode
from oversight.report.units import is_reporting
from tests.oversight.inspector import SCALE, Tables
from tests.oversight.recount import OUTCOMES, year


def statutory_tables(inspector):
    """Tables 3 and 4 of agencies with those below them."""
    for agency in inspector.some():
        code, below = inspector.agencies[agency].code, inspector.by_hand.at_or_below(agency)
        page = inspector.page(f"{reverse('requests_app:figures_table', args=[code])}?period=2025")
        third, fourth = Tables(page).tables
        numbers = [cell for line in third[1:] if len(line) > 1 for cell in line[1:]]
        inspector.same("table3", numbers, map(str, third_of(inspector, below, 2025)))
        remedies = inspector.by_hand.table4(below, year(2025))
        inspector.same(
            "table4", [c for line in fourth[1:] for c in line[1:]], (str(n) for line in remedies.values() for n in line)
        )


def third_of(inspector, agencies, number):
    cells = inspector.by_hand.table3(agencies, year(number))
    columns = [f"c{n}" for n in range(1, 8)]
    return [cells[row, column] for row in ("R1", "R2", *OUTCOMES, "R3_7", "R4") for column in columns]


def cells_of(inspector, agencies):
    """Tables 2, 3 and 4 of a report on 2025, line by line."""
    fourth = inspector.by_hand.table4(agencies, year(2025)).values()
    second, third = inspector.by_hand.table2(agencies, year(2025)), third_of(inspector, agencies, 2025)
    return [second, third, [number for line in fourth for number in line]]


def reports(inspector):
    """What annual reports compute, from the lowest up: each adds up those below that are final, and no draft."""
    frozen = {}
    for agency, is_final in written(inspector):
        place, own = inspector.agencies[agency], inspector.by_hand.reported_by(agency)
        below = [n for n, one in enumerate(inspector.by_hand.log.places) if one.above in own and n in frozen]
        tables = zip(cells_of(inspector, own), *(frozen[n] for n in below), strict=True)
        expected = [[sum(cells) for cells in zip(*table, strict=True)] for table in tables]
        before, after = (inspector.by_hand.table2(own, year(number)) for number in (2025, 2026))
        assert after[5] == before[5] + after[3] - after[4]  # in force, issued, ended
        report = open_report(place, year=2025, by=inspector.city.clerk)
        compare(inspector, f"desk {place}", report.desk_address(), expected)
        if is_final:
            settle(inspector, report)
            frozen[agency] = expected
            compare(inspector, f"published {place}", report.get_absolute_url(), expected, client=Client())


def written(inspector):
    """Agencies with a report, the lowest first, and whether it is final when the next one is opened."""
    if SCALE < 1:
        return [(22, True), (23, False), (26, True), (20, True), (2, True), (0, False)]
    those = [agency for agency, place in enumerate(inspector.agencies) if is_reporting(place)]
    lowest_first = sorted(those, key=lambda agency: -inspector.agencies[agency].depth)
    return [(agency, agency % 5 != 3) for agency in lowest_first]


def settle(inspector, report):
    """To the portal, through the three hands."""
    clerk, head = inspector.city.clerk, inspector.city.head
    write_report(report, by=clerk, overview="工作平稳推进。", problems="无。", other="无。")
    submit_report(report, by=clerk)
    check_report(report, by=inspector.officer)
    freeze_report(report, by=head, confirms=True)
    publish_report(report, by=head, confirms=True)


def compare(inspector, name, address, expected, client=None):
    """All cells of a page of a report."""
    tables = Tables(inspector.page(address, client=client)).named("table table--report")
    lines = [[[cell.split()[0] for cell in line[1:]] for line in table[1:] if len(line) > 1] for table in tables]
    *second, third, fourth = [[cell for line in table for cell in line] for table in lines]
    shown = [[cell for block in second for cell in block], third, fourth]
    for number, (found, counted) in enumerate(zip(shown, expected, strict=True), 2):
        inspector.same(f"{name} table {number}", found, map(str, counted))


YEARS = {"department": 2025, "township": 2026, "government": 2024, "utility": 2025, "school": 2025, "office": 2026}


def assessments(inspector):
    """What is measured of every agency in a year, of the whole city in each of three, and the page that shows it."""
    whole = SCALE >= 1
    for kind, number in [(kind, n) for kind, one in YEARS.items() for n in ((2024, 2025, 2026) if whole else (one,))]:
        scheme = AssessmentScheme(agency=inspector.agencies[0], year=number, kind=kind, title=f"{number}考核")
        lines = [
            Indicator(
                position=place, name=str(one.label), weight=8 if place < 3 else 7, mode=Mode.MEASURED, evidence=one
            )
            for place, one in enumerate(Evidence, 1)
        ]
        save_scheme(scheme, by=inspector.officer, indicators=lines)
        cases = {one.agency_id: one for one in open_all(scheme, by=inspector.officer)}
        measure_all(scheme, by=inspector.officer)
        for agency, place in enumerate(inspector.agencies):
            if place.pk in cases:
                expected = inspector.by_hand.measured(agency, number)
                (table,) = Tables(inspector.page(cases[place.pk].get_absolute_url())).named("table table--stack")
                shown = {line[0]: [line[3], line[4]] for line in table[1:]}
                assert len(shown) == len(expected) == len(Evidence)
                for evidence in Evidence:
                    name = f"assessments {place} {number} {evidence}"
                    inspector.same(name, shown[str(evidence.label)], points(*expected[evidence]))


def points(part, whole):
    """A line of an assessment: points of 100 to the hundredth, halves up, and what they were made of."""
    if whole == 0:
        return ["–", "无可测算事项"]
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    return [f"{hundredths // 100}.{hundredths % 100:02d}", f"{whole}件中{part}件"]
