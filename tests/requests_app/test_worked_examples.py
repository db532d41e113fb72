"""The time for an answer, example by example: what the articles say, acted out and compared."""

import re

import pytest

from tests.requests_app.worked_examples import Office, examples

EXAMPLES = examples()


def test_there_are_enough_and_each_names_its_article():
    assert len(EXAMPLES) >= 100
    assert not [example for example in EXAMPLES if not re.match(r"\d+", example.article) or not example.steps]
    assert {"30", "31(1)", "31(2)", "31(3)", "31(4)", "32", "33(2)", "33(3)", "34"} <= {e.article for e in EXAMPLES}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"line {example.line}")
def test_it_comes_out_as_reckoned(cast, example):
    office = Office(cast)
    found = [office.act(step) for step in example.steps]
    expected = [step.expected or got for step, got in zip(example.steps, found, strict=True)]
    assert found == expected, f"article {example.article}: {example.sentence}"
