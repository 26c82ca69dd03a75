"""Who is used, and how much: tokens by country of the developer on a platform, and users by country.

A share means nothing without what it is a share of: every point names its denominator. Only part of a platform's
models is named by its rankings, so the unnamed rest is given beside the spheres, never split among them; each sphere
has what is named of it at least, and that and the rest at most.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from graph.analysis.blocs import Bloc
from graph.analysis.origin import Sphere
from graph.analysis.series.results import Found, SeriesPoint
from graph.analysis.series.scores import sphere_of_model
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot

Ranking = list[tuple[str, Edge, EdgeFact]]
"""(model, edge, claim) of each model that one data set names for one period"""

_LINKS = tuple(
    row.kind for row in EDGE_TYPES.values() if {NodeKind.PLATFORM, NodeKind.MODEL} <= row.sources | row.targets
)
"""Kinds of edge that may link a platform and a model."""

UNNAMED = "models that the ranking does not name"
UNPLACED = "named models of shared or unknown sphere"


def token_shares(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return shares of a platform's tokens by sphere of the developer, period by period.

    Parameters
    ----------
    snapshot : Snapshot
        Rankings of periods that had begun by its day.
    bloc : Bloc
        Names the sphere of a developer.
    benchmark : str
        Not used.
    """
    told: dict[tuple[str, str], dict[str, Ranking]] = defaultdict(lambda: defaultdict(list))
    for edge in snapshot.edges.of(*_LINKS):
        platform, model = _platform_and_model(snapshot, edge)
        if platform is None or model is None:
            continue
        for claim in _by_period(snapshot, edge):
            if _counts_tokens(claim):
                told[platform, claim.period or ""][claim.source.dataset].append((model, edge, claim))
    ranked = {week: _fullest(by_dataset) for week, by_dataset in sorted(told.items())}
    points = [
        point
        for (platform, period), rows in ranked.items()
        for point in _shares(snapshot, bloc, platform, period, rows)
    ]
    if not points:
        return Found(reason=f"no source gives tokens of a platform by model by {snapshot.as_of}")
    edges = {edge.id: edge for rows in ranked.values() for _, edge, _ in rows}
    return Found(
        points=tuple(points), counts={"rankings": len(ranked)}, edges=tuple(edges.values()), milestones=_leads(points)
    )


def _leads(points: Iterable[SeriesPoint]) -> dict[str, str]:
    """Return the first periods in which Chinese models had more tokens: of those named, and whoever has the rest."""
    by_period: dict[str, dict[str, float]] = defaultdict(dict)
    for point in points:
        by_period[point.period or ""][point.group] = point.low or 0.0
    first: dict[str, str] = {}
    for period, parts in sorted(by_period.items()):
        china, us = parts.get(Sphere.CHINA.value, 0.0), parts.get(Sphere.US.value, 0.0)
        unnamed = sum(parts.get(group, 0.0) for group in (UNNAMED, UNPLACED))
        when = f"{period}, the first period counted, or before" if period == min(by_period) else period
        if china > us:
            first.setdefault("Chinese models lead among those named", when)
        if UNNAMED in parts and china > us + unnamed:
            first.setdefault("Chinese models lead whoever made the unnamed ones", when)
    return first


def users_by_country(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return every stated figure of use by country, as its source has it.

    Parameters
    ----------
    snapshot : Snapshot
        Figures that hold on its day.
    bloc : Bloc
        Names the sphere of what is used.
    benchmark : str
        Not used.
    """
    points, edges = [], []
    for edge in snapshot.edges.of(EdgeKind.USES, EdgeKind.SCORED):
        if snapshot.nodes[edge.start].kind is not NodeKind.COUNTRY:  # of a sector, or a model
            continue
        stated = [c for c in _by_period(snapshot, edge) if c.share is not None or c.quantity is not None]
        edges += [edge] if stated else []
        points += [_use(snapshot, bloc, edge, claim) for claim in stated]
    if not points:
        return Found(reason=f"no source gives use by country by {snapshot.as_of}")
    points.sort(key=lambda point: (point.label or "", point.basis or "", point.group, point.period or ""))
    return Found(points=tuple(points), counts={"figures": len(points)}, edges=tuple(edges))


def _use(snapshot: Snapshot, bloc: Bloc, edge: Edge, claim: EdgeFact) -> SeriesPoint:
    note = None
    if edge.kind == EdgeKind.USES:
        sphere = _sphere_of_used(snapshot, edge.end, bloc)
        note = f"whose it is: {sphere.value if sphere else 'shared or not known'}"
    return SeriesPoint(
        period=claim.period,
        group=edge.start,
        value=claim.share if claim.share is not None else claim.quantity,
        label=edge.end,
        unit=claim.unit or "share",
        basis=claim.basis,
        denominator=claim.denominator,
        note=note,
        edges=(edge.id,),
    )


def _platform_and_model(snapshot: Snapshot, edge: Edge) -> tuple[str | None, str | None]:
    """Return the platform and the model that an edge links, whichever way it points."""
    kinds = {snapshot.nodes[end].kind: end for end in (edge.start, edge.end)}
    return kinds.get(NodeKind.PLATFORM), kinds.get(NodeKind.MODEL)


def _by_period(snapshot: Snapshot, edge: Edge) -> Iterable[EdgeFact]:
    """Return the claims about a relation whose period had begun; each period is a figure of its own, no rival."""
    for claim in (edge.claim, *edge.rivals):
        if claim.measured_from is None or claim.measured_from <= snapshot.as_of:
            yield claim


def _counts_tokens(claim: EdgeFact) -> bool:
    if claim.quantity is None and claim.share is None:
        return False
    return any("token" in text for text in (claim.unit, claim.basis, claim.denominator) if text)


def _fullest(by_dataset: Mapping[str, Ranking]) -> Ranking:
    """Return one ranking of a period: no tokens count twice because two data sets tell them.

    Shares of the whole go before counts, which know only the models named; then the ranking that names more models.
    """
    ranked = sorted(by_dataset.items(), key=lambda item: (not _by_share(item[1]), -len(item[1]), item[0]))
    return ranked[0][1]


def _by_share(rows: Ranking) -> bool:
    return all(claim.share is not None for *_, claim in rows)


def _shares(snapshot: Snapshot, bloc: Bloc, platform: str, period: str, rows: Ranking) -> Iterable[SeriesPoint]:
    by_share = _by_share(rows)
    amounts = [(model, edge, (claim.share if by_share else claim.quantity) or 0.0) for model, edge, claim in rows]
    named = sum(amount for *_, amount in amounts)
    whole = 1.0 if by_share else named
    denominator = rows[0][2].denominator if by_share else f"tokens of the {len(rows)} models named"
    parts: dict[str, list[tuple[Edge, float]]] = {sphere.value: [] for sphere in Sphere}
    for model, edge, amount in amounts:
        sphere = sphere_of_model(snapshot, model, bloc)
        parts.setdefault(sphere.value if sphere else UNPLACED, []).append((edge, amount))
    held = {group: sum(amount for _, amount in members) / whole for group, members in parts.items()} if whole else {}
    unnamed = max(1 - named, 0.0) if by_share else 0.0
    # Whose the rest is nobody says: it may be any sphere's.
    open_part = unnamed + held.get(UNPLACED, 0.0)
    for group, members in parts.items():
        low = held.get(group)
        high = None if low is None else min(low + (0.0 if group == UNPLACED else open_part), 1.0)
        yield SeriesPoint(
            period=period or None,
            group=group,
            value=low if low == high else None,
            low=low,
            high=high,
            label=platform,
            unit="share of tokens",
            basis=rows[0][2].basis,
            denominator=denominator or "all tokens of the platform in the period",
            note=f"{len(members)} of {len(rows)} models named",
            edges=tuple(edge.id for edge, _ in members),
        )
    if by_share:
        yield SeriesPoint(
            period=period or None, group=UNNAMED, value=unnamed, low=unnamed, high=unnamed, label=platform,
            unit="share of tokens", denominator=denominator or "all tokens of the platform in the period",
        )  # fmt: skip


def _sphere_of_used(snapshot: Snapshot, used: str, bloc: Bloc) -> Sphere | None:
    if snapshot.nodes[used].kind is NodeKind.MODEL:
        return sphere_of_model(snapshot, used, bloc)
    spheres = {bloc.sphere(country) for country in snapshot.controllers(used)}
    return next(iter(spheres)) if len(spheres) == 1 else None
