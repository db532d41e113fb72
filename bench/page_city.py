"""Builds the database that `bench.pages` reads: the cast's two governments, and items of a bureau."""

import os
import sys

from bench.database import prepare


def main() -> None:
    prepare()
    from django.db import connection

    from bench.generate import publish
    from tests.cast import assemble

    count = int(os.environ["BENCH_ITEMS"])
    sys.stdout.write(f"publishing {count} items …\n")
    sys.stdout.flush()
    cast = assemble()
    publish(count, agencies=[cast.bureau], writer=cast.clerk, reviewer=cast.reviewer)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # which PostgreSQL does by itself within minutes, unless it is kept from it


if __name__ == "__main__":
    main()
