"""The rules of electronic supervision (电子监察), one file per room that they look into.

A new rule is a file with `RULES = (Rule(…),)` and a line here. Not among them: a reply without a search record, which
`requests_app.actions.deciding` makes impossible; the quarterly list of normative documents, which the portal makes by
itself out of the register (so what is missing from the register is warned of); news columns, which are no genre here
(the home page's two weeks stand for them).
"""

from collections.abc import Mapping

from oversight.rules import (
    columns,
    complaints,
    duties,
    guides,
    home,
    opinions,
    orders,
    organisation,
    page_reports,
    powers,
    publishing,
    registers,
    requests,
    reviews,
    spot_checks,
)
from oversight.rules.rule import Rule

RULES: Mapping[str, Rule] = {
    rule.key: rule
    for room in (
        duties,
        columns,
        home,
        guides,
        publishing,
        registers,
        requests,
        complaints,
        orders,
        opinions,
        organisation,
        page_reports,
        powers,
        reviews,
        spot_checks,
    )
    for rule in room.RULES
}

__all__ = ["RULES", "Rule"]
