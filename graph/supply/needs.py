"""Needs: the edges of one dependent grouped into alternatives, with shares and what is not known.

A supplier whose share no source states is *silent* (methods, notation): its share lies anywhere in what the
stated ones leave. The share kept here is only the central value: by computing power where that is known, else
equal; it is marked ``assumed``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.budget import checked
from graph.facts.dates import first_day
from graph.facts.edges import Edge
from graph.facts.fact import Checked, Confidence, EdgeFact, Relation
from graph.facts.nodes import Node
from graph.ontology import EDGE_TYPES, EdgeKind, NodeKind, Role
from graph.supply.compute import stands
from graph.supply.division import Divisions, Supplier
from graph.supply.shares import covers_market, share_set

_COMPUTE_SITES = frozenset({"cluster", "data-centre", "cloud-region"})


@dataclass(frozen=True)
class Need:
    """What an entity cannot do without.

    ``role`` says at which horizon it binds. ``closed``: the list of suppliers is known to be complete, for the
    reason in ``closed_because``. ``remainder``: share of suppliers that nobody named. ``counts``: False for
    control by a country, which carries no weight in exposure. ``maker``: its suppliers make the product.
    ``basis`` and ``period`` are those of the shares used, ``known`` the size that assumed shares divide.
    """

    of: str
    need: str
    role: Role
    suppliers: tuple[Supplier, ...]
    remainder: float
    closed: bool
    closed_because: str | None = None
    counts: bool = True
    maker: bool = False
    basis: str | None = None
    period: str | None = None
    known: float | None = None


def gather_needs(
    nodes: Mapping[str, Node],
    edges: Sequence[Edge],
    every: Iterable[Edge],
    figures: Mapping[Relation, tuple[EdgeFact, ...]],
    as_of: date,
) -> tuple[list[Need], dict[tuple[str, str, str], Edge]]:
    """Group dependency edges into needs.

    Parameters
    ----------
    nodes : Mapping[str, Node]
    edges : sequence of Edge
        Those that make a need at the horizon asked for.
    every : iterable of Edge
        All edges of the day: what stands at a site is known from others than those asked for.
    figures : Mapping
        The usable figures of each relation, the preferred first.
    as_of : date

    Returns
    -------
    needs : list of Need
    dependencies : dict
        The edge behind each (dependent, need, supplier), with the share that is used. Two kinds of edge that
        link the same pair for the same need are one alternative.
    """
    standing = list(every)
    grouped: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    regional = {edge.start for edge in edges if edge.kind == EdgeKind.OPERATES and _is_region(nodes, edge)}
    for edge in edges:
        # What a cloud sells are its regions: where these are known, its other sites are no alternatives to them.
        beside = edge.kind == EdgeKind.OPERATES and edge.start in regional and not _is_region(nodes, edge)
        if makes_need(nodes, edge) and held_by_then(nodes, edge, as_of) and stands(nodes[edge.end]) and not beside:
            grouped[edge.start, need_name(nodes, edge)].append(edge)
    chosen = {
        key: share_set([figures.get(_relation(edge), ()) for edge in group], as_of) for key, group in grouped.items()
    }
    proofs = {key: _closed_because(nodes, group, key[1], chosen[key]) for key, group in grouped.items()}
    closed = frozenset(key for key, proof in proofs.items() if proof is not None)
    divisions = Divisions(nodes, grouped, chosen, closed, standing, figures)
    needs = []
    dependencies: dict[tuple[str, str, str], Edge] = {}
    for (dependent, name), group in checked(grouped.items()):
        by_supplier = {edge.end: edge for edge in reversed(group)}
        division, because = divisions.of((dependent, name)), proofs[dependent, name]
        for supplier in division.suppliers:
            dependencies[dependent, name, supplier.id] = by_supplier[supplier.id].but(
                need=name, share=supplier.share, assumed=supplier.assumed
            )
        needs.append(
            Need(
                of=dependent, need=name, role=group[0].role, suppliers=division.suppliers,
                remainder=division.remainder, closed=because is not None, closed_because=because,
                maker=EDGE_TYPES[group[0].kind].maker,
                basis=division.basis, period=division.period, known=division.known,
            )
        )  # fmt: skip
    return needs, dependencies


_USED = frozenset({EdgeKind.RUNS_ON, EdgeKind.HOSTS, EdgeKind.SERVED_BY, EdgeKind.OPERATES})
"""Relations that come and go: who uses whose compute, what stands where, who serves what."""


def held_by_then(nodes: Mapping[str, Node], edge: Edge, as_of: date) -> bool:
    """Say whether a relation is known to have held by a day: what is used now is not projected backwards.

    A claim without a day of its own says what was so when its source was published. A recipe, a seat or a fab is taken
    to have been there before; who uses whose compute is not.
    """
    if edge.kind not in _USED or (edge.kind == EdgeKind.OPERATES and nodes[edge.end].subtype not in _COMPUTE_SITES):
        return True
    return any(
        claim.valid_from is not None
        or claim.source.published_on is None
        or first_day(claim.source.published_on) <= as_of
        for claim in (edge.claim, *edge.rivals)
    )


def makes_need(nodes: Mapping[str, Node], edge: Edge) -> bool:
    """Say whether an edge makes a need, or is a fact that never makes anything fall (methods A1e).

    A cluster of accelerators is no site that its company cannot do without. Who serves a model is
    essential only where the weights are known to be closed: otherwise whoever has them can.
    """
    start = nodes[edge.start]
    if edge.kind == EdgeKind.SERVED_BY:
        return start.properties.get("open_weights") is False
    return not (
        edge.kind == EdgeKind.OPERATES and start.kind is NodeKind.COMPANY and nodes[edge.end].subtype in _COMPUTE_SITES
    )


def _is_region(nodes: Mapping[str, Node], edge: Edge) -> bool:
    return nodes[edge.end].subtype == "cloud-region"


def need_name(nodes: Mapping[str, Node], edge: Edge) -> str:
    """Return the name of the need an edge belongs to; a fab is no alternative to a packaging plant."""
    packed = edge.kind == EdgeKind.SUPPLIED_BY and nodes[edge.end].subtype == "packaging-plant"
    if packed and nodes[edge.start].subtype != "packaging":
        return f"{edge.need}: packaging-plant"
    if edge.kind == EdgeKind.OPERATES and nodes[edge.start].kind is NodeKind.COMPANY:
        return f"{edge.need}: {nodes[edge.end].subtype}" if nodes[edge.end].subtype else edge.need
    return edge.need


def _relation(edge: Edge) -> Relation:
    return (edge.kind, edge.start, edge.end, edge.need)


def _closed_because(
    nodes: Mapping[str, Node], group: Sequence[Edge], name: str, chosen: Mapping[str, EdgeFact]
) -> str | None:
    """Return the proof that the list of suppliers is complete, None where there is none (methods A1e)."""
    claims = [claim for edge in group for claim in (edge.claim, *edge.rivals)]
    declared = next((claim for claim in claims if claim.closed), None)
    if declared:
        return declared.note or "declared complete by its source"
    if chosen and set(chosen) == {edge.end for edge in group} and covers_market(chosen):
        return "its published shares divide the whole market, and no source names a further supplier"
    kind = EDGE_TYPES[group[0].kind]
    if kind.kind is EdgeKind.FABRICATED_WITH:
        return _by_design(group, claims)
    own = name == kind.need or (kind.each_target_a_need and all(edge.end == name for edge in group))
    if kind.complete and own and not _may_be_another(group):
        return f"{kind.kind} is complete by nature"
    return None


def _may_be_another(group: Sequence[Edge]) -> bool:
    """Say whether a next generation may start elsewhere: a model made from open weights is not bound to them."""
    return all(edge.kind == EdgeKind.DERIVED_FROM and edge.role is Role.DESIGN for edge in group)


def _by_design(group: Sequence[Edge], claims: Sequence[EdgeFact]) -> str | None:
    """What a released chip is made with is part of its design: one process, undisputed, and not said from memory."""
    doubted = any(claim.confidence in (Confidence.DISPUTED, Confidence.SPECULATIVE) for claim in claims)
    remembered = all(claim.checked is Checked.RECALLED for claim in claims)
    return None if doubted or remembered or len(group) > 1 else "the process is part of the released design"
