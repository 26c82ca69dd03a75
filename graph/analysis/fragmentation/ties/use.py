"""Ties of use: what people in a country use, as far as a source states the share (USES), and what its government,
universities and firms have decided to use (ADOPTED). Never mixed: a decision does not say how many follow it.
"""

from graph.analysis.fragmentation.ties.entries import Supplied
from graph.analysis.fragmentation.ties.ledger import Ledger, through_needs
from graph.analysis.origin import origin
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


def models_in_use(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return whose models each country uses, model by model or lab by lab.

    Parameters
    ----------
    snapshot : Snapshot
        Uses that hold on its day, where a source states the share.
    by_compute : bool
        Asked of every tie and without effect here: each country counts one.
    """
    return _in_use(snapshot, frozenset({NodeKind.MODEL, NodeKind.LAB}))


def labs_in_use(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return whose models each country uses, a model standing for its labs.

    Parameters
    ----------
    snapshot : Snapshot
        Uses that hold on its day, where a source states the share.
    by_compute : bool
        Asked of every tie and without effect here: each country counts one.
    """
    return _in_use(snapshot, frozenset({NodeKind.MODEL, NodeKind.LAB}), to_labs=True)


def platforms_in_use(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return through which platforms each country reaches models.

    Parameters
    ----------
    snapshot : Snapshot
        Uses that hold on its day, where a source states the share.
    by_compute : bool
        Asked of every tie and without effect here: each country counts one.
    """
    return _in_use(snapshot, frozenset({NodeKind.PLATFORM}))


def adopted(snapshot: Snapshot, by_compute: bool) -> Ledger:
    """Return what was adopted in each country: each decision counts once, whoever made it and for however many.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens decides whose a body is that adopts.
    by_compute : bool
        Asked of every tie and without effect here: each decision counts one.
    """
    ledger = Ledger(snapshot.graph)
    for edge in snapshot.edges.of(EdgeKind.ADOPTED):
        ledger.record(origin(snapshot, edge.start), edge.start, 1.0, [Supplied(edge.end, 1.0, (edge,))])
    if ledger.units:
        ledger.assumptions.append("each adoption counts once, whatever its size; the list is of those we know")
    return ledger


def _in_use(snapshot: Snapshot, kinds: frozenset[NodeKind], *, to_labs: bool = False) -> Ledger:
    ledger = Ledger(snapshot.graph)
    users = {edge.start for edge in snapshot.edges.of(EdgeKind.USES) if edge.start.startswith("country:")}
    for country in sorted(users):
        stated = through_needs(snapshot, country, EdgeKind.USES, stated=True)
        used = [one for one in stated if snapshot.nodes[one.supplier].kind in kinds]
        if to_labs:
            used = [lab for one in used for lab in _labs(snapshot, one)]
        ledger.record({country: 1.0}, country, 1.0, used)
    if ledger.units:
        ledger.assumptions.append("what a country uses counts only where a source states its share")
    return ledger


def _labs(snapshot: Snapshot, used: Supplied) -> list[Supplied]:
    if snapshot.nodes[used.supplier].kind is NodeKind.LAB:
        return [used]
    return [
        Supplied(lab, share * used.share, used.edges + edges, split, shut)
        for lab, share, edges, split, shut in through_needs(snapshot, used.supplier, EdgeKind.DEVELOPED_BY)
    ]
