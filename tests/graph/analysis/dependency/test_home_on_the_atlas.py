"""One home: whoever tells of an entity and a country or firm whether that is its home says the same, on what ships."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.of_many import cut_sets_of_all
from graph.analysis.dependency.cut_sets.single_points import single_points_of_failure
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.home import AtHome, home
from graph.analysis.dependency.known import is_known
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, NodeKind
from loaders.registry import collect

DAY = date(2026, 11, 25)
KINDS = (NodeKind.LAB, NodeKind.CLOUD_PROVIDER, NodeKind.FACILITY, NodeKind.CHIP, NodeKind.MODEL, NodeKind.COMPANY)
EACH = 12
"""Entities of a kind, spread over all of it."""
LOST = Criterion().loss


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)


def some(snapshot):
    for kind in KINDS:
        ids = [one for one in sorted(snapshot.nodes.ids_of(kind)) if is_known(snapshot, one)]
        yield from ids[:: max(1, len(ids) // EACH)]


@pytest.mark.parametrize("horizon", [Horizon.RUN, Horizon.GROW])
@pytest.mark.parametrize(("to", "over"), [(To.COUNTRY, Over.COUNTRY), (To.COMPANY, Over.COMPANY)])
def test_exposure_cut_sets_and_single_points_tell_one_home(shipped, horizon, to, over):
    snapshot = shipped.snapshot(DAY, horizon=horizon)
    every, seen = list(some(snapshot)), Counter()
    found = cut_sets_of_all(snapshot, every, Cut(over, 1))
    for one in found.targets:
        own = home(snapshot, one.id).members
        exposed = {row.to: row for row in exposure(snapshot, one.id, to).rows}
        points = {point.id: point for point in single_points_of_failure(snapshot, one.id, Criterion()).points}
        for row in one.cut_sets:
            (member,) = row.members
            told = row.home, row.only_as_home, row.besides_home
            assert row.home == (member in own) == AtHome(snapshot, {member})(one.id), (member, one.id)
            assert (row.besides_home is not None) == row.home
            assert told == (points[member].home, points[member].only_as_home, points[member].besides_home)
            low, central, _ = row.besides_home or row.loss
            assert row.only_as_home == (not (low >= LOST - 1e-9 or central > LOST + 1e-9)), (member, one.id)
            if member in exposed:
                assert (exposed[member].home, exposed[member].besides_home) == (row.home, row.besides_home)
            elif to is To.COUNTRY:  # of firms exposure tells those that have no owner
                assert row.home, (member, one.id)
            seen[told[:2]] += 1
    assert min(seen[kind] for kind in ((False, False), (True, True))) > 1, seen


@pytest.mark.parametrize("action", Action)
def test_rankings_leave_out_the_same_home(shipped, action):
    snapshot = shipped.snapshot(DAY)
    every, cut = list(some(snapshot)), Cut(Over.COUNTRY, 1, action)
    ranked = {row.members[0]: row.home for row in chokepoints(snapshot, every, cut, limit=10_000).chokepoints}
    at_home: dict[str, set[str]] = {member: set() for member in ranked}
    for one in cut_sets_of_all(snapshot, every, cut).targets:
        for row in one.cut_sets:
            if row.home and row.members[0] in ranked:
                at_home[row.members[0]].add(one.id)
    assert {member: set(targets) for member, targets in ranked.items()} == at_home
    assert any(at_home.values()) is (action is Action.COLLAPSE)
