"""Every decision about items: the admin, the public pages, the API and the demo call these and nothing else."""

from disclosure.actions.bulk import import_items
from disclosure.actions.chains import set_chain
from disclosure.actions.correcting import note_correction
from disclosure.actions.emergency import clear, publish_in_emergency
from disclosure.actions.gate import inspect, waive
from disclosure.actions.indexing import index_again
from disclosure.actions.publication import approve_and_publish, publish, withdraw
from disclosure.actions.review import approve, return_
from disclosure.actions.rows import add_row, change_row, import_rows, remove_row
from disclosure.actions.secrecy import review_secrecy
from disclosure.actions.timing import drop_expiry, schedule, set_expiry, unschedule
from disclosure.actions.writing import attach, detach, draft, revise, submit

__all__ = [
    "add_row",
    "approve",
    "approve_and_publish",
    "attach",
    "change_row",
    "clear",
    "detach",
    "draft",
    "drop_expiry",
    "import_items",
    "import_rows",
    "index_again",
    "inspect",
    "note_correction",
    "publish",
    "publish_in_emergency",
    "remove_row",
    "return_",
    "review_secrecy",
    "revise",
    "schedule",
    "set_chain",
    "set_expiry",
    "submit",
    "unschedule",
    "waive",
    "withdraw",
]
