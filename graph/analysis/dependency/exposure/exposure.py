"""Exposure: what an entity loses without a country, company, sphere or input, nothing substituted (methods A3).

Needs are required together, so it is the largest loss of any one need, never an average over them. It is judged
at the needs of the entity: its own home does not count as exposure to itself, except where it is reached through
a supplier, or through who made it; what is lost without that, too, is ``besides_home``, as cut sets give it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.analysis.dependency.besides_home import losses_besides_home
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.exposure.targets import COUNTRIES_OF_SPHERE, To, targets_of
from graph.analysis.dependency.home import BESIDES_HOME, HOME, home, is_home
from graph.analysis.dependency.kernels.adjacency import adjacency, positions
from graph.analysis.dependency.kernels.bits import pack_columns, unpack
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import Bound, can_empty, losses, need_loss
from graph.analysis.dependency.kernels.schedule import part, steps
from graph.analysis.dependency.known import unknown_reason
from graph.analysis.dependency.products import said_of_products
from graph.analysis.results import Result, Row
from graph.node_ids import EntityId
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot

NOTHING = 1e-9
_EVENTS = {To.COUNTRY: Over.COUNTRY, To.COMPANY: Over.COMPANY}


class NeedExposure(Row):
    """How much of one need rests on the same."""

    need: EntityId
    direct: float = Field(description="share supplied by it directly, as stated or assumed")
    look_through: float = Field(description="share lost without it, however far up it comes in: central value")
    hidden: float = Field(description="look_through - direct")
    loss: tuple[float, float, float] = Field(description="share of the need lost without it: low, central, high")


class ExposureRow(Row):
    """Exposure to one country, company, sphere or input."""

    to: EntityId
    name: str
    loss: tuple[float, float, float] = Field(
        description="share of capacity lost without it, nothing substituted: low, central, high"
    )
    needs: tuple[NeedExposure, ...] = Field(default=(), description="needs that lose something, most first")
    home: bool = Field(default=False, description=f"it is {HOME}")
    besides_home: tuple[float, float, float] | None = Field(
        default=None, description=f"{BESIDES_HOME}; not of a sphere or an input"
    )


class Exposure(Result):
    """Exposure of an entity, largest first."""

    id: EntityId
    to: To
    rows: tuple[ExposureRow, ...]
    reason: str | None = Field(default=None, description="why there are none, where that is not a finding")


def exposure(
    snapshot: Snapshot,
    node_id: str,
    to: To = To.COUNTRY,
    spheres: Mapping[str, frozenset[str]] = COUNTRIES_OF_SPHERE,
) -> Exposure:
    """Return what an entity loses without each country, company, sphere or input.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls, its horizon which needs bind.
    node_id : str
        Whose losses.
    to : To
        What is taken to be gone, one after the other.
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere; the others are ``other``.

    Returns
    -------
    Exposure
        Rows in which something may be lost; of what is not known, those in which something likely is. They do not
        sum to one: what one country makes out of another's parts is lost without either.

    Raises
    ------
    UnknownIdError

    Examples
    --------
    >>> for row in exposure(m1, "input:chip").rows[:3]:
    ...     print(row.to, row.loss[1])
    country:NLD 1.0
    country:TWN 0.9
    country:KOR 0.8
    """
    node_id = snapshot.require(node_id)
    root = snapshot.root(node_id)
    own = home(snapshot, node_id).members | {node_id}
    targets = targets_of(snapshot, np.array([root]), to, spheres)
    reason = unknown_reason(snapshot, node_id)
    found = losses_without(snapshot, targets, np.array([root]))
    rows = exposure_rows(snapshot, found.three(0), list(targets), own, spheres)
    if reason:  # of what is not known, nobody's part is: all that is left to tell is whom it falls with for sure
        rows = tuple(row for row in rows if row.loss[1] > NOTHING)
    at_home = [row.to for row in rows if row.home]
    apart = losses_besides_home(snapshot, node_id, _EVENTS[to], at_home) if to in _EVENTS else {}
    detailed = [
        row.model_copy(update={"needs": found.needs(row.to), "besides_home": apart.get(row.to)}) for row in rows
    ]
    return Exposure(
        id=node_id, to=to, rows=tuple(detailed), reason=reason,
        assumptions=(*said_of_products(snapshot, node_id), *assumed_shares(snapshot, root)),
    )  # fmt: skip


def exposure_rows(
    snapshot: Snapshot,
    three: FloatArray,
    targets: Sequence[str],
    own: Collection[str],
    spheres: Mapping[str, frozenset[str]],
) -> tuple[ExposureRow, ...]:
    """Show losses above zero, largest first.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names.
    three : FloatArray, shape (3, targets)
        Low, central and high, shares of capacity.
    targets : sequence of str
        Names of the columns: ids, or spheres.
    own : collection of str
        Ids of the home.
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere; a sphere that has one of ``own`` is home too.
    """
    rows = [
        ExposureRow(
            to=name, name=snapshot.nodes[name].name if name in snapshot.nodes else name,
            loss=(float(low), float(central), float(high)),
            home=name in own or not spheres.get(name, frozenset()).isdisjoint(own),
        )
        for name, low, central, high in zip(targets, *np.round(np.clip(three, 0.0, 1.0), 12), strict=True)
        if high > NOTHING
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.loss[1], -row.loss[0], -row.loss[2], row.to)))


@dataclass(frozen=True, eq=False)
class Losses:
    """What some nodes lose without each target, judged at their needs.

    Attributes
    ----------
    rows : IntArray
        Nodes asked about.
    targets : Mapping[str, BoolArray]
        Nodes that are gone together, masks of shape (size,), by name.
    place : Mapping[int, int]
        The row of each need of those nodes in ``by_need``, by its position among all needs.
    by_need : Mapping[Bound, FloatArray]
        Loss of each of these needs without each target, shape (needs of the nodes, targets).
    """

    snapshot: Snapshot
    rows: IntArray
    targets: Mapping[str, BoolArray]
    place: Mapping[int, int]
    by_need: Mapping[Bound, FloatArray]

    def three(self, row: int) -> FloatArray:
        """Return low, central and high loss of one node without each target, shape (3, targets).

        Parameters
        ----------
        row : int
            Which of the nodes asked about, by its place in ``rows``.
        """
        numbers = [self.place[number] for number in self._judged(int(self.rows[row]))]
        if not numbers:
            return np.zeros((3, len(self.targets)))
        return np.array([self.by_need[bound][numbers].max(axis=0) for bound in Bound])

    def needs(self, target: str) -> tuple[NeedExposure, ...]:
        """Return what each need of the first node loses without a target, most first.

        Parameters
        ----------
        target : str
            A key of ``targets``.
        """
        column, mask = list(self.targets).index(target), self.targets[target]
        arrays = self.snapshot.arrays
        found = []
        for number in self._judged(int(self.rows[0])):
            span = slice(int(arrays.first[number]), int(arrays.first[number + 1]))
            lost = (self.by_need[bound][self.place[number], column] for bound in Bound)
            low, central, high = (float(np.round(np.clip(one, 0, 1), 12)) for one in lost)
            direct = float(np.round(arrays.share[span] @ mask[arrays.supplier[span]], 12))
            if high > NOTHING:
                found.append(
                    NeedExposure(
                        need=self.snapshot.needs[number].need, direct=direct, look_through=central,
                        hidden=max(0.0, round(central - direct, 12)), loss=(low, central, high),
                    )
                )  # fmt: skip
        return tuple(sorted(found, key=lambda need: (-need.loss[1], need.need)))

    def _judged(self, node: int) -> list[int]:
        """Return the needs of a node by which it is exposed: those that tie it to its home are none."""
        first = adjacency(self.snapshot.arrays).first_need
        span = range(int(first[node]), int(first[node + 1]))
        return [n for n in span if self.snapshot.needs[n].counts and not is_home_only(self.snapshot, n)]


def is_home_only(snapshot: Snapshot, number: int) -> bool:
    """Say whether a need ties an organisation to its owner; a model is judged through its developer.

    Parameters
    ----------
    snapshot : Snapshot
        Whose needs are counted.
    number : int
        Position in ``snapshot.needs``.
    """
    need = snapshot.needs[number]
    return not need.maker and is_home(snapshot, need)


def losses_without(snapshot: Snapshot, targets: Mapping[str, BoolArray], rows: IntArray) -> Losses:
    """Return what some nodes lose when each target is gone and nothing is substituted.

    Parameters
    ----------
    snapshot : Snapshot
        Its graph; substitutability is 0.
    targets : Mapping[str, BoolArray]
        Nodes of each target, masks of shape (size,): all of them are gone at once.
    rows : IntArray
        Positions of the nodes asked about; needs are followed from them only.
    """
    arrays = snapshot.arrays
    asked = positions(adjacency(arrays).first_need, rows)
    place = {number: row for row, number in enumerate(asked.tolist())}
    by_need = {bound: np.zeros((len(asked), len(targets))) for bound in Bound}
    if not targets or not len(asked):
        return Losses(snapshot, rows, targets, place, by_need)
    within = breadth_first(arrays, rows).depth[arrays.owner] >= 0
    dead = np.column_stack(list(targets.values()))
    every, own = steps(arrays, within), part(arrays, asked)
    for bound in Bound:
        order = steps(arrays, within & can_empty(arrays, bound))
        gone = unpack(failed(order, pack_columns(dead)), dead.shape[1])
        loss = losses(arrays, every, gone, 0.0, bound)
        lost = need_loss(arrays, own, bound, arrays.parts(bound.value))(loss[own.suppliers])
        empty = np.logical_and.reduceat(gone[own.suppliers], own.first_link, axis=0)
        by_need[bound] = np.where(empty & can_empty(arrays, bound)[asked, None], 1.0, lost)
    return Losses(snapshot, rows, targets, place, by_need)


def assumed_shares(snapshot: Snapshot, root: int) -> tuple[str, ...]:
    """Say how much of a closure rests on shares that no source states.

    Parameters
    ----------
    snapshot : Snapshot
        Its needs that count at the horizon.
    root : int
        Position of the node whose closure it is.

    Returns
    -------
    tuple of str
        One sentence; empty where a source states every share.
    """
    followed = snapshot.positions.once(breadth_first(snapshot.arrays, root).depth >= 0)
    needs = [snapshot.needs[n] for n in np.flatnonzero(followed[snapshot.arrays.owner]).tolist()]
    links = [supplier for need in needs if need.counts for supplier in need.suppliers]
    assumed = sum(supplier.assumed for supplier in links)
    if not assumed:
        return ()
    return (f"shares: no source states them on {assumed} of {len(links)} links; low and high span all splits",)
