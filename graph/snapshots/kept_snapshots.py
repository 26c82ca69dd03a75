"""The snapshots that a graph keeps, bounded in bytes: the least lately asked for is dropped first."""

from graph.kept import Kept
from graph.snapshots.snapshot import Snapshot

MOST_BYTES = 400_000_000
BYTES_AN_EDGE = 500
"""What a snapshot takes for each relation, need and node. Measured with tracemalloc over 160,000 of them: 260 as made;
edges and needs that answers have asked for, and what measures keep with it, come on top."""


class KeptSnapshots(Kept):
    """Snapshots by what was asked; safe to use from many threads, which make each of them once.

    Parameters
    ----------
    most_bytes : int
        Of all together, as estimated by ``size_of``; the one asked for last is kept in any case.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(most_bytes, lambda snapshot: min(size_of(snapshot), int(self._kept.maxsize)))

    @property
    def derived_bytes(self) -> int:
        """Size of what has been derived from the snapshots and is kept with them."""
        return sum(snapshot.kept.bytes + snapshot.arrays.kept.bytes for snapshot in self.values())


def size_of(snapshot: Snapshot) -> int:
    """Return the estimated size of a snapshot in bytes, what is derived from it included."""
    return BYTES_AN_EDGE * (len(snapshot.edges) + len(snapshot.needs) + len(snapshot.nodes))
