"""What becomes of entities in a what-if, as it is drawn: a firm may fall and go on as who runs its sites."""

from collections.abc import Collection, Mapping
from typing import Literal, NamedTuple

State = Literal["out", "falls", "degraded"]


class Became(NamedTuple):
    """What becomes of entities without those that are gone.

    Attributes
    ----------
    states : Mapping[str, State]
        Nothing becomes of those that are not in it.
    operating : Collection[str]
        Those among them that lose nothing as who runs or owns their sites.
    """

    states: Mapping[str, State] = {}
    operating: Collection[str] = ()

    def of(self, node_id: str, *, as_operator: bool) -> State | None:
        """Return what becomes of an entity.

        Parameters
        ----------
        node_id : str
            Of the entity.
        as_operator : bool
            It is there only as who runs or owns a site.
        """
        return None if as_operator and node_id in self.operating else self.states.get(node_id)

    def cuts(self, node_id: str, *, as_operator: bool) -> bool:
        """Say whether who needs an entity loses it.

        Parameters
        ----------
        node_id : str
            Of the entity.
        as_operator : bool
            It is needed only as who runs or owns a site.
        """
        return self.of(node_id, as_operator=as_operator) in ("out", "falls")
