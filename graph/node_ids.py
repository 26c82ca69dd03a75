"""What an id says by itself."""

from collections.abc import Mapping

from graph.ontology import NODE_TYPES, NodeKind

KIND_OF_PREFIX: Mapping[str, NodeKind] = {row.prefix: row.kind for row in NODE_TYPES.values()}


def kind_of(node_id: str) -> NodeKind | None:
    """Return the kind that an id's prefix names.

    Parameters
    ----------
    node_id : str
        Whether such a node exists does not matter.

    Returns
    -------
    NodeKind or None
        None where the prefix is unknown.
    """
    return KIND_OF_PREFIX.get(node_id.partition(":")[0])
