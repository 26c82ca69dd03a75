"""Sizes that sources state of compute that somebody uses, in units of their own: gigawatts, chips, money (methods A1e).

A contract says what is to come, and nothing of what runs today. So neither kind of size is ever counted as running:

* a size that is stated *for a year* (to be in use in 2026) stands to another in the same unit for the same year, and a
  supplier whose computing power nobody counts weighs to one that is counted as these do;
* what is *contracted*, with no word of when it is there, only divides among suppliers that nobody counts the part that
  they have together, in place of equal parts of it.

Power is not compute: where the accelerators behind both sizes are known, gigawatts count by what these compute a watt.
What a data centre draws beside its accelerators is taken to be in proportion to them, so that it cancels out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from graph.facts.fact import EdgeFact
from graph.ontology import EdgeKind
from graph.supply.relations import Relations

CONTRACTED = "contracted"
"""What the unit of a size says of which only the contract is known."""
WHOLE_SITE = "the whole site"
"""What the unit of a size says of one that is all of a site: nobody else uses it."""
POWER = frozenset({"gigawatts", "megawatts"})
FOR_YEAR = "{} stated for the same year"
PER_WATT = ", at their chips' operations a watt"


class SizeMeasure(NamedTuple):
    """What sizes have to agree in to be compared: the unit, and the year where one is stated for a year."""

    unit: str
    year: str


class LikeCounted(NamedTuple):
    """What suppliers that nobody counts weigh beside those that are counted.

    Attributes
    ----------
    weights : dict[str, float]
        In H100 equivalents, of those not counted.
    compared : frozenset of str
        What the sizes are in that compare them, in words.
    """

    weights: dict[str, float]
    compared: frozenset[str]


class StatedSizes:
    """Sizes of the compute that somebody uses of each supplier, as sources state them.

    Parameters
    ----------
    edges : Relations
        Of the day; a size for a later year is none yet.
    per_watt : callable
        Operations a second for each watt of the accelerators of some sites together, given what each site weighs; None
        where they are not known.
    """

    def __init__(self, edges: Relations, per_watt: Callable[[Mapping[str, float]], float | None]) -> None:
        self._edges, self._per_watt = edges, per_watt

    def like_counted(
        self, user: str, power: Mapping[str, float | None], counted: Callable[[str], Mapping[str, float]]
    ) -> LikeCounted:
        """Return what suppliers that nobody counts weigh beside those that are counted, by sizes for the same year.

        Parameters
        ----------
        user : str
            Who uses the compute.
        power : Mapping[str, float or None]
            H100 equivalents of each supplier, None where they are not known.
        counted : callable
            H100 equivalents of a supplier and of its sites that are named beside it, guesses left out; empty where none
            are known.

        Returns
        -------
        LikeCounted
            The newest year at hand is used for each.
        """
        found, compared = dict[str, float](), set[str]()
        for measure, sizes in sorted(self._sizes(user, contracted=False).items(), key=lambda item: item[0].year):
            sites = {end: inside for end in sizes if power.get(end) is not None and (inside := counted(end))}
            silent = [end for end in sizes if end in power and power[end] is None] if sites else []
            whole = sum(sum(inside.values()) for inside in sites.values())
            for end in silent:
                amounts, unit = self._amounts(measure, {one: sizes[one] for one in (*sites, end)}, sites)
                found[end] = whole * amounts[end] / sum(amounts[one] for one in sites)
                compared.add(unit)
        return LikeCounted(found, frozenset(compared))

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
        for measure, sizes in sorted(self._sizes(user, contracted=True).items()):
            compared, _ = self._amounts(measure, {end: size for end, size in sizes.items() if end in left}, {})
            if len(compared) > 1:
                together = sum(parts[end] for end in compared)
                divided |= {end: together * size / sum(compared.values()) for end, size in compared.items()}
                left -= compared.keys()
        return divided

    def _amounts(
        self, measure: SizeMeasure, sizes: Mapping[str, float], sites: Mapping[str, Mapping[str, float]]
    ) -> tuple[Mapping[str, float], str]:
        """Return what sizes in one unit amount to and in what: power as compute, where the chips of all are known."""
        unit = measure.unit.split(",")[0].strip()
        if unit in POWER:
            rates = {end: self._per_watt(sites.get(end, {end: 1.0})) for end in sizes}
            known = {end: size * rate for end, size in sizes.items() if (rate := rates[end])}
            if len(known) == len(sizes):
                return known, FOR_YEAR.format(unit) + PER_WATT
        return sizes, FOR_YEAR.format(unit)

    def _sizes(self, user: str, *, contracted: bool) -> Mapping[SizeMeasure, Mapping[str, float]]:
        """Return the preferred size of each supplier, by what it is measured in; of a platform its laboratory's too."""
        found: dict[SizeMeasure, dict[str, float]] = defaultdict(dict)
        users = (user, *self._edges.ends(user, EdgeKind.PART_OF))
        edges = (edge for who in users for edge in self._edges.out(who, EdgeKind.RUNS_ON))
        for end, claim in ((edge.end, claim) for edge in edges for claim in edge.claims):
            if claim.quantity and claim.unit and (CONTRACTED in claim.unit) is contracted and self._is_due(claim):
                found[_measure(claim, contracted)].setdefault(end, claim.quantity)
        return found

    def _is_due(self, claim: EdgeFact) -> bool:
        return claim.period is not None and (claim.measured_from is None or claim.measured_from <= self._edges.as_of)


def _measure(claim: EdgeFact, contracted: bool) -> SizeMeasure:
    unit, year = str(claim.unit), str(claim.period)[:4]
    return SizeMeasure(unit.split(",")[0].strip(), "") if contracted else SizeMeasure(unit, year)
