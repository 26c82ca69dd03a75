"""No answer has a central value of what may be anything: every measure, wherever a field stands beside its range."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from graph.analysis.fragmentation.figures.intervals import SCALES
from graph.analysis.results import is_told
from graph.knowledge_graph import KnowledgeGraph
from graph.measures.declared import declared, every
from graph.measures.measure import Limits, evaluate
from graph.measures.question import asked
from loaders.registry import collect

DAY = date(2026, 11, 27)
WIDTHS = SCALES | {"alignment": 2, "alignment_before": 2, "alignment_after": 2, "pulled_apart": 2}
"""Of figures that run over more than 1, from the least to the largest."""
QUESTIONS = [
    *((measure.name, measure.example) for measure in every()),
    ("matrix", {"layer": "inputs"}),
    ("fragmentation", {}),
    ("distances", {"layer": "inputs", "since": "2025-06-30"}),
    ("distances", {"layer": "compute-sites"}),
    (
        "adoption",
        {"spec": {"layer": "inputs", "shifts": [{"countries": ["country:DEU"], "points": 20, "to": "China"}]}},
    ),
    ("country", {"country_id": "country:FRA"}),
]


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def beside(part: Any, spans: Any, name: str) -> Iterator[tuple[str, float | None, tuple[float, float]]]:
    """Yield a value with its range, of a mapping each of its own."""
    if isinstance(part, dict) and isinstance(spans, dict):
        for key, value in part.items():
            yield from beside(value, spans.get(key), f"{name}.{key}")
    elif isinstance(spans, list) and len(spans) == 2 and (part is None or isinstance(part, int | float)):
        yield name, part, (spans[0], spans[1])


def ranged(part: Any) -> Iterator[tuple[str, float | None, tuple[float, float]]]:
    """Yield every value that an answer has a range of: ``x`` with ``x_range``, and figures with their ``interval``."""
    if isinstance(part, dict):
        spans = part.get("interval") or {}
        for name, value in part.items():
            yield from beside(value, part.get(f"{name}_range"), str(part.get("figure", name)))
            yield from beside(value, spans.get(name) if isinstance(spans, dict) else None, name)
            yield from ranged(value)
    elif isinstance(part, list):
        for value in part:
            yield from ranged(value)


@pytest.mark.parametrize(("name", "question"), QUESTIONS, ids=lambda part: part if isinstance(part, str) else "")
def test_no_value_stands_beside_a_range_that_leaves_it_none(shipped, name, question):
    measure = declared(name)
    day = {"as_of": DAY} if "as_of" in measure.question.model_fields else {}
    found = evaluate(measure, shipped, asked(measure.question, question | day), Limits())
    bare = [
        (where, value, span)
        for where, value, span in ranged(json.loads(found.model_dump_json(by_alias=True)))
        if value is not None and not is_told(*span, WIDTHS.get(where.split(".")[0], 1.0))
    ]
    assert bare == []


def test_the_rule_finds_what_it_looks_for():
    row = {"share": 0.5, "share_range": [0, 1], "spheres": {"US": 0.4}, "interval": {"spheres": {"US": [0, 0.9]}}}
    assert [(where, value) for where, value, _ in ranged({"rows": [row]})] == [("share", 0.5), ("spheres.US", 0.4)]
