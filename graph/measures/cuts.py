"""What may be cut off, and how: the parameters of cut sets, bans and chokepoints."""

import sys

from pydantic import Field

from graph.analysis.dependency.cases.terms import DE_MINIMIS, Reach, Rules
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.measures.measure import Limits
from graph.measures.question import Ids, Judged

SETS = 100_000
"""Sets tried for one question."""
ALL = sys.maxsize
"""Rows of a ranking of which none is left out."""
TARGETS = (
    "labs, frontier-models, models-in-use, current-models, all-models, large-sites, kind:model, "
    "or ids separated by commas"
)


class CutQuestion(Judged):
    """What is cut off."""

    over: Over = Field(default=Over.COUNTRY, description="what the members are; bans are by countries or companies")
    action: Action = Field(default=Action.COLLAPSE, description="they are gone, or they stop supplying")
    on: Ids = Field(default=(), description="customers of a ban; each target's own countries when left out")
    reach: Reach = Field(default=Reach.DIRECT, description="of a ban")
    de_minimis: float = Field(
        default=DE_MINIMIS, ge=0, le=1, description="content beyond which a foreign product counts"
    )

    def cut(self, order: int) -> Cut:
        """Return what is asked, for sets up to an order.

        Parameters
        ----------
        order : int
            Most members of a set.
        """
        rules = Rules(self.reach, self.de_minimis)
        return Cut(self.over, order, self.action, self.on, rules, self.criterion)


def search_limits(limits: Limits) -> SearchLimits:
    """Return how far a search for sets goes.

    Parameters
    ----------
    limits : Limits
        Of the process.
    """
    return SearchLimits(subsets=SETS, seconds=limits.seconds)
