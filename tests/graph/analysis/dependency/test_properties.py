"""Properties of section A that tie several measures together, on random graphs and random worlds."""

from datetime import date
from fractions import Fraction

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.cases.readings import Criterion, Reading, Semantics
from graph.analysis.dependency.cut_sets.single_points import single_points_of_failure
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.schedule import schedule
from graph.knowledge_graph import KnowledgeGraph
from graph.snapshots.snapshot import Snapshot
from tests.conftest import parse_facts
from tests.graph.analysis.dependency import reference
from tests.graph.analysis.dependency.ban_reference import as_operator, needed, running_sites
from tests.graph.analysis.dependency.failing import failed_rows
from tests.graph.analysis.dependency.packing import pack
from tests.graph.analysis.dependency.random_graphs import as_arrays, graphs
from tests.graph.analysis.dependency.random_worlds import worlds

DAY = date(2026, 1, 1)
MANY = settings(max_examples=200, deadline=None)


def single_points(graph: reference.Graph, root: int, *, bootstrap: bool = False) -> set[int]:
    """What alone fails the root, by the fast kernel."""
    every = [[node] for node in range(graph.size)]
    bits = failed(schedule(as_arrays(graph)), pack(graph.size, every), bootstrap=bootstrap)
    return set(np.flatnonzero(unpack(bits, graph.size)[root])) - {root}


def links(graph: reference.Graph) -> nx.DiGraph:
    """The graph with all needs mixed up, as reachability sees it, and a sink below the primary inputs."""
    view = nx.DiGraph((need.owner, v) for need in graph.needs for v, _ in need.suppliers)
    view.add_nodes_from(range(graph.size))
    view.add_edges_from((node, "sink") for node in range(graph.size) if not graph.needs_of(node))
    return view


def dominators(graph: reference.Graph, root: int) -> set[int] | None:
    """What lies on every path from the root to a primary input, by networkx; None where there is no path."""
    above = nx.immediate_dominators(links(graph), root)
    if "sink" not in above:
        return None
    found, node = set(), above["sink"]
    while node != root:
        found.add(node)
        node = above[node]
    return found


def needs_of_one(graph: reference.Graph) -> reference.Graph:
    """Keep one supplier a need: only AND is left."""
    kept = [reference.Need(n.owner, ((n.suppliers[0][0], Fraction(1)),)) for n in graph.needs]
    return reference.Graph(graph.size, tuple(kept))


def one_need_each(graph: reference.Graph) -> reference.Graph:
    """Keep one need an entity: only OR is left."""
    first = {need.owner: need for need in reversed(graph.needs)}
    return reference.Graph(graph.size, tuple(first[owner] for owner in sorted(first)))


@MANY
@given(graph=graphs(max_size=9, acyclic=True).map(needs_of_one))
def test_only_and_everything_upstream_is_a_single_point(graph):
    for root in range(graph.size):
        assert single_points(graph, root) == nx.descendants(links(graph), root) - {"sink"}


@MANY
@given(graph=graphs(max_size=9, acyclic=True).map(one_need_each))
def test_only_or_single_points_are_dominators(graph):
    for root in range(graph.size):
        assert single_points(graph, root) == dominators(graph, root)


@MANY
@given(graph=graphs(max_size=9).map(one_need_each))
def test_only_or_with_cycles_dominators_are_the_bootstrap_single_points(graph):
    for root in range(graph.size):
        expected = dominators(graph, root)
        if expected is not None:
            assert single_points(graph, root, bootstrap=True) == expected


@MANY
@given(graph=graphs(max_size=9, acyclic=True))
def test_dominators_are_single_points_and_miss_mandatory_inputs(graph):
    for root in range(graph.size):
        assert (dominators(graph, root) or set()) <= single_points(graph, root)


def test_m6_has_a_single_point_and_no_dominator():
    half = Fraction(1, 2)
    needs = (((1, half), (2, half)), ((3, Fraction(1)),))
    graph = reference.Graph(
        6,
        (
            *(reference.Need(0, suppliers) for suppliers in needs),
            reference.Need(1, ((4, Fraction(1)),)),
            reference.Need(2, ((5, Fraction(1)),)),
        ),
    )
    assert single_points(graph, 0) == {3}
    assert dominators(graph, 0) == set()


def as_reference(snapshot: Snapshot) -> tuple[reference.Graph, dict[str, int]]:
    """Read a snapshot's needs again, by id, without its arrays; whoever runs a site also as its operator."""
    names = sorted(snapshot.nodes)
    number = {name: at for at, name in enumerate([*names, *(as_operator(i) for i in names if as_operator(i) != i)])}

    running = running_sites(snapshot)

    def read(need, of, name=None):
        named = [name(s.id) if name else needed(need, s.id, running) for s in need.suppliers]
        suppliers = tuple((number[i], Fraction(s.share)) for i, s in zip(named, need.suppliers, strict=True))
        return reference.Need(number[of], suppliers, Fraction(need.remainder), need.closed, need.counts)

    needs = [read(need, need.of) for need in snapshot.needs]
    held = [need for need in snapshot.needs if need.need in ("owner", "jurisdiction")]
    needs += [read(need, as_operator(need.of), as_operator) for need in held if as_operator(need.of) != need.of]
    return reference.Graph(len(number), tuple(sorted(needs, key=lambda need: need.owner))), number


@MANY
@given(world=worlds(), data=st.data())
def test_facts_to_failure_is_the_reference(world, data):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    graph, number = as_reference(snapshot)
    remove = data.draw(st.lists(st.sampled_from(sorted(snapshot.nodes)), max_size=3, unique=True))
    countries = [node_id for node_id in remove if node_id.startswith("country:")]
    gone = {*remove, *snapshot.controlled_by(countries)}
    dead = {number[name] for node_id in gone for name in (node_id, as_operator(node_id))}
    for reading in (Reading.KNOWN, Reading.CERTAIN):
        for semantics in Semantics:
            found = failed_rows(snapshot, remove, reading, semantics)
            expected = reference.failed(
                graph, dead, certain=reading == Reading.CERTAIN, bootstrap=semantics == Semantics.BOOTSTRAP
            )
            assert {number[node_id] for node_id in found} == {at for at in expected if at < len(snapshot.nodes)}


@settings(max_examples=60, deadline=None)
@given(world=worlds())
def test_single_points_are_those_of_failure(world):
    snapshot = KnowledgeGraph.build(parse_facts(world)).snapshot(DAY)
    for target in ("model:m0", "lab:l1", "chip:c0"):
        if target not in snapshot.nodes:
            continue
        for reading in (Reading.KNOWN, Reading.CERTAIN):
            criterion = Criterion(1.0, 1.0, reading)
            found = {point.id for point in single_points_of_failure(snapshot, target, criterion).points}
            alone = {
                node_id
                for node_id in snapshot.nodes.keys() - {target}
                if target in failed_rows(snapshot, [node_id], reading)
            }
            assert found == alone
