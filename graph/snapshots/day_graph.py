"""What the snapshots of one day share, whatever their lens and horizon; each part is made when it is asked for."""

from collections.abc import Sequence
from datetime import date

from graph.budget import checked
from graph.fact_base import FactBase
from graph.facts.things import Existing
from graph.kept import Kept
from graph.ontology import ORGANISATIONS, Horizon, Lens, NodeKind
from graph.supply.control import Control
from graph.supply.gathering import Gathered
from graph.supply.needs import Need
from graph.supply.relations import Relations


class DayGraph:
    """What was there on a day, as far as it was known.

    Parameters
    ----------
    graph : FactBase
        The version that it is of.
    as_of : date
        Valid time.
    known_at : date or None
        Knowledge time; None is no limit.

    Attributes
    ----------
    nodes : Existing
        Nodes that existed that day, by id.
    edges : Relations
        Relations that held that day, all horizons, one each.
    """

    def __init__(self, graph: FactBase, as_of: date, known_at: date | None) -> None:
        self.as_of, self.known_at = as_of, known_at
        facts = graph.arrays
        there = facts.nodes_on(as_of, known_at)
        self.nodes = Existing(graph.nodes, there)
        self.edges = Relations(facts, facts.claims_on(there, as_of, known_at), as_of)
        self._once = Kept(0, lambda _: 0)

    def control(self, lens: Lens) -> Control:
        """Return who controls what.

        Parameters
        ----------
        lens : Lens
            Whose control counts.
        """
        return self._once.get(("control", lens), lambda: Control(self.nodes, self.edges, lens))

    def controlled(self, lens: Lens) -> Sequence[Need]:
        """Return control as needs, in the order of the nodes.

        Parameters
        ----------
        lens : Lens
            Whose control counts.
        """

        def made() -> list[Need]:
            control = self.control(lens)
            held = self.nodes.ids_of(*ORGANISATIONS, NodeKind.FACILITY)
            return [need for node_id in checked(held) for need in control.needs(node_id)]

        return self._once.get(("controlled", lens), made)

    def gathered(self, horizon: Horizon) -> Gathered:
        """Return who needs what, without control.

        Parameters
        ----------
        horizon : Horizon
            Which needs bind.
        """
        return self._once.get(("gathered", horizon), lambda: Gathered(self.nodes, self.edges, horizon))
