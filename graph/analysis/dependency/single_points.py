"""Single points of failure: what alone stops an entity, found exactly (methods A1, order 1)."""

import numpy as np
from pydantic import Field

from graph.analysis.dependency.home import home
from graph.analysis.dependency.kernels.group_testing import sufficient_alone
from graph.analysis.dependency.kernels.reach import reach
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.dependency.stopping import merely_home, singles, stopping
from graph.analysis.dependency.universe import Over, Universe, universe
from graph.analysis.results import Result, Row
from graph.arrays import BoolArray
from graph.ontology import NodeKind
from graph.snapshot import Snapshot


class SinglePoint(Row):
    """Something whose loss alone stops the entity."""

    id: str
    kind: NodeKind
    name: str
    certain: bool = Field(description="whoever else there may be; else as far as we know")
    home: bool = Field(description="it is the entity's own developer, owner or country, and stops it only so")


class SinglePoints(Result):
    """Single points of failure of an entity, entities first, its own home last."""

    id: str
    points: tuple[SinglePoint, ...]


def single_points_of_failure(
    snapshot: Snapshot,
    node_id: str,
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
) -> SinglePoints:
    """Return each entity, and each country through the lens, whose loss alone stops an entity.

    Parameters
    ----------
    snapshot : Snapshot
    node_id : str
    reading : Reading
    semantics : Semantics

    Returns
    -------
    SinglePoints

    Raises
    ------
    UnknownIdError
    """
    node_id = snapshot.require(node_id)
    root = snapshot.root(node_id)
    within = reach(snapshot.arrays, root).members
    own = home(snapshot, node_id)
    bootstrap = semantics == Semantics.BOOTSTRAP
    points: list[SinglePoint] = []
    for over in (Over.ENTITY, Over.COUNTRY):
        cut = universe(snapshot, over, within, {node_id})
        if over == Over.ENTITY and not bootstrap:
            cut = _sole_suppliers(snapshot, cut)
        known = _alone(snapshot, cut, root, bootstrap)
        cut = cut.only(known)
        closed = schedule(snapshot.arrays, closed_only=True)
        certain = stopping(snapshot, cut, singles(cut), root, closed, bootstrap)
        for event, holds in zip(cut.events, certain, strict=True):
            if reading == Reading.CERTAIN and not holds:
                continue
            node = snapshot.nodes[event]
            at_home = merely_home(snapshot, cut, event, root, own, bootstrap)
            points.append(
                SinglePoint(
                    id=event, kind=node.kind, name=node.name, certain=bool(holds),
                    home=at_home,
                )
            )  # fmt: skip
    points.sort(key=lambda point: (point.home, point.kind is NodeKind.COUNTRY, not point.certain))
    return SinglePoints(id=node_id, points=tuple(points))


def _alone(snapshot: Snapshot, cut: Universe, root: int, bootstrap: bool) -> BoolArray:
    """Return which events stop the root by themselves, as far as we know."""
    order = schedule(snapshot.arrays)
    return sufficient_alone(lambda groups: stopping(snapshot, cut, groups, root, order, bootstrap), len(cut.events))


def _sole_suppliers(snapshot: Snapshot, cut: Universe) -> Universe:
    """Keep the events whose loss empties some need at once: without one, nothing else falls."""
    arrays = snapshot.arrays
    if not arrays.need_count:
        return cut
    lowest = np.minimum.reduceat(arrays.supplier, arrays.first[:-1])
    highest = np.maximum.reduceat(arrays.supplier, arrays.first[:-1])
    sole = np.zeros(arrays.size, dtype=bool)
    sole[lowest[lowest == highest]] = True
    return cut.only(np.array([sole[node] for node, _ in cut.deaths], dtype=bool))
