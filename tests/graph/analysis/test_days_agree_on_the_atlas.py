"""What dependency and fragmentation say of one day agrees, on what ships; and nothing of it is said of today."""

from datetime import date
from pathlib import Path

import pytest

from graph.analysis.dependency.caveats import Caveat, caveats
from graph.analysis.fragmentation.ties.dating import Undated
from graph.analysis.fragmentation.ties.entries import NEGLIGIBLE
from graph.analysis.fragmentation.ties.table import TIES, tie_kind
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Layer
from loaders.registry import collect

TODAY = date(2026, 11, 27)
PAST = [date(2018, 6, 1), date(2021, 6, 1), date(2023, 6, 1), date(2024, 9, 1), date(2025, 6, 1)]


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)


def test_today_everything_is_known_so_that_no_answer_of_today_moves(shipped):
    edges = shipped.snapshot(TODAY).edges
    assert not edges.is_later.any()
    assert shipped.snapshot(PAST[1]).edges.is_later.any()


@pytest.mark.parametrize("day", PAST, ids=str)
def test_a_laboratory_has_the_same_compute_of_a_day_in_both(shipped, day):
    snapshot = shipped.snapshot(day, horizon=Horizon.RUN)
    gathered, gather = snapshot.gathered, tie_kind(Layer.LABS, "compute-providers").gather
    ledger = gather(snapshot, False).known_on(day, Undated.FROM_PUBLICATION)
    tied = {(tie.dependent, tie.supplier) for tie in ledger.ties}
    needed = {
        (of, edge.end)
        for need in range(len(gathered))
        if (of := gathered.key(need)[0]).startswith("lab:") and gathered.key(need)[1] == "compute"
        if snapshot.controllers(of)
        for edge in map(gathered.edge, gathered.links(need))
        if (edge.share or 0.0) > NEGLIGIBLE
    }
    assert tied == needed
    later = {(lab, end) for lab, end in tied if caveats(snapshot, lab, "compute").get(end) is Caveat.LATER}
    assert not later


@pytest.mark.parametrize("kind", ["regions", "frontier-operators", "operators"])
@pytest.mark.parametrize("day", PAST, ids=str)
def test_a_site_is_run_by_the_same_on_a_day_in_both(shipped, day, kind):
    snapshot = shipped.snapshot(day, horizon=Horizon.RUN)
    tie = next(tie for ties in TIES.values() for tie in ties if tie.name == kind)
    ledger = tie.gather(snapshot, False).known_on(day, Undated.FROM_PUBLICATION)
    edges = snapshot.edges
    late = {(edges[at].start, edges[at].end) for at in edges.is_later.nonzero()[0].tolist()}
    assert not {(tie.supplier, tie.dependent) for tie in ledger.ties} & late
