"""Many targets at once: a named set, a kind, or ids."""

from graph.analysis.dependency.cases.targets import TargetSet
from graph.errors import LimitError, QuestionError
from graph.measures.measure import Limits
from graph.ontology import NODE_TYPES, NodeKind

_KINDS = {row.prefix: kind for kind, row in NODE_TYPES.items()}


def targets_in(text: str) -> NodeKind | TargetSet | list[str]:
    """Read a named set such as ``labs``, ``kind:model``, or ids separated by commas.

    Parameters
    ----------
    text : str
        What ``targets`` was given.

    Raises
    ------
    QuestionError
        Naming the kinds there are.
    """
    if text in set(TargetSet):
        return TargetSet(text)
    if not text.startswith("kind:"):
        return [part.strip() for part in text.split(",") if part.strip()]
    wanted = text.removeprefix("kind:").casefold()
    kind = _KINDS.get(wanted) or next((k for k in NodeKind if k.value.casefold() == wanted), None)
    if kind is None:
        known = [f"kind:{prefix}" for prefix in _KINDS]
        raise QuestionError(f"targets: no kind {wanted!r}; there are {', '.join(known)}", "targets", known)
    return kind


def order_within(limits: Limits, max_order: int) -> int:
    """Return an order that may be asked for.

    Parameters
    ----------
    limits : Limits
        Of the process.
    max_order : int
        Largest set asked for.

    Raises
    ------
    LimitError
        The settings allow less.
    """
    if max_order > limits.cut_order:
        raise LimitError(f"max_order may be {limits.cut_order} at most (SUPPLYGRAPH_CUT_ORDER)", "max_order")
    return max_order
