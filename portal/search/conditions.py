"""Conditions on rows that the ORM can say, but not as cheaply."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup
from django.db.models.sql.compiler import SQLCompiler

KEYS, OTHERS = "\0keys", "\0others"  # blanks of a `Prepared` that stand for what `one_value` gives


class _Among(Lookup):
    """`__in` with one parameter, where a thousand would cost more than the answer."""

    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        key, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{key} = ANY(%s)", (*params, self.rhs)
        return f"{key} IN (SELECT value FROM json_each(%s))", (*params, self.rhs)  # noqa: S608 - a column


def among(keys: Iterable[int | str] | str, field: str = "pk") -> _Among:
    """The field of the row is one of `keys`, or of what will be given for a blank."""
    return _Among(F(field), keys if isinstance(keys, str) else one_value(keys))


def one_value(keys: Iterable[int | str]) -> object:
    """`keys` as one parameter of a database query."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))
