"""The order of the panes and shortcuts on the first page of the workbench."""

from catalog.today import DUTIES_OVERDUE, DUTIES_SOON, REASSESSMENTS
from disclosure.today import (
    GUIDES,
    HEARINGS_TO_CONCLUDE,
    LISTS_TO_PUBLISH,
    SENT_BACK,
    SURVEYS,
    TO_PUBLISH,
    TO_REVIEW,
    WRITE,
)
from oversight.today import (
    COMPLAINTS,
    EXTRACTS,
    FINDINGS_TO_ANSWER,
    FINDINGS_TO_RECHECK,
    MAJOR_CASES,
    OBJECTIONS,
    OPINIONS_TO_ANSWER,
    ORDERS_TO_ANSWER,
    ORDERS_TO_JUDGE,
    OWN_ASSESSMENTS,
    PAGE_REPORTS,
    POWERS_DUE,
    REPORTS,
    REVIEW_OPINIONS,
    WARNINGS,
)
from portal.agencies.today import announce, offer
from requests_app.today import PROPOSALS, REGISTER, REQUESTS, TOPICS

PANES = (
    DUTIES_OVERDUE,
    DUTIES_SOON,
    SENT_BACK,
    TO_REVIEW,
    TO_PUBLISH,
    SURVEYS,
    LISTS_TO_PUBLISH,
    HEARINGS_TO_CONCLUDE,
    GUIDES,
    REQUESTS,
    TOPICS,
    PROPOSALS,
    PAGE_REPORTS,
    OPINIONS_TO_ANSWER,
    REVIEW_OPINIONS,
    EXTRACTS,
    COMPLAINTS,
    ORDERS_TO_ANSWER,
    ORDERS_TO_JUDGE,
    FINDINGS_TO_ANSWER,
    FINDINGS_TO_RECHECK,
    OWN_ASSESSMENTS,
    OBJECTIONS,
    POWERS_DUE,
    MAJOR_CASES,
    WARNINGS,
    REASSESSMENTS,
    REPORTS,
)
SHORTCUTS = (WRITE, REGISTER)


def open_panes() -> None:
    """Announce them; called once, where the addresses are put together."""
    announce(*PANES)
    offer(*SHORTCUTS)
