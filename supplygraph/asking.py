"""What a connection needs of a graph, wherever it is: answers, pictures, Cypher, and the whole as a file."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from graph.measures.measure import Measure
from graph.measures.named import NamesById


class Asked(Protocol):
    """A graph that can be asked: in a folder, or behind an address."""

    def __str__(self) -> str:
        """Say where it is."""

    def answer(self, measure: Measure[Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer of a measure as JSON, with every row.

        Raises
        ------
        SupplygraphError
            Saying what is wrong, with suggestions.
        """

    def names(self, ids: Iterable[str]) -> NamesById:
        """Return what ids are called; one that nothing has is left out."""

    def picture(self, node_id: str, given: Mapping[str, Any]) -> str:
        """Return the layered picture of a node as SVG."""

    def cypher(self, query: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rows of a reading query."""

    def graphml(self, given: Mapping[str, Any]) -> str:
        """Return the dependency structure of the day."""

    def close(self) -> None:
        """Let go of files and connections."""
