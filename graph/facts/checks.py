"""What facts must fulfil together to make a graph; every fault is reported, none hides another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from graph.errors import Fault
from graph.facts.border import Scalar
from graph.facts.fact import EdgeFact, NodeFact, Redirect, Source, identity
from graph.facts.facts import Facts
from graph.facts.preference import ROUNDING
from graph.facts.redirects import final_ids
from graph.facts.suspects import (
    least_share,
    outside,
    range_of,
    suspect_contradictions,
    suspect_edges,
    suspect_nodes,
    suspect_shares,
    suspect_sources,
    wrong_value,
)
from graph.node_ids import kind_of
from graph.ontology import EDGE_TYPES, NODE_TYPES
from graph.suggestions import nearest


def every_fault(nodes: Facts[NodeFact], edges: Facts[EdgeFact], redirects: Mapping[str, Redirect]) -> list[Fault]:
    """Return all that is wrong with facts that are to make a graph together.

    Parameters
    ----------
    nodes : Facts of NodeFact
        Those that nothing makes suspect are not looked at (``suspects``).
    edges : Facts of EdgeFact
        Their ends as they are now, redirects heeded.
    redirects : mapping
        Old id -> redirect.
    """
    ids = dict.fromkeys(nodes.columns["id"].values)
    suspect: dict[str, list[NodeFact]] = defaultdict(list)
    for fact in nodes.take(suspect_nodes(nodes)):
        suspect[fact.id].append(fact)
    of_edges, of_nodes = suspect_sources(edges.columns["source"], nodes.columns["source"])
    return [
        *node_faults(suspect),
        *redirect_faults(redirects, ids),
        *edge_faults(list(edges.take(suspect_edges(edges, ids))), ids),
        *contradictions(list(edges.take(suspect_contradictions(edges)))),
        *share_faults(list(edges.take(suspect_shares(edges)))),
        *source_faults([*edges.take(of_edges), *nodes.take(of_nodes)]),
    ]


def node_faults(nodes: Mapping[str, list[NodeFact]]) -> Iterator[Fault]:
    """Yield faults of nodes: ids, subtypes, properties, duplicates.

    Parameters
    ----------
    nodes : Mapping[str, list[NodeFact]]
        Id -> all facts of it. Two of one data set are a fault, unless the second tells properties that the first
        does not: a list says that a site is there, an announcement since when.
    """
    for node_id, facts in nodes.items():
        seen: dict[str, NodeFact] = {}
        for fact in facts:
            row = NODE_TYPES[fact.kind]
            if kind_of(node_id) is not fact.kind:
                yield Fault(fact.locator, "id", f"{node_id!r} does not start with {row.prefix}:")
            if fact.subtype is not None and fact.subtype not in row.subtypes:
                known = ", ".join(row.subtypes) or "none"
                yield Fault(fact.locator, "subtype", f"{fact.subtype!r} is not a {fact.kind} subtype: {known}")
            for name, value in fact.properties.items():
                yield from _property_faults(fact, name, value)
            if wrong := outside(*(fact.properties.get(name) for name in ("value", "low", "high"))):
                yield Fault(fact.locator, "value", wrong)
            first = seen.setdefault(fact.source.dataset, fact)
            if first is not fact and not _adds(fact, first):
                yield Fault(fact.locator, "id", f"duplicate id {node_id!r}, first at {first.locator}")


def _adds(fact: NodeFact, first: NodeFact) -> bool:
    """Say whether a fact tells of a node what the first of its data set does not; what both tell would be a copy."""
    told = fact.properties.keys(), first.properties.keys()
    return fact.name == first.name and any(told) and told[0].isdisjoint(told[1])


def _property_faults(fact: NodeFact, name: str, value: Scalar) -> Iterator[Fault]:
    declared = NODE_TYPES[fact.kind].properties
    if name not in declared:
        yield Fault(fact.locator, name, f"not a property of {fact.kind}; declared: {', '.join(declared)}")
    elif wrong := wrong_value(value, declared[name]):
        yield Fault(fact.locator, name, wrong)


def redirect_faults(redirects: Mapping[str, Redirect], nodes: Mapping[str, object]) -> Iterator[Fault]:
    """Yield redirects that lead nowhere or hide a node.

    Parameters
    ----------
    redirects : Mapping[str, Redirect]
        Old id -> redirect.
    nodes : Mapping[str, object]
        Ids that exist; the values are not looked at.
    """
    final = final_ids(redirects)
    for old, redirect in redirects.items():
        if old in nodes:
            yield Fault(redirect.locator, "id", f"{old!r} is redirected, yet it is still a node")
        if final[old] in redirects:
            yield Fault(redirect.locator, "to", f"{old!r} is redirected in a circle")
        elif final[old] not in nodes:
            yield Fault(redirect.locator, "to", f"{old!r} redirects to {final[old]!r}, which is not a node")


def edge_faults(edges: list[EdgeFact], nodes: Mapping[str, object]) -> Iterator[Fault]:
    """Yield edges whose ends do not exist or do not fit the ontology.

    Parameters
    ----------
    edges : list[EdgeFact]
        Each looked at by itself.
    nodes : Mapping[str, object]
        Ids that exist; near ones are named where an end does not.
    """
    missing: dict[str, list[str]] = {}
    for edge in edges:
        row = EDGE_TYPES[edge.kind]
        for end, node_id, allowed in (("from", edge.start, row.sources), ("to", edge.end, row.targets)):
            if node_id not in nodes:
                if node_id not in missing:
                    missing[node_id] = nearest(node_id, nodes, least=80)
                hint = f"; near: {', '.join(missing[node_id])}" if missing[node_id] else ""
                yield Fault(edge.locator, end, f"dangling: no node {node_id!r}{hint}")
            elif kind_of(node_id) not in allowed:
                kinds = ", ".join(sorted(allowed))
                yield Fault(edge.locator, end, f"{edge.kind} takes {kinds} here, not {node_id!r}")
        for name, value in edge.properties.items():
            if (kind := row.properties.get(name)) and (wrong := wrong_value(value, kind)):
                yield Fault(edge.locator, name, wrong)
        if wrong := outside(edge.quantity, *range_of(edge.properties)):
            yield Fault(edge.locator, "quantity", wrong)
        if edge.start == edge.end:
            yield Fault(edge.locator, "to", f"{edge.start!r} is linked to itself")


def contradictions(edges: list[EdgeFact]) -> Iterator[Fault]:
    """Yield facts of which their source says another: on one basis and period it has one figure, no rivals.

    Parameters
    ----------
    edges : list[EdgeFact]
        Of any relations, all sources together.
    """
    seen: dict[tuple[object, ...], EdgeFact] = {}
    for edge in edges:
        dates = (edge.valid_from, edge.valid_to)
        key = (edge.relation, edge.told_apart, edge.basis, edge.period, edge.unit, edge.source.id, dates)
        if key not in seen:
            seen[key] = edge
        else:
            first = seen[key]
            same = "states it twice" if identity(first) == identity(edge) else "contradicts itself"
            where = first.locator or "an earlier fact"
            yield Fault(edge.locator, "to", f"{' '.join(edge.relation[:3])}: the source {same}, see {where}")


def source_faults(facts: Iterable[NodeFact | EdgeFact]) -> Iterator[Fault]:
    """Yield source ids that stand for two different sources.

    Parameters
    ----------
    facts : Iterable[NodeFact or EdgeFact]
        Of any kind; sources are compared by all their fields.
    """
    seen: dict[str, Source] = {}
    for fact in facts:
        source = seen.setdefault(fact.source.id, fact.source)
        if source is not fact.source and source != fact.source:
            yield Fault(fact.locator, "source", f"source id {source.id!r} stands for two different sources")


def share_faults(edges: list[EdgeFact]) -> Iterator[Fault]:
    """Yield needs whose shares, in one basis, period and source, sum to more than one.

    Parameters
    ----------
    edges : list[EdgeFact]
        Whole groups: a need's shares of one basis, period and source, of which each sum is taken on the days its
        members begin.
    """
    groups: dict[tuple[object, ...], list[EdgeFact]] = defaultdict(list)
    for edge in edges:
        if edge.need and least_share(edge.share, edge.properties) is not None:
            groups[edge.start, edge.need, edge.basis, edge.period, edge.source.id].append(edge)
    for group in groups.values():
        for edge in group:
            start = edge.valid_from or date.min
            total = sum(least_share(other.share, other.properties) or 0.0 for other in group if other.holds_on(start))
            if total > 1 + ROUNDING:
                yield Fault(
                    edge.locator, "share",
                    f"shares of need {edge.need!r} of {edge.start} sum to {total:.4g} > 1 "
                    f"(basis {edge.basis}, period {edge.period})",
                )  # fmt: skip
                break
