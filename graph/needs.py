"""Needs: the edges of one dependent grouped into alternatives, with shares and what is not known.

One *share set* is used per need: figures of one basis and one period, never mixed. Suppliers without a figure
beside others that have one split the rest equally; where nobody has a figure the split is equal. Both are
marked ``assumed``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.edges import Edge
from graph.facts import OPEN, EdgeFact
from graph.ontology import EDGE_TYPES, EdgeKind, Role
from graph.preference import preference

Relation = tuple[str, str, str, str]

COMPLETE = 0.995
"""Published shares that sum to this much are complete up to rounding: the need is closed."""


@dataclass(frozen=True)
class Supplier:
    """One alternative of a need."""

    id: str
    share: float
    assumed: bool


@dataclass(frozen=True)
class Need:
    """What an entity cannot do without.

    ``closed``: the list of suppliers is known to be complete, for the reason in ``closed_because``.
    ``remainder``: share of suppliers that nobody named. ``counts``: False for control by a country, which
    carries no weight in exposure. ``basis`` and ``period`` are those of the share set used.
    """

    of: str
    need: str
    role: Role
    suppliers: tuple[Supplier, ...]
    remainder: float
    closed: bool
    closed_because: str | None = None
    counts: bool = True
    basis: str | None = None
    period: str | None = None


def gather_needs(
    edges: Iterable[Edge], figures: Mapping[Relation, tuple[EdgeFact, ...]], as_of: date
) -> tuple[list[Need], dict[tuple[str, str, str], Edge]]:
    """Group dependency edges into needs.

    Returns
    -------
    needs : list of Need
    dependencies : dict
        The edge behind each (dependent, need, supplier), with the share that is used. Two kinds of edge that
        link the same pair for the same need are one alternative.
    """
    grouped: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        grouped[edge.start, edge.need].append(edge)
    needs = []
    dependencies: dict[tuple[str, str, str], Edge] = {}
    for (dependent, name), group in grouped.items():
        by_supplier = {edge.end: edge for edge in reversed(group)}
        chosen = _share_set([figures.get(_relation(edge), ()) for edge in group], as_of)
        shares, remainder, closed, because = _settle(sorted(by_supplier), chosen, group, name)
        for supplier in shares:
            dependencies[dependent, name, supplier.id] = replace(
                by_supplier[supplier.id], share=supplier.share, assumed=supplier.assumed
            )
        figure = next(iter(chosen.values()), None)
        needs.append(
            Need(
                of=dependent,
                need=name,
                role=group[0].role,
                suppliers=tuple(shares),
                remainder=remainder,
                closed=closed,
                closed_because=because,
                basis=figure.basis if figure else None,
                period=figure.period if figure else None,
            )
        )
    return needs, dependencies


def _relation(edge: Edge) -> Relation:
    return (edge.kind, edge.start, edge.end, edge.need)


def _share_set(claims: Sequence[tuple[EdgeFact, ...]], as_of: date) -> Mapping[str, EdgeFact]:
    """Choose the figures to use: one basis, one period, the best claim per supplier.

    The newest period wins, except that a set covering less than half of what the fullest one covers is passed
    over: one supplier's newest figure must not hide the known division of a whole market.
    """
    sets: dict[tuple[str | None, str | None], list[EdgeFact]] = defaultdict(list)
    for group in claims:
        for claim in group:
            sets[claim.basis, claim.period].append(claim)
    if not sets:
        return {}
    picked = [_one_each(members, as_of) for members in sets.values()]
    fullest = max(_total(pick) for pick in picked)
    wide = [pick for pick in picked if _total(pick) >= fullest / 2]
    return min(wide, key=lambda pick: min(preference(claim, as_of) for claim in pick.values()))


def _total(pick: Mapping[str, EdgeFact]) -> float:
    return sum(claim.share or 0.0 for claim in pick.values())


def _one_each(claims: list[EdgeFact], as_of: date) -> dict[str, EdgeFact]:
    """Take the preferred claim per supplier; if several sources together exceed 1, keep to one source."""
    ordered = sorted(claims, key=lambda claim: preference(claim, as_of))
    best: dict[str, EdgeFact] = {}
    for claim in ordered:
        best.setdefault(claim.end, claim)
    if _total(best) > 1 + 1e-2:
        source = ordered[0].source.id
        return {claim.end: claim for claim in reversed(ordered) if claim.source.id == source}
    return best


def _settle(
    suppliers: Sequence[str], chosen: Mapping[str, EdgeFact], group: Sequence[Edge], name: str
) -> tuple[list[Supplier], float, bool, str | None]:
    total = _total(chosen)
    silent = [supplier for supplier in suppliers if supplier not in chosen]
    because = _closed_because(group, name, chosen, silent)
    if not chosen:
        return [Supplier(s, 1.0 / len(suppliers), True) for s in suppliers], 0.0, because is not None, because
    # Rounded shares above one, and the shares of a complete list, are brought to sum to one.
    scale = total if total > 1 or (because and not silent and total > 0) else 1.0
    rest = max(0.0, 1.0 - total / scale)
    if rest < 1e-12:
        rest = 0.0
    settled = [
        Supplier(s, (chosen[s].share or 0.0) / scale, scale != 1.0 and abs(scale - 1.0) > 1 - COMPLETE)
        if s in chosen
        else Supplier(s, rest / len(silent), True)
        for s in suppliers
    ]
    return settled, 0.0 if silent else rest, because is not None, because


def _closed_because(
    group: Sequence[Edge], name: str, chosen: Mapping[str, EdgeFact], silent: Sequence[str]
) -> str | None:
    """Say why a need is closed. A sum of one proves it only in a source that covers the market: not where it says
    that it does not, and not where another source names a further supplier."""
    declared = next((c for edge in group for c in (edge.claim, *edge.rivals) if c.closed), None)
    if declared:
        return declared.note or "declared complete by its source"
    whole = not silent and not any(claim.properties.get(OPEN) for claim in chosen.values())
    if whole and _total(chosen) >= COMPLETE:
        return "its published shares sum to one"
    kind = EDGE_TYPES[EdgeKind(group[0].kind)]
    own = name == kind.need or (kind.each_target_a_need and all(edge.end == name for edge in group))
    if kind.complete and own:
        return f"{kind.kind} is complete by nature"
    return None
