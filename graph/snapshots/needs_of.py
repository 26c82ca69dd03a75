"""The needs of each dependent of a day; made where they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from graph.snapshots.arrays import IntArray
from graph.supply.needs import Need


class NeedsOf(Mapping[str, tuple[Need, ...]]):
    """By the id of a dependent: its needs, in the order of the day's needs.

    Parameters
    ----------
    needs : sequence of Need
        All of the day.
    owner : IntArray, shape (needs,)
        The place of each need's dependent, ascending.
    ids : sequence of str
        The id of each place; a country has two.
    """

    def __init__(self, needs: Sequence[Need], owner: IntArray, ids: Sequence[str]) -> None:
        self._needs = needs
        runs = np.append(np.flatnonzero(np.diff(owner, prepend=-1)), len(owner)).tolist()
        self._places: dict[str, list[int]] = {}
        for first, last in pairwise(runs):
            self._places.setdefault(ids[owner[first]], []).extend(range(first, last))
        self._made: dict[str, tuple[Need, ...]] = {}

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, node_id: str) -> tuple[Need, ...]:
        if node_id not in self._made:
            self._made[node_id] = tuple(self._needs[place] for place in self._places[node_id])
        return self._made[node_id]
