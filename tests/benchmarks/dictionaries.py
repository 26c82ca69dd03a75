"""The same questions with networkx and dictionaries: what a careful Python program would do without arrays.

Counters are copied lazily, so that a what-if costs what it touches and no more.
"""

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.snapshots.and_or_graph import AndOrGraph


def as_networkx(arrays: AndOrGraph) -> nx.MultiDiGraph:
    """Return the graph as networkx holds it: one edge a link, with its need and share."""
    links = adjacency(arrays)
    view = nx.MultiDiGraph()
    view.add_nodes_from(range(arrays.size))
    rows = zip(
        links.owner_of_link.tolist(), arrays.supplier.tolist(), links.need_of_link.tolist(), arrays.share.tolist(),
        strict=True,
    )  # fmt: skip
    view.add_edges_from((owner, supplier, {"need": need, "share": share}) for owner, supplier, need, share in rows)
    return view


class Dictionaries:
    """AND/OR logic over dictionaries read from a networkx graph.

    Parameters
    ----------
    view : nx.MultiDiGraph
    """

    def __init__(self, view: nx.MultiDiGraph) -> None:
        self.users: dict[int, list[int]] = defaultdict(list)
        self.alternatives: dict[int, int] = defaultdict(int)
        self.owner: dict[int, int] = {}
        self.supplies: dict[int, dict[int, float]] = defaultdict(dict)
        needs: dict[int, set[int]] = defaultdict(set)
        for owner, supplier, data in view.edges(data=True):
            self.users[supplier].append(data["need"])
            self.alternatives[data["need"]] += 1
            self.owner[data["need"]] = owner
            needs[owner].add(data["need"])
        for owner, supplier, data in view.edges(data=True):
            row = self.supplies[owner]
            row[supplier] = row.get(supplier, 0.0) + data["share"] / len(needs[owner])

    def failed(self, dead: Iterable[int]) -> set[int]:
        """Return what fails: a worklist over lazily copied counters."""
        gone = set(dead)
        pending = list(gone)
        left: dict[int, int] = {}
        while pending:
            for need in self.users[pending.pop()]:
                count = left.get(need, self.alternatives[need]) - 1
                left[need] = count
                owner = self.owner[need]
                if count == 0 and owner not in gone:
                    gone.add(owner)
                    pending.append(owner)
        return gone

    def exposure(self, target: int, size: int) -> dict[int, float]:
        """Return the exposure of every node to one, by sweeps until nothing changes."""
        exposure = {target: 1.0}
        for _ in range(100):
            change = 0.0
            for node in range(size):
                if node == target or node not in self.supplies:
                    continue
                value = sum(weight * exposure.get(v, 0.0) for v, weight in self.supplies[node].items())
                change = max(change, abs(value - exposure.get(node, 0.0)))
                exposure[node] = value
            if change < 1e-9:
                break
        return exposure
