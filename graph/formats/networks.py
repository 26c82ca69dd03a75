"""The forms that a network is written as, with their media types."""

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from graph.formats.cytoscape import cytoscape
from graph.formats.dot import dot
from graph.formats.gexf import gexf
from graph.formats.graphml import graphml
from graph.formats.jsonld import jsonld
from graph.formats.network import NodeLinkGraph


class NetworkFormat(StrEnum):
    """What a network is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    DOT = "dot"
    CYTOSCAPE = "cytoscape"
    JSONLD = "jsonld"


NETWORK_MEDIA_TYPES: Mapping[NetworkFormat, str] = {
    NetworkFormat.GRAPHML: "application/graphml+xml",
    NetworkFormat.GEXF: "application/gexf+xml",
    NetworkFormat.DOT: "text/vnd.graphviz",
    NetworkFormat.CYTOSCAPE: "application/vnd.cytoscape.cyjs+json",
    NetworkFormat.JSONLD: "application/ld+json",
}
NETWORK_WRITERS: Mapping[NetworkFormat, Callable[[NodeLinkGraph], Iterator[str]]] = {
    NetworkFormat.GRAPHML: graphml,
    NetworkFormat.GEXF: gexf,
    NetworkFormat.DOT: dot,
    NetworkFormat.CYTOSCAPE: cytoscape,
    NetworkFormat.JSONLD: jsonld,
}
