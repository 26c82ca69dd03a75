"""Ties of making: what a country's models, labs, chips and foundries rest on.

A model, lab or chip belongs to the countries that control its makers, through the lens of the snapshot.
"""

from collections.abc import Iterator, Mapping, Sequence

from graph.analysis.fragmentation.ties.entries import Supplied
from graph.analysis.fragmentation.ties.ledger import Ledger, in_equal_parts, outgoing, through_needs
from graph.analysis.notable import notable_nodes
from graph.analysis.origin import origin
from graph.facts.edges import Edge
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.current import CHIP_YEARS, MODEL_YEARS, first_current_day


def base_models(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return what each country's new models are derived from; one with no known base is supposed to be its own.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides what is new, its lens whose a model is.
    by_compute : bool
        Asked of every tie and without effect here: each model counts one.
    """
    ledger = Ledger(snapshot.graph)
    own = 0
    for model in _recent(snapshot, NodeKind.MODEL, MODEL_YEARS, ledger):
        roots = _roots(snapshot, model)
        own += roots == [(model, ())]
        ledger.record(origin(snapshot, model), model, 1.0, in_equal_parts(roots))
    if own:
        ledger.assumptions.append(f"{own} models with no stated base model are supposed to rest on themselves")
    return ledger


def training_chips(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the designers of the chips that each country's new models were trained on.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides what is new, its lens whose a model is.
    by_compute : bool
        Asked of every tie and without effect here: each model counts one.
    """
    ledger = Ledger(snapshot.graph)
    for model in _recent(snapshot, NodeKind.MODEL, MODEL_YEARS, ledger):
        trained = through_needs(snapshot, model, EdgeKind.TRAINED_ON)
        supplied = [
            Supplied(designed.end, share / len(designers), (*edges, designed), split, shut)
            for chip, share, edges, split, shut in trained
            if (designers := outgoing(snapshot, chip, EdgeKind.DESIGNED_BY))
            for designed in designers
        ]
        ledger.record(origin(snapshot, model), model, 1.0, supplied)
    return ledger


def serving_platforms(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the platforms that distribute each country's new models.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides what is new, its lens whose a model is.
    by_compute : bool
        Asked of every tie and without effect here: each model counts one.
    """
    return _served_by(snapshot, NodeKind.PLATFORM)


def serving_clouds(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return the clouds that serve each country's new models.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides what is new, its lens whose a model is.
    by_compute : bool
        Asked of every tie and without effect here: each model counts one.
    """
    return _served_by(snapshot, NodeKind.CLOUD_PROVIDER)


def compute_providers(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return whose compute each country's labs run on.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides whose a lab is; shares of providers are those of its needs.
    by_compute : bool
        Asked of every tie and without effect here: each lab counts one.
    """
    ledger = Ledger(snapshot.graph)
    for lab in snapshot.nodes.of(NodeKind.LAB):
        supplied = through_needs(snapshot, lab.id, EdgeKind.RUNS_ON)
        ledger.record(snapshot.controllers(lab.id), lab.id, 1.0, supplied)
    return ledger


def funders(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return who has invested in each country's labs; the size of a stake and the number of rounds are not counted.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides whose a lab is.
    by_compute : bool
        Asked of every tie and without effect here: each lab counts one.
    """
    ledger = Ledger(snapshot.graph)
    for lab in snapshot.nodes.of(NodeKind.LAB):
        rounds: dict[str, tuple[Edge, ...]] = {}
        for stake in outgoing(snapshot, lab.id, EdgeKind.FUNDED_BY):
            rounds[stake.end] = (*rounds.get(stake.end, ()), stake)
        ledger.record(snapshot.controllers(lab.id), lab.id, 1.0, in_equal_parts(rounds.items()))
    return ledger


def input_suppliers(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return who supplies what each country's new chips, and its foundries' processes, cannot do without.

    Each input has the same weight, its suppliers their shares of it.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides which chips are new, its lens whose a chip or a process is.
    by_compute : bool
        Asked of every tie and without effect here: each chip and process counts one.
    """
    ledger = Ledger(snapshot.graph)
    made = _Made(snapshot)
    for chip in _recent(snapshot, NodeKind.CHIP, CHIP_YEARS, ledger):
        ledger.record(origin(snapshot, chip), chip, 1.0, _inputs_of(snapshot, chip, made))
    for process in snapshot.nodes.of(NodeKind.INPUT):
        if process.subtype == "process" and outgoing(snapshot, process.id, EdgeKind.REQUIRES):
            ledger.record(origin(snapshot, process.id), process.id, 1.0, _inputs_of(snapshot, process.id, made))
    return ledger


def _recent(snapshot: Snapshot, kind: NodeKind, years: int, ledger: Ledger) -> Iterator[str]:
    """Yield what was released in the last years; what has no date of release is said, not guessed."""
    found, assumptions = snapshot.kept.get(("recent", kind), lambda: _released_in(snapshot, kind, years))
    ledger.assumptions += assumptions
    yield from found


def _released_in(snapshot: Snapshot, kind: NodeKind, years: int) -> tuple[list[str], list[str]]:
    nodes, day = snapshot.graph.nodes, snapshot.as_of
    there = snapshot.nodes.places_of(kind)
    notable = there[notable_nodes(snapshot.graph)[there]] if kind is NodeKind.MODEL else there
    released = nodes.released[notable]
    listed, undated = len(there) - len(notable), int((released == 0).sum())
    recent = (first_current_day(day, years).toordinal() <= released) & (released <= day.toordinal())
    found = [nodes.ids[place] for place in notable[recent].tolist()]
    assumptions = [f"{kind.value.lower()}s count for {years} years after their release"]
    if listed:
        assumptions.append(f"{listed} models that only price lists know do not count")
    if undated:
        assumptions.append(f"{undated} {kind.value.lower()}s without a date of release do not count")
    return found, assumptions


def _roots(snapshot: Snapshot, model: str, seen: frozenset[str] = frozenset()) -> list[tuple[str, tuple[Edge, ...]]]:
    """Return the models at the start of the derivation, each with the edges that lead there."""
    onward = [
        (edge, end)
        for edge in outgoing(snapshot, model, EdgeKind.DERIVED_FROM)
        if (end := edge.end) not in seen | {model}
    ]
    if not onward:
        return [(model, ())]
    found: dict[str, tuple[Edge, ...]] = {}
    for edge, end in onward:
        for root, trail in _roots(snapshot, end, seen | {model}):
            found.setdefault(root, (edge, *trail))
    return list(found.items())


def _served_by(snapshot: Snapshot, kind: NodeKind) -> Ledger:
    ledger = Ledger(snapshot.graph)
    for model in _recent(snapshot, NodeKind.MODEL, MODEL_YEARS, ledger):
        servers = [
            (edge.end, (edge,))
            for edge in outgoing(snapshot, model, EdgeKind.SERVED_BY)
            if snapshot.nodes[edge.end].kind is kind
        ]
        ledger.record(origin(snapshot, model), model, 1.0, in_equal_parts(servers))
    return ledger


class _Made(dict[str, list[Supplied]]):
    """Who makes each input: many products need the same."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__()
        self._snapshot = snapshot

    def __missing__(self, node_id: str) -> list[Supplied]:
        self[node_id] = through_needs(self._snapshot, node_id, EdgeKind.SUPPLIED_BY)
        return self[node_id]


def _inputs_of(snapshot: Snapshot, node_id: str, made: Mapping[str, Sequence[Supplied]]) -> list[Supplied]:
    """Return the suppliers of a product's inputs; where nobody names them, a part stays open."""
    needed = [
        edge for kind in (EdgeKind.REQUIRES, EdgeKind.FABRICATED_WITH) for edge in outgoing(snapshot, node_id, kind)
    ]
    return [
        Supplied(supplier, share / len(needed), (edge, *edges), split, shut)
        for edge in needed
        for supplier, share, edges, split, shut in made[edge.end]
    ]
