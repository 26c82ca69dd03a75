"""What a firm or a site makes: what that cannot be made without is needed by each product, not by the firm."""

import numpy as np

from graph.facts.edges import Edge
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.current import is_past

_MADE = (EdgeKind.SUPPLIED_BY, EdgeKind.DESIGNED_BY)
_NAMED = 3


def products_of(snapshot: Snapshot, node_id: str) -> tuple[str, ...]:
    """Return what a firm or a site supplies or designs and still makes, what meets most needs first.

    Parameters
    ----------
    snapshot : Snapshot
        Of the day that is asked about.
    node_id : str
        Has to exist; who is no firm and no site makes nothing here.
    """
    if snapshot.nodes[node_id].kind not in (NodeKind.COMPANY, NodeKind.FACILITY):
        return ()
    made = sorted({made for kind in _MADE for made in snapshot.edges.starts(node_id, kind)})
    arrays, index = snapshot.arrays, snapshot.positions.index
    meets = np.bincount(arrays.supplier, minlength=arrays.size)
    current = [one for one in made if not is_past(snapshot.nodes[one], snapshot.as_of)]
    return tuple(sorted(current, key=lambda one: -int(meets[index[one]])))


def making_edges(snapshot: Snapshot, product: str, maker: str) -> tuple[Edge, ...]:
    """Return the edges that say that somebody makes a product.

    Parameters
    ----------
    snapshot : Snapshot
        Of the day that is asked about.
    product : str
        Has to exist.
    maker : str
        Who makes it.
    """
    return tuple(edge for kind in _MADE for edge in snapshot.edges.out(product, kind) if edge.end == maker)


def said_of_products(snapshot: Snapshot, node_id: str) -> tuple[str, ...]:
    """Say of a maker that its products rest on more than it does itself; nothing of who makes nothing.

    Parameters
    ----------
    snapshot : Snapshot
        Of the day that is asked about.
    node_id : str
        Has to exist.
    """
    made = products_of(snapshot, node_id)
    if not made:
        return ()
    named = ", ".join(f"{snapshot.nodes[one].name} ({one})" for one in made[:_NAMED])
    more = f" and {len(made) - _NAMED} more" if len(made) > _NAMED else ""
    name = snapshot.nodes[node_id].name
    return (
        f"{name} itself needs its owners, its seat and its sites; what it makes cannot be made without more, "
        f"which is told of each product: {named}{more}",
    )
