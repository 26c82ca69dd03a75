"""Values of a query as typed JSON: nodes, relationships, paths, times and points say what they are.

Plain values stay plain. Everything else is an object with a ``type``; a map of the user's that has a key of that
name is wrapped, so that nothing is mistaken. Ids are ours: the engine's own change when a graph is replaced.
"""

import base64
import json
import math
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time


class TypedRows:
    """Rows as JSON text."""

    def __init__(self) -> None:
        self._seen = GraphSeen()
        self._rows: list[str] = []
        self._before_last = self._seen.mark()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def add(self, values: list[Any]) -> int:
        """Add a row; return how many characters it has.

        Parameters
        ----------
        values : list[Any]
            As the driver gave them, one for each column.
        """
        self._before_last = self._seen.mark()
        row = [self._seen.value(value) for value in values]
        self._rows.append(json.dumps(row, ensure_ascii=False, allow_nan=False))
        return len(self._rows[-1])

    def drop_last(self) -> None:
        """Forget the row that was added last, and what was seen in it."""
        self._rows.pop()
        self._seen.back_to(self._before_last)

    def sources(self) -> list[str]:
        """Return the ids of the sources behind what is in them."""
        return self._seen.sources()

    def body(self, columns: list[str]) -> bytes:
        """Return columns, rows and graph as the inside of a JSON object.

        Parameters
        ----------
        columns : list[str]
            Their names.
        """
        return (
            f'"columns": {json.dumps(columns, ensure_ascii=False)}, "rows": [{", ".join(self._rows)}], '
            f'"graph": {json.dumps(self._seen.content(), ensure_ascii=False)}'
        ).encode()


class GraphSeen:
    """The distinct nodes and relationships of an answer, so that it can be drawn."""

    def __init__(self) -> None:
        self._nodes: dict[str, dict[str, Any]] = {}
        self._relationships: dict[str, dict[str, Any]] = {}

    def sources(self) -> list[str]:
        """Return the ids of the sources behind them."""
        found: dict[str, None] = {}
        for seen in (*self._nodes.values(), *self._relationships.values()):
            properties = seen["properties"]
            found.update(dict.fromkeys(properties.get("sources") or ()))
            found.update(dict.fromkeys([properties["source"]] if "source" in properties else ()))
        return list(found)

    def content(self) -> dict[str, list[dict[str, Any]]]:
        """Return both as lists, in order of first appearance."""
        return {"nodes": list(self._nodes.values()), "relationships": list(self._relationships.values())}

    def mark(self) -> tuple[int, int]:
        """Return how much has been seen."""
        return len(self._nodes), len(self._relationships)

    def back_to(self, mark: tuple[int, int]) -> None:
        """Forget what was seen after a mark.

        Parameters
        ----------
        mark : tuple[int, int]
            From ``mark``: how many nodes and relationships had been seen.
        """
        for seen, count in zip((self._nodes, self._relationships), mark, strict=True):
            for key in list(seen)[count:]:
                del seen[key]

    def value(self, value: Any) -> Any:
        """Return a value of the driver as typed JSON, and note what is in it.

        Parameters
        ----------
        value : Any
            As the driver gave it, however deep.
        """
        match value:
            case None | bool() | str() | int():
                return value
            case float():
                return value if math.isfinite(value) else {"type": "number", "value": str(value)}
            case Node():
                return self._node(value)
            case Relationship():
                return self._relationship(value)
            case Path():
                return {
                    "type": "path",
                    "length": len(value.relationships),
                    "nodes": [self._node(node) for node in value.nodes],
                    "relationships": [self._relationship(link) for link in value.relationships],
                }
            case list() | tuple() if not isinstance(value, Point | Duration):
                return [self.value(item) for item in value]
            case dict():
                content = {key: self.value(item) for key, item in value.items()}
                return {"type": "map", "value": content} if "type" in content else content
            case _:
                return _other(value)

    def _node(self, node: Node) -> dict[str, Any]:
        if known := self._nodes.get(node.element_id):
            return known
        content = {
            "type": "node",
            "id": node.get("id"),
            "labels": sorted(node.labels),
            "properties": {key: self.value(item) for key, item in sorted(node.items())},
        }
        self._nodes[node.element_id] = content
        return content

    def _relationship(self, link: Relationship) -> dict[str, Any]:
        if known := self._relationships.get(link.element_id):
            return known
        content = {
            "type": "relationship",
            "id": link.get("id"),
            "kind": link.type,
            "from": link.get("from_id"),
            "to": link.get("to_id"),
            "properties": {key: self.value(item) for key, item in sorted(link.items())},
        }
        self._relationships[link.element_id] = content
        return content


def _other(value: Any) -> dict[str, Any]:
    match value:
        case Date():
            return {"type": "date", "value": value.iso_format()}
        case DateTime():
            return {"type": "localdatetime" if value.tzinfo is None else "datetime", "value": value.iso_format()}
        case Time():
            return {"type": "localtime" if value.tzinfo is None else "time", "value": value.iso_format()}
        case Duration():
            return {"type": "duration", "value": value.iso_format()}
        case Point():
            return {"type": "point", "srid": value.srid, "coordinates": list(value)}
        case bytes() | bytearray():
            return {"type": "bytes", "value": base64.b64encode(value).decode()}
        case _:
            return {"type": type(value).__name__.lower(), "value": str(value)}
