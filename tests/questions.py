"""Counting what a page asks of the database, the same on each: statements that hold a transaction ask nothing."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

HOLDING = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK", "SET LOCAL", "SET TRANSACTION", "BEGIN", "COMMIT")


class Questions(CaptureQueriesContext):
    """The questions asked inside; search on PostgreSQL puts each of its own between a savepoint and a limit of time."""

    def __init__(self) -> None:
        super().__init__(connection)

    @property
    def captured_queries(self) -> list[dict[str, str]]:
        return [query for query in super().captured_queries if not query["sql"].lstrip().startswith(HOLDING)]
