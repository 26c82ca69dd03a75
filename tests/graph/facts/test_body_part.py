"""What a body says of a field that there is not, at any depth, by address and by command alike."""

import json

import pytest

from graph.analysis.dependency.scenarios.spec import Scenario
from graph.facts.body_part import BodyPart
from graph.measures.declared import declared, names
from graph.measures.question import ParameterError, asked

WRONG = [
    ("scenario", {"scenario": {"removed": ["company:asml"]}}, "scenario.removed", ["remove"]),
    ("scenario", {"scenario": {"shares": [{"off": "a"}]}}, "scenario.shares.0.off", ["of"]),
    ("compare", {"pair": {"first": {}, "third": {}}}, "pair.third", []),
    ("compare", {"pair": {"first": {"zzz": 1}, "second": {}}}, "pair.first.zzz", []),
    ("adoption", {"spec": {"layer": "clouds", "shift": []}}, "spec.shift", ["shifts"]),
]


@pytest.mark.parametrize(("measure", "given", "field", "near"), WRONG, ids=[row[2] for row in WRONG])
def test_a_field_that_there_is_not_is_told_with_those_that_there_are(measure, given, field, near):
    with pytest.raises(ParameterError) as error:
        asked(declared(measure).question, given)
    assert error.value.field == field
    assert list(error.value.suggestions) == near
    assert "there is no such field" in error.value.fault
    told = error.value.fault.partition("it takes ")[2]
    if field.startswith("scenario.") and field.count(".") == 1:
        assert told.rstrip(".").split(", ") == list(Scenario.fields_told())
    assert told


def test_every_model_that_a_body_is_written_in_says_so():
    """A plain pydantic model with forbidden extras would be told without its fields."""
    for name in names():
        measure = declared(name)
        if measure.body:
            kind = measure.question.model_fields[measure.body].annotation
            if isinstance(kind, type) and hasattr(kind, "model_fields"):
                assert issubclass(kind, BodyPart), name
                assert json.dumps(measure.example[measure.body])
