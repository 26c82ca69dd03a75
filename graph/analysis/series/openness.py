"""How many of each side's models have open weights, by year of release. Unknown is counted apart.

Two populations that the debate mixes: models that some data set of models, or we, chose to name; and entries of hosts'
price lists, which relist a model under many names and take in fine-tunes. Each is a series of its own. Price lists say
"not open" also of weights at which nobody looked: of their entries only the least is known.
"""

import re
from collections import defaultdict

from graph.analysis.blocs import Bloc
from graph.analysis.notable import is_notable
from graph.analysis.origin import Sphere
from graph.analysis.results import is_told, percent_range
from graph.analysis.series.results import Found, SeriesPoint
from graph.analysis.series.scores import sphere_of_model
from graph.facts.nodes import Node
from graph.ontology import NodeKind
from graph.snapshots.snapshot import Snapshot

FIRST_YEAR = 2018
_TERMS = re.compile(r"^open weights \((restricted|non-commercial)", re.IGNORECASE)
"""How Epoch AI calls weights that anybody can have, and use on terms only; they count as open, and are told apart."""


def open_weights(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return the share of models with open weights by sphere and year, among those of which it is known.

    The interval is of all of them: each of which it is not known may be open or closed.

    Parameters
    ----------
    snapshot : Snapshot
        Models released after its day do not count.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str
        Not used.
    """
    return _open_weights(snapshot, bloc, listed=False)


def open_listings(snapshot: Snapshot, bloc: Bloc, benchmark: str) -> Found:
    """Return the least share with open weights of models that only price lists know, among all of them.

    Parameters
    ----------
    snapshot : Snapshot
        Models released after its day do not count.
    bloc : Bloc
        Whose models count for which side.
    benchmark : str
        Not used.
    """
    return _open_weights(snapshot, bloc, listed=True)


def _open_weights(snapshot: Snapshot, bloc: Bloc, *, listed: bool) -> Found:
    by_year: dict[tuple[int, Sphere], list[Node]] = defaultdict(list)
    counts = {
        "models": 0,
        "of the other population": 0,
        "without a date of release": 0,
        "of shared or unknown sphere": 0,
    }
    for node in snapshot.nodes.of(NodeKind.MODEL):
        if is_notable(node) is listed:
            counts["of the other population"] += 1
            continue
        counts["models"] += 1
        day, sphere = node.released, sphere_of_model(snapshot, node.id, bloc)
        if day is None or day > snapshot.as_of:
            counts["without a date of release"] += 1
        elif sphere is None:
            counts["of shared or unknown sphere"] += 1
        elif day.year >= FIRST_YEAR:
            by_year[day.year, sphere].append(node)
    points = tuple(_point(year, sphere, models, listed=listed) for (year, sphere), models in sorted(by_year.items()))
    if not points:
        return Found(counts=counts, reason=f"no model with a date of release since {FIRST_YEAR} is known")
    return Found(points=points, counts=counts, nodes=tuple(node for models in by_year.values() for node in models))


def _point(year: int, sphere: Sphere, models: list[Node], *, listed: bool) -> SeriesPoint:
    on_terms = sum(bool(_TERMS.search(str(model.properties.get("access", "")))) for model in models)
    known = [flag for model in models if isinstance(flag := model.properties.get("open_weights"), bool)]
    low = sum(known) / len(models)
    high = 1.0 if listed else 1.0 - known.count(False) / len(models)
    says = not listed and is_told(low, high)
    return SeriesPoint(
        period=str(year),
        group=sphere.value,
        value=sum(known) / len(known) if says and known else None,
        low=low,
        high=high,
        unit="share of models",
        basis="at least: known to be open; released in the year" if listed else "released in the year, each alike",
        denominator="all entries that only price lists have"
        if listed
        else "models that a source other than a price list names; the value is of those known to be open or closed",
        note=None if listed or says else f"known of {len(known)} of {len(models)}: may be {percent_range(low, high)}",
        figures={
            "open": float(sum(known)),
            "open on terms": float(on_terms),
            "known": float(len(known)),
            "unknown": float(len(models) - len(known)),
        },
    )
