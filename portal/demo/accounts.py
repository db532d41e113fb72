"""The demo's accounts, as `make demo` prints them. They exist only where DEMO is set."""

from django.utils.translation import gettext_lazy as _

PASSWORD = "yangguang-2026"  # noqa: S105  printed on the screen of whoever starts the demo

ACCOUNTS = (
    ("clerk", _("clerk"), "临溪县民政局"),
    ("reviewer", _("reviewer"), "临溪县民政局"),
    ("head", _("head of the agency"), "临溪县民政局"),
    ("sibling", _("clerk"), "临溪县教育局"),
    ("township", _("clerk"), "柳桥镇"),
    ("water", _("clerk"), "明川市自来水有限公司"),
    ("officer", _("open government officer"), "明川市"),
    ("countyofficer", _("open government officer"), "临溪县"),
    ("supervisor", _("supervisor"), "明川市"),
    ("admin", _("administrator"), "明川市"),
    ("otherclerk", _("clerk"), "远山县"),
    ("otherofficer", _("open government officer"), "远山县"),
    ("citizen", _("citizen"), ""),
)


def table() -> list[tuple[str, str, str, str]]:
    """Rows of user name, password, role and agency."""
    return [(username, PASSWORD, str(role), agency) for username, role, agency in ACCOUNTS]
