"""Dependency paths, the best known and strongest first: parallel edges are different paths (methods A0).

What is confirmed comes before what has a caveat (``caveats``): of two paths that one which goes through fewer
suppliers that are only guessed at, disputed, or made no more. Of these the stronger: the weight of a path is the share
that rests on it, looked through: the product of the shares of its links. A path through a need that one supplier meets
alone weighs more than one through one of forty alternatives.

Of paths of equal weight that one comes first which a ban would follow too: what a product needs is needed where it is
made (methods A1b), so a step through the recipe of a product that is only made abroad counts for less than one through
what is made at home. Then what somebody read comes before what is only recalled, a firm before one of its sites, and
the shorter path before the longer.
"""

from collections.abc import Container

import numpy as np
from pydantic import Field

from graph.analysis.dependency.caveats import only_recalled, with_caveat
from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.paths.closure import DependencyLink, links_of
from graph.analysis.dependency.paths.strongest_first import PathLimits, StrongestFirst
from graph.analysis.dependency.products import products_of
from graph.analysis.results import Result, Row, percent
from graph.node_ids import EntityId
from graph.ontology import Horizon, NodeKind
from graph.snapshots.arrays import FloatArray
from graph.snapshots.snapshot import Snapshot

LEAST = 1e-6
"""A share of nothing still links: what is taken for it, so that such a path comes last."""
_CAVEAT = 1_000.0
"""Outdoes all shares of a path: forty links, none of a share above ``LEAST``, cost 553."""
_ABROAD, _RECALLED, _SITE, _STEP = 1e-6, 1e-7, 1e-8, 1e-9
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

    @property
    def caveats(self) -> int:
        """How many of its steps have one."""
        return sum(edge.caveat is not None for edge in self.edges)


class FoundPaths(Result):
    """Paths, the fewest caveats first, then the strongest, of equal ones the shorter."""

    start: str
    end: str
    paths: tuple[Path, ...]


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
        Fewest caveats first, then strongest. ``assumptions`` says where a path through a guess is stronger or shorter
        than the first. ``limits`` names each limit that was reached; ``max_length`` is among them where the
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
    paths = tuple(_path(snapshot, start, links) for links in found[: limits.paths])
    passed = passed_over(snapshot, paths[0], end, limits, avoided) if paths else ()
    return FoundPaths(
        start=start,
        end=end,
        paths=paths,
        truncated=bool(reached),
        limits=reached,
        assumptions=(*absent, *passed),
    )


def passed_over(
    snapshot: Snapshot, first: Path, end: str, limits: PathLimits, avoided: Container[str]
) -> tuple[str, ...]:
    """Say where the strongest or the shortest of all paths is another than the first, for a caveat that it has.

    Parameters
    ----------
    snapshot : Snapshot
        In which the path was found.
    first : Path
        The one with the fewest caveats, and of these the strongest.
    end : str
        Id of what it leads to.
    limits : PathLimits
        As of the search for it.
    avoided : container of str
        Ids that no path leads through.
    """
    marked, start = with_caveat(snapshot), first.nodes[0]
    if not marked.any():
        return ()
    shortest_first = np.where(marked, 1.0 + _STEP, 1.0)
    costs = (_strength(snapshot, start), shortest_first)
    found = (next(_search(snapshot, start, end, limits, avoided, cost).paths(), None) for cost in costs)
    strongest, shortest = (None if links is None else _path(snapshot, start, links) for links in found)
    said = []
    if strongest and strongest.weight > first.weight and strongest.caveats > first.caveats:
        weights = percent(strongest.weight), percent(first.weight)
        said.append(("stronger", f"{weights[0]} of it against {weights[1]}", strongest))
    if shortest and shortest.length < first.length and shortest.caveats > first.caveats:
        said.append(("shorter", f"{shortest.length} steps against {first.length}", shortest))
    return tuple(
        f"a {how} way ({much}) leads through {_through(snapshot, path)}: what is confirmed comes first"
        for how, much, path in said
    )


def _through(snapshot: Snapshot, path: Path) -> str:
    """Name what a path goes through with a caveat."""
    told = [f"{snapshot.nodes[edge.supplier].name} ({edge.caveat})" for edge in path.edges if edge.caveat]
    return " and ".join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else told[0]


def _search(
    snapshot: Snapshot,
    start: str,
    end: str,
    limits: PathLimits,
    avoided: Container[str] = (),
    cost: FloatArray | None = None,
) -> StrongestFirst:
    cost = _strength(snapshot, start) + _CAVEAT * with_caveat(snapshot) if cost is None else cost
    if avoided:
        closed = np.array([node_id != end and node_id in avoided for node_id in snapshot.ids], dtype=bool)
        cost[closed[snapshot.arrays.supplier]] = np.inf
    cost[snapshot.arrays.supplier >= snapshot.positions.first_pool] = np.inf  # makers are told themselves
    once = {again: snapshot.index[firm] for firm, again in snapshot.positions.operators.items()}
    return StrongestFirst(snapshot.arrays, snapshot.root(start), snapshot.index[end], limits, cost, once)


def _strength(snapshot: Snapshot, start: str) -> FloatArray:
    """Return what each link costs, caveats aside, shape (links,): the less of it, the stronger is a path."""
    cost = _order_of_equals(snapshot, start)
    cost -= np.log(np.maximum(snapshot.arrays.share, LEAST))
    return cost


def _order_of_equals(snapshot: Snapshot, start: str) -> FloatArray:
    """Return what each link costs beside its share, shape (links,)."""
    countries = {i for i in home(snapshot, start).members | {start} if snapshot.nodes[i].kind is NodeKind.COUNTRY}
    own = snapshot.controlled_by(countries)
    need_of_link = adjacency(snapshot.arrays).need_of_link
    cost = np.where(only_recalled(snapshot), _RECALLED + _STEP, _STEP)
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
