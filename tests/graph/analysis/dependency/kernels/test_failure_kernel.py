"""The fast failure kernels against the slow reference, on random cyclic graphs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.kernels.bits import subset_columns, unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.schedule import schedule
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.packing import pack
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs, graphs_and_scenarios, link_mask

MANY = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize("certain", [False, True])
@pytest.mark.parametrize("bootstrap", [False, True])
@MANY
@given(case=graphs_and_scenarios())
def test_agrees_with_the_reference_in_every_reading(case, certain, bootstrap):
    graph, dead, dead_links = case
    arrays = as_arrays(graph)
    marked = [dead, [], range(graph.size), *([node] for node in range(graph.size))]
    order = schedule(arrays, closed_only=certain)
    bits = failed(order, pack(graph.size, marked), dead_links=link_mask(graph, dead_links), bootstrap=bootstrap)
    found = unpack(bits, len(marked))
    for column, start in enumerate(marked):
        expected = reference.failed(graph, start, dead_links, certain=certain, bootstrap=bootstrap)
        assert set(np.flatnonzero(found[:, column])) == expected


def failed_set(graph, dead, certain=False, bootstrap=False, dead_links=frozenset()):
    arrays = as_arrays(graph)
    bits = failed(
        schedule(arrays, closed_only=certain), pack(graph.size, [dead]),
        dead_links=link_mask(graph, dead_links), bootstrap=bootstrap,
    )  # fmt: skip
    return set(np.flatnonzero(bits[:, 0]).tolist())


@MANY
@given(case=graphs_and_scenarios(), more=st.frozensets(st.integers(0, 1)))
def test_monotone_idempotent_and_certain_within_known(case, more):
    graph, dead, _ = case
    for bootstrap in (False, True):
        known = failed_set(graph, dead, bootstrap=bootstrap)
        assert known <= failed_set(graph, dead | more, bootstrap=bootstrap)
        assert failed_set(graph, known, bootstrap=bootstrap) == known
        assert failed_set(graph, dead, certain=True, bootstrap=bootstrap) <= known


@MANY
@given(case=graphs_and_scenarios())
def test_killing_a_node_is_banning_it_from_all_its_customers(case):
    graph, dead, _ = case
    links = frozenset(
        (n, at) for n, need in enumerate(graph.needs) for at, (v, _) in enumerate(need.suppliers) if v in dead
    )
    assert failed_set(graph, dead) - dead == failed_set(graph, frozenset(), dead_links=links) - dead


@MANY
@given(case=graphs_and_scenarios(), data=st.data())
def test_an_alternative_never_enlarges_and_a_need_never_shrinks(case, data):
    graph, dead, _ = case
    before = failed_set(graph, dead)
    extra = data.draw(st.integers(0, graph.size - 1))
    if graph.needs:
        at = data.draw(st.integers(0, len(graph.needs) - 1))
        need = graph.needs[at]
        wider = reference.Need(need.owner, (*need.suppliers, (extra, need.suppliers[0][1] * 0)), need.remainder)
        more = reference.Graph(graph.size, (*graph.needs[:at], wider, *graph.needs[at + 1 :]))
        assert failed_set(more, dead) <= before
    owner = data.draw(st.integers(0, graph.size - 1))
    needs = sorted((*graph.needs, reference.Need(owner, ((extra, 1),))), key=lambda need: need.owner)
    assert before <= failed_set(reference.Graph(graph.size, tuple(needs)), dead)


@MANY
@given(graph=graphs(acyclic=True), data=st.data())
def test_semantics_agree_without_cycles(graph, data):
    dead = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=3))
    assert failed_set(graph, dead) == failed_set(graph, dead, bootstrap=True)


@MANY
@given(graph=graphs(all_closed=True), data=st.data())
def test_readings_agree_where_all_is_closed(graph, data):
    dead = data.draw(st.frozensets(st.integers(0, graph.size - 1), max_size=3))
    assert failed_set(graph, dead) == failed_set(graph, dead, certain=True)


def test_more_what_ifs_than_one_block_holds():
    chain = reference.Graph(3, (reference.Need(1, ((0, 1),)), reference.Need(2, ((1, 1),))))
    marked = [[column % 3] for column in range(3_000)]
    found = unpack(failed(schedule(as_arrays(chain)), pack(3, marked)), len(marked))
    assert found.sum(axis=0).tolist() == [3 - column % 3 for column in range(3_000)]


def test_subsets_as_columns():
    bits = subset_columns(3, np.array([[0, -1], [0, 2], [1, 2]]))
    assert unpack(bits, 3).tolist() == [[True, True, False], [False, False, True], [False, True, True]]
