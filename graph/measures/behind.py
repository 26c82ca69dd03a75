"""The edges behind an answer: the evidence of links, and of all that some entities rest on."""

from collections.abc import Iterable, Mapping

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.kernels.breadth_first import breadth_first
from graph.analysis.dependency.paths.closure import DependencyLink
from graph.facts.edges import Edge
from graph.formats.network import NodeLinkGraph, part
from graph.measures.support import Support, support_of_links
from graph.snapshots.arrays import IntArray
from graph.snapshots.snapshot import Snapshot


def edges_of(snapshot: Snapshot, links: Iterable[DependencyLink]) -> list[Edge]:
    """Return the edge behind each dependency link.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    links : iterable of DependencyLink
        Links of that snapshot.
    """
    return [snapshot.dependencies[link.dependent, link.need, link.supplier] for link in links]


def network_of(
    snapshot: Snapshot, links: Iterable[DependencyLink], depths: Mapping[str, int], name: str
) -> NodeLinkGraph:
    """Return links with their evidence as a network, for the files of graph programs.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    links : iterable of DependencyLink
        Links of that snapshot.
    depths : mapping of str to int
        The entities, with the steps to each.
    name : str
        What it is of.
    """
    some = list(links)
    evidence = zip(some, edges_of(snapshot, some), strict=True)
    return part(snapshot, depths, ((link.dependent, link.supplier, edge) for link, edge in evidence), name)


def support_below(snapshot: Snapshot, roots: Iterable[int]) -> Support:
    """Return what every link that some entities rest on, however far, rests on itself.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    roots : iterable of int
        Positions in ``snapshot.arrays``.
    """
    return support_of_links(snapshot, links_below(snapshot, roots))


def links_below(snapshot: Snapshot, roots: Iterable[int]) -> IntArray:
    """Return the places of the links that some entities rest on, however far.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    roots : iterable of int
        Positions in ``snapshot.arrays``.
    """
    starts: IntArray = np.array(sorted(set(roots)), dtype=np.int64)
    if not len(starts):
        return starts
    followed = snapshot.positions.once(breadth_first(snapshot.arrays, starts).depth >= 0)
    owners = adjacency(snapshot.arrays).owner_of_link
    return np.flatnonzero(snapshot.positions.told(followed[owners], snapshot.arrays.supplier))


def edges_below(snapshot: Snapshot, roots: Iterable[int]) -> list[Edge]:
    """Return the edge behind every link that some entities rest on, however far.

    Parameters
    ----------
    snapshot : Snapshot
        The graph of the day that is asked about.
    roots : iterable of int
        Positions in ``snapshot.arrays``.
    """
    of_link = adjacency(snapshot.arrays).need_of_link
    found = []
    for link in links_below(snapshot, roots).tolist():
        need = snapshot.needs[of_link[link]]
        found.append(snapshot.dependencies[need.of, need.need, snapshot.ids[snapshot.arrays.supplier[link]]])
    return found
