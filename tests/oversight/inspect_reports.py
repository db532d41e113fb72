"""Compares what is handed in and handed out with the recount: statutory tables, annual reports, assessments."""

from django.urls import reverse

from oversight.actions import measure_all, open_all, open_report, save_scheme
from oversight.models import AnnualReport, AssessmentScheme, Evidence, Indicator, Mode
from oversight.report.computing import own_cells
from oversight.report.units import is_reporting, reach_of
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


def reports(inspector):
    """What annual reports compute, and the desk that shows one; the city's adds up those below that are final: none."""
    for agency in inspector.some():
        place, own = inspector.agencies[agency], inspector.by_hand.reported_by(agency)
        computed = own_cells(reach_of(place), 2025)
        rows = ("R1", "R2", *OUTCOMES, "R3_7", "R4")
        third = [computed[f"{row}.c{column}"] for row in rows for column in range(1, 8)]
        inspector.same("reports", third, third_of(inspector, own, 2025))
        for kind, line in inspector.by_hand.table4(own, year(2025)).items():
            found = [computed[f"T4.{kind}.{key}"] for key in ("upheld", "corrected", "other", "pending", "total")]
            inspector.same("reports", found, line)
    for agency in [0, *(a for a in inspector.some() if a and is_reporting(inspector.agencies[a]))][:3]:
        open_report(inspector.agencies[agency], year=2025, by=inspector.city.clerk)
        report = AnnualReport.objects.get(agency=inspector.agencies[agency], year=2025)
        tables = Tables(inspector.page(report.desk_address())).named("table table--report")
        third = next(table for table in tables if len(table[0]) == 8)
        numbers = [cell.split()[0] for line in third[1:] if len(line) == 8 for cell in line[1:]]
        own = inspector.by_hand.reported_by(agency)
        inspector.same("desk", numbers, map(str, third_of(inspector, own, 2025)))


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
