"""The table of ties: for each layer, which edges link a country to its suppliers, and what each tie weighs.

The first row of a layer is its default. To add one, add a row and a function that fills a ``Ledger``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from graph.analysis.fragmentation.ties.ledger import Ledger
from graph.analysis.fragmentation.ties.making import (
    base_models,
    compute_providers,
    funders,
    input_suppliers,
    serving_clouds,
    serving_platforms,
    training_chips,
)
from graph.analysis.fragmentation.ties.membership import memberships
from graph.analysis.fragmentation.ties.sites import (
    cloud_regions,
    cluster_chips,
    cluster_operators,
    frontier_chips,
    frontier_operators,
)
from graph.analysis.fragmentation.ties.use import adopted, labs_in_use, models_in_use, platforms_in_use
from graph.errors import QuestionError
from graph.ontology import EdgeKind, Horizon, Layer

_E = EdgeKind
_SEAT = frozenset({_E.BASED_IN, _E.PART_OF, _E.OPERATES, _E.HOSTS, _E.DESIGNED_BY, _E.LOCATED_IN})
"""What a lens follows to find who controls an organisation or a place."""

_ONE = {"countries with figures of use": "country with figures of use", "chips and processes": "chip or process"}
"""One unit, where it is more than the plural without its last letter."""


@dataclass(frozen=True)
class TieKind:
    """One way in which countries rest on suppliers.

    Attributes
    ----------
    layer : Layer
        On which the suppliers are.
    name : str
        Tells it from other ties of the layer.
    meaning : str
        Who is linked to whom, in words.
    counted : str
        What one unit is: of these the answer says how many it covers.
    follows : frozenset of EdgeKind
        The edges that make the tie, those of control included. How a need is divided may rest on others too, so that
        a graph of these edges alone gives other figures.
    gather : callable
        Fills a ledger from a snapshot; the second argument asks for amounts in H100-equivalents.
    horizon : Horizon
        The shortest horizon at which the tie bears.
    """

    layer: Layer
    name: str
    meaning: str
    counted: str
    follows: frozenset[EdgeKind]
    gather: Callable[..., Ledger]
    horizon: Horizon = Horizon.RUN

    def serves(self, horizon: Horizon) -> bool:
        """Say whether the tie bears on a horizon.

        Parameters
        ----------
        horizon : Horizon
            How far ahead a question looks; a longer one asks for the ties of the shorter ones too.
        """
        return horizon.covers(self.horizon)

    def number(self, count: int) -> str:
        """Return a number of units in words: ``1 data centre``, ``2 data centres``.

        Parameters
        ----------
        count : int
            How many.
        """
        return f"{count} {_ONE.get(self.counted, self.counted.removesuffix('s')) if count == 1 else self.counted}"


def _row(
    layer: Layer,
    name: str,
    meaning: str,
    counted: str,
    gather: Callable[..., Ledger],
    *follows: EdgeKind,
    horizon: Horizon = Horizon.RUN,
) -> TieKind:
    return TieKind(layer, name, meaning, counted, _SEAT | set(follows), gather, horizon)


_MAKE, _RUN = Horizon.MAKE, Horizon.RUN
_ROWS = (
    _row(Layer.MODELS, "base-models", "new models of a country's labs → the models they derive from, by "
         "the lab that made those", "models", base_models, _E.DERIVED_FROM, _E.DEVELOPED_BY, horizon=_MAKE),
    _row(Layer.MODELS, "in-use", "people in a country → the models or labs they use, by stated share",
         "countries with figures of use", models_in_use, _E.USES, _E.DEVELOPED_BY, horizon=_RUN),
    _row(Layer.MODELS, "adopted", "decisions of a country's government, universities and firms → the models, labs "
         "and platforms that they adopted", "adoptions", adopted, _E.ADOPTED, _E.DEVELOPED_BY, horizon=_RUN),
    _row(Layer.LABS, "compute-providers", "labs of a country → the clouds and sites they run on", "labs",
         compute_providers, _E.RUNS_ON),
    _row(Layer.LABS, "in-use", "people in a country → the labs whose models they use, by stated share",
         "countries with figures of use", labs_in_use, _E.USES, _E.DEVELOPED_BY, horizon=_RUN),
    _row(Layer.LABS, "funders", "labs of a country → companies that invested in them", "labs", funders,
         _E.FUNDED_BY),
    _row(Layer.PLATFORMS, "distribution", "new models of a country's labs → the platforms that serve them",
         "models", serving_platforms, _E.SERVED_BY, _E.DEVELOPED_BY, horizon=_RUN),
    _row(Layer.PLATFORMS, "in-use", "people in a country → the platforms they use, by stated share",
         "countries with figures of use", platforms_in_use, _E.USES, horizon=_RUN),
    _row(Layer.CLOUDS, "regions", "cloud regions that stand in a country → their cloud provider",
         "cloud regions", cloud_regions),
    _row(Layer.CLOUDS, "serving", "new models of a country's labs → the clouds that serve them", "models",
         serving_clouds, _E.SERVED_BY, _E.DEVELOPED_BY, horizon=_RUN),
    _row(Layer.COMPUTE_SITES, "frontier-operators", "large data centres that stand in a country → their operator",
         "data centres", frontier_operators),
    _row(Layer.COMPUTE_SITES, "operators", "clusters that stand in a country → their operator", "clusters",
         cluster_operators),
    _row(Layer.CHIPS, "frontier-hosted", "accelerators in a country's large data centres → their designer",
         "data centres", frontier_chips),
    _row(Layer.CHIPS, "hosted", "accelerators in a country's clusters → their designer", "clusters", cluster_chips),
    _row(Layer.CHIPS, "training", "new models of a country's labs → the designers of the chips they were "
         "trained on", "models", training_chips, _E.TRAINED_ON, _E.DEVELOPED_BY, horizon=_MAKE),
    _row(Layer.INPUTS, "suppliers", "new chips and foundry processes of a country → the suppliers of what they "
         "cannot be made without", "chips and processes", input_suppliers, _E.REQUIRES, _E.FABRICATED_WITH,
         _E.SUPPLIED_BY, horizon=_MAKE),
    _row(Layer.SECURITY, "memberships", "a country → the security structures it belongs to, by who leads them",
         "memberships", memberships, _E.MEMBER_OF),
)  # fmt: skip

TIES: Mapping[Layer, tuple[TieKind, ...]] = {
    layer: tuple(row for row in _ROWS if row.layer is layer) for layer in dict.fromkeys(r.layer for r in _ROWS)
}
"""The ties of each layer, the default first; layers from the top of the stack down."""


def tie_kind(layer: Layer, name: str | None = None) -> TieKind:
    """Return a tie of a layer by its name, the default when there is none.

    Parameters
    ----------
    layer : Layer
        One of ``TIES``.
    name : str, optional
        The layer's first tie where None.

    Raises
    ------
    QuestionError
        When the layer is not measured, or has no such tie.
    """
    if layer not in TIES:
        raise QuestionError(f"{layer} is no layer that countries rest on", "layer", [row.value for row in TIES])
    for row in TIES[layer]:
        if name in (None, row.name):
            return row
    names = [row.name for row in TIES[layer]]
    raise QuestionError(f"layer {layer} has no tie {name!r}; it has {', '.join(names)}", "tie", names)
