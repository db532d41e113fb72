"""The clerk's and the reviewer's place: one page to write on, one button for each decision."""

from disclosure.admin.chains import ReviewChainAdmin
from disclosure.admin.consultations import ConsultationAdmin
from disclosure.admin.gazette import GazetteIssueAdmin
from disclosure.admin.hearings import HearingAdmin
from disclosure.admin.items import ItemAdmin
from disclosure.admin.readers import ReaderGroupAdmin
from disclosure.admin.surveys import SurveyAdmin

__all__ = ["ConsultationAdmin", "ItemAdmin", "ReaderGroupAdmin", "ReviewChainAdmin", "SurveyAdmin"]
__all__ = ["ConsultationAdmin", "GazetteIssueAdmin", "ItemAdmin", "ReaderGroupAdmin", "ReviewChainAdmin"]
__all__ = ["ItemAdmin", "ReaderGroupAdmin", "ReviewChainAdmin"]

__all__ = ["ConsultationAdmin", "HearingAdmin", "ItemAdmin", "ReaderGroupAdmin"]
