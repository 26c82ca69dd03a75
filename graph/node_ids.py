"""What an id says by itself, and how a field is declared that holds one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, get_args

from graph.ontology import NODE_TYPES, NodeKind

KIND_OF_PREFIX: Mapping[str, NodeKind] = {row.prefix: row.kind for row in NODE_TYPES.values()}


@dataclass(frozen=True)
class OfEntity:
    """Marks the type of a text that is the id of an entity."""


EntityId = Annotated[str, OfEntity()]
"""A field that holds ids of entities is declared with it, whether it may hold other words besides, such as `others`: a
column of a file for it has a column of names. In JSON it is a text."""


def holds_ids(declared: Any) -> bool:
    """Say whether a type is one of ids of entities, or is made of them.

    Parameters
    ----------
    declared : type
        Of a field.
    """
    return isinstance(declared, OfEntity) or any(map(holds_ids, get_args(declared)))


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
