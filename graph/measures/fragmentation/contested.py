"""Where countries stand between the two poles."""

from pydantic import Field

from graph.analysis.fragmentation.alignment import Countries, countries
from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.layer_shares import measure
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.question import Limited
from graph.measures.table import Table, columns
from graph.snapshot import Snapshot


class ContestedQuestion(LayersQuestion, Limited):
    """Layers, and how many countries."""

    limit: int = Field(default=300, ge=1, le=300, description="most countries")


def contested(snapshot: Snapshot, question: ContestedQuestion, limits: Limits) -> Answer:
    """Return countries by sphere on each layer: first those known on enough layers, then the others with the reason."""
    choice = choice_of(snapshot, question)
    measured = measure(snapshot, choice)
    result = countries(snapshot, choice)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=contested,
    title="Alignment and contestedness of every country: the most contested first, of those known on enough layers",
    panel=FRAGMENTATION,
    path="/fragmentation/countries",
    question=ContestedQuestion,
    result=Countries,
    tables=(Table("countries", columns("id", "name", "alignment", "contestedness", "hedges_on", "unranked")),),
    example={"layer": "clouds", "limit": 5},
)
