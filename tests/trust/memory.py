"""Is memory flat? Each process of a server over a time, and all together."""

import statistics
import time

from tests.trust.served import Served

FILLING = 0.25
"""Part of the time in which what is kept for quickness fills up; what follows is compared by halves."""
FLAT = 1.1
"""So much larger may the median of the later half be."""
LONG_ENOUGH = 120
"""Seconds from which halves are compared with each other."""


class Memory:
    """The memory of a server, looked at now and then.

    Parameters
    ----------
    server : Served
    """

    def __init__(self, server: Served) -> None:
        self._server = server
        self._seen: list[tuple[float, dict[int, float]]] = []

    def look(self) -> None:
        """Note what each process holds now."""
        self._seen.append((time.monotonic(), self._server.memory()))

    @property
    def peak(self) -> float:
        """Most megabytes of all together."""
        return max((sum(one.values()) for _, one in self._seen), default=0.0)

    @property
    def growth(self) -> float:
        """Median of all together in the later half over that in the earlier, what fills up at first left out."""
        return _growth([(when, sum(one.values())) for when, one in self._after_filling()])

    def figures(self) -> dict[str, object]:
        """Return what a report says of it; by process: the server first, then its workers that are there at the end."""
        last = self._seen[-1][1] if self._seen else {}
        each = {pid: [(when, one[pid]) for when, one in self._after_filling() if pid in one] for pid in last}
        return {
            "peak_megabytes": round(self.peak), "memory_later_over_earlier": round(self.growth, 2),
            "memory_is_flat": self.growth < FLAT,
            "megabytes_now_and_growth_by_process": [[round(last[pid]), round(_growth(each[pid]), 2)] for pid in last],
        }  # fmt: skip

    def _after_filling(self) -> list[tuple[float, dict[int, float]]]:
        if not self._seen:
            return []
        first, last = self._seen[0][0], self._seen[-1][0]
        return [one for one in self._seen if one[0] >= first + FILLING * (last - first)]


def _growth(seen: list[tuple[float, float]]) -> float:
    half = len(seen) // 2
    if not half:
        return 1.0
    earlier, later = ([value for _, value in part] for part in (seen[:half], seen[half:]))
    return statistics.median(later) / statistics.median(earlier)
