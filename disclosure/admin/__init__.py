"""The clerk's and the reviewer's place: one page to write on, one button for each decision."""

from disclosure.admin.items import ItemAdmin

__all__ = ["ItemAdmin"]
