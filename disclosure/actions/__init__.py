"""Every decision about items: the admin, the public pages, the API and the demo call these and nothing else."""

from disclosure.actions.correcting import note_correction
from disclosure.actions.publication import approve_and_publish, index_again, publish, withdraw
from disclosure.actions.review import approve, return_
from disclosure.actions.writing import attach, detach, draft, revise, submit

__all__ = [
    "approve",
    "approve_and_publish",
    "attach",
    "detach",
    "draft",
    "index_again",
    "note_correction",
    "publish",
    "return_",
    "revise",
    "submit",
    "withdraw",
]
