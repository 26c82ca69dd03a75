"""What follows from facts as columns: their canonical texts, and of claims what every snapshot asks of each."""

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts.canonical import canonical, short_digest
from graph.facts.columns import Column, together
from graph.facts.derived import measured_from, told_apart
from graph.facts.digests import digests
from graph.facts.fact import EdgeFact, NodeFact, Source
from graph.facts.facts import Facts, Model
from graph.facts.preference import dataset_rank

DERIVED = ("claim_id", "told_apart", "measured_from")
"""What every snapshot derives from each claim: kept with it."""
_NO_PART = frozenset({"locator"})
"""What is no part of a fact's identity."""


def identities(facts: Facts[Model]) -> list[str]:
    """Return the canonical text of each fact (``fact.identity``): the texts of its values, put together.

    Parameters
    ----------
    facts : Facts[Model]
        Of one kind; all fields count but the row they were found in.
    """
    columns = [_texts(name, facts.columns[name]) for name in sorted(facts.model.model_fields) if name not in _NO_PART]
    return ["{" + "".join(row)[:-1] + "}" for row in zip(*columns, strict=True)] if len(facts) else []


def in_order(
    facts: Facts[Model], order: Callable[[Facts[Model], list[str]], NDArray[np.int64]]
) -> tuple[Facts[Model], list[str]]:
    """Return facts in the order of a graph, and their canonical texts.

    Parameters
    ----------
    facts : Facts
        In any order.
    order : callable
        ``node_order`` or ``edge_order``.
    """
    texts = identities(facts)
    rows = order(facts, texts)
    return facts.take(rows), [texts[row] for row in rows.tolist()]


def node_order(facts: Facts[NodeFact], texts: list[str]) -> NDArray[np.int64]:
    """Return the facts of each node together, by id; the preferred first.

    Parameters
    ----------
    facts : Facts[NodeFact]
        In any order.
    texts : list[str]
        Their canonical texts, which break ties, so that the order of files never matters.

    Returns
    -------
    NDArray of int64, shape (facts,)
        The places of the facts in their order.
    """
    of = facts.columns
    return _sorted([of["id"].ranks(), of["source"].ranks(lambda source: dataset_rank(source.dataset))], texts)


def edge_order(facts: Facts[EdgeFact], texts: list[str]) -> NDArray[np.int64]:
    """Return the edges by relation, then by content.

    Parameters
    ----------
    facts : Facts[EdgeFact]
        In any order.
    texts : list[str]
        Their canonical texts, which break ties, so that the order of files never matters.

    Returns
    -------
    NDArray of int64, shape (facts,)
        The places of the facts in their order.
    """
    of = facts.columns
    return _sorted(
        [of["kind"].ranks(lambda kind: kind.value), *(of[name].ranks() for name in ("start", "end", "need"))], texts
    )


def _sorted(keys: list[NDArray[np.int64]], texts: list[str]) -> NDArray[np.int64]:
    """Return rows by keys, the first of which counts most, and by text where all are equal."""
    rows = np.lexsort(keys[::-1])
    same = np.ones(max(len(rows) - 1, 0), bool)
    for key in keys:
        same &= key[rows[1:]] == key[rows[:-1]]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
    for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows[first : last + 1] = sorted(rows[first : last + 1].tolist(), key=texts.__getitem__)
    return rows


def with_derived(facts: Facts[EdgeFact], texts: list[str]) -> Facts[EdgeFact]:
    """Return claims with what every snapshot derives from each.

    Parameters
    ----------
    facts : Facts of EdgeFact
        In the order of a graph.
    texts : list of str
        The canonical text of each.
    """
    columns = facts.columns
    derived = {
        "claim_id": digests(np.array([int(short_digest(text), 16) for text in texts], np.uint64)),
        "told_apart": together(told_apart, columns["kind"], columns["properties"]),
        "measured_from": together(measured_from, columns["period"], columns["valid_from"]),
    }
    return Facts(EdgeFact, {**columns, **derived})


def _texts(name: str, column: Column) -> Iterator[str]:
    """Yield how one field of each fact is written; nothing where it is None."""
    written = ["" if value is None else f"{canonical(name)}:{canonical(_plain(value))}," for value in column.values]
    if len(written) == 1:
        return repeat(written[0], len(column.numbers))
    return map(written.__getitem__, column.numbers.tolist())


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        return value.id
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
