"""A network in the DOT language of Graphviz."""

import json
from collections.abc import Iterator

from graph.formats.network import Attribute, NodeLinkGraph

_SHOWN = ("kind", "layer")
_TOLD = ("weight", "need", "assumed", "closed", "checked", "confidence", "source_url")


def dot(network: NodeLinkGraph) -> Iterator[str]:
    """Yield a network as DOT, a line at a time; labels are names and needs, evidence stands in attributes.

    Parameters
    ----------
    network : NodeLinkGraph
        Its vertices and ties are read once.
    """
    yield f"digraph {_quoted(network.about['name'])} {{\n"
    for name, value in network.about.items():
        yield f"  {name}={_quoted(value)};\n"
    yield "  rankdir=TB;\n  node [shape=box];\n"
    for vertex in network.vertices:
        known = {name: vertex.attributes[name] for name in ("label", *_SHOWN) if name in vertex.attributes}
        yield f"  {_quoted(vertex.id)} [{_list(known)}];\n"
    for tie in network.ties:
        known = {name: tie.attributes[name] for name in ("label", *_TOLD) if name in tie.attributes}
        yield f"  {_quoted(tie.start)} -> {_quoted(tie.end)} [{_list(known)}];\n"
    yield "}\n"


def _list(known: dict[str, Attribute]) -> str:
    return ", ".join(f"{name}={_quoted(value)}" for name, value in known.items())


def _quoted(value: Attribute) -> str:
    """Return a value as a quoted string; JSON escapes quotes and ends of lines, a backslash stands for itself."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return json.dumps(text, ensure_ascii=False)
