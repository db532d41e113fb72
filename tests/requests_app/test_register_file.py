"""The register as a file: the columns and the people of the print, and the questions of one for three rows."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from requests_app.figure_files import XLSX
from tests.requests_app.conftest import ID_NUMBER, WANTED


@pytest.fixture
def downloaded(client):
    """The lines of the file that `user` gets, or the answer if there is none."""

    def downloaded(user, **asked):
        client.force_login(user)
        answer = client.get(reverse("admin:requests_app_disclosurerequest_registry"), asked | {"as": "xlsx"})
        if answer["Content-Type"] != XLSX:
            return answer
        assert answer["Content-Disposition"].startswith("attachment")
        sheet = load_workbook(io.BytesIO(answer.content)).active
        return [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]

    return downloaded


def test_the_file_says_what_the_print_says(cast, client, downloaded, answered, received):
    done, sibling = answered(), received(cast.sibling)
    received(subject='=HYPERLINK("http://example.test")\x0b')
    title, heads, first, second = downloaded(cast.clerk)
    assert cast.bureau.name in title[0]
    page = client.get(reverse("admin:requests_app_disclosurerequest_registry"))
    assert (heads, first) == ([str(head) for head in page.context["heads"]], page.context["lines"][0])
    assert first[1] == done.number
    assert WANTED["name"] in first[3]
    assert done.letters.first().number in first[-1]
    assert second[4] == '=HYPERLINK("http://example.test")'
    told = str([title, heads, first, second])
    for hidden in (ID_NUMBER, WANTED["phone"], sibling.number):
        assert hidden not in told


def test_those_of_another_government_get_no_file_of_this_one(cast, downloaded, received):
    case = received()
    answer = downloaded(cast.other_clerk, agency=cast.bureau.pk)
    assert case.number not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert downloaded(cast.citizen).status_code in (302, 403)


def test_three_rows_ask_what_one_asks(cast, downloaded, answered, django_assert_num_queries):
    answered()
    downloaded(cast.clerk)
    with django_assert_num_queries(13) as one:  # signing in among them
        downloaded(cast.clerk)
    answered()
    answered()
    with django_assert_num_queries(len(one)):
        assert len(downloaded(cast.clerk)) == 5
