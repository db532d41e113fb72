"""A refusal stands where the person looks: beside its field, or above a form that has none."""

import pytest
from django import forms

from portal.refusals import Refused


class DeadlineForm(forms.Form):
    due_on = forms.DateField()


@pytest.mark.parametrize(
    ("field", "place"), [("due_on", "due_on"), ("reason", forms.forms.NON_FIELD_ERRORS), (None, "__all__")]
)
def test_a_refusal_is_said_in_the_form(field, place):
    form = DeadlineForm({"due_on": "2026-11-26"})
    assert form.is_valid()
    Refused("The day has passed.", field=field).say_in(form)
    assert form.errors == {place: ["The day has passed."]}
