"""How many laboratories and models rest on something, over however many steps."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

_COUNTED = frozenset({NodeKind.LAB, NodeKind.MODEL})


class Resting:
    """Counts of what rests on each node, each found once.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind on its day, at its horizon.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._counts: dict[str, int] = {}

    @cached_property
    def _dependents(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for need in self._snapshot.needs:
            for supplier in need.suppliers:
                found[supplier.id].add(need.of)
        return {supplier: frozenset(dependents) for supplier, dependents in found.items()}

    def on(self, node_id: str) -> int:
        """Return how many laboratories and models rest on a node, itself not counted.

        Parameters
        ----------
        node_id : str
            Any node of the version; counted once and kept.
        """
        if node_id not in self._counts:
            reached, ahead = {node_id}, [node_id]
            while ahead:
                fresh = self._dependents.get(ahead.pop(), frozenset()) - reached
                reached |= fresh
                ahead += fresh
            nodes = self._snapshot.nodes
            self._counts[node_id] = sum(nodes[i].kind in _COUNTED for i in reached - {node_id} if i in nodes)
        return self._counts[node_id]
