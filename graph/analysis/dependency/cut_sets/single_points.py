"""Single points of failure: what alone stops an entity (methods A1, A1d, order 1)."""

from pydantic import Field

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import TOTAL, Cut, CutSetRow, cut_sets
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.home import BESIDES_HOME, HOME, ONLY_AS_HOME
from graph.analysis.results import Result, Row
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot


class SinglePoint(Row):
    """Something whose loss alone stops the entity."""

    id: EntityId
    kind: NodeKind
    name: str
    loss: tuple[float, float, float] = Field(description="share of capacity lost: low, central, high")
    total: bool = Field(description="nothing is left, in the reading asked for")
    certain: bool = Field(
        description="whoever else there may be, of its own home otherwise than by being that; else as far as we know"
    )
    home: bool = Field(description=f"it is {HOME}")
    only_as_home: bool = Field(description=ONLY_AS_HOME)
    besides_home: tuple[float, float, float] | None = Field(default=None, description=BESIDES_HOME)


class SinglePoints(Result):
    """Single points of failure of an entity, the certain ones first, what stops it only as its home last."""

    id: str
    points: tuple[SinglePoint, ...]
    reason: str | None = Field(default=None, description="why there are none, where that is not a finding")


def single_points_of_failure(
    snapshot: Snapshot, node_id: str, criterion: Criterion, limits: SearchLimits = SearchLimits()
) -> SinglePoints:
    """Return each entity, and each country through the lens, whose loss alone stops an entity.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    node_id : str
        The target.
    criterion : Criterion
        When it counts as stopped; with ``loss=1, sigma=1`` single points in the Boolean sense.
    limits : SearchLimits
        Of the search over entities, and again over countries.

    Raises
    ------
    UnknownIdError

    Examples
    --------
    >>> found = single_points_of_failure(m1, "input:chip", Criterion(loss=1, sigma=1))
    >>> [point.id for point in found.points]
    ['company:asml', 'country:NLD']
    """
    found = [cut_sets(snapshot, node_id, Cut(over, 1, criterion=criterion), limits) for over in _OVER]
    points = [_point(snapshot, row, criterion) for one in found for row in one.cut_sets if row.order == 1]
    points.sort(key=lambda p: (p.only_as_home, not p.certain, _RANK.get(p.kind, 0), not p.total, -p.loss[1]))
    return SinglePoints(
        id=found[0].id, points=tuple(points), reason=found[0].reason,
        truncated=any(one.truncated for one in found), limits=found[0].limits | found[1].limits,
        assumptions=found[0].assumptions,
    )  # fmt: skip


_RANK = {NodeKind.CHIP: 1, NodeKind.INPUT: 1, NodeKind.COUNTRY: 2}
"""Firms first: that a product needs its parts is no finding."""
_OVER = (Over.ENTITY, Over.COUNTRY)


def _point(snapshot: Snapshot, row: CutSetRow, criterion: Criterion) -> SinglePoint:
    node = snapshot.nodes[row.members[0]]
    certain_only_as_home = row.besides_home is not None and row.besides_home[0] < criterion.loss - TOTAL
    return SinglePoint(
        id=node.id, kind=node.kind, name=node.name, loss=row.loss, total=row.total,
        certain=row.certain and (row.only_as_home or not certain_only_as_home),
        home=row.home, only_as_home=row.only_as_home, besides_home=row.besides_home,
    )  # fmt: skip
