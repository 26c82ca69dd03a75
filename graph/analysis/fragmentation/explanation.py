"""A figure down to the facts: the ties behind it, the edges behind each tie, and so the sources."""

from collections.abc import Iterable

from pydantic import Field

from graph.analysis.blocs import SPHERES
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.fragmentation.ties.entries import Tie
from graph.analysis.fragmentation.ties.ledger import outgoing
from graph.analysis.origin import MAKERS
from graph.analysis.results import Row
from graph.budget import checked
from graph.facts.edges import Edge
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class TieRow(Row):
    """One tie of a country, with the edges that make it and those that say whose the supplier is."""

    country: EntityId
    dependent: EntityId = Field(description="what of the country it is: a region, a lab, a model, the country itself")
    supplier: EntityId
    amount: float
    assumed: bool = Field(description="the split between suppliers is assumed equal")
    spheres: dict[str, float] = Field(description="behind the supplier; what is missing is not known")
    edges: tuple[str, ...]


def counted_ties(one: LayerShares) -> list[Tie]:
    """Return the ties of the countries counted on a layer.

    Parameters
    ----------
    one : LayerShares
        Ties of countries that it leaves out, for want of data or of a weight, are not given.
    """
    counted = frozenset(one.countries)
    return [tie for tie in one.portfolios.ledger.ties if tie.country in counted]


def tie_rows(snapshot: Snapshot, one: LayerShares) -> tuple[TieRow, ...]:
    """Show the ties behind a layer's figures, by country and supplier.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the layer was measured on: its lens picks the edges that say whose a supplier is.
    one : LayerShares
        Amounts are in its unit: one for each dependent, or H100-equivalents.
    """
    mixes = dict(zip(one.portfolios.suppliers, one.portfolios.supplier_spheres(one.bloc), strict=True))
    rows = [
        TieRow(
            country=tie.country,
            dependent=tie.dependent,
            supplier=tie.supplier,
            amount=tie.amount,
            assumed=tie.assumed,
            spheres={s.value: float(part) for s, part in zip(SPHERES, mixes[tie.supplier], strict=True) if part > 0},
            edges=tuple(edge.id for edge in _edges_of(snapshot, tie)),
        )
        for tie in counted_ties(one)
    ]
    return tuple(sorted(rows, key=lambda row: (row.country, row.supplier, row.dependent)))


def edges_behind(snapshot: Snapshot, measured: Iterable[LayerShares]) -> list[Edge]:
    """Return every edge that some layers' figures rest on, once each.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the layers were measured on.
    measured : Iterable[LayerShares]
        Ties of the countries they count; sorted by id in the answer.
    """
    found = {edge.id: edge for edge in _behind(snapshot, measured)}
    return [found[edge_id] for edge_id in sorted(found)]


def edges_of_days(days: Iterable[tuple[Snapshot, Iterable[LayerShares]]]) -> list[Edge]:
    """Return every edge that the figures of some days rest on; one with another claim on another day is another.

    Parameters
    ----------
    days : iterable of (Snapshot, layers measured)
        Of one graph: what is the same on two days is one edge.
    """
    # An edge stands there as the last day has it on which its share counts; one without a share, as the first.
    when: dict[Edge, tuple[int, bool]] = {}
    for number, (snapshot, measured) in enumerate(days):
        for edge in _behind(snapshot, measured):
            if edge.share is None:
                when.setdefault(edge, (number, False))
            else:
                when[edge] = number, True
    of_claims = {(edge.id, edge.claim.source.id): edge for edge in sorted(when, key=when.__getitem__)}
    return [of_claims[key] for key in sorted(of_claims)]


def _behind(snapshot: Snapshot, measured: Iterable[LayerShares]) -> Iterable[Edge]:
    ids, ends = snapshot.graph.nodes.ranked, set[int]()
    of_ties: dict[Edge, None] = {}
    for one in measured:
        ledger = one.portfolios.ledger
        rows = ledger.rows[ledger.of(one.countries)]
        ends.update(rows["dependent"].tolist(), rows["supplier"].tolist())
        of_ties |= ledger.edges(one.countries)
    return dict.fromkeys(_of_origins(snapshot, (ids[rank] for rank in ends))) | of_ties


def _of_origins(snapshot: Snapshot, node_ids: Iterable[str]) -> list[Edge]:
    """Return the ``origin_edges`` of several things, once each: many share their makers."""
    nodes, edges = snapshot.graph.nodes, snapshot.edges
    places, holders = set[int](), set[str]()
    for node_id in checked(node_ids):
        kind = snapshot.nodes.kind(node_id)
        if kind in MAKERS:
            makers = edges.leaving(nodes.number[node_id], MAKERS[kind])
            places.update(makers)
            holders.update(nodes.ids[edges.end[maker]] for maker in makers)
        elif kind is not NodeKind.COUNTRY:
            holders.add(node_id)
    for holder in holders:
        for country in snapshot.controllers(holder):
            places.update(snapshot.control.behind(holder, country))
    return [edges[place] for place in sorted(places)]


def _edges_of(snapshot: Snapshot, tie: Tie) -> tuple[Edge, ...]:
    every = (*origin_edges(snapshot, tie.dependent), *tie.edges, *origin_edges(snapshot, tie.supplier))
    return tuple({edge.id: edge for edge in every}.values())


def origin_edges(snapshot: Snapshot, node_id: str) -> tuple[Edge, ...]:
    """Return the edges that say which countries stand behind an organisation or a product.

    A place says itself where it stands; who operates it is part of its ties.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides who controls an organisation, and by which edges.
    node_id : str
        A product is followed through its makers; of a country there are none.
    """
    kind = snapshot.nodes.kind(node_id)
    if kind in MAKERS:
        makers = outgoing(snapshot, node_id, MAKERS[kind])
        return tuple(step for maker in makers for step in (maker, *_trails(snapshot, maker.end)))
    return _trails(snapshot, node_id) if kind is not NodeKind.COUNTRY else ()


def _trails(snapshot: Snapshot, node_id: str) -> tuple[Edge, ...]:
    return tuple(
        edge for country in sorted(snapshot.controllers(node_id)) for edge in snapshot.control.trail(node_id, country)
    )
