"""Which models count when models are counted: those that a data set of models chose, not every listing of a host.

Price lists relist a model under many names and take in thousands of fine-tunes: a share of listings is no share of
models. A model counts where some other source knows it.
"""

import numpy as np

from graph.fact_base import FactBase
from graph.facts.nodes import Node
from graph.snapshots.arrays import BoolArray

LISTINGS = frozenset({"models-dev", "llmledger", "openrouter-rankings"})
"""Data sets of prices and traffic: being in them alone makes no model count."""


def is_notable(model: Node) -> bool:
    """Say whether a source other than a price list knows a model.

    Parameters
    ----------
    model : Node
        With the facts of all sources about it.
    """
    return any(fact.source.dataset not in LISTINGS for fact in model.facts)


def notable_nodes(graph: FactBase) -> BoolArray:
    """Return of which nodes ``is_notable`` is so, shape (nodes,); no node is made.

    Parameters
    ----------
    graph : FactBase
        Sources of any day count.
    """
    source = graph.nodes.facts.columns["source"]
    return graph.kept.get(
        "notable", lambda: graph.nodes.any(source.array(lambda one: one.dataset not in LISTINGS, np.bool_))
    )
