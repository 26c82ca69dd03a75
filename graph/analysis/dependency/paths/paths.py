"""Dependency paths, strongest first: parallel edges are different paths (methods A0).

The weight of a path is the share that rests on it, looked through: the product of the shares of its links. A path
through a need that one supplier meets alone weighs more than one through one of forty alternatives.

Of paths of equal weight that one comes first which a ban would follow too: what a product needs is needed where it is
made (methods A1b), so a step through the recipe of a product that is only made abroad counts for less than one through
what is made at home. Then a firm comes before one of its sites, and the shorter path before the longer.
"""

import heapq
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType

import numpy as np
from pydantic import Field

from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.least_costs import least_costs
from graph.analysis.dependency.paths.closure import DependencyLink, links_of
from graph.analysis.dependency.products import products_of
from graph.analysis.results import Result, Row
from graph.budget import checkpoint
from graph.node_ids import EntityId
from graph.ontology import Horizon, NodeKind
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.arrays import FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot

MAX_STEPS = 200_000
"""Steps of the search before it gives up: about two seconds."""
LEAST = 1e-6
"""A share of nothing still links: what is taken for it, so that such a path comes last."""
_ABROAD, _SITE, _STEP = 1e-7, 1e-8, 1e-9
"""What decides between paths of equal weight: each is far too small to outdo a share, and outdoes the next."""


class Path(Row):
    """One way in which an entity rests on another."""

    length: int
    weight: float = Field(description="share of the entity that rests on the path: the product of its shares")
    nodes: tuple[EntityId, ...]
    edges: tuple[DependencyLink, ...]
    alternatives: tuple[tuple[EntityId, ...], ...] = Field(
        description="of each step, the other suppliers of the same need, largest share first"
    )


class FoundPaths(Result):
    """Paths, strongest first, of equal ones the shorter first."""

    start: str
    end: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class PathLimits:
    """How far a search for paths goes.

    Parameters
    ----------
    length : int
        Most edges of a path.
    paths : int
        Most paths of an answer.
    steps : int
        Steps of the search, which may be exponential on dense graphs.
    """

    length: int = 10
    paths: int = 50
    steps: int = MAX_STEPS


def dependency_paths(
    snapshot: Snapshot,
    start: str,
    end: str,
    limits: PathLimits = PathLimits(),
    avoided: Container[str] = (),
) -> FoundPaths:
    """Return the simple paths by which one entity rests on another.

    Parameters
    ----------
    snapshot : Snapshot
        Its horizon says which needs bind; its shares weigh the paths.
    start, end : str
        The dependent, and what it rests on.
    limits : PathLimits
        Most links of a path, most paths, and how far the search may go.
    avoided : container of str
        Ids that no path leads through; the ends are not among what is avoided.

    Returns
    -------
    FoundPaths
        Strongest first. ``limits`` names each limit that was reached; ``max_length`` is among them where the
        search had to turn back for length, so that longer paths may exist.

    Raises
    ------
    UnknownIdError

    Examples
    --------
    >>> for path in dependency_paths(m1, "input:chip", "country:KOR").paths:
    ...     print(path.weight, " → ".join(path.nodes))
    0.5 input:chip → company:skh → country:KOR
    0.3 input:chip → company:sam → country:KOR
    0.1 input:chip → company:samf → country:KOR
    """
    start, end = snapshot.require(start, "from"), snapshot.require(end, "to")
    search = _search(snapshot, start, end, limits, avoided)
    found: list[list[int]] = []
    for path in search.paths():
        found.append(path)
        if len(found) > limits.paths:
            break
    absent = () if found or search.exhausted or search.turned_back else (_none(snapshot, start, end),)
    reached: dict[str, float] = {}
    if len(found) > limits.paths:
        reached["limit"] = limits.paths
    elif search.exhausted:
        reached["max_steps"] = limits.steps
    elif search.turned_back:
        reached["max_length"] = limits.length
    return FoundPaths(
        start=start,
        end=end,
        paths=tuple(_path(snapshot, start, links) for links in found[: limits.paths]),
        truncated=bool(reached),
        limits=reached,
        assumptions=absent,
    )


def _search(
    snapshot: Snapshot, start: str, end: str, limits: PathLimits, avoided: Container[str] = ()
) -> "StrongestFirst":
    cost = -np.log(np.maximum(snapshot.arrays.share, LEAST)) + _order_of_equals(snapshot, start)
    if avoided:
        closed = np.array([node_id != end and node_id in avoided for node_id in snapshot.ids], dtype=bool)
        cost[closed[snapshot.arrays.supplier]] = np.inf
    cost[snapshot.arrays.supplier >= snapshot.positions.first_pool] = np.inf  # makers are told themselves
    once = {again: snapshot.index[firm] for firm, again in snapshot.positions.operators.items()}
    return StrongestFirst(snapshot.arrays, snapshot.root(start), snapshot.index[end], limits, cost, once)


def _order_of_equals(snapshot: Snapshot, start: str) -> FloatArray:
    """Return what each link costs beside its share, shape (links,)."""
    countries = {i for i in home(snapshot, start).members | {start} if snapshot.nodes[i].kind is NodeKind.COUNTRY}
    own = snapshot.controlled_by(countries)
    need_of_link = adjacency(snapshot.arrays).need_of_link
    cost = np.full(snapshot.arrays.link_count, _STEP)
    if countries:
        abroad = np.array([_made_abroad(snapshot, node_id, own) for node_id in snapshot.ids], dtype=bool)
        recipe = abroad[snapshot.arrays.owner] & ~snapshot.arrays.maker
        cost[recipe[need_of_link]] += _ABROAD
    sites = np.zeros(snapshot.arrays.size, dtype=bool)
    sites[[snapshot.index[node_id] for node_id in snapshot.nodes.ids_of(NodeKind.FACILITY)]] = True
    cost[snapshot.arrays.maker[need_of_link] & sites[snapshot.arrays.supplier]] += _SITE
    return cost


def _made_abroad(snapshot: Snapshot, product: str, own: frozenset[str]) -> bool:
    """Say whether a product has makers none of whom is among the own."""
    makers = snapshot.makers.get(product)
    return bool(makers) and own.isdisjoint(makers or ())


def _none(snapshot: Snapshot, start: str, end: str) -> str:
    """Say why there is no path: whether one binds at a longer horizon, and that silence is no proof."""
    horizons = list(Horizon)
    for horizon in horizons[horizons.index(snapshot.horizon) + 1 :]:
        view = snapshot.at_horizon(horizon)
        if _search(view, start, end, PathLimits()).linked:
            return (
                f"no path binds at horizon {snapshot.horizon}; at {horizon} there are some: ask with horizon={horizon}"
            )
    made = products_of(snapshot, start)
    beside = f"; what {snapshot.nodes[start].name} makes may rest on it: ask of {made[0]}" if made else ""
    return f"no path at any horizon, as far as the graph knows; that is no proof of independence{beside}"


def _path(snapshot: Snapshot, start: str, links: list[int]) -> Path:
    edges = links_of(snapshot, links)
    return Path(
        length=len(edges),
        weight=float(np.round(np.prod(snapshot.arrays.share[links]), 12)),
        nodes=(start, *(edge.supplier for edge in edges)),
        edges=edges,
        alternatives=tuple(_alternatives(snapshot, link) for link in links),
    )


def _alternatives(snapshot: Snapshot, link: int) -> tuple[str, ...]:
    need = snapshot.needs[adjacency(snapshot.arrays).need_of_link[link]]
    own = snapshot.ids[snapshot.arrays.supplier[link]]
    others = sorted((s for s in need.suppliers if s.id != own), key=lambda s: (-s.share, s.id))
    return tuple(supplier.id for supplier in others)


class StrongestFirst:
    """Best-first search with the exact distance to the end as its guide, so that paths come in order of weight.

    Parameters
    ----------
    arrays : AndOrGraph
        The needs and links of a snapshot.
    start, end : int
        Positions of the dependent, and of what it rests on.
    limits : PathLimits
        Most links of a path, and how far the search may go.
    cost : FloatArray, shape (links,)
        What each link costs, infinite where none may pass; all are above zero.
    once : Mapping[int, int]
        For a second position of an entity, the first one: no path meets an entity twice.

    Attributes
    ----------
    exhausted, turned_back : bool
        The steps ran out; a path was given up for its length.
    """

    def __init__(
        self,
        arrays: AndOrGraph,
        start: int,
        end: int,
        limits: PathLimits,
        cost: FloatArray,
        once: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self._arrays, self._start, self._end, self._limits, self._cost = arrays, start, end, limits, cost
        self._once = once
        self.exhausted = self.turned_back = False
        self._left = self._distances()
        self._first: IntArray = adjacency(arrays).first_link

    @property
    def linked(self) -> bool:
        """There is a path, however long."""
        return bool(np.isfinite(self._left[self._start]))

    def paths(self) -> Iterator[list[int]]:
        """Yield paths as lists of links, strongest first."""
        if self._start == self._end or not self.linked:
            return
        order = count()
        heap: list[tuple[float, int, float, int, tuple[int, ...], frozenset[int]]] = [
            (float(self._left[self._start]), next(order), 0.0, self._start, (), frozenset({self._start}))
        ]
        steps = 0
        while heap:
            checkpoint("steps", steps)
            _, _, spent, node, path, visited = heapq.heappop(heap)
            if self._once.get(node, node) == self._end:
                yield list(path)
                continue
            if len(path) == self._limits.length:
                self.turned_back = True
                continue
            for link in range(int(self._first[node]), int(self._first[node + 1])):
                supplier = int(self._arrays.supplier[link])
                entity = self._once.get(supplier, supplier)
                if entity in visited or not np.isfinite(self._cost[link] + self._left[supplier]):
                    continue
                steps += 1
                if steps > self._limits.steps:
                    self.exhausted = True
                    return
                reached = spent + float(self._cost[link])
                guess = reached + float(self._left[supplier])
                heapq.heappush(heap, (guess, next(order), reached, supplier, (*path, link), visited | {entity}))

    def _distances(self) -> FloatArray:
        """Return the least cost from each node to the end, infinite where there is no way."""
        ends = [self._end, *(again for again, first in self._once.items() if first == self._end)]
        left: FloatArray = np.min([least_costs(self._arrays, self._cost, end) for end in ends], axis=0)
        return left
