"""Dependency paths as lists of edges: parallel edges are different paths (methods A0)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.analysis.dependency.closure import DependencyLink, links_of
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.reach import reach
from graph.analysis.results import Result, Row
from graph.and_or_graph import AndOrGraph
from graph.arrays import IntArray
from graph.snapshot import Snapshot

MAX_STEPS = 2_000_000
"""Steps of the search before it gives up: about two seconds."""


class Path(Row):
    """One way in which an entity rests on another."""

    length: int
    nodes: tuple[str, ...]
    edges: tuple[DependencyLink, ...]


class Paths(Result):
    """Paths, shortest first."""

    start: str
    end: str
    paths: tuple[Path, ...]


def dependency_paths(
    snapshot: Snapshot, start: str, end: str, max_length: int = 10, limit: int = 50, max_steps: int = MAX_STEPS
) -> Paths:
    """Return the simple paths by which one entity rests on another.

    Parameters
    ----------
    snapshot : Snapshot
    start, end : str
        The dependent, and what it rests on.
    max_length : int
        Edges in a path.
    limit : int
        Paths to return.
    max_steps : int
        Steps of the search, which may be exponential on dense graphs.

    Returns
    -------
    Paths
        Shortest first. ``limits`` names each limit that was reached; ``max_length`` is among them where the
        search had to turn back for length, so that longer paths may exist.

    Raises
    ------
    UnknownIdError
    """
    start, end = snapshot.require(start, "from"), snapshot.require(end, "to")
    search = LinkSearch(snapshot.arrays, snapshot.root(start), snapshot.index[end], max_steps)
    found: list[list[int]] = []
    for path in search.up_to(max_length):
        found.append(path)
        if len(found) > limit:
            break
    limits: dict[str, float] = {}
    if len(found) > limit:
        limits["limit"] = limit
    elif search.exhausted:
        limits["max_steps"] = max_steps
    elif search.turned_back:
        limits["max_length"] = max_length
    return Paths(
        start=start,
        end=end,
        paths=tuple(_path(snapshot, start, links) for links in found[:limit]),
        truncated=bool(limits),
        limits=limits,
    )


def _path(snapshot: Snapshot, start: str, links: list[int]) -> Path:
    edges = links_of(snapshot, links)
    return Path(length=len(edges), nodes=(start, *(edge.supplier for edge in edges)), edges=edges)


@dataclass
class LinkSearch:
    """Depth-first search by growing length; a step is taken only if the end is near enough."""

    arrays: AndOrGraph
    start: int
    end: int
    max_steps: int
    exhausted: bool = False
    turned_back: bool = False

    def up_to(self, max_length: int) -> Iterator[list[int]]:
        """Yield paths as lists of links, shortest first."""
        self._left = reach(self.arrays, self.end, downstream=True).depth.tolist()
        self._first: IntArray = adjacency(self.arrays).first_link
        self._options: dict[int, list[tuple[int, int]]] = {}
        self._steps = 0
        shortest = self._left[self.start]
        if shortest < 0 or self.start == self.end:
            return
        for length in range(shortest, max_length + 1):
            self.turned_back = False
            yield from self._of_length(length)
            if self.exhausted or not self.turned_back:
                return
        self.turned_back = self.turned_back or shortest > max_length

    def _of_length(self, length: int) -> Iterator[list[int]]:
        path: list[int] = []
        visited = {self.start: True}
        trail = [self.start]
        pending = [iter(self._onward(self.start))]
        while pending:
            step = next(pending[-1], None)
            if step is None:
                pending.pop()
                del visited[trail.pop()]
                if path:
                    path.pop()
                continue
            link, node = step
            self._steps += 1
            if self._steps > self.max_steps:
                self.exhausted = True
                return
            if node == self.end:
                if len(path) + 1 == length:
                    yield [*path, link]
                continue
            if node in visited:
                continue
            if len(path) + 1 + self._left[node] > length:
                self.turned_back = True
                continue
            path.append(link)
            trail.append(node)
            visited[node] = True
            pending.append(iter(self._onward(node)))

    def _onward(self, node: int) -> list[tuple[int, int]]:
        """Return the links from a node towards those from which the end can be reached."""
        if node not in self._options:
            links = range(int(self._first[node]), int(self._first[node + 1]))
            suppliers: Mapping[int, int] = {link: int(self.arrays.supplier[link]) for link in links}
            self._options[node] = [(link, v) for link, v in suppliers.items() if self._left[v] >= 0]
        return self._options[node]
