"""Roles name permissions that exist, and every permission can be had through some role."""

import importlib
from pathlib import Path

from portal.agencies.roles import ROLES

ROOT = Path(__file__).resolve().parents[2]


def every_permission() -> set[str]:
    files = [
        f
        for app in ("portal", "catalog", "disclosure", "requests_app", "oversight")
        for f in (ROOT / app).rglob("permissions.py")
    ]
    names = [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]
    return {str(value) for name in names for value in importlib.import_module(name).Permission.values}


def test_roles_and_permissions_agree():
    given = {str(permission) for role in ROLES.values() for permission in role.permissions}
    assert given == every_permission()


def test_nobody_writes_and_lets_through():
    for role in ROLES.values():
        assert not {"edit_item", "review_item"} <= role.permissions
        assert not {"handle_request", "review_request"} <= role.permissions
