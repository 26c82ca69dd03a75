"""Sizes that sources state of compute that somebody uses, in units of their own: gigawatts, chips, money (methods A1e).

A contract says what is to come, and nothing of what runs today. So neither kind of size is ever counted as running:

* a size that is stated *for a year* (to be in use in 2026) stands to another in the same unit for the same year, and a
  supplier whose computing power nobody counts weighs to one that is counted as these do;
* what is *contracted*, with no word of when it is there, only divides among suppliers that nobody counts the part that
  they have together, in place of equal parts of it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import groupby
from typing import NamedTuple

from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind
from graph.supply.relations import Relations

CONTRACTED = "contracted"
"""What the unit of a size says of which only the contract is known."""


class SizeMeasure(NamedTuple):
    """What sizes have to agree in to be compared: the unit, and the year where one is stated for a year."""

    unit: str
    year: str


class StatedSizes:
    """Sizes of the compute that somebody uses of each supplier, as sources state them.

    Parameters
    ----------
    edges : Relations
        Of the day; a size for a later year is none yet.
    """

    def __init__(self, edges: Relations) -> None:
        self._edges = edges

    def like_counted(
        self, user: str, power: Mapping[str, float | None], counted: Callable[[str], float]
    ) -> dict[str, float]:
        """Return what suppliers that nobody counts weigh beside those that are counted, by sizes for the same year.

        Parameters
        ----------
        user : str
            Who uses the compute.
        power : Mapping[str, float or None]
            H100 equivalents of each supplier, None where they are not known.
        counted : callable
            H100 equivalents of a supplier with its sites that are named beside it, guesses left out; 0 where none are
            known.

        Returns
        -------
        dict[str, float]
            In H100 equivalents, of those not counted; the newest year at hand is used for each.
        """
        found: dict[str, float] = {}
        for _, sizes in sorted(self._sizes(user, contracted=False).items(), key=lambda item: item[0].year):
            both = {end: size for end, size in sizes.items() if power.get(end) is not None and counted(end) > 0}
            each = sum(map(counted, both)) / sum(both.values()) if both else 0.0
            found |= {end: size * each for end, size in sizes.items() if each and end in power and power[end] is None}
        return found

    def as_contracted(self, user: str, parts: Mapping[str, float]) -> dict[str, float]:
        """Return equal parts of suppliers that nobody counts, divided anew where contracts compare them.

        Parameters
        ----------
        user : str
            Who uses the compute.
        parts : Mapping[str, float]
            Of each supplier that is not counted; each stays in the first comparison that has it.
        """
        divided = dict(parts)
        left = set(parts)
        for _, sizes in sorted(self._sizes(user, contracted=True).items()):
            compared = {end: size for end, size in sizes.items() if end in left}
            if len(compared) > 1:
                together = sum(parts[end] for end in compared)
                divided |= {end: together * size / sum(compared.values()) for end, size in compared.items()}
                left -= compared.keys()
        return divided

    def _sizes(self, user: str, *, contracted: bool) -> Mapping[SizeMeasure, Mapping[str, float]]:
        """Return the preferred size of each supplier, by what it is measured in."""
        found: dict[SizeMeasure, dict[str, float]] = defaultdict(dict)
        for end, edges in groupby(self._edges.out(user, EdgeKind.RUNS_ON), key=lambda edge: edge.end):
            for claim in (claim for edge in edges for claim in edge.claims):
                if claim.quantity and claim.unit and (CONTRACTED in claim.unit) is contracted and self._is_due(claim):
                    found[_measure(claim, contracted)].setdefault(end, claim.quantity)
        return found

    def _is_due(self, claim: EdgeFact) -> bool:
        return claim.period is not None and (claim.measured_from is None or claim.measured_from <= self._edges.as_of)


def _measure(claim: EdgeFact, contracted: bool) -> SizeMeasure:
    unit, year = str(claim.unit), str(claim.period)[:4]
    return SizeMeasure(unit.split(",")[0].strip(), "") if contracted else SizeMeasure(unit, year)
