"""Look-through and hidden exposure to countries, companies and spheres (methods A3).

The exposure of an entity is measured at its needs: its own home does not count as exposure to itself, except
where it is reached through a supplier.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

import numpy as np
from pydantic import Field
from scipy.sparse import csr_array

from graph.analysis.dependency.home import home, owners
from graph.analysis.dependency.kernels.look_through import look_through, one_step, weights
from graph.analysis.dependency.kernels.reach import reach
from graph.analysis.dependency.kernels.schedule import schedule
from graph.analysis.origin import SPHERE_OF_COUNTRY, Sphere
from graph.analysis.results import Result, Row
from graph.arrays import BoolArray, FloatArray, IntArray
from graph.control import JURISDICTION
from graph.ontology import ORGANISATIONS, NodeKind
from graph.snapshot import Snapshot

OTHER = Sphere.OTHER.value
SPHERES: Mapping[str, frozenset[str]] = {
    sphere.value: frozenset(country for country, own in SPHERE_OF_COUNTRY.items() if own is sphere)
    for sphere in Sphere
    if sphere is not Sphere.OTHER
}
"""Countries of each sphere; all others are ``other``."""


class To(StrEnum):
    """What the exposure is to."""

    COUNTRY = "country"
    COMPANY = "company"
    SPHERE = "sphere"


class ExposureRow(Row):
    """Exposure to one country, company or sphere: shares of what the entity rests on, 0..1."""

    to: str
    name: str
    direct: float = Field(description="through immediate suppliers alone")
    look_through: float = Field(description="through all suppliers, however far")
    hidden: float = Field(description="look_through - direct")
    home: bool = Field(default=False, description="the entity's own country, owner or developer")


class Exposure(Result):
    """Exposure of an entity, largest first."""

    id: str
    to: To
    rows: tuple[ExposureRow, ...]


def exposure(
    snapshot: Snapshot,
    node_id: str,
    to: To = To.COUNTRY,
    spheres: Mapping[str, frozenset[str]] = SPHERES,
) -> Exposure:
    """Return how much of what an entity rests on leads to each country, company or sphere.

    Parameters
    ----------
    snapshot : Snapshot
    node_id : str
    to : To
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere; the others are ``other``.

    Returns
    -------
    Exposure
        Rows above zero. Rows do not sum to one: what one country makes out of another's parts is exposure to
        both.

    Raises
    ------
    UnknownIdError
    """
    node_id = snapshot.require(node_id)
    root = snapshot.root(node_id)
    own = home(snapshot, node_id).members | {node_id}
    targets = targets_of(snapshot, np.array([root]), to, spheres)
    direct, through = exposures(snapshot, targets, np.array([root]))
    rows = exposure_rows(snapshot, targets, direct[0], through[0], own, spheres)
    return Exposure(id=node_id, to=to, rows=rows, assumptions=assumed_shares(snapshot, root))


def exposure_rows(
    snapshot: Snapshot,
    targets: Iterable[str],
    direct: FloatArray,
    through: FloatArray,
    own: Collection[str],
    spheres: Mapping[str, frozenset[str]],
) -> tuple[ExposureRow, ...]:
    """Show exposures above zero, largest first; ``own`` are ids of the home."""
    rows = [
        ExposureRow(
            to=name, name=snapshot.nodes[name].name if name in snapshot.nodes else name,
            direct=float(near), look_through=float(far), hidden=float(far - near),
            home=name in own or not spheres.get(name, frozenset()).isdisjoint(own),
        )
        for name, near, far in zip(targets, direct, through, strict=True)
        if far > 0
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (-row.look_through, row.to)))


def step_matrix(snapshot: Snapshot) -> csr_array:
    """Return the matrix of one step of looking through, joint control included."""
    return one_step(snapshot.arrays, need_weights(snapshot))


def need_weights(snapshot: Snapshot) -> FloatArray:
    """Return the weight of each need in what an entity is made of, joint control included, shape (needs,)."""
    return weights(snapshot.arrays, _joint_control(snapshot))


def assumed_shares(snapshot: Snapshot, root: int) -> tuple[str, ...]:
    """Say how much of a closure rests on shares that no source states."""
    depth = reach(snapshot.arrays, root).depth
    needs = [snapshot.needs[n] for n in np.flatnonzero(depth[snapshot.arrays.owner] >= 0).tolist()]
    links = [supplier for need in needs if need.counts for supplier in need.suppliers]
    assumed = sum(supplier.assumed for supplier in links)
    said = ["needs of one entity weigh the same"]
    if assumed:
        said.append(f"shares: assumed equal on {assumed} of {len(links)} links")
    return tuple(said)


def exposures(snapshot: Snapshot, targets: Mapping[str, BoolArray], rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return direct and look-through exposure of some nodes, judged at their needs.

    Parameters
    ----------
    snapshot : Snapshot
    targets : Mapping[str, BoolArray]
        Nodes of each target, masks of shape (size,).
    rows : IntArray
        Nodes asked about.

    Returns
    -------
    direct, through : FloatArray, shape (rows, targets)
    """
    if not targets:
        return np.zeros((len(rows), 0)), np.zeros((len(rows), 0))
    matrix = step_matrix(snapshot)
    hit = np.column_stack(list(targets.values()))
    everywhere = look_through(matrix, schedule(snapshot.arrays), hit)
    own = matrix[rows]
    return own @ hit.astype(np.float64), own @ everywhere


def controlled_mask(snapshot: Snapshot, countries: Iterable[str]) -> BoolArray:
    """Return which nodes some countries control altogether, the countries included, as a mask."""
    mask = np.zeros(snapshot.arrays.size, dtype=bool)
    mask[[snapshot.index[node_id] for node_id in snapshot.controlled_by(countries)]] = True
    return mask


def country_targets(snapshot: Snapshot) -> dict[str, BoolArray]:
    """Return what each country alone controls, of those that control anything."""
    masks: dict[str, BoolArray] = {}
    for node in snapshot.nodes.values():
        holders = [node.id] if node.kind is NodeKind.COUNTRY else list(snapshot.controllers(node.id))
        for country in holders:
            masks.setdefault(country, np.zeros(snapshot.arrays.size, dtype=bool))
        if len(holders) == 1:
            masks[holders[0]][snapshot.index[node.id]] = True
    return dict(sorted(masks.items()))


def sphere_targets(snapshot: Snapshot, spheres: Mapping[str, frozenset[str]]) -> dict[str, BoolArray]:
    """Return what each sphere controls altogether; the countries of none are the sphere ``other``."""
    named = frozenset().union(*spheres.values())
    rest = {i for i, n in snapshot.nodes.items() if n.kind is NodeKind.COUNTRY} - named
    present = {name: members & snapshot.nodes.keys() for name, members in spheres.items()} | {OTHER: rest}
    return {name: controlled_mask(snapshot, members) for name, members in present.items()}


def targets_of(
    snapshot: Snapshot, roots: IntArray, to: To, spheres: Mapping[str, frozenset[str]] = SPHERES
) -> dict[str, BoolArray]:
    """Return the nodes of each country, sphere, or ultimate owner met upstream of some nodes, as masks."""
    if to == To.SPHERE:
        return sphere_targets(snapshot, spheres)
    if to == To.COMPANY:
        return _owner_targets(snapshot, roots)
    return country_targets(snapshot)


def _owner_targets(snapshot: Snapshot, roots: IntArray) -> dict[str, BoolArray]:
    """Return each ultimate owner met upstream, with all that it owns altogether."""
    above = owners(snapshot)
    met = {snapshot.ids[position] for position in reach(snapshot.arrays, roots).members.tolist()}
    masks: dict[str, BoolArray] = {}
    for member in sorted(met):
        heads = _heads(member, above, frozenset())
        if snapshot.nodes[member].kind not in ORGANISATIONS | {NodeKind.FACILITY} or len(heads) != 1:
            continue
        (head,) = heads
        if snapshot.nodes[head].kind in ORGANISATIONS:
            masks.setdefault(head, np.zeros(snapshot.arrays.size, dtype=bool))
            masks[head][snapshot.index[member]] = True
    return masks


def _heads(node_id: str, above: Mapping[str, frozenset[str]], seen: frozenset[str]) -> frozenset[str]:
    parents = above.get(node_id, frozenset()) - seen
    if not parents:
        return frozenset({node_id})
    return frozenset().union(*(_heads(parent, above, seen | {node_id}) for parent in parents))


def _joint_control(snapshot: Snapshot) -> BoolArray:
    return np.array([need.need == JURISDICTION and len(need.suppliers) > 1 for need in snapshot.needs], dtype=bool)
