"""Whom a ban on some countries is on."""

from collections.abc import Iterable

from graph.ontology import EdgeKind
from graph.snapshots.snapshot import Snapshot


def delivered_to(snapshot: Snapshot, countries: Iterable[str]) -> frozenset[str]:
    """Return the customers in some countries: all that these control, and the sites there that nobody known controls.

    A delivery goes to a place: that nobody says who runs a site in Switzerland keeps nothing from being banned there.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    countries : iterable of str
        Ids.
    """
    places = frozenset(countries)
    standing = (edge.start for place in places for edge in snapshot.edges.into(place, EdgeKind.LOCATED_IN))
    return snapshot.controlled_by(places).union(site for site in standing if not snapshot.controllers(site))
