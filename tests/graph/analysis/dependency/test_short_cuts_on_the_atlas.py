"""Where less is worked out, the same is said: short cuts against the long way, on what ships."""

from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from graph.analysis.dependency.besides_home import loss_besides_home
from graph.analysis.dependency.cases.judging import judge
from graph.analysis.dependency.cases.targets import TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cases.weighting import Weighting
from graph.analysis.dependency.chokepoints.chokepoints import LIMITS, by_example, chokepoints
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut, case_of
from graph.analysis.dependency.home import home
from graph.knowledge_graph import KnowledgeGraph
from graph.supply.current import is_past, past
from loaders.registry import collect

DAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


def test_what_is_past_is_the_same_told_by_columns(shipped):
    for day in (date(2020, 1, 1), DAY):
        nodes = shipped.snapshot(day).nodes
        gone = past(nodes, day)
        assert gone == {node.id for node in nodes.values() if is_past(node, day)}
    assert gone


def test_a_target_that_needs_nothing_but_its_home_loses_what_judging_says(shipped):
    snapshot = shipped.snapshot(DAY)
    labs, cut = members_of(snapshot, TargetSet.LABS), Cut(Over.COUNTRY, 1)
    case = case_of(snapshot, cut, labs, ())
    bare = 0
    for number, lab in enumerate(labs):
        own = home(snapshot, lab)
        for country in own.members & set(case.cut.events):
            hanging = np.flatnonzero(own.needs).tolist()
            used = np.ones(snapshot.arrays.need_count, bool)
            used[[n for n in hanging if any(one.id == country for one in snapshot.needs[n].suppliers)]] = False
            alone = case.cut.only(country).sparing(own.nodes)
            dead = partial(lambda alone, subsets, bound: alone.dead(snapshot.arrays.size, subsets), alone)
            without = replace(case, cut=alone, roots=case.roots[[number]], used=used, dead=dead)
            judged = judge(without, np.zeros((1, 1), np.int64), cut.criterion)
            found = loss_besides_home(snapshot, case, country, (number, own), cut.criterion)
            assert [part.tolist() for part in found.three] == [part.tolist() for part in judged.three]
            bare += not used[snapshot.arrays.owner == case.roots[number]].any()
    assert bare > 20


@pytest.mark.parametrize("action", [*Action])
def test_an_example_is_the_first_stop_with_its_reason(shipped, action):
    asked = (shipped.snapshot(DAY), TargetSet.LABS, Cut(Over.COUNTRY, 1, action))
    whole = chokepoints(*asked, limit=1_000).chokepoints
    found = by_example(*asked, Weighting.EQUAL, LIMITS).chokepoints
    assert any(len(row.stops) > 1 for row in whole)
    assert [row.stops[:1] for row in found] == [row.stops[:1] for row in whole]
    assert all(one.caveats for row in found for one in row.stops[1:] if one.why), "one example is enough"
    bare = {"why": None, "months": None, "caveats": ()}
    for row, told in zip(found, whole, strict=True):
        stops, all_told = ({one.id: one.model_copy(update=bare) for one in some.stops} for some in (row, told))
        assert stops == all_told
        assert row.model_copy(update={"stops": ()}) == told.model_copy(update={"stops": ()})
