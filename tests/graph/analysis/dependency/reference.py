"""The definitions of section A, slow and obvious, in exact fractions. Imports nothing from the engine.

A graph is a list of needs: ``Need(owner, suppliers, remainder, closed)``; suppliers are ``(node, share)``.
Links are named ``(need number, position)``. ``silent`` names the suppliers, by position, whose share no source
states; the share given for them is the central value.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Link = tuple[int, int]
ROUNDING = Fraction(1, 10**12)
"""Below this nothing is lost: of use where capacities are doubles, whose shares may sum to a little less than one."""


@dataclass(frozen=True)
class Need:
    owner: int
    suppliers: tuple[tuple[int, Fraction], ...]
    remainder: Fraction = Fraction(0)
    closed: bool = True
    counts: bool = True
    silent: frozenset[int] = frozenset()
    undivided: bool = False


@dataclass(frozen=True)
class Graph:
    size: int
    needs: tuple[Need, ...]

    def needs_of(self, node: int) -> list[tuple[int, Need]]:
        return [(number, need) for number, need in enumerate(self.needs) if need.owner == node]


def failed(
    graph: Graph,
    dead: Collection[int],
    dead_links: Collection[Link] = (),
    *,
    certain: bool = False,
    bootstrap: bool = False,
) -> frozenset[int]:
    def empty(number: int, need: Need, gone: Collection[int]) -> bool:
        if certain and not need.closed:
            return False
        return all(v in gone or (number, at) in dead_links for at, (v, _) in enumerate(need.suppliers))

    gone = set(range(graph.size)) if bootstrap else set(dead)
    while True:
        after = set(dead) | {need.owner for number, need in enumerate(graph.needs) if empty(number, need, gone)}
        if not bootstrap:
            after |= gone
        if after == gone:
            return frozenset(gone)
        gone = after


def rounds(
    graph: Graph, dead: Collection[int], dead_links: Collection[Link] = (), *, certain: bool = False
) -> dict[int, int]:
    found = dict.fromkeys(dead, 0)
    level = 0
    while True:
        level += 1
        fresh = {
            need.owner
            for number, need in enumerate(graph.needs)
            if need.owner not in found
            and (need.closed or not certain)
            and all(v in found or (number, at) in dead_links for at, (v, _) in enumerate(need.suppliers))
        }
        if not fresh:
            return found
        found |= dict.fromkeys(fresh, level)


def minimal_cut_sets(
    cuts: Callable[[frozenset[int]], bool], universe: Sequence[int], order: int
) -> set[frozenset[int]]:
    found: set[frozenset[int]] = set()
    for size in range(order + 1):
        for chosen in combinations(universe, size):
            members = frozenset(chosen)
            if not any(smaller <= members for smaller in found) and cuts(members):
                found.add(members)
    return found


def losses_by_round(
    graph: Graph,
    dead: Collection[int],
    sigma: Fraction,
    rounds_wanted: int,
    dead_links: Collection[Link] = (),
    *,
    bound: str,
) -> list[list[Fraction]]:
    """Loss after each round; ``bound`` says what becomes of what nobody states: low, central or high loss."""
    capacity = [Fraction(u not in dead) for u in range(graph.size)]
    history = []
    for _ in range(rounds_wanted):
        after = []
        for u in range(graph.size):
            value = Fraction(u not in dead)
            for number, need in graph.needs_of(u):
                alive = [
                    Fraction(0) if (number, at) in dead_links else capacity[v]
                    for at, (v, _) in enumerate(need.suppliers)
                ]
                value = min(value, held(need, alive, sigma, bound))
            after.append(value)
        history.append([1 - value for value in after])
        if after == capacity:
            break
        capacity = after
    return history


def held(
    need: Need, alive: Sequence[Fraction], sigma: Fraction, bound: str, *, like_the_worst: bool = False
) -> Fraction:
    """What one need still gets: q = 1 - (1 - raw)(1 - sigma), nothing once no supplier lives (methods A2).

    ``like_the_worst``: at worst the unknown supplier of an open need is as badly off as the worst named one. Of a need
    that has no parts nothing is lost while any supplier lives.
    """
    sigma = Fraction(1) if need.undivided else sigma
    silent = [alive[at] for at in range(len(alive)) if at in need.silent]
    stated = sum(
        (share * alive[at] for at, (_, share) in enumerate(need.suppliers) if at not in need.silent), Fraction(0)
    )
    split = sum((share * alive[at] for at, (_, share) in enumerate(need.suppliers) if at in need.silent), Fraction(0))
    unstated = need.remainder + sum((s for at, (_, s) in enumerate(need.suppliers) if at in need.silent), Fraction(0))
    unknown_lives = {"low": not need.closed, "central": not need.closed and need.remainder > 0, "high": False}[bound]
    if not unknown_lives and not any(value > 0 for value in alive):
        return Fraction(0)
    if bound == "central":
        raw = stated + split + need.remainder
    elif bound == "low":
        raw = stated + unstated * (1 if not need.closed else max(silent, default=Fraction(0)))
    else:
        unknown = min(alive) if like_the_worst else Fraction(all(value >= 1 - ROUNDING for value in alive))
        raw = stated + unstated * (min(silent, default=Fraction(1)) if need.closed else min(unknown, *silent, 1))
    return 1 - (1 - raw) * (1 - sigma)


def exposure(graph: Graph, target: Collection[int]) -> list[Fraction]:
    """Minimal solution of h = 1 on the target, else the weighted sum: exact, by elimination."""
    rows: list[dict[int, Fraction]] = []
    reaching = _reaching(graph, target)
    for u in range(graph.size):
        row: dict[int, Fraction] = {}
        if u in reaching and u not in target:
            counting = [need for _, need in graph.needs_of(u) if need.counts]
            for need in counting:
                for v, share in need.suppliers:
                    if v in reaching:
                        row[v] = row.get(v, Fraction(0)) + share / len(counting)
        rows.append(row)
    return _solve(rows, [Fraction(u in target) for u in range(graph.size)])


def _reaching(graph: Graph, target: Collection[int]) -> set[int]:
    found = set(target)
    while True:
        more = {
            n.owner for n in graph.needs if n.counts and any(v in found and share > 0 for v, share in n.suppliers)
        } - found
        if not more:
            return found
        found |= more


def _solve(rows: list[dict[int, Fraction]], constant: list[Fraction]) -> list[Fraction]:
    """Solve h = rows h + constant by Gauss and Jordan; nodes outside have empty rows."""
    size = len(rows)
    matrix = [[Fraction(u == v) - rows[u].get(v, Fraction(0)) for v in range(size)] for u in range(size)]
    answer = list(constant)
    for pivot in range(size):
        swap = next(r for r in range(pivot, size) if matrix[r][pivot] != 0)
        matrix[pivot], matrix[swap] = matrix[swap], matrix[pivot]
        answer[pivot], answer[swap] = answer[swap], answer[pivot]
        scale = matrix[pivot][pivot]
        matrix[pivot] = [value / scale for value in matrix[pivot]]
        answer[pivot] /= scale
        for row in range(size):
            factor = matrix[row][pivot]
            if row != pivot and factor:
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[pivot], strict=True)]
                answer[row] -= factor * answer[pivot]
    return answer


def hhi(shares: Sequence[Fraction]) -> tuple[Fraction, Fraction]:
    known = sum((share * share for share in shares), Fraction(0))
    rest = 1 - sum(shares, Fraction(0))
    return known, known + rest * rest
