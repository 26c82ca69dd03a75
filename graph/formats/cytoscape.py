"""A network as Cytoscape JSON, for Cytoscape, Cytoscape.js and networkx."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graph.formats.network import NodeLinkGraph


def cytoscape(network: NodeLinkGraph) -> Iterator[str]:
    """Yield a network as Cytoscape JSON, an element at a time.

    Parameters
    ----------
    network : NodeLinkGraph
        Its vertices and ties are read once.
    """
    yield f'{{"data": {_json(network.about)}, "directed": true, "multigraph": true, "elements": {{"nodes": [\n'
    yield from _joined({"id": one.id, "value": one.id, **one.attributes} for one in network.vertices)
    yield '], "edges": [\n'
    yield from _joined(
        {"id": one.id, "key": one.id, "source": one.start, "target": one.end} | _renamed(one.attributes)
        for one in network.ties
    )
    yield "]}}\n"


def _renamed(known: Mapping[str, Any]) -> dict[str, Any]:
    """Return attributes under names that Cytoscape leaves free: there `source` is an end of the edge."""
    return {"source_id" if name == "source" else name: value for name, value in known.items()}


def _joined(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    between = ""
    for row in rows:
        yield f'{between}{{"data": {_json(row)}}}'
        between = ",\n"


def _json(value: Any) -> str:
    return json.dumps(dict(value), ensure_ascii=False)
