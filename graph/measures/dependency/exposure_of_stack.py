"""What a country's whole stack rests on."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from graph.analysis.dependency.exposure.stack import StackExposure, entities_of, stack_exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.results import percent_lost
from graph.measures.behind import support_below
from graph.measures.envelope import Answer
from graph.measures.measure import Limits, Measure
from graph.measures.panels import DEPENDENCY
from graph.measures.question import Limited
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


class StackQuestion(Limited):
    """A country, and whom it may rest on."""

    country: str = Field(description="an id such as country:FRA")
    to: To = Field(default=To.COUNTRY, description="whom, or what, to measure against")


def exposure_of_stack(snapshot: Snapshot, question: StackQuestion, limits: Limits) -> Answer:
    """Return what the country's entities lose without each, the mean over those whose needs are known."""
    found = stack_exposure(snapshot, question.country, question.to)
    layers = entities_of(snapshot, [found.country])[found.country]
    return Answer(found, edges=support_below(snapshot, (snapshot.root(i) for ids in layers.values() for i in ids)))


def _most(row: Mapping[str, Any]) -> str:
    """Say without whom most is lost, with its bounds; the country itself is told as its own."""
    told = []
    for one in row["rows"][:4]:
        low, central, high = one["loss"]
        told.append(f"{one['name']}{' (own)' if one['home'] else ''} {percent_lost(central, low, high)}")
    return "; ".join(told)


MEASURE = Measure(
    answer=exposure_of_stack,
    title="What a country's whole stack rests on, layer by layer",
    panel=DEPENDENCY,
    path="/exposure-of-stack/{country}",
    question=StackQuestion,
    result=StackExposure,
    tables=(
        Table(
            "layers",
            columns(
                "layer",
                "entities",
                "not_known",
                most=_most,
            ),
            file=fields(
                "layer", "entities", "not_known", to="rows.to", name="rows.name", loss="rows.loss", home="rows.home"
            ),
            each="rows",
        ),
    ),
    example={"country": "country:FRA", "to": "sphere"},
)
