"""Hypothesis strategies: random cyclic AND/OR graphs, with remainders, bans and duplicated suppliers."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from graph.snapshots.and_or_graph import AndOrGraph, NeedEntry
from graph.snapshots.arrays import BoolArray
from tests.graph.analysis.dependency import reference


@st.composite
def graphs(draw: st.DrawFn, *, max_size: int = 7, acyclic: bool = False, all_closed: bool = False) -> reference.Graph:
    """Draw a graph; a supplier may appear twice in one need (two contracts with one firm)."""
    size = draw(st.integers(2, max_size))
    needs = []
    for owner in range(size):
        for _ in range(draw(st.integers(0, 3))):
            allowed = st.integers(0, owner - 1) if acyclic else st.integers(0, size - 1)
            if acyclic and owner == 0:
                break
            suppliers = draw(st.lists(allowed, min_size=1, max_size=4))
            parts = [draw(st.integers(0, 4)) for _ in suppliers]
            closed = all_closed or draw(st.booleans())
            rest = 0 if closed else draw(st.sampled_from([0, 0, 1, 3]))
            if sum(parts) + rest == 0:
                parts = [1] * len(parts)
            total = sum(parts) + rest
            shares = tuple((v, Fraction(part, total)) for v, part in zip(suppliers, parts, strict=True))
            unsaid = draw(st.frozensets(st.integers(0, len(shares) - 1))) if rest == 0 else frozenset()
            needs.append(reference.Need(owner, shares, Fraction(rest, total), closed, silent=unsaid))
    return reference.Graph(size, tuple(needs))


def scenarios(graph: reference.Graph) -> st.SearchStrategy[tuple[frozenset[int], frozenset[reference.Link]]]:
    """Draw dead nodes and dead links."""
    links = [(n, at) for n, need in enumerate(graph.needs) for at in range(len(need.suppliers))]
    nodes = st.frozensets(st.integers(0, graph.size - 1), max_size=3)
    return st.tuples(nodes, st.frozensets(st.sampled_from(links), max_size=3) if links else st.just(frozenset()))


@st.composite
def graphs_and_scenarios(
    draw: st.DrawFn, *, max_size: int = 7
) -> tuple[reference.Graph, frozenset[int], frozenset[reference.Link]]:
    """Draw a graph with a scenario on it."""
    graph = draw(graphs(max_size=max_size))
    dead, dead_links = draw(scenarios(graph))
    return graph, dead, dead_links


def as_arrays(graph: reference.Graph) -> AndOrGraph:
    """Compile a reference graph; the needs are in order of owner already."""
    return AndOrGraph.from_needs(
        graph.size,
        [
            NeedEntry(
                n.owner,
                [(v, float(share), at in n.silent) for at, (v, share) in enumerate(n.suppliers)],
                float(n.remainder),
                n.closed,
                n.counts,
            )
            for n in graph.needs
        ],
    )


def link_mask(graph: reference.Graph, dead_links: frozenset[reference.Link]) -> BoolArray:
    """Dead links as a mask over the links of ``as_arrays``."""
    return np.array(
        [(n, at) in dead_links for n, need in enumerate(graph.needs) for at in range(len(need.suppliers))],
        dtype=bool,
    )
