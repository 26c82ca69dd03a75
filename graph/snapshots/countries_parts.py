"""What the makers of a country have of a product together, put into the arrays of a day (methods A1e).

Nobody states what each of them has: it lies anywhere from nothing to all of what the country has, and not beyond. So
the country stands in the need as one more supplier, whose part is stated, and needs its makers in turn. Without the
country all of its part is lost, whoever they are; without some of them a part of it at most.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from graph.snapshots.and_or_graph import OF_NEED, AndOrGraph, ranged
from graph.snapshots.arrays import IntArray
from graph.snapshots.positions import Positions
from graph.supply.gathering import Gathered
from graph.supply.suppliers import CountryPool


class PooledNeed(NamedTuple):
    """A need of which the parts of countries are stated.

    Attributes
    ----------
    need : int
        Its place among the needs of the arrays.
    suppliers : sequence of str
        In the order of its links.
    pools : sequence of (int, CountryPool)
        The position of each country as its makers, ascending, and what they have.
    """

    need: int
    suppliers: Sequence[str]
    pools: Sequence[tuple[int, CountryPool]]


class WithCountries(NamedTuple):
    """The arrays with countries as suppliers, and what was added.

    Attributes
    ----------
    arrays : AndOrGraph
        The needs of countries come last.
    link_origin : IntArray, shape (links,)
        Of each link the one that it was; -1 of those to countries, and from these to their makers.
    divided : IntArray, shape (needs added,)
        The need, as it was counted before, that each added one is a part of.
    """

    arrays: AndOrGraph
    link_origin: IntArray
    divided: IntArray


class _Within(NamedTuple):
    """The need of a country for its makers: the need that it is a part of, their links there, and their parts."""

    position: int
    need: int
    links: list[int]
    parts: list[float]


def with_countries(arrays: AndOrGraph, needs: Sequence[PooledNeed]) -> WithCountries:
    """Return a graph in which countries supply what their makers have together.

    Parameters
    ----------
    arrays : AndOrGraph
        Has positions for the countries as makers, the last ones, and nobody that needs them.
    needs : sequence of PooledNeed
        Ascending.
    """
    if not needs:
        return WithCountries(arrays, np.arange(arrays.link_count), np.zeros(0, dtype=np.int64))
    within = sorted(one for need in needs for one in _within(arrays, need))
    made = [one for one in within if one.links]
    lengths, remainder = np.diff(arrays.first), arrays.remainder.copy()
    for need in needs:
        lengths[need.need] += len(need.pools)
        named = sum(pool.share for _, pool in need.pools)
        told = sum(float(arrays.share[link]) for one in within if one.need == need.need for link in one.links)
        remainder[need.need] = max(0.0, round(float(remainder[need.need]) - named + told, 12))
    first = np.append(0, np.cumsum(lengths))
    inserted = [(int(arrays.first[need.need + 1]), position) for need in needs for position, _ in need.pools]
    places, countries = np.array(inserted, dtype=np.int64).T
    members = np.array([link for one in made for link in one.links], dtype=np.int64)
    parts = np.array([part for one in made for part in one.parts])
    more: dict[str, Any] = {name: np.append(getattr(arrays, name), _none(arrays, name, len(made))) for name in OF_NEED}
    more["remainder"] = np.append(remainder, [max(0.0, round(1.0 - sum(one.parts), 12)) for one in made])
    more["weight"][len(remainder) :] = 1.0  # content is looked through by way of the country
    found = replace(
        arrays,
        owner=np.append(arrays.owner, [one.position for one in made]).astype(np.int64),
        first=np.append(first, first[-1] + np.cumsum([len(one.links) for one in made], dtype=np.int64)),
        supplier=np.append(np.insert(arrays.supplier, places, countries), arrays.supplier[members]),
        share=np.append(np.insert(arrays.share, places, 0.0), parts),
        silent=np.append(np.insert(arrays.silent, places, False), np.ones(len(parts), bool)),
        ranged=ranged([row for need in needs for row in _ranged(need, int(first[need.need]))]),
        **more,
    )
    origin = np.append(np.insert(np.arange(arrays.link_count), places, -1), np.full(len(parts), -1))
    return WithCountries(found, origin, np.array([one.need for one in made], dtype=np.int64))


def _within(arrays: AndOrGraph, need: PooledNeed) -> Iterator[_Within]:
    begins = int(arrays.first[need.need])
    place = {supplier: begins + at for at, supplier in enumerate(need.suppliers)}
    for position, pool in need.pools:
        links = [place[member] for member in pool.members]
        parts = [float(arrays.share[link]) / pool.share if pool.share else 0.0 for link in links]
        yield _Within(position, need.need, links, parts)


def _ranged(need: PooledNeed, begins: int) -> list[tuple[int, float, float, float]]:
    """Return the parts of a need's links: none of makers within a country, then those of the countries."""
    counted = {member for _, pool in need.pools for member in pool.members}
    makers = [(begins + at, 0.0, 0.0, 0.0) for at, supplier in enumerate(need.suppliers) if supplier in counted]
    last = begins + len(need.suppliers)
    return makers + [(last + at, pool.least, pool.share, pool.most) for at, (_, pool) in enumerate(need.pools)]


def _none(arrays: AndOrGraph, name: str, many: int) -> Any:
    return np.zeros(many, getattr(arrays, name).dtype)


def pooled_needs(origin: IntArray, gathered: Gathered, positions: Positions) -> list[PooledNeed]:
    """Return the needs of which the parts of countries are stated, in the order of the arrays.

    Parameters
    ----------
    origin : IntArray, shape (needs,)
        The place of each need of the arrays among those gathered.
    gathered : Gathered
        Who needs what, without control.
    positions : Positions
        Where each country stands as all makers of a product.
    """
    at = {place: need for need, place in enumerate(origin.tolist())} if positions.pools else {}
    numbered = enumerate(positions.pools, positions.first_pool)
    return sorted(
        PooledNeed(at[place], gathered.suppliers_of(place), [(position, pool) for position, (_, pool) in group])
        for place, group in groupby(numbered, key=lambda row: row[1][0])
    )
