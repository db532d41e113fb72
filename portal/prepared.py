"""Questions to the database whose SQL is written once in a process: writing it costs many times what asking does."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import Expression

Converters = dict[int, tuple[list[Callable[..., Any]], Expression]]


class Prepared:
    """A `values_list` as `make` gives it, asked with other values each time.

    In it each of `blanks` stands for a value; nothing else that is asked with may equal one. Annotations come last.
    """

    def __init__(self, make: Callable[[], QuerySet[Any, Any]], *blanks: object) -> None:
        self._make, self._blanks = make, blanks

    def __call__(self, *given: Any) -> list[tuple[Any, ...]]:
        """The rows with the values that are `given` for the blanks, in their order. One query."""
        sql, asked, converters = self._written
        values: dict[Any, Any] = dict(zip(self._blanks, given, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [values.get(value, value) for value in asked])
            rows = cursor.fetchall()
        return [_converted(row, converters) for row in rows] if converters else rows

    @cached_property
    def _written(self) -> tuple[str, tuple[Any, ...], Converters]:
        compiler = self._make().query.get_compiler(connection=connection)
        sql, asked = compiler.as_sql()
        return sql, asked, compiler.get_converters([column for column, _sql, _alias in compiler.select])


def _converted(row: tuple[Any, ...], converters: Converters) -> tuple[Any, ...]:
    values = list(row)
    for place, (converting, expression) in converters.items():
        for convert in converting:
            values[place] = convert(values[place], expression, connection)
    return tuple(values)
