"""A cloud of which one site is listed, and no accelerators but those of the site (methods A1e).

Half of such a cloud stands elsewhere, for all that anybody lists. Where is not known; what it computes with is taken to
be what the listed site has, since nothing else is known of it: it is not spared what the site is not.
"""

import numpy as np

from graph.facts.arrays import EDGE_KINDS
from graph.ontology import EdgeKind, NodeKind
from graph.supply.relations import Ints, Relations

_HOSTS, _OPERATES = EDGE_KINDS.index(EdgeKind.HOSTS), EDGE_KINDS.index(EdgeKind.OPERATES)


def chips_of_lone_sites(edges: Relations, serving: Ints) -> tuple[Ints, Ints]:
    """Return what clouds need of the accelerators of their only listed site.

    Parameters
    ----------
    edges : Relations
        Of the day.
    serving : NDArray of int64
        The places of the edges that make needs.

    Returns
    -------
    cloud, at : NDArray of int64
        The number of the cloud, and the place in ``serving`` of the edge from its site to what that hosts.
    """
    nodes, kind = edges.facts.nodes, edges.kind.numbers[serving]
    start, end = edges.start[serving], edges.end[serving]
    clouds = nodes.kinds.array(lambda one: one is NodeKind.CLOUD_PROVIDER, bool)[start]
    hosting = kind == _HOSTS
    operating = np.flatnonzero((kind == _OPERATES) & clouds & ~edges.is_later[serving])
    cloud, first, sites = np.unique(start[operating], return_index=True, return_counts=True)
    lone = (sites == 1) & ~np.isin(cloud, start[hosting])
    runs = dict(zip(end[operating[first[lone]]].tolist(), cloud[lone].tolist(), strict=True))
    at = np.flatnonzero(hosting & np.isin(start, list(runs)))
    return np.array([runs[site] for site in start[at].tolist()], np.int64), at
