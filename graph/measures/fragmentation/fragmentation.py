"""How far each layer is divided, against chance."""

from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.figures.index import Fragmentation
from graph.analysis.fragmentation.figures.index import fragmentation as figures_of
from graph.analysis.fragmentation.layers.shares import measure
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


def fragmentation(snapshot: Snapshot, question: LayersQuestion, limits: Limits) -> Answer:
    """Return how far each layer is divided, with coverage, null model and the range over bloc presets."""
    choice = choice_of(snapshot, question)
    measured = measure(snapshot, choice)
    result = figures_of(snapshot, choice, question.draws, measured=measured)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


MEASURE = Measure(
    answer=fragmentation,
    title="Index, bits, bipolarity and coupling of each layer, against chance",
    panel=FRAGMENTATION,
    path="/fragmentation",
    question=LayersQuestion,
    result=Fragmentation,
    tables=(
        Table(
            "layers",
            columns(
                "layer", "index", null_mean="null.mean", z="null.z", bits="bits", bipolarity="bipolarity",
                coupling="coupling", countries="coverage.countries", interval="interval.index", redrawn="redrawn.index",
                of_what_is_listed="coverage.share", supposed_their_own="coverage.supposed",
                of_what_some_suppliers_count="coverage.seen.share", note="reason",
            ),
            file=fields(
                "layer", "tie", "index", "bits", "bipolarity", "coupling", null_mean="null.mean", z="null.z",
                index_range="interval.index", bits_range="interval.bits", bipolarity_range="interval.bipolarity",
                coupling_range="interval.coupling", index_redrawn="redrawn.index", countries="coverage.countries",
                of_what_is_listed="coverage.share", supposed_their_own="coverage.supposed",
                of_what_some_suppliers_count="coverage.seen.share", note="reason",
            ),
        ),
    ),
    example={"layer": "clouds"},
)  # fmt: skip
