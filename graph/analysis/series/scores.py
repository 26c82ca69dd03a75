"""Scored models: which sphere each belongs to, when it came out, and how it scored."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph.analysis.blocs import Bloc
from graph.analysis.origin import WHOLE, Sphere, origin
from graph.analysis.series.results import Found, SeriesPoint
from graph.facts.dates import first_day
from graph.facts.edges import Edge
from graph.facts.nodes import Node
from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class Scored:
    """A model with its score."""

    model: Node
    sphere: Sphere
    released: date
    score: float
    edge: Edge


def sphere_of_model(snapshot: Snapshot, model: str, bloc: Bloc) -> Sphere | None:
    """Return the sphere that all makers of a model belong to; None where it is shared or not known.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides who controls a maker.
    model : str
        Its id.
    bloc : Bloc
        Which countries stand on which side.
    """
    behind: dict[Sphere, float] = {}
    for country, weight in origin(snapshot, model).items():
        sphere = bloc.sphere(country)
        behind[sphere] = behind.get(sphere, 0.0) + weight
    return next((sphere for sphere, weight in behind.items() if weight >= WHOLE), None)


def _scored_version(edge: Edge, model: date | None) -> date | None:
    """Return the day of the version that was scored: it may be a year later than the model, and no earlier.

    A version that is named by month and day alone is the first of that day since the model came out. Where the source
    names none, it is the model itself.
    """
    stated, day = (edge.claim.properties.get(name) for name in ("released_on", "version"))
    if isinstance(stated, str):
        return max(first_day(stated), model or date.min)
    if isinstance(day, str) and model is not None:
        return next(on for year in (model.year, model.year + 1) if (on := first_day(f"{year}-{day}")) >= model)
    return model


def scored_models(snapshot: Snapshot, benchmark: str, bloc: Bloc) -> tuple[list[Scored], dict[str, int]]:
    """Return the models scored on a benchmark, oldest first, and how many were left out and why.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides who controls a maker; models released after its day are counted as without a date.
    benchmark : str
        Its id.
    bloc : Bloc
        Which countries stand on which side.

    Returns
    -------
    models
        list of Scored: Each with the score its source gives now, in the unit of the benchmark.
    """
    found: list[Scored] = []
    counts = {"scored": 0, "without a date of release": 0, "of shared or unknown sphere": 0}
    for edge in snapshot.edges_at.get(benchmark, ()):
        if edge.kind != EdgeKind.SCORED or edge.claim.quantity is None:
            continue
        counts["scored"] += 1
        model = snapshot.nodes[edge.start]
        day, sphere = _scored_version(edge, model.released), sphere_of_model(snapshot, model.id, bloc)
        if day is None or day > snapshot.as_of:
            counts["without a date of release"] += 1
        elif sphere is None:
            counts["of shared or unknown sphere"] += 1
        else:
            found.append(Scored(model, sphere, day, edge.claim.quantity, edge))
    found.sort(key=lambda one: (one.released, one.score, one.model.id))
    return found, counts


def scored_on(snapshot: Snapshot, benchmarks: Iterable[str], bloc: Bloc) -> Found:
    """Return every score on some benchmarks as a point, model by model.

    Parameters
    ----------
    snapshot : Snapshot
        Scores that hold on its day.
    benchmarks : iterable of str
        Ids.
    bloc : Bloc
        Which countries stand on which side.
    """
    edges = [
        edge
        for benchmark in benchmarks
        for edge in snapshot.edges_at.get(benchmark, ())
        if edge.kind == EdgeKind.SCORED and edge.claim.quantity is not None
    ]
    points = []
    for edge in edges:
        sphere = sphere_of_model(snapshot, edge.start, bloc)
        points.append(
            SeriesPoint(
                period=edge.claim.period, group=sphere.value if sphere else "shared or not known",
                value=edge.claim.quantity, label=edge.start, compared_with=edge.end, unit=edge.claim.unit,
                basis=edge.claim.basis, note=edge.claim.note, edges=(edge.id,),
            )
        )  # fmt: skip
    points.sort(key=lambda point: (point.compared_with or "", -(point.value or 0.0), point.label or ""))
    reason = None if points else "no model is scored on these benchmarks"
    return Found(points=tuple(points), counts={"scored": len(points)}, edges=tuple(edges), reason=reason)
