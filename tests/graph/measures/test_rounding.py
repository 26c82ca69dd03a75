"""No answer prints what sums of doubles are off by as a figure."""

from datetime import date

import pytest

from graph.analysis.results import ROUNDING, Row
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared, every
from graph.measures.measure import Limits
from loaders.registry import collect

DAY = date(2026, 11, 27)
COUNTRIES = [("country", {"country_id": code}) for code in ("BRA", "ARE", "TWN", "DEU")]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts).snapshot(DAY)


def noise(value, path=""):
    """Every number that is not nothing and no more than rounding, with where it stands."""
    if isinstance(value, float) and 0 < abs(value) < ROUNDING:
        yield path, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from noise(part, f"{path}.{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from noise(part, f"{path}[{number}]")


@pytest.mark.parametrize(("name", "question"), [*((one.name, one.example) for one in every()), *COUNTRIES])
def test_no_answer_has_a_figure_that_is_rounding(shipped, name, question):
    measure = declared(name)
    result = measure.answer(shipped, measure.question(**question), Limits()).result
    assert list(noise(result.model_dump(mode="json"))) == []


class Figures(Row):
    one: float
    some: tuple[float, ...]
    named: dict[str, tuple[float, float]]


def test_what_is_off_by_rounding_alone_is_nothing_wherever_it_stands():
    found = Figures(one=-2.8e-17, some=(1e-10, 1e-8), named={"a": (-1e-16, 1.0)})
    assert (found.one, found.some, found.named) == (0.0, (0.0, 1e-8), {"a": (0.0, 1.0)})
    assert str(found.one) == "0.0", "nothing has no sign"
