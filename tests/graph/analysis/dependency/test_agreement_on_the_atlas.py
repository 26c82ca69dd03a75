"""One verdict, whoever is asked: every known lab of what ships against every country, by collapse and by ban."""

from datetime import date
from pathlib import Path

import pytest

from graph.analysis.dependency.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets_of_many import cut_sets_of_all
from graph.analysis.dependency.readings import Criterion
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.analysis.dependency.targets import TargetSet, members_of
from graph.analysis.dependency.universe import Over
from graph.control import Control
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import ORGANISATIONS, EdgeKind, Horizon, Lens
from loaders.registry import collect

DAY = date(2026, 11, 25)
CRITERION = Criterion()


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)


def by_cut_sets(snapshot, labs, action):
    found = cut_sets_of_all(snapshot, labs, Cut(Over.COUNTRY, 1, action, criterion=CRITERION))
    return {(row.members[0], one.id): row.certain for one in found.targets for row in one.cut_sets}


@pytest.mark.parametrize("horizon", Horizon)
def test_collapse(shipped, horizon):
    snapshot = shipped.snapshot(DAY, horizon=horizon)
    ranked = chokepoints(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1, criterion=CRITERION), limit=1_000)
    labs = [lab for lab in members_of(snapshot, TargetSet.LABS) if lab not in set(ranked.not_known)]
    assert len(labs) > 40
    cutting = by_cut_sets(snapshot, labs, Action.COLLAPSE)
    stopped = {(row.members[0], one.id): one.certain for row in ranked.chokepoints for one in row.stops}
    assert {key: sure for key, sure in cutting.items() if key in stopped} == stopped
    for country in {country for country, _ in cutting}:
        result = run_scenario(snapshot, Scenario(remove=(country,), targets=tuple(labs)), CRITERION.reading)
        assert {(country, row.id): row.certain for row in result.failed} == {
            key: sure for key, sure in cutting.items() if key[0] == country
        }


@pytest.mark.parametrize("horizon", [Horizon.MAKE, Horizon.GROW])
def test_ban(shipped, horizon):
    snapshot = shipped.snapshot(DAY, horizon=horizon)
    ranked = chokepoints(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1, Action.BAN, criterion=CRITERION), limit=1_000)
    labs = [lab for lab in members_of(snapshot, TargetSet.LABS) if lab not in set(ranked.not_known)]
    cutting = by_cut_sets(snapshot, labs, Action.BAN)
    stopped = {(row.members[0], one.id): one.certain for row in ranked.chokepoints for one in row.stops}
    assert cutting == stopped
    at = {lab: tuple(sorted(snapshot.controllers(lab))) for lab in labs}
    for customers in {("country:USA",), ("country:CHN",), ("country:FRA",)}:
        mine = tuple(lab for lab in labs if at[lab] == customers)
        for by in {"country:USA", "country:CHN", "country:TWN", "country:KOR", "country:JPN", "country:NLD"} - {
            *customers
        }:
            ban = {"by": [by], "on": list(customers)}
            result = run_scenario(
                snapshot, Scenario.model_validate({"bans": [ban], "targets": mine}), CRITERION.reading
            )
            assert {(by, row.id): row.certain for row in result.failed} == {
                key: sure for key, sure in stopped.items() if key[0] == by and key[1] in mine
            }


def test_an_organisation_with_an_owner_is_never_its_own_seats_under_ownership(shipped):
    snapshot = shipped.snapshot(DAY)
    owners: dict[str, set[str]] = {}
    for edge in snapshot.edges:
        if edge.kind == EdgeKind.PART_OF and snapshot.nodes[edge.start].kind in ORGANISATIONS:
            owners.setdefault(edge.start, set()).add(edge.end)
    seated = {edge.start: edge.end for edge in snapshot.edges if edge.kind == EdgeKind.BASED_IN}
    both = {one: above for one, above in owners.items() if one in seated}
    assert len(both) > 30
    said = {lens: Control(snapshot.nodes, snapshot.edges, lens) for lens in Lens}
    for one, above in both.items():
        behind = {country for owner in above for country in said[Lens.OWNERSHIP].controllers(owner)}
        assert set(said[Lens.OWNERSHIP].controllers(one)) == behind
        assert set(said[Lens.TERRITORY].controllers(one)), "where its sites or its seat are"
