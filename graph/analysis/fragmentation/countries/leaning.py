"""Where each country stands on one layer, with everything that its unstated shares leave possible (methods B2)."""

from graph.analysis.blocs import SPHERES
from graph.analysis.fragmentation.countries.alignment import alignment, contestedness
from graph.analysis.fragmentation.countries.rows import Leaning
from graph.analysis.fragmentation.figures.index import sphere_dict
from graph.analysis.fragmentation.kernels.splits import alignment_bounds, contested_bounds, share_bounds
from graph.analysis.fragmentation.layers.shares import LayerShares


def leanings(one: LayerShares) -> dict[str, Leaning]:
    """Return where each country of a layer stands, with its central values and all that may be.

    Ranges are over every split that the facts allow, and sharp.

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
        found[country] = Leaning(
            spheres=sphere_dict(one.shares[row]),
            spheres_range={s.value: (float(low[row, n]), float(high[row, n])) for n, s in enumerate(SPHERES)},
            alignment=float(leaning[row]),
            alignment_range=(float(leans[0][row]), float(leans[1][row])),
            contestedness=float(contested[row]),
            contestedness_range=(float(contests[0][row]), float(contests[1][row])),
        )
    return found
