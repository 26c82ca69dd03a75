"""What fails when things are removed or no longer supplied, and why (methods A1)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.cascade import Cascade, bootstrap_cascade, cascade
from graph.analysis.dependency.kernels.schedule import steps
from graph.analysis.dependency.readings import Reading, Semantics
from graph.analysis.results import Result, Row
from graph.arrays import BoolArray, IntArray
from graph.ontology import NodeKind
from graph.snapshot import Snapshot


class FailedRow(Row):
    """An entity that fails, and why."""

    id: str
    kind: NodeKind
    name: str
    reason: str
    round: int = Field(description="0: removed; n: falls n steps after what was removed")
    certain: bool = Field(description="it fails whoever else there may be; else as far as we know")
    need: str | None = Field(default=None, description="the need that emptied")
    through: tuple[str, ...] = Field(default=(), description="the suppliers of that need, all lost")


class Failure(Result):
    """What fails, in the order of the cascade."""

    semantics: Semantics
    reading: Reading
    failed: tuple[FailedRow, ...]
    failed_before: tuple[str, ...] = Field(
        default=(),
        description="what cannot be built from primary inputs even if nothing is removed (bootstrap)",
    )


@dataclass(frozen=True, eq=False)
class Shock:
    """What a scenario takes away.

    Attributes
    ----------
    dead : IntArray
        Nodes, as positions in ``snapshot.arrays``.
    dead_links : BoolArray, shape (links,)
    because : dict[int, str]
        Why a dead node is dead.
    """

    dead: IntArray
    dead_links: BoolArray
    because: dict[int, str]


def shock(snapshot: Snapshot, remove: Iterable[str] = (), embargo: Iterable[tuple[str, str]] = ()) -> Shock:
    """Translate ids into a shock.

    Parameters
    ----------
    snapshot : Snapshot
    remove : iterable of str
        Entities that are gone; countries stand for all that they control altogether through the lens.
    embargo : iterable of (str, str)
        Pairs of a supplier and a customer that it no longer supplies.

    Raises
    ------
    UnknownIdError
    """
    removed = [snapshot.require(node_id, "remove") for node_id in remove]
    countries = [i for i in removed if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    because = {
        position: f"controlled by {_names(snapshot, snapshot.controllers(controlled))}"
        for controlled in snapshot.controlled_by(countries) - set(countries)
        for position in snapshot.indices([controlled])
    }
    because |= dict.fromkeys(snapshot.indices(removed), "removed by the scenario")
    dead_links = np.zeros(snapshot.arrays.link_count, dtype=bool)
    owners = adjacency(snapshot.arrays).owner_of_link
    for supplier, customer in embargo:
        supplied = snapshot.arrays.supplier == snapshot.index[snapshot.require(supplier, "supplier")]
        supplied &= owners == snapshot.root(snapshot.require(customer, "customer"))
        dead_links |= supplied
    return Shock(np.array(sorted(because), dtype=np.int64), dead_links, because)


def failure(
    snapshot: Snapshot,
    remove: Collection[str] = (),
    embargo: Collection[tuple[str, str]] = (),
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
) -> Failure:
    """Return what fails when entities or countries are removed and links embargoed.

    Parameters
    ----------
    snapshot : Snapshot
    remove : collection of str
        Entities or countries.
    embargo : collection of (str, str)
        Pairs of a supplier and a customer.
    reading : Reading
    semantics : Semantics

    Returns
    -------
    Failure

    Raises
    ------
    UnknownIdError
    """
    hit = shock(snapshot, remove, embargo)
    certain = spread(snapshot, hit, Reading.CERTAIN, semantics)
    chosen = certain if reading == Reading.CERTAIN else spread(snapshot, hit, reading, semantics)
    before: tuple[str, ...] = ()
    if semantics == Semantics.BOOTSTRAP:
        resting = spread(snapshot, shock(snapshot), reading, semantics)
        before = failed_ids(snapshot, resting)
    return Failure(
        semantics=semantics,
        reading=reading,
        failed=failed_rows(snapshot, hit.because, chosen, certain.failed),
        failed_before=before,
    )


def spread(
    snapshot: Snapshot,
    hit: Shock,
    reading: Reading = Reading.KNOWN,
    semantics: Semantics = Semantics.OPERATIONAL,
    followed: BoolArray | None = None,
) -> Cascade:
    """Return how a shock spreads.

    Parameters
    ----------
    snapshot : Snapshot
    hit : Shock
    reading : Reading
    semantics : Semantics
    followed : BoolArray, shape (needs,), optional
        Needs that may empty at all; every need when not given.
    """
    arrays = snapshot.arrays
    used = np.ones(arrays.need_count, dtype=bool) if followed is None else followed
    if reading == Reading.CERTAIN:
        used = used & arrays.closed
    if semantics == Semantics.BOOTSTRAP:
        return bootstrap_cascade(arrays, used, steps(arrays, used), hit.dead, hit.dead_links)
    return cascade(arrays, used, hit.dead, hit.dead_links)


def failed_ids(snapshot: Snapshot, spread_out: Cascade) -> tuple[str, ...]:
    """Return the ids of what fails, each once."""
    return tuple(dict.fromkeys(snapshot.ids[position] for position in np.flatnonzero(spread_out.failed).tolist()))


def failed_rows(
    snapshot: Snapshot,
    because: Mapping[int, str],
    chosen: Cascade,
    certain: BoolArray,
    shown: BoolArray | None = None,
) -> tuple[FailedRow, ...]:
    """Show a cascade in its order, one row an entity; ``shown`` leaves others out."""
    order = np.flatnonzero(chosen.failed if shown is None else chosen.failed & shown)
    rows: dict[str, FailedRow] = {}
    for position in order[np.argsort(chosen.round[order], kind="stable")].tolist():
        node = snapshot.nodes[snapshot.ids[position]]
        if node.id in rows:
            continue
        number = int(chosen.need[position])
        need = snapshot.needs[number] if number >= 0 else None
        through = tuple(supplier.id for supplier in need.suppliers) if need else ()
        rows[node.id] = FailedRow(
            id=node.id, kind=node.kind, name=node.name, round=int(chosen.round[position]),
            certain=bool(certain[position]), need=need.need if need else None, through=through,
            reason=_reason(snapshot, because.get(position), need.need if need else None, through),
        )  # fmt: skip
    return tuple(rows.values())


def _reason(snapshot: Snapshot, because: str | None, need: str | None, through: tuple[str, ...]) -> str:
    if need is None:
        return because or "removed by the scenario"
    under = f" ({because})" if because else ""
    label = snapshot.nodes[need].name if need in snapshot.nodes else need
    return f"no {label} left: {_names(snapshot, through)} out{under}"


def _names(snapshot: Snapshot, ids: Iterable[str], shown: int = 3) -> str:
    names = [snapshot.nodes[node_id].name for node_id in sorted(ids)]
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more
