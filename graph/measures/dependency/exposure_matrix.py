"""Who rests on whom on one layer."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.dependency.exposure.stack import ExposureMatrix, entities_of
from graph.analysis.dependency.exposure.stack import exposure_matrix as measured
from graph.analysis.results import percent_lost
from graph.measures.behind import support_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Question
from graph.measures.table import Table, columns, fields
from graph.ontology import Layer
from graph.snapshots.snapshot import Snapshot


class MatrixQuestion(Question):
    """A layer."""

    layer: Layer = Field(description="whose entities are measured")


def exposure_matrix(snapshot: Snapshot, question: MatrixQuestion, limits: Limits) -> Answer:
    """Return three matrices, what rows lose without columns: low, central and high."""
    found = measured(snapshot, question.layer)
    entities = entities_of(snapshot, found.rows)
    roots = (snapshot.root(i) for layers in entities.values() for i in layers.get(question.layer, ()))
    return Answer(found, edges=support_below(snapshot, roots))


def _without(row: Mapping[str, Any]) -> str:
    """Say the loss without each, with its bounds."""
    losses = row["without"].items()
    return "; ".join(f"{name} {percent_lost(central, low, high)}" for name, (low, central, high) in losses)


MEASURE = Measure(
    answer=exposure_matrix,
    title="Exposure of every country to every country on one layer",
    panel=DEPENDENCY,
    path="/exposure-matrix",
    question=MatrixQuestion,
    result=ExposureMatrix,
    tables=(
        Table(
            "largest",
            columns("country", "name", "entities", "not_known", lost_without=_without),
            file=fields("country", "name", "entities", "not_known", without="without.key", loss="without.value"),
            each="without",
        ),
    ),
    example={"layer": "models"},
    positional=("layer",),
)
