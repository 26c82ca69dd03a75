"""Who rests on whom, sphere by sphere."""

from collections.abc import Mapping
from typing import Any

from graph.analysis.fragmentation.explanation import edges_behind
from graph.analysis.fragmentation.figures.coupling import CrossSphereMatrix, cross_sphere_matrix
from graph.analysis.fragmentation.layers.shares import measure
from graph.analysis.results import percent_told
from graph.measures.envelope import Answer
from graph.measures.layers import LayersQuestion, choice_of, coverage_of
from graph.measures.measure import Limits, Measure
from graph.measures.panels import FRAGMENTATION
from graph.measures.table import Table, columns, fields
from graph.snapshots.snapshot import Snapshot


def matrix(snapshot: Snapshot, question: LayersQuestion, limits: Limits) -> Answer:
    """Return sphere x sphere matrices, with coupling and what chance would give."""
    choice = choice_of(snapshot, question)
    measured = measure(snapshot, choice)
    result = cross_sphere_matrix(snapshot, choice, question.draws, measured=measured)
    return Answer(result, edges=edges_behind(snapshot, measured), coverage=coverage_of(measured))


def _direct(row: Mapping[str, Any]) -> str:
    """Say from whom a sphere has it directly, each share with its bounds."""
    if not row["direct"]:
        return f"{row['sphere']}: not known"
    told = (f"{sphere} {percent_told(share, *row['direct_range'][sphere])}" for sphere, share in row["direct"].items())
    return f"{row['sphere']} from {' / '.join(told)}"


MEASURE = Measure(
    answer=matrix,
    title="How much of each sphere's stack rests on each sphere, direct and looked through",
    panel=FRAGMENTATION,
    path="/fragmentation/matrix",
    question=LayersQuestion,
    result=CrossSphereMatrix,
    tables=(
        Table(
            "layers",
            columns(
                "layer", "coupling", "coupling_looked_through", z="null.z",
                direct=lambda row: list(map(_direct, row["rows"])),
            ),
            file=fields(
                "layer", "coupling", "coupling_range", "coupling_looked_through", z="null.z", sphere="rows.sphere",
                countries="rows.countries", known="rows.known", direct="rows.direct", direct_range="rows.direct_range",
                looked_through="rows.looked_through",
            ),
            each="rows",
        ),
    ),
    example={"layer": "clouds"},
)  # fmt: skip
