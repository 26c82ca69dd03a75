"""Who runs a site: without all of them it stops, and until then it loses nothing (methods A1e)."""

from datetime import date

import numpy as np
import pytest

from graph.analysis.dependency.exposure import exposure
from graph.analysis.dependency.exposure_targets import To
from graph.analysis.dependency.kernels.loss import Bound, losses, need_loss
from graph.analysis.dependency.kernels.schedule import part, schedule
from graph.analysis.dependency.readings import Reading
from graph.analysis.dependency.scenario_spec import Scenario
from graph.analysis.dependency.scenarios import run_scenario
from graph.ontology import Horizon, Lens
from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry

DAY = date(2026, 1, 1)
SITES = "cloud:k OPERATES facility:a\ncloud:k OPERATES facility:b\ncloud:k PART_OF company:c\nlab:l RUNS_ON facility:a"


def lost(snapshot, *removed, sigma=0.0):
    """What each entity loses, low, central and high, by id."""
    question = Scenario(remove=removed, loss=1e-6, sigma=sigma)
    return {row.id: row.loss for row in run_scenario(snapshot, question, Reading.KNOWN).failed}


@pytest.mark.parametrize("lens", Lens)
def test_a_site_falls_with_the_owner_of_who_runs_it(world, lens):
    snapshot = world(SITES).snapshot(DAY, lens=lens, horizon=Horizon.RUN)
    found = lost(snapshot, "company:c")
    assert found["facility:a"] == found["lab:l"] == pytest.approx((0, 1, 1)), "others may run it: nothing is certain"
    (row,) = exposure(snapshot, "lab:l", To.COMPANY).rows
    assert (row.to, row.loss) == ("company:c", pytest.approx((0, 1, 1)))


def test_a_cloud_that_loses_a_site_takes_nothing_from_the_others(world):
    snapshot = world(SITES).snapshot(DAY, horizon=Horizon.RUN)
    found = lost(snapshot, "facility:b")
    assert found["cloud:k"][1] == pytest.approx(0.5)
    assert found.keys() == {"facility:b", "cloud:k"}


def test_a_site_that_two_run_falls_with_both(world):
    snapshot = world(f"{SITES}\ncompany:other OPERATES facility:a").snapshot(DAY, horizon=Horizon.RUN)
    assert "facility:a" not in lost(snapshot, "company:c")
    assert lost(snapshot, "company:c", "company:other")["lab:l"][1] == 1


def test_a_need_without_parts_loses_nothing_before_all_is_lost():
    entry = NeedEntry(0, [(1, 0.5, False), (2, 0.5, False)], 0.0, False, undivided=True)
    graph = AndOrGraph.from_needs(3, [entry])
    given = np.array([[0.0, 0.0], [1.0, 1.0], [0.25, 1.0]])
    for bound in Bound:
        assert losses(graph, schedule(graph), given, 0.0, bound)[0].tolist() == [0, 0], "what has failed is given"
        needed = need_loss(graph, part(graph, np.arange(1)), bound, graph.share)
        assert needed(given[graph.supplier]).tolist() == [[0, 0]]
