"""A network as GEXF 1.2, the form of Gephi that networkx reads too."""

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from graph.formats.graphml import written
from graph.formats.network import EDGE_TYPES, NODE_TYPES, Attribute, NodeLinkGraph

_TYPES = {str: "string", float: "double", int: "integer", bool: "boolean"}
_OWN = ("label", "weight")
"""What GEXF has an attribute of its own for."""


def gexf(network: NodeLinkGraph) -> Iterator[str]:
    """Yield a network as GEXF, a line at a time.

    Parameters
    ----------
    network : NodeLinkGraph
        Its vertices and ties are read once.
    """
    told = "; ".join(f"{name} {value}" for name, value in network.about.items())
    yield "<?xml version='1.0' encoding='utf-8'?>\n"
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield f"<meta><creator>Supplygraph</creator><description>{written(told)}</description></meta>\n"
    yield '<graph defaultedgetype="directed" mode="static">\n'
    for kind, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        rows = (f'<attribute id="{name}" title="{name}" type="{_TYPES[type_]}"/>' for name, type_ in types.items())
        yield f'<attributes class="{kind}" mode="static">{"".join(rows)}</attributes>\n'
    yield "<nodes>\n"
    for vertex in network.vertices:
        label = quoteattr(str(vertex.attributes["label"]))
        yield f"<node id={quoteattr(vertex.id)} label={label}>{_values(vertex.attributes)}</node>\n"
    yield "</nodes>\n<edges>\n"
    for tie in network.ties:
        weight = f' weight="{tie.attributes["weight"]!r}"' if "weight" in tie.attributes else ""
        ends = f"source={quoteattr(tie.start)} target={quoteattr(tie.end)}"
        label = quoteattr(str(tie.attributes["label"]))
        yield f"<edge id={quoteattr(tie.id)} {ends} label={label}{weight}>{_values(tie.attributes)}</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(known: Mapping[str, Attribute]) -> str:
    rows = "".join(
        f'<attvalue for="{name}" value={quoteattr(_text(value))}/>' for name, value in known.items() if name not in _OWN
    )
    return f"<attvalues>{rows}</attvalues>"


def _text(value: Attribute) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
