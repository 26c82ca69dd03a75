"""The role of a need: at which horizon it binds, from the kind of its edge and what the edge leads to."""

from collections.abc import Mapping

from graph.ontology import EDGE_TYPES, EdgeKind, Role

ROLE_OF_SUBTYPE: Mapping[str, Role] = {"tool": Role.DURABLE, "software": Role.DESIGN, "design": Role.DESIGN}
"""A tool that a fab has goes on working without its maker; all other inputs are used up (methods A1c)."""


def role_of(kind: EdgeKind, subtype: str | None, open_weights: object = None) -> Role:
    """Return the role of the need that an edge makes, from its kind and what it leads to.

    The subtype of an input says it. A base model is there for good: only a next generation needs its makers again,
    unless its weights are known to be closed.

    Parameters
    ----------
    kind : EdgeKind
        Of the edge.
    subtype : str or None
        Of what the edge leads to.
    open_weights : object
        Of the model that it leads to; None where that is not known.
    """
    row = EDGE_TYPES[kind]
    if kind is EdgeKind.DERIVED_FROM and open_weights is not False:
        return Role.DESIGN
    return ROLE_OF_SUBTYPE.get(subtype or "", row.role) if row.each_target_a_need else row.role
