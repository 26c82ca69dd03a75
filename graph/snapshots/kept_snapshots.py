"""The snapshots that a graph keeps, bounded in bytes: the least lately asked for is dropped first."""

from collections.abc import Callable, Hashable

from graph.kept import Kept, Value
from graph.snapshots.snapshot import Snapshot

MOST_BYTES = 400_000_000
BYTES_A_ROW = 260
"""What a snapshot takes for each relation, need and node as made. Measured with tracemalloc over 160,000 of them."""
BYTES_AN_OBJECT = 400
"""What each edge or need takes that an answer has asked for, measured over 30,000; its claims are the graph's."""


class KeptSnapshots(Kept):
    """Snapshots by what was asked; safe to use from many threads, which make each of them once.

    Parameters
    ----------
    most_bytes : int
        Of all together, as estimated by ``size_of``; the one asked for last is kept in any case.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(most_bytes, lambda snapshot: min(size_of(snapshot), int(self._kept.maxsize)))

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the snapshot that is kept, or make it and keep it; then what the others have grown to counts.

        Parameters
        ----------
        key : Hashable
            Day, day of knowledge, lens and horizon.
        make : Callable[[], Value]
            Called where none is kept.
        """

        def counted() -> Value:
            self.measure()
            return make()

        return super().get(key, counted)

    @property
    def derived_bytes(self) -> int:
        """Size of what has been derived from the snapshots and is kept with them."""
        return sum(snapshot.derived_bytes for snapshot in self.values())


def size_of(snapshot: Snapshot) -> int:
    """Return the estimated size of a snapshot in bytes, what has been made and derived from it until now included.

    Parameters
    ----------
    snapshot : Snapshot
        Grows with what is derived from it, so that the estimate does.
    """
    return BYTES_A_ROW * snapshot.rows + BYTES_AN_OBJECT * snapshot.objects + snapshot.derived_bytes
