"""What an exposure is to: each country, sphere, ultimate owner or input, as masks over the nodes."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

import numpy as np

from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.origin import SPHERE_OF_COUNTRY, Sphere
from graph.ontology import ORGANISATIONS, NodeKind
from graph.snapshots.arrays import BoolArray, IntArray
from graph.snapshots.snapshot import Snapshot

OTHER = Sphere.OTHER.value
COUNTRIES_OF_SPHERE: Mapping[str, frozenset[str]] = {
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
    INPUT = "input"


def controlled_mask(snapshot: Snapshot, countries: Iterable[str]) -> BoolArray:
    """Return which nodes some countries control altogether, the countries included, as a mask.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls what.
    countries : Iterable[str]
        Ids; what several of them control jointly is in it.

    Returns
    -------
    BoolArray, shape (size,)
    """
    mask = np.zeros(snapshot.arrays.size, dtype=bool)
    mask[snapshot.positions.supplying(snapshot.controlled_by(countries))] = True
    return mask


def country_targets(snapshot: Snapshot) -> dict[str, BoolArray]:
    """Return what each country alone controls, of those that control anything.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls what.

    Returns
    -------
    dict
        Country -> mask of shape (size,), in the order of ids. What several countries control together is in none.
    """
    masks: dict[str, BoolArray] = {}
    countries = set(snapshot.nodes.ids_of(NodeKind.COUNTRY))
    for node_id in snapshot.nodes:
        holders = [node_id] if node_id in countries else list(snapshot.controllers(node_id))
        for country in holders:
            masks.setdefault(country, np.zeros(snapshot.arrays.size, dtype=bool))
        if len(holders) == 1:
            masks[holders[0]][snapshot.positions.supplying([node_id])] = True
    return dict(sorted(masks.items()))


def sphere_targets(snapshot: Snapshot, spheres: Mapping[str, frozenset[str]]) -> dict[str, BoolArray]:
    """Return what each sphere controls altogether; the countries of none are the sphere ``other``.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls what.
    spheres : Mapping[str, frozenset[str]]
        Sphere -> ids of its countries; those that the snapshot does not hold are left out.

    Returns
    -------
    dict
        Sphere -> mask of shape (size,).
    """
    named = frozenset().union(*spheres.values())
    rest = set(snapshot.nodes.ids_of(NodeKind.COUNTRY)) - named
    present = {name: members & snapshot.nodes.keys() for name, members in spheres.items()} | {OTHER: rest}
    return {name: controlled_mask(snapshot, members) for name, members in present.items()}


def targets_of(
    snapshot: Snapshot, roots: IntArray, to: To, spheres: Mapping[str, frozenset[str]] = COUNTRIES_OF_SPHERE
) -> dict[str, BoolArray]:
    """Return the nodes of each country, sphere, ultimate owner or input met upstream of some nodes, as masks.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says who controls what.
    roots : IntArray
        Positions of the nodes whose exposure is asked for.
    to : To
        For companies, each is taken for its ultimate owner. Each input is one by itself: a kind of input does not take
        its own kinds with it.
    spheres : Mapping[str, frozenset[str]]
        Countries of each sphere.
    """
    if to == To.SPHERE:
        return sphere_targets(snapshot, spheres)
    if to == To.COMPANY:
        return _owner_targets(snapshot, roots)
    if to == To.INPUT:
        return _input_targets(snapshot, roots)
    return country_targets(snapshot)


def _owner_targets(snapshot: Snapshot, roots: IntArray) -> dict[str, BoolArray]:
    """Return each ultimate owner met upstream, with all that it owns altogether."""
    above = snapshot.owners
    met = {snapshot.ids[position] for position in breadth_first(snapshot.arrays, roots).members.tolist()}
    masks: dict[str, BoolArray] = {}
    for member in sorted(met):
        heads = _heads(member, above, frozenset())
        if snapshot.nodes[member].kind not in ORGANISATIONS | {NodeKind.FACILITY} or len(heads) != 1:
            continue
        (head,) = heads
        if snapshot.nodes[head].kind in ORGANISATIONS:
            masks.setdefault(head, np.zeros(snapshot.arrays.size, dtype=bool))
            masks[head][snapshot.positions.supplying([member])] = True
    return masks


def _input_targets(snapshot: Snapshot, roots: IntArray) -> dict[str, BoolArray]:
    """Return each input met upstream of some nodes, by itself."""
    masks: dict[str, BoolArray] = {}
    for position in breadth_first(snapshot.arrays, roots).members.tolist():
        if snapshot.nodes.kind(snapshot.ids[position]) is NodeKind.INPUT:
            masks[snapshot.ids[position]] = np.zeros(snapshot.arrays.size, dtype=bool)
            masks[snapshot.ids[position]][position] = True
    return dict(sorted(masks.items()))


def _heads(node_id: str, above: Mapping[str, frozenset[str]], seen: frozenset[str]) -> frozenset[str]:
    parents = above.get(node_id, frozenset()) - seen
    if not parents:
        return frozenset({node_id})
    return frozenset().union(*(_heads(parent, above, seen | {node_id}) for parent in parents))
