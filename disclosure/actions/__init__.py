"""Every decision about items: the admin, the public pages, the API and the demo call these and nothing else."""

from disclosure.actions.publication import approve_and_publish, index_again, publish, withdraw
from disclosure.actions.review import approve, return_
from disclosure.actions.rows import add_row, change_row, import_rows, remove_row
from disclosure.actions.writing import attach, detach, draft, revise, submit

__all__ = [
    "add_row",
    "approve",
    "approve_and_publish",
    "attach",
    "change_row",
    "detach",
    "draft",
    "import_rows",
    "index_again",
    "publish",
    "remove_row",
    "return_",
    "revise",
    "submit",
    "withdraw",
]
