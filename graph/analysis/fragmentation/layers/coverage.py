"""What the figures of a layer rest on, and what they leave out."""

from dataclasses import dataclass

from pydantic import Field

from graph.analysis.blocs import Bloc
from graph.analysis.fragmentation.layers.portfolios import Portfolios
from graph.analysis.fragmentation.layers.ranking import MIN_UNITS
from graph.analysis.fragmentation.layers.reference import UNKNOWN, Seen
from graph.analysis.fragmentation.ties.entries import TieRows
from graph.analysis.results import Row
from graph.node_ids import EntityId
from graph.ontology import NodeKind
from graph.snapshots.arrays import FloatArray, distinct
from graph.snapshots.snapshot import Snapshot


class LayerCoverage(Row):
    """What a layer's figures rest on, and what they leave out."""

    countries: int = Field(description="countries that the figures rest on")
    countries_in_graph: int
    suppliers: int
    ties: int
    counted: str = Field(description="what one unit is")
    units: int = Field(description="units in the graph on this day, countries unknown included")
    units_covered: int = Field(description="units of which a supplier is known")
    thin: int = Field(
        default=0, description="countries counted of which fewer units have a known supplier than a ranking asks for"
    )
    supposed: int = Field(
        default=0,
        description="units of which no source states a supplier: supposed to rest on themselves, not known",
    )
    share: float | None = Field(
        description="part of what the graph lists whose sphere is known, by amount; of the world `seen` tells"
    )
    known: float | None = Field(description="the same within the countries counted, weighted as the figures are")
    too_little_known: dict[EntityId, float] = Field(
        default={}, description="countries left out, with the part of their portfolio that is known"
    )
    without_weight: tuple[EntityId, ...] = Field(default=(), description="countries left out for want of a weight")
    undated: float | None = Field(
        default=None, description="part of the ties, by amount, that no source dates; they count since its publication"
    )
    not_yet: float | None = Field(
        default=None, description="part of the layer that no source dates and that is known on later days only"
    )
    seen: Seen = Field(default=UNKNOWN, description="part of the world's units, where a source counts them")
    datasets: tuple[str, ...] = ()

    @property
    def supposed_part(self) -> float | None:
        """The part of the units that is only supposed, 0..1; None where there are none."""
        return self.supposed / self.units if self.units else None


@dataclass(frozen=True, eq=False)
class CountedCountries:
    """Which countries count, with what weight and how much of each known; and which do not, and why."""

    portfolios: Portfolios
    weights: FloatArray
    known: FloatArray
    too_little: dict[str, float]
    unweighted: tuple[str, ...]


def coverage_of_layer(snapshot: Snapshot, every: Portfolios, bloc: Bloc, of: CountedCountries) -> LayerCoverage:
    """Return what the figures of a layer rest on.

    Parameters
    ----------
    snapshot : Snapshot
        Has the countries that there are.
    every : Portfolios
        Of all countries asked about.
    bloc : Bloc
        A unit's sphere is known where its supplier's country is, whichever side that country is on.
    of : CountedCountries
        The countries that count.
    """
    ledger = every.ledger
    inside = frozenset(every.countries)
    held = every.amounts.sum(axis=1) + every.unnamed
    placed, whole = float(every.known(bloc) @ held), float(held.sum())
    whole += ledger.unplaced + sum(ledger.silent.values())
    counted = frozenset(of.portfolios.countries)
    rows = ledger.rows[ledger.of(counted)]
    return LayerCoverage(
        countries=len(of.portfolios.countries),
        countries_in_graph=len(snapshot.nodes.ids_of(NodeKind.COUNTRY)),
        suppliers=len(of.portfolios.suppliers),
        ties=len(rows),
        counted=every.tie.counted,
        units=len(ledger.units),
        units_covered=sum(heard for _, heard in ledger.units),
        thin=int((of.portfolios.units() < MIN_UNITS).sum()),
        supposed=len(distinct(ledger.rows["dependent"][ledger.rows["supposed"]])),
        share=placed / whole if whole > 0 else None,
        known=float(of.weights @ of.known) if len(of.weights) else None,
        too_little_known=of.too_little | dict.fromkeys(sorted(ledger.silent.keys() - inside), 0.0),
        without_weight=of.unweighted,
        undated=_undated(rows),
        seen=every.seen,
        not_yet=sum(ledger.undated.values()) / whole if whole > 0 else None,
        datasets=tuple(sorted(ledger.datasets(counted))),
    )


def _undated(rows: TieRows) -> float | None:
    total = sum(rows["amount"].tolist())
    return sum(rows["amount"][~rows["dated"]].tolist()) / total if total else None
