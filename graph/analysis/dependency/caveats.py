"""With which caveat a supplier counts: guessed at, disputed, of later days, or made no more (methods A0)."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import chain

import numpy as np

from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.facts.fact import Checked, Confidence
from graph.ontology import Horizon
from graph.snapshots.arrays import BoolArray, IntArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import DOUBTED
from graph.supply.current import past
from graph.supply.relations import Relations


class Caveat(StrEnum):
    """What is told beside a supplier, in these words."""

    GUESS = "a guess"
    DISPUTED = "disputed"
    LATER = "known of later days only"
    PAST = "made no more"


CAVEAT = (
    "a guess: that it supplies at all is speculation; disputed; known of later days only, without a day of its own; "
    "made no more, where it is asked what can be made"
)
_MEANS: Mapping[Caveat, str] = {
    Caveat.GUESS: "nobody confirms that it supplies",
    Caveat.DISPUTED: "that it supplies is denied, too",
    Caveat.LATER: "no source says that it supplied on the day, nor that it did not",
    Caveat.PAST: "released too long ago to be made now",
}
LEGEND = "what the caveats that occur mean; empty where none does"
_CODES: tuple[Caveat | None, ...] = (None, *Caveat)


def legend(told: Iterable[Caveat | None]) -> str:
    """Return the line below a tree, a picture or a table that says what its caveats mean.

    Parameters
    ----------
    told : iterable of Caveat or None
        Those that occur.

    Returns
    -------
    str
        Empty where none does.

    Examples
    --------
    >>> legend([None, Caveat.GUESS])
    'a guess: nobody confirms that it supplies'
    """
    found = set(told)
    return "; ".join(f"{caveat}: {_MEANS[caveat]}" for caveat in Caveat if caveat in found)


def believed(edges: Relations) -> BoolArray:
    """Return which relations are not only guessed at, or disputed, by all of their claims, shape (relations,).

    Parameters
    ----------
    edges : Relations
        One claim without a doubt is enough to believe one.
    """
    found: BoolArray = edges.any(~edges.facts.claims.columns["confidence"].array(DOUBTED.__contains__, bool))
    return found


def caveats(snapshot: Snapshot, of: str, need: str) -> Mapping[str, Caveat]:
    """Return the caveats of the suppliers of a need, by id; those that have none are left out.

    Parameters
    ----------
    snapshot : Snapshot
        Its day and horizon say what is made no more.
    of, need : str
        Who needs, and the name of the need; empty where there is no such need.
    """
    first = adjacency(snapshot.arrays).first_need
    places = (n for at in snapshot.positions.needing(of) for n in range(int(first[at]), int(first[at + 1])))
    number = next((place for place in places if snapshot.needs[place].need == need), None)
    return {} if number is None else caveats_of_need(snapshot, number)


def caveats_of_need(snapshot: Snapshot, number: int) -> Mapping[str, Caveat]:
    """Return the caveats of the suppliers of a need, by id; those that have none are left out.

    Parameters
    ----------
    snapshot : Snapshot
        Its day and horizon say what is made no more.
    number : int
        Position in ``snapshot.needs``.
    """
    arrays = snapshot.arrays
    links = slice(int(arrays.first[number]), int(arrays.first[number + 1]))
    marked = zip(arrays.supplier[links].tolist(), _marks(snapshot)[0, links].tolist(), strict=True)
    found = {snapshot.ids[supplier]: _CODES[code] for supplier, code in marked}
    return {supplier: caveat for supplier, caveat in found.items() if caveat}


def caveat_of_link(snapshot: Snapshot, link: int) -> Caveat | None:
    """Return the caveat of one link, None where it has none.

    Parameters
    ----------
    snapshot : Snapshot
        Its day and horizon say what is made no more.
    link : int
        Position in ``snapshot.arrays``.
    """
    return _CODES[int(_marks(snapshot)[0, link])]


def with_caveat(snapshot: Snapshot) -> BoolArray:
    """Return which links have a caveat, shape (links,).

    Parameters
    ----------
    snapshot : Snapshot
        Its day and horizon say what is made no more.
    """
    found: BoolArray = _marks(snapshot)[0] > 0
    return found


def only_recalled(snapshot: Snapshot) -> BoolArray:
    """Return of which links nobody opened a page that says so, shape (links,).

    Parameters
    ----------
    snapshot : Snapshot
        One claim that was read, or restated from a file, is enough.
    """
    found: BoolArray = _marks(snapshot)[1] > 0
    return found


def _marks(snapshot: Snapshot) -> IntArray:
    """Return the place of each link's caveat in ``_CODES``, and whether it is only recalled, shape (2, links)."""
    return snapshot.kept.get("caveats of links", lambda: _marked(snapshot))


def _marked(snapshot: Snapshot) -> IntArray:
    compiled, edges = snapshot.structure.compiled, snapshot.gathered.edges
    columns = edges.facts.claims.columns
    confidence, checked = columns["confidence"], columns["checked"]
    disputed = edges.any(confidence.array(Confidence.DISPUTED.__eq__, bool))
    recalled = ~edges.any(checked.array(Checked.RECALLED.__ne__, bool))
    codes = [_CODES.index(one) for one in (Caveat.DISPUTED, Caveat.GUESS)]
    doubted = np.where(believed(edges), 0, np.where(disputed, *codes))
    later = _CODES.index(Caveat.LATER)  # says most of the day, of a guess as well
    of_edge = np.array([np.where(edges.is_later, later, doubted), recalled]).astype(np.int64)
    # Control follows from edges of its own: it is as doubtful as the most doubtful of these.
    trails = [snapshot.control.behind(need.of, one.id) for need in compiled.control for one in need.suppliers]
    control = np.zeros((2, len(trails)), np.int64)
    followed = np.fromiter(chain.from_iterable(trails), np.int64)
    owner = np.repeat(np.arange(len(trails)), [*map(len, trails)])
    for row, marks in zip(control, of_edge, strict=True):
        np.maximum.at(row, owner, marks[followed])
    found = np.concatenate([of_edge[:, compiled.gathered.link_edge], control], axis=1)[:, compiled.link_origin]
    if snapshot.horizon is not Horizon.RUN:
        gone = np.zeros(snapshot.arrays.size, dtype=bool)
        gone[snapshot.indices(past(snapshot.nodes, snapshot.as_of))] = True
        found[0, gone[snapshot.arrays.supplier] & (found[0] == 0)] = _CODES.index(Caveat.PAST)
    return found
