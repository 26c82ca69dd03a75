"""A network as GraphML, for Gephi, yEd, networkx, igraph: written as it is read, evidence included."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from graph.formats.network import EDGE_TYPES, NODE_TYPES, Attribute, NodeLinkGraph

_TYPES = {str: "string", float: "double", int: "long", bool: "boolean"}
_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)


def graphml(network: NodeLinkGraph) -> Iterator[str]:
    """Yield a network as GraphML, a line at a time.

    Parameters
    ----------
    network : NodeLinkGraph
        Its vertices and ties are read once.
    """
    yield _HEAD
    of = {"graph": dict.fromkeys(network.about, str), "node": NODE_TYPES, "edge": EDGE_TYPES}
    keys = {kind: {name: f"{kind[0]}{number}" for number, name in enumerate(names)} for kind, names in of.items()}
    for kind, names in of.items():
        for name, value in names.items():
            yield f'<key id="{keys[kind][name]}" for="{kind}" attr.name="{name}" attr.type="{_TYPES[value]}"/>\n'
    yield '<graph edgedefault="directed">\n' + _data(keys["graph"], network.about) + "\n"
    for vertex in network.vertices:
        yield f"<node id={quoteattr(vertex.id)}>{_data(keys['node'], vertex.attributes)}</node>\n"
    for tie in network.ties:
        ends = f"source={quoteattr(tie.start)} target={quoteattr(tie.end)}"
        yield f"<edge id={quoteattr(tie.id)} {ends}>{_data(keys['edge'], tie.attributes)}</edge>\n"
    yield "</graph></graphml>\n"


def _data(keys: Mapping[str, str], known: Mapping[str, Attribute]) -> str:
    return "".join(f'<data key="{keys[name]}">{written(value)}</data>' for name, value in known.items())


def written(value: Attribute) -> str:
    """Return a value as XML text.

    Parameters
    ----------
    value : Attribute
        A text is escaped; it may stand between tags, not in an attribute.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(value) if isinstance(value, str) else repr(value)
