"""Ledgers: days share what is the same on them, and arrays say what the ties say one by one."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.layers.portfolios import portfolios
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.table import TIES
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import EdgeKind, Lens
from graph.snapshots.snapshot import Snapshot
from loaders.registry import collect

DAYS = (date(2026, 6, 1), date(2026, 7, 1))
EVERY = [tie for rows in TIES.values() for tie in rows]


@pytest.fixture(scope="module")
def atlas():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts)


@pytest.fixture(scope="module")
def days(atlas):
    return [atlas.snapshot(day) for day in DAYS]


def test_what_a_dependent_rests_on_is_one_object_on_all_days_on_which_it_is_the_same(days):
    for tie in EVERY:
        first, second = (tie.gather(snapshot, False).entries for snapshot in days)
        said = {(entry.unit, entry.ties): entry for entry in first}
        for entry in second:
            same = said.get((entry.unit, entry.ties))
            assert not entry.ties or same is None or same is entry, tie.name


def test_an_edge_with_its_share_is_one_object_on_all_days_on_which_it_is_the_same(days):
    first, second = (dict(_shared(snapshot)) for snapshot in days)
    same = [key for key in first.keys() & second.keys() if vars(first[key]) == vars(second[key])]
    assert len(same) > 100
    assert all(first[key] is second[key] for key in same)


def _shared(snapshot: Snapshot):
    gathered = snapshot.gathered
    for link in range(len(gathered.supplier)):
        if gathered.kind_of(link) is EdgeKind.SUPPLIED_BY:
            edge = gathered.edge(link)
            yield edge.id, edge


@pytest.mark.parametrize("undated", list(Undated))
@pytest.mark.parametrize("lens", [Lens.OWNERSHIP, Lens.TERRITORY])
@pytest.mark.parametrize("among", [None, ("country:USA", "country:FRA", "country:CHN")])
def test_arrays_say_what_the_ties_say_one_by_one(atlas, undated, lens, among):
    snapshot = atlas.snapshot(DAYS[0], lens=lens)
    for tie in EVERY:
        held = portfolios(snapshot, tie, among=among, undated=undated)
        ties = held.ledger.ties
        amounts = defaultdict(float)
        units = {country: set() for country in held.countries}
        for one in ties:
            amounts[one.country, one.supplier] += one.amount
            if not one.supposed:
                units[one.country].add(one.supplier if one.dependent == one.country else one.dependent)
        assert held.amounts.tolist() == [[amounts[c, s] for s in held.suppliers] for c in held.countries]
        assert held.units().tolist() == [len(units[country]) for country in held.countries]
        assert held.ledger.datasets(held.countries) == {e.claim.source.dataset for one in ties for e in one.edges}
        assert set(held.ledger.edges(held.countries)) == {edge for one in ties for edge in one.edges}
        assert sum(held.ledger.counts.values()) == len(ties)
        loose = sum(part for split in held.splits for _, part in split.held)
        assert loose == pytest.approx(sum(one.amount for one in ties if one.assumed), abs=1e-9)
        assert np.allclose(held.masses(presets()["control"]).sum(axis=1), 1)


def test_what_is_not_known_to_hold_is_silent_and_never_gone(atlas):
    snapshot = atlas.snapshot(DAYS[0])
    for tie in EVERY:
        every, known = (
            portfolios(snapshot, tie, undated=undated).ledger for undated in (Undated.ALWAYS, Undated.NEVER)
        )
        assert sum(known.silent.values()) - sum(every.silent.values()) == pytest.approx(sum(known.undated.values()))
        assert len(known.rows) <= len(every.rows)
        assert known.units == every.units


def test_the_layers_of_two_days_keep_little_that_is_their_own(days):
    choice = Choice(presets()["control"])
    first, second = (measure(snapshot, choice) for snapshot in days)
    shared = {id(entry) for one in first for entry in one.portfolios.ledger.entries}
    now = [entry for one in second for entry in one.portfolios.ledger.entries]
    assert sum(id(entry) in shared for entry in now) > 0.9 * len(now)
