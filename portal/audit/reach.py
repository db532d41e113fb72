"""How far an event reaches: the sites on which a public page may read differently once it has happened.

Everywhere, unless it stands here. A new member of `Event` therefore costs some speed until somebody thinks about it,
and never leaves an old page standing.
"""

from portal.audit.models import Event

# Work on what nobody but staff can see yet. A test does each of them and compares every public page.
NOWHERE = frozenset(
    {
        Event.ACCOUNT_OPENED,
        Event.ROLE_GRANTED,
        Event.ROLE_REVOKED,
        Event.ITEM_DRAFTED,
        Event.ITEM_REVISED,
        Event.FILE_ATTACHED,
        Event.FILE_DETACHED,
        Event.ITEM_SUBMITTED,
        Event.ITEM_RETURNED,
        Event.ITEM_SIGNED,
        Event.ITEM_APPROVED,
        Event.ITEM_SECRECY_REVIEWED,
        Event.ITEM_SCHEDULED,
        Event.ITEM_UNSCHEDULED,
        Event.FINDING_WAIVED,
    }
)

# What citizens send, and what is done about one case: it is shown and counted on the sites above and below its agency.
AROUND = frozenset(
    {
        Event.OPINION_GIVEN,
        Event.OPINION_MODERATED,
        Event.SURVEY_ANSWERED,
        Event.SURVEY_MODERATED,
        Event.SIGNUP_GIVEN,
        Event.SIGNUP_WITHDRAWN,
        Event.SIGNUP_MOVED_UP,
        Event.REQUEST_SUBMITTED,
        Event.REQUEST_REGISTERED,
        Event.REQUEST_ASSIGNED,
        Event.REQUEST_SEARCHED,
        Event.REQUEST_NOTED,
        Event.REQUEST_SUPPLEMENT_ASKED,
        Event.REQUEST_SUPPLEMENTED,
        Event.REQUEST_EXTENDED,
        Event.REQUEST_DECIDED,
        Event.REQUEST_DECISION_RETURNED,
        Event.REQUEST_ANSWERED,
        Event.REQUEST_WITHDRAWN,
        Event.REQUEST_ARCHIVED,
        Event.LETTER_WRITTEN,
        Event.LETTER_WORDED,
        Event.ANSWER_RATED,
        Event.TOPIC_SUBMITTED,
        Event.TOPIC_SUPPORTED,
        Event.PAGE_REPORT_RECEIVED,
        Event.PAGE_REPORT_ACCEPTED,
        Event.PAGE_REPORT_PASSED_ON,
        Event.PAGE_REPORT_ANSWERED,
        Event.COMPLAINT_SUBMITTED,
        Event.COMPLAINT_MESSAGE,
        Event.COMPLAINT_READ,
        Event.COMPLAINT_WRITTEN,
        Event.BALLOT_CAST,
        Event.POWER_CASE_OPENED,
        Event.POWER_CASE_ADVANCED,
        Event.POWER_CASE_REPORTED,
        Event.POWER_CODE_ISSUED,
    }
)
