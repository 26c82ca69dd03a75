"""What bans take, in three values and with both reaches, against the definition on dictionaries (methods A1b, A2)."""

from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.case import ban_case, judge
from graph.analysis.dependency.cut_sets import as_subsets
from graph.analysis.dependency.minimal_sets import SearchLimits
from graph.analysis.dependency.readings import Criterion
from graph.analysis.dependency.terms import Reach, Rules
from graph.analysis.dependency.universe import Over
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import parse_facts
from tests.graph.analysis.dependency.ban_reference import ban_losses, read
from tests.graph.analysis.dependency.random_worlds import COUNTRIES, markets

DAY = date(2026, 1, 1)
HOME = COUNTRIES[0]
BOUNDS = ("low", "central", "high")
EXACT = 1e-9
LONG = SearchLimits(subsets=100_000, seconds=60)
WIDTHS = st.sampled_from([None, 0.0, 0.1, 0.25, 0.5])
"""Direct, or foreign products over this content."""
SIGMAS = st.sampled_from([0.0, 0.5, 1.0])


def built(text, horizon=Horizon.MAKE):
    return KnowledgeGraph.build(parse_facts(text)).snapshot(DAY, horizon=horizon)


def rules(d):
    return Rules() if d is None else Rules(Reach.FOREIGN_DIRECT_PRODUCT, d)


def coalitions(snapshot):
    others = [country for country in COUNTRIES[1:] if country in snapshot.nodes]
    return [chosen for size in (1, 2, 3) for chosen in combinations(others, size)]


@settings(max_examples=100, deadline=None)
@given(text=markets(), d=WIDTHS, sigma=SIGMAS, horizon=st.sampled_from(Horizon), data=st.data())
def test_a_coalition_takes_what_the_definition_says(text, d, sigma, horizon, data):
    snapshot = built(text, horizon)
    assume(HOME in snapshot.nodes)
    world = read(snapshot)
    own = sorted(snapshot.controlled_by([HOME]) - {HOME})
    roots = np.array([snapshot.root(target) for target in own], dtype=np.int64)
    case = ban_case(snapshot, Over.COUNTRY, roots, snapshot.controlled_by([HOME]), rules(d))
    number = {event: at for at, event in enumerate(case.cut.events)}
    chosen = [one for one in coalitions(snapshot) if set(one) <= set(number)]
    assume(chosen)
    chosen = [data.draw(st.sampled_from(chosen)), chosen[-1]]
    found = judge(
        case, as_subsets([frozenset(number[c] for c in one) for one in chosen]), Criterion(1, sigma), LONG.budget()
    )
    for row, coalition in enumerate(chosen):
        for bound, values in zip(BOUNDS, found.three, strict=True):
            expected = ban_losses(world, coalition, [HOME], sigma, bound, d)
            assert values[row] == pytest.approx([expected[target] for target in own], abs=EXACT), (coalition, bound)
