"""A page is of one moment: nothing that changes between two of its questions shows on a part of it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from disclosure import actions
from tests.cast import assemble

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("django_db_serialized_rollback", "clock"),
]
PAGES = ("/", "/items/", "/items.atom", "/search/?q=低保", "/api/v1/items/", "/agencies/qt-mzj/", "/sitemap-items.xml")
HOLDING = ("BEGIN", "SET", "SAVEPOINT")


class Office:
    """At every step something is published, something corrected and something withdrawn, on a connection of its own."""

    def __init__(self):
        self.cast, self.steps = assemble(), 0
        self.read = self.publish()
        self.newest = self.publish()

    def publish(self):
        item = actions.draft(agency=self.cast.bureau, by=self.cast.clerk, title="关于调整低保标准的通知", body="正文。")
        return actions.approve_and_publish(actions.submit(item, by=self.cast.clerk), by=self.cast.reviewer)

    def step(self):
        self.steps += 1
        actions.revise(self.read, by=self.cast.clerk, title=f"关于调整低保标准的通知（{self.steps}）")
        actions.submit(self.read, by=self.cast.clerk)
        actions.approve_and_publish(self.read, by=self.cast.reviewer)
        actions.withdraw(self.newest, by=self.cast.head, reason="内容有误", ground="error")
        self.newest = self.publish()

    def step_elsewhere(self):
        def there():
            try:
                self.step()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(there).result()


def after_the_first(do):
    """A wrapper of questions: once the first of a moment has been answered, `do` is done."""
    done = []

    def wrapped(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if not done and connection.in_atomic_block and not sql.lstrip().startswith(HOLDING):
            done.append(sql)
            do()
        return answer

    return wrapped


def test_no_part_of_a_page_is_newer_than_another(client, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "shared_pages" not in name]
    office, mixed = Office(), []
    for address in (*PAGES, office.read.get_absolute_url()):
        before = client.get(address).content
        with connection.execute_wrapper(after_the_first(office.step_elsewhere)):
            if client.get(address).content != before:
                mixed.append(address)
        assert client.get(address).content != before, address
    assert mixed == []
