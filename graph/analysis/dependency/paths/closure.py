"""Everything an entity rests on, and everything that rests on it, step by step (methods A0)."""

from collections.abc import Iterable

import numpy as np
from pydantic import Field

from graph.analysis.dependency.caveats import CAVEAT, Caveat, caveat_of_link, caveats_of_need
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.breadth_first import Reached, breadth_first
from graph.analysis.results import Result, Row
from graph.budget import checked
from graph.node_ids import EntityId
from graph.ontology import ORGANISATIONS, Layer, NodeKind, Role
from graph.snapshots.arrays import IntArray, distinct
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need

AS_OPERATOR = "only as who runs or owns: with its owners and its country, not with what it needs to supply"


class Member(Row):
    """An entity of a closure, and the step by which it was first reached."""

    id: EntityId
    kind: NodeKind
    name: str
    layer: Layer
    depth: int = Field(description="steps from the entity asked about; 0 is that entity")
    via: EntityId | None = Field(default=None, description="the entity one step nearer")
    need: EntityId | None = Field(default=None, description="the need that binds this step")
    caveat: Caveat | None = Field(default=None, description=f"of this step: {CAVEAT}")
    as_operator: bool = Field(default=False, description=AS_OPERATOR)


class DependencyLink(Row):
    """One supplier of one need."""

    id: str
    kind: str
    dependent: EntityId
    supplier: EntityId
    need: EntityId
    share: float
    assumed: bool = Field(description="no source states the share")
    caveat: Caveat | None = Field(default=None, description=CAVEAT)


class SupplierRow(Row):
    """An alternative of a need."""

    id: EntityId
    share: float
    assumed: bool
    caveat: Caveat | None = Field(default=None, description=CAVEAT)


class NeedRow(Row):
    """A need with its alternatives."""

    of: EntityId
    need: EntityId
    role: Role
    closed: bool
    closed_because: str | None = None
    suppliers: tuple[SupplierRow, ...]
    remainder: float
    basis: str | None = None
    period: str | None = None


class Closure(Result):
    """A closure: its members, and the links and needs among them."""

    id: str
    direction: str
    nodes: tuple[Member, ...]
    edges: tuple[DependencyLink, ...]
    needs: tuple[NeedRow, ...]


def upstream(snapshot: Snapshot, node_id: str, depth: int | None = None) -> Closure:
    """Return everything that an entity rests on.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind.
    node_id : str
        Whose closure; the id of something merged is taken for what it was merged into.
    depth : int, optional
        Steps to follow; all of them when not given.

    Returns
    -------
    Closure
        Nearest first. ``needs`` are those of the members that were followed.

    Raises
    ------
    UnknownIdError
    """
    node_id = snapshot.require(node_id)
    reached = breadth_first(snapshot.arrays, snapshot.root(node_id), max_depth=depth)
    followed = reached.depth >= 0
    if depth is not None:
        followed &= reached.depth < depth
    followed = snapshot.positions.once(followed)
    links = adjacency(snapshot.arrays)
    inside = np.flatnonzero(snapshot.positions.told(followed[links.owner_of_link], snapshot.arrays.supplier))
    needs = np.flatnonzero(followed[snapshot.arrays.owner])
    return _closure(snapshot, node_id, reached, inside, needs, depth)


def downstream(snapshot: Snapshot, node_id: str, depth: int | None = None) -> Closure:
    """Return everything that rests on an entity.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind.
    node_id : str
        On which everything else rests; itself at depth 0.
    depth : int, optional
        Steps to follow; all of them when not given.

    Returns
    -------
    Closure
        Nearest first. ``needs`` are those that a member supplies, with all their alternatives.

    Raises
    ------
    UnknownIdError

    Examples
    --------
    >>> [(member.id, member.depth) for member in downstream(m1, "country:NLD").nodes]
    [('country:NLD', 0), ('company:asml', 1), ('input:chip', 2)]
    """
    node_id = snapshot.require(node_id)
    starts = np.array(snapshot.positions.supplying([node_id]), dtype=np.int64)
    reached = breadth_first(snapshot.arrays, starts, downstream=True, max_depth=depth)
    links = adjacency(snapshot.arrays)
    known = reached.depth >= 0
    followed = known[snapshot.arrays.supplier] & snapshot.positions.once(known)[links.owner_of_link]
    inside = np.flatnonzero(snapshot.positions.told(followed, snapshot.arrays.supplier))
    needs = distinct(links.need_of_link[inside])
    return _closure(snapshot, node_id, reached, inside, needs, depth)


def _need_row(snapshot: Snapshot, number: int) -> NeedRow:
    need, told = snapshot.needs[number], caveats_of_need(snapshot, number)
    return NeedRow(
        of=need.of, need=need.need, role=need.role, closed=need.closed,
        closed_because=need.closed_because, remainder=need.remainder, basis=need.basis, period=need.period,
        suppliers=tuple(
            SupplierRow(id=s.id, share=s.share, assumed=s.assumed, caveat=told.get(s.id)) for s in need.suppliers
        ),
    )  # fmt: skip


def links_of(snapshot: Snapshot, links: Iterable[int]) -> tuple[DependencyLink, ...]:
    """Show links given by their position in ``snapshot.arrays``.

    Parameters
    ----------
    snapshot : Snapshot
        Whose arrays count the links.
    links : Iterable[int]
        Positions in ``arrays.supplier``: one for each supplier of each need.
    """
    need_of_link = adjacency(snapshot.arrays).need_of_link
    return tuple(_link(snapshot, snapshot.needs[need_of_link[link]], link) for link in checked(links))


def _link(snapshot: Snapshot, need: Need, link: int) -> DependencyLink:
    supplier = snapshot.ids[snapshot.arrays.supplier[link]]
    edge = snapshot.dependencies[need.of, need.need, supplier]
    return DependencyLink(
        id=edge.id, kind=edge.kind, dependent=need.of, supplier=supplier, need=need.need,
        share=edge.share or 0.0, assumed=edge.assumed, caveat=caveat_of_link(snapshot, link),
    )  # fmt: skip


def _closure(
    snapshot: Snapshot, node_id: str, reached: Reached, links: IntArray, needs: IntArray, depth: int | None
) -> Closure:
    beyond = depth is not None and bool((reached.depth == depth).any())
    return Closure(
        id=node_id,
        direction="downstream" if reached.downstream else "upstream",
        nodes=_members(snapshot, reached),
        edges=links_of(snapshot, links.tolist()),
        needs=tuple(_need_row(snapshot, need) for need in needs.tolist()),
        truncated=beyond,
        limits={"depth": depth} if beyond and depth is not None else {},
    )


def _members(snapshot: Snapshot, reached: Reached) -> tuple[Member, ...]:
    links = adjacency(snapshot.arrays)
    members: dict[str, Member] = {}
    for position in checked(reached.members.tolist()):
        if position >= snapshot.positions.first_pool:  # a country is told as the seat of its makers
            continue
        node = snapshot.nodes[snapshot.ids[position]]
        if node.id in members:  # a country as consumer and as jurisdiction, a firm as operator: the nearer one stands
            continue
        link = int(reached.link[position])
        via = need = caveat = None
        if link >= 0:
            near = snapshot.arrays.supplier[link] if reached.downstream else links.owner_of_link[link]
            via = snapshot.ids[near]
            need = snapshot.needs[links.need_of_link[link]].need
            caveat = caveat_of_link(snapshot, link)
        members[node.id] = Member(
            id=node.id, kind=node.kind, name=node.name, layer=node.layer,
            depth=int(reached.depth[position]), via=via, need=need, caveat=caveat,
            as_operator=node.kind in ORGANISATIONS
            and bool(reached.depth[snapshot.index[node.id]] < 0 and node.id in snapshot.positions.operators),
        )  # fmt: skip
    return tuple(members.values())
