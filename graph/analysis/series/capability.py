"""How many months China's best models are behind those of the United States, on one benchmark.

The horizontal gap: on a day, how long ago the United States first had a model at least as good as China's best of
that day. Negative: China is ahead, by the same measure the other way round. Scores are as their source gives them
now; a benchmark that is scored again moves the past too.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from graph.analysis.blocs import Bloc
from graph.analysis.origin import Sphere
from graph.analysis.series.results import Found, SeriesPoint
from graph.analysis.series.scores import Scored, scored_models
from graph.facts.edges import Edge
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

DAYS_PER_MONTH = 365.25 / 12
BOTH = (Sphere.US, Sphere.CHINA)
SCORED_EACH = 5
"""A benchmark that scored fewer models of a side says nothing of that side's best."""
SINCE = date(2023, 1, 1)
"""Averages run from here, as those published do."""


def capability_lag(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return the lag at each Chinese record, and its average, least and most over days.

    Parameters
    ----------
    snapshot : Snapshot
        Models released after its day do not count.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str
        Its id; higher scores are better.

    Returns
    -------
    Found
        Points of lag in months, negative where China is ahead; without points the reason.
    """
    models, counts = scored_models(snapshot, benchmark, bloc)
    records = {sphere: _records([one for one in models if one.sphere is sphere]) for sphere in Sphere}
    leader, follower = records[Sphere.US], records[Sphere.CHINA]
    if not leader or not follower:
        missing = Sphere.US.value if not leader else Sphere.CHINA.value
        return Found(counts=counts, reason=f"no scored model of {missing} on {benchmark} by {snapshot.as_of}")
    last = min(max(one.released for one in models), snapshot.as_of)
    daily = {
        day: lag
        for day in _days(max(SINCE, follower[0].released), last)
        if (lag := _lag(day, leader, follower)) is not None
    }
    points = [_point(one, leader, follower) for one in follower]
    newest = _point_of_day(last, leader, follower)
    at_records = [point.value for point in points if point.value is not None]
    summary = _spread("over_days", list(daily.values())) | _spread("at_records", at_records)
    return Found(
        points=(*points, newest),
        summary=summary,
        counts=counts,
        assumptions=(f"scores end with a model of {last}: nothing is said of later days",),
        edges=tuple(one.edge for one in (*leader, *follower)),
        nodes=tuple(one.model for one in (*leader, *follower)),
    )


def lag_by_benchmark(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return the newest lag on every benchmark that scores enough models of both sides, with its range over days.

    Parameters
    ----------
    snapshot : Snapshot
        Its benchmarks, all of them.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str
        Not used: the same is asked of every series.
    """
    points: list[SeriesPoint] = []
    edges: list[Edge] = []
    for node in snapshot.nodes.of(NodeKind.BENCHMARK):
        models, _ = scored_models(snapshot, node.id, bloc)
        sides = Counter(one.sphere for one in models)
        found = capability_lag(snapshot, bloc, node.id) if min(sides[s] for s in BOTH) >= SCORED_EACH else Found()
        if not found.points or not found.summary:
            continue
        newest, months = (
            found.points[-1],
            {name: found.summary[f"{name}_over_days"] for name in ("least", "mean", "most")},
        )
        scored = {f"models of {sphere.value}": float(sides[sphere]) for sphere in BOTH}
        points.append(newest.model_copy(update={"basis": node.id, "figures": {**newest.figures, **months, **scored}}))
        edges += found.edges
    points.sort(key=lambda point: (point.value is None, point.value or 0.0, point.basis or ""))
    reason = None if points else f"no benchmark scores {SCORED_EACH} models of each side"
    return Found(points=tuple(points), counts={"benchmarks": len(points)}, reason=reason, edges=tuple(edges))


def _spread(where: str, values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {}
    mean = sum(values) / len(values)
    return {f"mean_{where}": mean, f"least_{where}": min(values), f"most_{where}": max(values)}


def _records(models: Sequence[Scored]) -> list[Scored]:
    """Return the models that were the best of their sphere when they came out."""
    best: list[Scored] = []
    for one in models:
        if not best or one.score > best[-1].score:
            if best and best[-1].released == one.released:
                best.pop()
            best.append(one)
    return best


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _best(day: date, records: Sequence[Scored]) -> Scored | None:
    return next((one for one in reversed(records) if one.released <= day), None)


def _reached(score: float, records: Sequence[Scored]) -> Scored | None:
    """Return the first record at least as good as a score."""
    place = bisect_left([one.score for one in records], score)
    return records[place] if place < len(records) else None


def _lag(day: date, leader: Sequence[Scored], follower: Sequence[Scored]) -> float | None:
    """Return the months by which the follower is behind on a day; negative where it is ahead."""
    behind, ahead = _best(day, follower), _best(day, leader)
    if behind is None or ahead is None:
        return None
    if ahead.score >= behind.score:
        first = _reached(behind.score, leader)
        return (day - first.released).days / DAYS_PER_MONTH if first else None
    first = _reached(ahead.score, follower)
    return -(day - first.released).days / DAYS_PER_MONTH if first else None


def _point(one: Scored, leader: Sequence[Scored], follower: Sequence[Scored]) -> SeriesPoint:
    point = _point_of_day(one.released, leader, follower)
    return point.model_copy(update={"note": "China's best model on this day came out on it"})


def _point_of_day(day: date, leader: Sequence[Scored], follower: Sequence[Scored]) -> SeriesPoint:
    behind, ahead = _best(day, follower), _best(day, leader)
    first = _reached(behind.score, leader) if behind else None
    figures = {}
    if behind and ahead:
        figures = {"China": behind.score, "US": ahead.score, "behind_in_points": ahead.score - behind.score}
    return SeriesPoint(
        at=day,
        group=Sphere.CHINA.value,
        value=_lag(day, leader, follower),
        label=behind.model.id if behind else None,
        compared_with=first.model.id if first else None,
        unit="months behind the United States",
        note="the newest day with scores",
        figures=figures,
        edges=tuple(dict.fromkeys(o.edge.id for o in (behind, ahead, first) if o)),
    )
