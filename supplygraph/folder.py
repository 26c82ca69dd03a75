"""The graph of a folder, asked in this process."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.drawing.drawing import drawing
from graph.drawing.svg import svg
from graph.formats.graphml import graphml
from graph.formats.network import whole
from graph.measures.measure import Limits, Measure, evaluate, every_row, snapshot_of
from graph.measures.named import NamesById
from graph.measures.question import Question, asked
from graph.snapshots.snapshot import Snapshot
from graph.stores.versions.store import VersionStore

if TYPE_CHECKING:
    from graph.stores.connection import CypherService

LIMITS = Limits(seconds=600)
"""Of a notebook's own process: nobody else waits for it."""


class GraphFolder:
    """The current graph of a folder.

    Parameters
    ----------
    path : Path
        As ``SUPPLYGRAPH_DATA``.

    Raises
    ------
    NoGraphError
        Nothing has been built there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._graph = VersionStore(path).read().graph
        self._service: CypherService | None = None

    def __str__(self) -> str:
        return str(self._path)

    def answer(self, measure: Measure[Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer of a measure as JSON, with every row."""
        question, limits = asked(measure.question, given), LIMITS
        if "limit" not in question.model_fields_set:
            question, limits = every_row(question, limits)
        found = evaluate(measure, self._graph, question, limits)
        content: dict[str, Any] = json.loads(found.model_dump_json(by_alias=True))
        return content

    def names(self, ids: Iterable[str]) -> NamesById:
        """Return what ids are called; one that nothing has is left out."""
        return self._graph.names(ids)

    def picture(self, node_id: str, given: Mapping[str, Any]) -> str:
        """Return the layered picture of a node as SVG."""
        rest = dict(given)
        down = rest.pop("direction", "up") == "down"
        snapshot = self._snapshot(rest)
        drawn = drawing(snapshot, node_id, down=down)
        name = snapshot.nodes[drawn.root].name
        told = f"As of {snapshot.as_of}, lens {snapshot.lens}, horizon {snapshot.horizon}"
        caption = f"{told}, graph {self._graph.version[:12]}. Supplygraph"
        return svg(drawn, f"What rests on {name}" if down else f"What {name} rests on", caption)

    def cypher(self, query: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rows of a reading query; the first one starts the engine."""
        service = self._service or self._started()
        found = service.run(query, parameters, version=self._graph.version)
        return found.decoded() | {
            "meta": {"graph_version": found.version, "truncated": found.cut is not None, "warnings": [*found.warnings]},
            "sources": {name: self._graph.sources[name].model_dump(mode="json") for name in found.sources},
        }

    def _started(self) -> "CypherService":
        from graph.stores.connection import CypherLimits, embedded_service

        self._service = embedded_service(self._path, CypherLimits(seconds=60))
        self._service.prepare(self._graph.version)
        return self._service

    def graphml(self, given: Mapping[str, Any]) -> str:
        """Return the dependency structure of the day."""
        return "".join(graphml(whole(self._snapshot(given))))

    def close(self) -> None:
        """End the engine, where one was started."""
        if self._service is not None:
            self._service.close()

    def _snapshot(self, given: Mapping[str, Any]) -> Snapshot:
        return snapshot_of(self._graph, asked(Question, given))
