"""The clerk's and the reviewer's place: one page to write on, one button for each decision."""

from disclosure.admin.chains import ReviewChainAdmin
from disclosure.admin.hearings import HearingAdmin
from disclosure.admin.items import ItemAdmin
from disclosure.admin.readers import ReaderGroupAdmin

__all__ = ["ItemAdmin", "ReaderGroupAdmin", "ReviewChainAdmin"]
from disclosure.admin.consultations import ConsultationAdmin

__all__ = ["ConsultationAdmin", "HearingAdmin", "ItemAdmin", "ReaderGroupAdmin"]
