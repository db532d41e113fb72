"""`python -m bench.judged`: how well the first page answers the judged queries of `tests/judged.py`, by class.

It runs on the database that DATABASE_URL names (a fresh SQLite file when unset) and leaves nothing there. `EACH=1`
prints every query.
"""

import os
import time

from bench.database import prepare


def main() -> None:
    prepare()
    from django.db import connection, transaction

    from tests.judged import load, mean, measured

    with transaction.atomic():
        city = load()
        begun = time.process_time()
        by_class = measured(city)
        spent = time.process_time() - begun
        transaction.set_rollback(True)
    everything = [answer for answers in by_class.values() for answer in answers]
    print(f"nDCG@10 of {len(everything)} judged queries on {connection.vendor}")
    for name, answers in sorted(by_class.items()):
        empty = sum(not found for _query, _gain, found in answers)
        print(f"{name:14}{len(answers):4} queries{mean(gain for _q, gain, _f in answers):8.3f}   {empty} empty")
        if os.environ.get("EACH"):
            for query, gain, found in sorted(answers, key=lambda answer: answer[1]):
                print(f"    {gain:.2f} {query} {found}")
    print(f"{'all':14}{len(everything):4} queries{mean(gain for _q, gain, _f in everything):8.3f}")
    print(f"{spent * 1000 / len(everything):.1f} ms CPU per query, database not counted when it is a server")


if __name__ == "__main__":
    main()
