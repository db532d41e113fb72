"""A tenant may choose any colour; it stays legible in both schemes."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from portal.config.theme import NIGHT, WHITE, contrast, legible, shades

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


def test_contrast_is_that_of_the_guideline() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("767676", "ffffff") == pytest.approx(4.54, abs=0.01)


@given(COLOURS)
def test_every_colour_can_carry_and_be_text(colour: str) -> None:
    found = shades(colour)
    assert contrast(found["tenant"], WHITE) >= 6
    assert contrast(found["tenant"], found["tenant-soft"]) >= 4.5
    assert contrast(found["tenant-dark"], NIGHT) >= 9
    assert contrast(found["tenant-dark"], found["tenant-dark-soft"]) >= 4.5
    assert contrast(found["tenant-dark-bar"], WHITE) >= 10


def test_a_legible_colour_is_left_alone() -> None:
    assert legible("1d5480", on=WHITE, ratio=6) == "1d5480"


@pytest.mark.django_db
def test_stylesheet_is_kept_for_a_year_and_says_nothing_personal(client: Client) -> None:
    answer = client.get("/theme/f0c000.css")
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "--tenant:#" in answer.content.decode()
    assert "immutable" in answer["Cache-Control"]
    assert not answer.cookies
    assert "Vary" not in answer


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/theme/red.css", "/theme/f0c0000.css", "/theme/%7D*%7B%7D.css"])
def test_anything_else_is_no_stylesheet(client: Client, address: str) -> None:
    assert client.get(address, headers={"host": "testserver"}).status_code == 404
