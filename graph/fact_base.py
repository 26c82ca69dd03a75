"""What one version of the graph holds: nodes, claims, sources and redirects, checked and merged. Immutable."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from graph.errors import UnknownIdError
from graph.facts.arrays import FactArrays
from graph.facts.fact import EdgeFact, Fact, Redirect, Source
from graph.facts.facts import Facts
from graph.facts.since import source_days
from graph.facts.things import NodeTable
from graph.kept import Kept
from graph.node_ids import kind_of
from graph.ontology import NodeKind
from graph.search.name_index import NameIndex
from graph.search.search import called, rested_on, search

MOST_BYTES = 100_000_000
"""Of what is derived from one version and kept with it: timelines, null distributions."""


@dataclass(frozen=True, eq=False)
class FactBase:
    """The facts of one version, nodes merged.

    Attributes
    ----------
    version : str
        Hash of the content; every answer carries it.
    nodes : NodeTable
        By id, merged over their facts.
    claims : Facts of EdgeFact
        Every edge fact, rivals included.
    sources : Mapping[str, Source]
        By id.
    redirects : Mapping[str, str]
        Merged ids and where they lead.
    kept : Kept
        What analysis has derived from all of it.
    """

    version: str
    nodes: NodeTable
    claims: Facts[EdgeFact]
    sources: Mapping[str, Source]
    redirects: Mapping[str, str]
    kept: Kept = field(repr=False, default_factory=lambda: Kept(MOST_BYTES))

    @cached_property
    def arrays(self) -> FactArrays:
        """The facts as arrays: what every snapshot is made of."""
        return FactArrays(self.nodes, self.claims, self.source_days)

    @cached_property
    def source_days(self) -> Mapping[str, date]:
        """The day from which each source says what was so (``since.source_days``)."""
        return source_days(self.sources.values())

    @cached_property
    def name_index(self) -> NameIndex:
        """What its nodes are called."""
        return NameIndex(self.nodes)

    @cached_property
    def read_until(self) -> date | None:
        """The last day on which a source was opened; None where none says when."""
        return max((one.retrieved_on for one in self.sources.values() if one.retrieved_on), default=None)

    def facts(self) -> Iterator[Fact]:
        """Yield every fact, in a fixed order: what ``build`` would need to make this graph again."""
        yield from self.nodes.facts
        yield from self.claims
        for old, new in sorted(self.redirects.items()):
            yield Redirect(id=old, to=new)

    def names(self, ids: Iterable[str]) -> dict[str, str]:
        """Return what ids are called, on any day; an id that nothing has is left out.

        Parameters
        ----------
        ids : iterable of str
            As answers have them.
        """
        return {one: self.nodes[one].name for one in ids if one in self.nodes}

    def resolve(self, node_id: str, field: str = "id") -> str:
        """Return the id itself, where it redirects to, or what alone is called so.

        Parameters
        ----------
        node_id : str
            A merged id is taken for what it was merged into, ``country:FR`` for ``country:FRA``. Words without a kind,
            such as ``OpenAI`` or ``FRA``, are taken for the one thing that has exactly that name; where several have
            it, none is guessed at.
        field : str
            Named in the error: which part of a question the id is.

        Raises
        ------
        UnknownIdError
            With the nearest ids and names.
        """
        node_id = self.redirects.get(node_id, node_id)
        if kind_of(node_id) is NodeKind.COUNTRY and node_id not in self.nodes:
            node_id = self._by_code(node_id.partition(":")[2].upper()) or node_id
        if node_id in self.nodes:
            return node_id
        named = self.named(node_id) if kind_of(node_id) is None else []
        if len(named) != 1:
            raise UnknownIdError(node_id, named or self.near(node_id), field)
        return named[0]

    def _by_code(self, code: str) -> str | None:
        """Return the country of a code of two letters; alone such a code is a word, behind its kind it is none."""
        codes = self.nodes.property("iso2")
        places = (place for place, one in enumerate(codes.numbers.tolist()) if codes.values[one] == code)
        return next((self.nodes.ids[place] for place in places), None)

    def named(self, text: str) -> list[str]:
        """Return the ids of what is called exactly so, case and accents aside.

        Parameters
        ----------
        text : str
            A name, another name, a ticker, or the part of an id after its kind.
        """
        return [node.id for node in called(self.name_index, text)]

    def near(self, text: str, limit: int = 5) -> list[str]:
        """Return the ids that look most like a text.

        Parameters
        ----------
        text : str
            An id or a name. An id's kind, where there is one, bounds what is near; what is called exactly so and is of
            another kind comes first, and where nothing of the kind is near, every kind is looked at.
        limit : int
            Most ids.
        """
        slug = text.partition(":")[2] or text
        if not slug.strip():
            return []
        kind, index = kind_of(text), self.name_index
        end = self.claims.columns["end"]
        weight = rested_on(end.values[number] for number in end.numbers.tolist())
        of_kind = [node_id for node_id in self.nodes if kind_of(node_id) is kind]
        found = [*called(index, slug), *search(index, of_kind, slug, weight)] if kind else []
        found = found or search(index, self.nodes, slug, weight)
        return list(dict.fromkeys(node.id for node in found))[:limit]
