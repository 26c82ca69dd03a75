"""Named sets of targets, each with what it counts, so that every ranking says of how many it speaks (methods A1e)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum

from graph.errors import QuestionError, UnknownIdError
from graph.node_ids import kind_of
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import stands
from graph.supply.current import past

ATLAS = "atlas"


class TargetSet(StrEnum):
    """What a ranking is over.

    *Labs*: every lab. *Frontier models*: the newest model of each lab that the atlas describes, of the last two years.
    *Models in use*:
    those with a published share of use or of traffic. *Current models*: those of the last two years, fine-tunes and
    all. *All models*: whenever they came. *Large sites*: the large data centres that stand and whose computing power is
    known; clusters, another sample, would count them twice.
    """

    LABS = "labs"
    FRONTIER_MODELS = "frontier-models"
    MODELS_IN_USE = "models-in-use"
    CURRENT_MODELS = "current-models"
    ALL_MODELS = "all-models"
    LARGE_SITES = "large-sites"


MEANING: Mapping[TargetSet, str] = {
    TargetSet.LABS: "labs",
    TargetSet.FRONTIER_MODELS: "newest models in the atlas of the last two years, one a lab",
    TargetSet.MODELS_IN_USE: "models with a published share of use or traffic",
    TargetSet.CURRENT_MODELS: "models of the last two years, fine-tunes included",
    TargetSet.ALL_MODELS: "models of all years, fine-tunes included",
    TargetSet.LARGE_SITES: "large data centres that stand and whose size is known",
}


def members_of(snapshot: Snapshot, targets: TargetSet) -> list[str]:
    """Return the ids of a named set on the day of the snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides which models are current, and which sites stand.
    targets : TargetSet
        The name of the set; see ``TargetSet`` for what each counts.
    """
    if targets is TargetSet.LABS:
        return snapshot.nodes.ids_of(NodeKind.LAB)
    if targets is TargetSet.CURRENT_MODELS:
        gone = past(snapshot.nodes, snapshot.as_of)
        return [model for model in snapshot.nodes.ids_of(NodeKind.MODEL) if model not in gone]
    if targets is TargetSet.ALL_MODELS:
        return snapshot.nodes.ids_of(NodeKind.MODEL)
    if targets is TargetSet.MODELS_IN_USE:
        used = {edge.end for edge in snapshot.edges.of(EdgeKind.USES, EdgeKind.ROUTES) if edge.claim.share is not None}
        return sorted(used & set(snapshot.nodes.ids_of(NodeKind.MODEL)))
    if targets is TargetSet.LARGE_SITES:
        return [site for site in snapshot.nodes.ids_of(NodeKind.FACILITY) if _is_large(snapshot, site)]
    return _newest(snapshot)


def _target(snapshot: Snapshot, text: str) -> str:
    """Return the id of one target; a word that names nothing may have been meant for a set."""
    try:
        return snapshot.require(text, "targets")
    except UnknownIdError as error:
        if kind_of(text) is None and not error.suggestions:
            sets = [*TargetSet]
            raise QuestionError(
                f"targets: {text!r} names no set and no node; sets are {', '.join(sets)}", "targets", sets
            ) from error
        raise


def target_ids(snapshot: Snapshot, targets: Sequence[str] | NodeKind | TargetSet) -> list[str]:
    """Return the ids of the targets: a named set, all of a kind, or those given.

    Parameters
    ----------
    snapshot : Snapshot
        Has the members of a named set or of a kind on its day.
    targets : Sequence[str] or NodeKind or TargetSet
        Ids are resolved where they were merged; none is given twice.

    Raises
    ------
    UnknownIdError
    QuestionError
        There are none.
    """
    if isinstance(targets, TargetSet):
        wanted = members_of(snapshot, targets)
    elif isinstance(targets, NodeKind):
        wanted = snapshot.nodes.ids_of(targets)
    else:
        wanted = [_target(snapshot, target) for target in targets]
    if not wanted:
        raise QuestionError("there are no such targets on that day", "targets")
    return list(dict.fromkeys(wanted))


def _is_large(snapshot: Snapshot, site: str) -> bool:
    node, told = snapshot.nodes[site], snapshot.nodes[site].properties
    return node.subtype == "data-centre" and stands(told.get("status")) and bool(told.get("h100_equivalents"))


def _newest(snapshot: Snapshot) -> list[str]:
    by_lab: dict[str, list[tuple[str, str]]] = defaultdict(list)
    gone = past(snapshot.nodes, snapshot.as_of)
    for model_id, labs in snapshot.edges.ends_by_start(EdgeKind.DEVELOPED_BY).items():
        released = snapshot.nodes.property(model_id, "released_on")
        if not released or model_id in gone:
            continue
        if any(fact.source.dataset == ATLAS for fact in snapshot.nodes[model_id].facts):
            for lab in labs:
                by_lab[lab].append((str(released), model_id))
    return sorted({max(models)[1] for models in by_lab.values()})
