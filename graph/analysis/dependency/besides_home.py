"""What an entity loses with its own home otherwise than by its being that."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np

from graph.analysis.dependency.cases.case import Case, collapse_case
from graph.analysis.dependency.cases.judging import Loss, judge
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.home import Home, home
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.ontology import NodeKind
from graph.snapshots.arrays import Triple
from graph.snapshots.snapshot import Snapshot


def loss_besides_home(snapshot: Snapshot, case: Case, event: str, at: tuple[int, Home], criterion: Criterion) -> Loss:
    """Return what an event takes from a target of a case otherwise than by being its home.

    Parameters
    ----------
    snapshot : Snapshot
        The one that the case is of.
    case : Case
        A collapse.
    event : str
        Id of what is cut off, one of the home.
    at : tuple of (int, Home)
        Position of the target in ``case.roots``, and its home.
    criterion : Criterion
        Its ``sigma`` and ``semantics`` are used.

    Returns
    -------
    Loss, shape (1, 1)
    """
    target, own = at
    hanging = np.flatnonzero(own.needs)
    spared = [need for need in hanging.tolist() if any(s.id == event for s in snapshot.needs[need].suppliers)]
    used = np.ones(snapshot.arrays.need_count, dtype=bool)
    used[spared] = False
    country = snapshot.nodes.kind(event) is NodeKind.COUNTRY
    root = int(case.roots[target])
    first, last = adjacency(snapshot.arrays).first_need[root : root + 2]
    if country and root in own.nodes and not used[first:last].any():  # of most targets nothing but a home is known
        return Loss(*np.zeros((3, 1, 1)))
    alone = case.cut.only(event).sparing(own.nodes) if country else case.cut.only(event)
    size = snapshot.arrays.size
    without = replace(
        case, cut=alone, roots=case.roots[[target]], used=used, dead=lambda subsets, bound: alone.dead(size, subsets)
    )
    return judge(without, np.zeros((1, 1), dtype=np.int64), criterion)


def losses_besides_home(snapshot: Snapshot, node_id: str, over: Over, members: Iterable[str]) -> Mapping[str, Triple]:
    """Return what members of the home of an entity take from it otherwise than by being that, as shares of capacity.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    node_id : str
        The entity.
    over : Over
        What the members are.
    members : iterable of str
        Ids; on whom it does not rest is left out.
    """
    case = collapse_case(snapshot, over, np.array([snapshot.root(node_id)], dtype=np.int64), (node_id,))
    at = 0, home(snapshot, node_id)
    known = [member for member in members if member in case.cut.events]
    return {one: loss_besides_home(snapshot, case, one, at, Criterion()).of((0, 0)) for one in known}
