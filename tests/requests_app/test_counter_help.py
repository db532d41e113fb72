"""At the counter: a clerk writes down that the applicant needs help with reading or writing, and how (article 43)."""

import pytest

from portal.audit.models import AuditEvent
from requests_app import actions
from requests_app.models import DisclosureRequest
from tests.requests_app.conftest import WANTED, key

ADD = "/admin/requests_app/disclosurerequest/add/"
WORDS = "需要大字本，请打电话念给本人听"
NOTICE = "申请人阅读或者书写有困难，需要提供帮助（第四十三条）。"


@pytest.fixture
def taken_in(client, cast):
    """A request keyed in by the clerk, or the page that says why not."""

    def taken_in(**changes):
        client.force_login(cast.clerk)
        said = {
            "key": key(), "agency": cast.bureau.pk, "channel": "oral", "received_on": "2026-03-02", "category": "c1",
            "form_wanted": "paper", "delivery": "pick_up",
        }  # fmt: skip
        page = client.post(ADD, WANTED | said | changes)
        return DisclosureRequest.objects.newest_first()[0] if page.status_code == 302 else page

    return taken_in


def shown(client, case):
    return client.get(f"/admin/requests_app/disclosurerequest/{case.pk}/change/").content.decode()


def test_the_page_asks_for_it(client, cast):
    client.force_login(cast.clerk)
    text = client.get(ADD).content.decode()
    assert 'type="checkbox" name="needs_help"' in text
    assert 'name="help_wanted"' in text
    assert "第四十三条" in text


def test_help_and_its_kind_are_kept_and_shown_at_the_case(client, taken_in):
    case = taken_in(needs_help="on", help_wanted=WORDS)
    assert (case.needs_help, case.help_wanted, case.channel) == (True, WORDS, "oral")
    assert WORDS in shown(client, case)


def test_who_says_how_to_help_has_said_that_help_is_needed(client, taken_in):
    case = taken_in(help_wanted=WORDS)
    assert case.needs_help
    assert WORDS in shown(client, case)


def test_help_without_words_is_help_all_the_same(client, taken_in):
    helped, plain = taken_in(needs_help="on"), taken_in(subject="另一件")
    assert (helped.needs_help, helped.help_wanted) == (True, "")
    assert (plain.needs_help, plain.help_wanted) == (False, "")
    assert NOTICE in shown(client, helped)
    assert NOTICE not in shown(client, plain)


def test_too_many_words_are_said_beside_the_field_and_nothing_is_filed(taken_in):
    page = taken_in(needs_help="on", help_wanted="念" * 201)
    assert "help_wanted" in page.context["form"].errors
    assert DisclosureRequest.objects.count() == 0


def test_what_helps_a_person_is_in_no_audit_trail_and_no_letter(cast, taken_in):
    case = actions.register(taken_in(needs_help="on", help_wanted=WORDS), by=cast.clerk)
    assert WORDS not in str(list(AuditEvent.objects.values_list("before", "after")))
    assert WORDS not in case.letters.get().body


def test_nobody_else_takes_in_for_the_bureau(client, cast, taken_in):
    client.force_login(cast.sibling_clerk)
    said = WANTED | {"key": key(), "agency": cast.bureau.pk, "channel": "oral", "received_on": "2026-03-02"}
    assert "agency" in client.post(ADD, said | {"help_wanted": WORDS}).context["form"].errors
    assert DisclosureRequest.objects.count() == 0
