"""Which models count when models are counted: those that a data set of models chose, not every listing of a host.

Price lists relist a model under many names and take in thousands of fine-tunes: a share of listings is no share of
models. A model counts where some other source knows it.
"""

from graph.facts.nodes import Node

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
