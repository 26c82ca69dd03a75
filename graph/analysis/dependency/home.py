"""The home of an entity: its developer or designer, its owners and their house, and the countries that control these.

A house is all organisations that its owners own altogether: the cloud of a firm and its laboratory are of one.
That an entity falls with its own home is no finding, so answers list it apart. What is only said by speculation, or in
dispute, makes no home: what falls with a guess would be hidden by it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain as together

import numpy as np

from graph.analysis.dependency.caveats import believed
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.ontology import ORGANISATIONS, EdgeKind, NodeKind
from graph.snapshots.arrays import BoolArray, IntArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.control import NOBODY_KNOWN
from graph.supply.needs import Need

_HOME_LINKS = frozenset(
    {
        EdgeKind.DEVELOPED_BY, EdgeKind.DESIGNED_BY, EdgeKind.PART_OF, EdgeKind.BASED_IN,
        EdgeKind.LOCATED_IN,
    }
)  # fmt: skip

HOME = (
    "one of the entity's own home: its developer or designer, its owners and what these own altogether, or a country "
    "that controls these"
)
ONLY_AS_HOME = "it stops the entity by nothing but being its home: no finding"
BESIDES_HOME = "what one of its own home takes otherwise than by being that, as a share of capacity: low, central, high"

MAKERS = frozenset({EdgeKind.DEVELOPED_BY, EdgeKind.DESIGNED_BY})


@dataclass(frozen=True, eq=False)
class Home:
    """The home of one entity.

    Attributes
    ----------
    members : frozenset[str]
        Developers, designers, owners, their house, and controlling countries; not the entity itself.
    nodes : IntArray
        The entity and those members that are controlled, as positions in ``snapshot.arrays``.
    needs : BoolArray, shape (needs,)
        The needs by which the entity hangs on its home.
    """

    members: frozenset[str]
    nodes: IntArray
    needs: BoolArray


def home(snapshot: Snapshot, node_id: str) -> Home:
    """Return the home of an entity; kept with the snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says which countries are behind whom; who made a product is its home at every horizon.
    node_id : str
        The entity, which is no part of its own home.
    """
    return snapshot.kept.get(("home", node_id), lambda: _home(snapshot, node_id))


def _home(snapshot: Snapshot, node_id: str) -> Home:
    needs = np.zeros(snapshot.arrays.need_count, dtype=bool)
    chain = [node_id]
    members: set[str] = set()
    for own in chain:
        members |= set(snapshot.controllers(own))
        # Who made it is its home at every horizon, also where nobody needs its maker any more.
        chain += [maker for maker in sorted(_makers(snapshot).get(own, ())) if maker not in chain]
        for number in _needs_of(snapshot, own):
            need = snapshot.needs[number]
            if is_home(snapshot, need):
                needs[number] = True
                chain += [s.id for s in need.suppliers if s.id not in chain]
    # That a laboratory's own service falls with the laboratory is no finding either.
    for owned in _services_of(snapshot, chain):
        for number in _needs_of(snapshot, owned):
            needs[number] |= {supplier.id for supplier in snapshot.needs[number].suppliers} <= set(chain)
    members |= set(chain[1:])
    members |= house(snapshot, chain)
    members.discard(node_id)
    return Home(
        members=frozenset(members),
        nodes=np.array(sorted({at for own in chain for at in snapshot.positions.needing(own)}), dtype=np.int64),
        needs=needs,
    )


def house(snapshot: Snapshot, chain: Iterable[str]) -> set[str]:
    """Return the owners of some entities, at any depth, and the organisations that these own altogether.

    Parameters
    ----------
    snapshot : Snapshot
        Has who owns whom.
    chain : iterable of str
        Ids. What they own themselves is of their house only where their owners own them altogether.
    """
    found, todo, owners = set[str](), list(chain), _owners(snapshot)
    while todo:
        above = owners.get(todo.pop(), frozenset()) - found
        found |= above
        todo += above
    todo = list(found)
    while todo:
        owned = snapshot.owned.get(todo.pop(), ())
        below = {one for one in owned if owners.get(one) and snapshot.owners[one] <= found} - found
        below = {one for one in below if snapshot.nodes.kind(one) in ORGANISATIONS}
        found |= below
        todo += below
    return found


class AtHome:
    """Whether entities are at home with some: are among them, or have a developer, owner or country there.

    The same as to ask for the ``home`` of each, without looking at its needs.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says which countries are behind whom.
    members : collection of str
        Ids.
    """

    def __init__(self, snapshot: Snapshot, members: Collection[str]) -> None:
        self._snapshot, self._members = snapshot, frozenset(members)
        self._above = (_owners(snapshot), _makers(snapshot), _operators(snapshot))
        self._known: dict[str, bool] = {}

    def __call__(self, node_id: str) -> bool:
        """Say whether an entity is one of the members, or at home with one.

        Parameters
        ----------
        node_id : str
            Has to be in the snapshot.
        """
        if node_id not in self._known:
            seen, todo, found = set[str](), [node_id], False
            while todo and not found:
                above = todo.pop()
                if above not in seen:  # owners may stand in a circle
                    seen.add(above)
                    found = self._known.get(above, False) or self._direct(above)
                    todo += together.from_iterable(known.get(above, ()) for known in self._above)
            self._known[node_id] = found or not self._members.isdisjoint(house(self._snapshot, seen))
        return self._known[node_id]

    def _direct(self, node_id: str) -> bool:
        return node_id in self._members or not self._members.isdisjoint(self._snapshot.controllers(node_id))


def _owners(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Return the immediate owners of everything that is known to have any."""
    return snapshot.kept.get("owners that are no guess", lambda: _ends(_believed(snapshot, EdgeKind.PART_OF)))


def _makers(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Return who is known to have made products, whatever the horizon."""
    return snapshot.kept.get("makers that are no guess", lambda: _ends(_believed(snapshot, *MAKERS)))


def _operators(snapshot: Snapshot) -> Mapping[str, frozenset[str]]:
    """Return who is known to run sites."""

    def made() -> Mapping[str, frozenset[str]]:
        runs = _believed(snapshot, EdgeKind.OPERATES)
        return _ends((site, firm) for firm, site in runs if snapshot.nodes.kind(site) is NodeKind.FACILITY)

    return snapshot.kept.get("operators that are no guess", made)


def _believed(snapshot: Snapshot, *kinds: EdgeKind) -> Iterator[tuple[str, str]]:
    """Yield both ends of the relations of some kinds that are no guess and not disputed; no edge is made."""
    edges = snapshot.edges
    ids, told = edges.facts.nodes.ids, believed(edges)
    for place in together.from_iterable(map(edges.of_kind, kinds)):
        if told[place]:
            yield ids[edges.start[place]], ids[edges.end[place]]


def _ends(pairs: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for start, end in pairs:
        found[start].add(end)
    return {start: frozenset(ends) for start, ends in found.items()}


def _needs_of(snapshot: Snapshot, own: str) -> Iterator[int]:
    first = adjacency(snapshot.arrays).first_need
    for position in snapshot.positions.needing(own):
        yield from range(int(first[position]), int(first[position + 1]))


def _services_of(snapshot: Snapshot, chain: list[str]) -> list[str]:
    labs = {one for one in chain if snapshot.nodes.kind(one) is NodeKind.LAB}
    return [owned for owned, above in snapshot.owners.items() if not labs.isdisjoint(above)] if labs else []


def is_home(snapshot: Snapshot, need: Need) -> bool:
    """Say whether a need ties an entity to its developer, designer, owner or country.

    Parameters
    ----------
    snapshot : Snapshot
        Has the kinds of the links.
    need : Need
        Home only when every one of its suppliers is, and is no guess.
    """
    gathered = snapshot.gathered
    place = gathered.place((need.of, need.need))  # control, which nobody gathers, is home
    if place is None:
        return need.basis != NOBODY_KNOWN
    links = gathered.links(place)
    return {gathered.kind_of(link) for link in links} <= _HOME_LINKS and not any(map(gathered.is_guess, links))


def origins(snapshot: Snapshot, product: str) -> frozenset[str]:
    """Return the developers or designers of a product, empty where it has none.

    Parameters
    ----------
    snapshot : Snapshot
        Only makers that bind at its horizon.
    product : str
        Id of a model or chip; other things have none.
    """
    gathered, ids = snapshot.gathered, snapshot.graph.nodes.ids
    return frozenset(
        ids[gathered.supplier[link]]
        for need in gathered.of_node(product)
        for link in gathered.links(need)
        if gathered.kind_of(link) in MAKERS
    )


def owned_by(snapshot: Snapshot, members: frozenset[str]) -> frozenset[str]:
    """Return some entities with all that they own altogether, directly or through others.

    Parameters
    ----------
    snapshot : Snapshot
        Has who owns whom.
    members : frozenset[str]
        Ids; what they own only together with others is left out.

    Returns
    -------
    frozenset of str
        The members themselves among them.
    """
    above = snapshot.owners
    while owned := {i for i, parents in above.items() if i not in members and parents <= members}:
        members |= owned
    return members
