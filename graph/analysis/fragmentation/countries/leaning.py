"""Where each country stands on one layer, with everything that its unstated shares leave possible (methods B2)."""

from graph.analysis.blocs import SPHERES
from graph.analysis.fragmentation.countries.alignment import alignment, contestedness
from graph.analysis.fragmentation.figures.index import sphere_dict
from graph.analysis.fragmentation.kernels.splits import alignment_bounds, contested_bounds, share_bounds
from graph.analysis.fragmentation.layers.shares import LayerShares
from graph.analysis.results import Row, settled, settled_shares
from graph.snapshots.arrays import Interval


class Leaning(Row):
    """Of a country on one layer: its spheres, its leaning and how contested it is; no value where its range has none.

    The ranges are over every split that the facts allow, and sharp.
    """

    spheres: dict[str, float | None] | None
    spheres_range: dict[str, Interval]
    alignment: float | None
    alignment_range: Interval
    contestedness: float | None
    contestedness_range: Interval


def leanings(one: LayerShares) -> dict[str, Leaning]:
    """Return where each country of a layer stands.

    Parameters
    ----------
    one : LayerShares
        Its ``shares`` are the central values, its ``masses`` what the facts leave open.
    """
    leaning, contested = alignment(one.shares), contestedness(one.shares)
    low, high = share_bounds(one.masses)
    leans, contests = alignment_bounds(one.masses), contested_bounds(one.masses)
    found = {}
    for row, country in enumerate(one.countries):
        reach = {s.value: (float(low[row, n]), float(high[row, n])) for n, s in enumerate(SPHERES)}
        leans_to = float(leans[0][row]), float(leans[1][row])
        is_contested = float(contests[0][row]), float(contests[1][row])
        found[country] = Leaning(
            spheres=settled_shares(sphere_dict(one.shares[row]), reach),
            spheres_range=reach,
            alignment=settled(float(leaning[row]), leans_to, 2),
            alignment_range=leans_to,
            contestedness=settled(float(contested[row]), is_contested),
            contestedness_range=is_contested,
        )
    return found
