"""How far a ban reaches (methods A1b)."""

from dataclasses import dataclass
from enum import StrEnum

from graph.analysis.results import percent

DE_MINIMIS = 0.25
"""The general threshold of the US rules (15 CFR 734.4): foreign-made items with more than 25 % controlled US
content are subject to them; 10 % for some destinations, none for some goods."""


class Reach(StrEnum):
    """How far a ban reaches: the coalition's own supplies, or also foreign products with its content."""

    DIRECT = "direct"
    FOREIGN_DIRECT_PRODUCT = "foreign_direct_product"


@dataclass(frozen=True)
class Rules:
    """Reach of a ban, and the share of content above which a foreign product is reached."""

    reach: Reach = Reach.DIRECT
    de_minimis: float = DE_MINIMIS

    @property
    def foreign(self) -> bool:
        """Whether foreign products count."""
        return self.reach == Reach.FOREIGN_DIRECT_PRODUCT

    def said(self) -> str:
        """Return the rules in words, for an answer's assumptions."""
        if not self.foreign:
            return "ban: judged from the customers' side; makers of third countries still supply"
        over = percent(self.de_minimis)
        weights = "needs weighed alike, as nobody states them by value" if self.de_minimis else "whatever its weight"
        return f"ban: judged from the customers' side; foreign products with content over {over} count, {weights}"
