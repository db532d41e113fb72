"""Signing in and out, where one lands, and the corner of the page head."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post(reverse("accounts:login"), {"username": username, "password": password, **more})


def test_log_in_page_labels_its_fields(client: Client, cast: Cast) -> None:
    page = client.get(reverse("accounts:login")).content.decode()
    assert '<label for="id_username">' in page
    assert '<label for="id_password">' in page


def test_signing_in_leads_to_the_workplaces_and_leaves_the_hint(client: Client, cast: Cast) -> None:
    answer = sign_in(client, "clerk")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("accounts:home")
    assert answer.cookies["signed_in"].value == "1"
    assert client.session["_auth_user_id"] == str(cast.clerk.pk)


def test_signing_in_goes_back_where_one_came_from_but_never_to_another_site(client: Client, cast: Cast) -> None:
    assert sign_in(client, "clerk", next="/admin/")["Location"] == "/admin/"
    client.logout()
    assert sign_in(client, "clerk", next="https://evil.example/")["Location"] == reverse("accounts:home")


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(client: Client, cast: Cast) -> None:
    unknown, wrong = sign_in(client, "nobody"), sign_in(client, "clerk", "not-it")
    errors = [list(answer.context["form"].non_field_errors()) for answer in (unknown, wrong)]
    assert errors[0] == errors[1]
    assert len(errors[0]) == 1
    assert "signed_in" not in wrong.cookies
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_gets_that_sentence_too(client: Client, cast: Cast) -> None:
    cast.clerk.is_active = False
    cast.clerk.save()
    disabled, unknown = sign_in(client, "clerk"), sign_in(client, "nobody")
    assert disabled.context["form"].errors == unknown.context["form"].errors


def test_five_failures_lock_the_account_even_for_the_right_password(client: Client, cast: Cast, settings) -> None:
    settings.AXES_ENABLED = True
    answers = [sign_in(client, "clerk", "not-it") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    locked = sign_in(client, "clerk")
    assert locked.status_code == 429
    assert "accounts/locked_out.html" in [template.name for template in locked.templates]
    assert "_auth_user_id" not in client.session


def test_signing_out_needs_a_post_and_forgets_the_person(client: Client, cast: Cast) -> None:
    sign_in(client, "clerk")
    assert client.get(reverse("accounts:logout")).status_code == 405
    answer = client.post(reverse("accounts:logout"))
    assert answer["Location"] == reverse("disclosure:home")
    assert answer.cookies["signed_in"].value == ""
    assert "_auth_user_id" not in client.session


def test_the_landing_page_asks_visitors_to_log_in(client: Client, cast: Cast) -> None:
    address = reverse("accounts:home")
    assert client.get(address)["Location"] == f"{reverse('accounts:login')}?next={address}"


@pytest.mark.parametrize(
    ("member", "workbench", "office"),
    [("clerk", True, False), ("head", True, True), ("supervisor", True, True), ("citizen", False, False)],
)
def test_everybody_sees_the_workplaces_that_open_for_them(
    client: Client, cast: Cast, member: str, workbench: bool, office: bool
) -> None:
    client.force_login(getattr(cast, member))
    answer = client.get(reverse("accounts:home"))
    shown = {workplace.url_name for workplace in answer.context["workplaces"]}
    assert ("admin:index" in shown, "oversight:office_home" in shown) == (workbench, office)
    assert "notices:inbox" in shown
    assert answer["Cache-Control"] == "no-store, private"


def test_badge_of_a_visitor_touches_no_session(client: Client, cast: Cast) -> None:
    answer = client.get(reverse("accounts:badge"))
    assert reverse("accounts:login") in answer.content.decode()
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "no-store" in answer["Cache-Control"]


def test_badge_of_a_person_names_them_and_is_never_stored(client: Client, cast: Cast) -> None:
    client.force_login(cast.clerk)
    answer = client.get(reverse("accounts:badge"))
    assert "李办事" in answer.content.decode()
    assert f'action="{reverse("accounts:logout")}"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store, private"
