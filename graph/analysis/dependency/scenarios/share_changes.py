"""A scenario's other shares: the same needs, divided in another way."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.scenarios.spec import ShareChange
from graph.errors import QuestionError
from graph.snapshots.and_or_graph import AndOrGraph
from graph.snapshots.snapshot import Snapshot


def with_shares(snapshot: Snapshot, changes: Sequence[ShareChange]) -> AndOrGraph:
    """Return the arrays of a snapshot with some shares changed; the rest of each need scales in proportion.

    Parameters
    ----------
    snapshot : Snapshot
        Left as it is.
    changes : Sequence[ShareChange]
        Each a need of an entity, a supplier and its new share, 0..1; the shares of others, and the remainder, scale to
        what is left.

    Returns
    -------
    AndOrGraph
        The arrays themselves where nothing changes.

    Raises
    ------
    UnknownIdError
    QuestionError
        No such need or supplier, or shares above one.
    """
    arrays = snapshot.arrays
    if not changes:
        return arrays
    numbers: dict[tuple[str, str], list[int]] = {}
    for number in range(arrays.need_count):  # that of an operator by its owners is there twice
        numbers.setdefault((snapshot.needs[number].of, snapshot.needs[number].need), []).append(number)
    changed: dict[int, dict[int, float]] = {}
    for change in changes:
        of, supplier = (
            snapshot.require(change.of, "shares.of"),
            snapshot.require(change.supplier, "shares.supplier"),
        )
        suppliers = set(snapshot.positions.supplying([supplier]))
        links = {need: _links_to(arrays, need, suppliers) for need in numbers.get((of, change.need), ())}
        if not any(links.values()):
            known = [other.need for other in snapshot.needs_of.get(of, ())]
            raise QuestionError(f"{of} has no need {change.need!r} that {supplier} supplies", "shares", known)
        for need, places in links.items():
            changed.setdefault(need, {})[places[0]] = change.share
    share, remainder, silent = arrays.share.copy(), arrays.remainder.copy(), arrays.silent.copy()
    for need, given in changed.items():
        total = sum(given.values())
        if total > 1 + 1e-9:
            raise QuestionError(f"shares of {snapshot.needs[need].need!r} sum to {total:.3g} > 1", "shares")
        others = np.setdiff1d(np.arange(arrays.first[need], arrays.first[need + 1]), list(given))
        rest = float(share[others].sum() + remainder[need])
        scale = (1 - total) / rest if rest > 0 else 0.0
        share[others] *= scale
        remainder[need] = remainder[need] * scale if rest > 0 else max(0.0, 1 - total)
        share[list(given)] = list(given.values())
        silent[list(given)] = False
    others = np.isin(adjacency(arrays).need_of_link, list(changed))
    return replace(arrays, share=share, remainder=remainder, silent=silent, ranged=arrays.ranged.but(others))


def _links_to(arrays: AndOrGraph, need: int, suppliers: set[int]) -> list[int]:
    links = range(int(arrays.first[need]), int(arrays.first[need + 1]))
    return [link for link in links if int(arrays.supplier[link]) in suppliers]
