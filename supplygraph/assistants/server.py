"""The server of tools: what an assistant may ask, over standard input and output or over HTTP."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from graph.analysis.series.table import SERIES
from graph.errors import SupplygraphError
from supplygraph.assistants.told import Part, page_link, told
from supplygraph.connected import ConnectedGraph

INSTRUCTIONS = """A knowledge graph of AI supply chains: what a model, lab or country ultimately rests on, who can
stop it, and how far the world is dividing into a US and a Chinese sphere. Ids look like model:glm-5, lab:openai,
company:asml, chip:nvidia-h100, country:TWN; `find` gives them. Give every number with its interval, day, horizon and
source. What is not known is not zero and not safe: say so. Cite the sources and the link that an answer ends with."""

IdGiven = Annotated[str, Field(description="an id such as model:glm-5 or country:NLD; `find` gives ids")]
IdsGiven = Annotated[list[str], Field(description="ids such as country:TWN")]
HorizonGiven = Annotated[
    Literal["run", "make", "grow"],
    Field(description="run: does it keep serving; make: can more of the same be made; grow: can capacity be added"),
]
READING = ToolAnnotations(readOnlyHint=True, destructiveHint=False, idempotentHint=True, openWorldHint=False)


def server_of(graph: ConnectedGraph, page: str) -> MCPServer[Any]:
    """Return the server of tools over a graph.

    Parameters
    ----------
    graph : ConnectedGraph
    page : str
        The address of the page that links lead to.
    """
    made: MCPServer[Any] = MCPServer("supplygraph", title="Supplygraph", instructions=INSTRUCTIONS, website_url=page)
    tools = Tools(graph, page)
    for name, title in TOOLS.items():
        made.add_tool(_answering(getattr(tools, name)), name=name.replace("_", "-"), title=title, annotations=READING,
                      structured_output=False)  # fmt: skip
    return made


TOOLS = {
    "find": "Find ids by name",
    "profile": "An entity on one page, or two side by side",
    "why": "Why one entity rests on another",
    "what_if": "What falls if something is gone",
    "chokepoints": "Who stops most",
    "spheres": "How far the world is divided",
    "compare": "Two what-ifs side by side",
    "series": "Prices, capability lag, usage over time",
    "cypher": "A reading Cypher query",
    "sources": "Who says what of an entity",
}
"""The tools, by the name of their method, with their titles."""


class Tools:
    """The tools; the docstrings are what an assistant reads of each.

    Parameters
    ----------
    graph : ConnectedGraph
    page : str
    """

    def __init__(self, graph: ConnectedGraph, page: str) -> None:
        self._graph = graph
        self._link = page_link(page)

    def find(self, text: Annotated[str, Field(description="a name, alias or id, in any script")]) -> str:
        """Find entities by name: ids to ask the other tools about, the best match first."""
        found = self._graph.find(text, limit=15)
        return told(found, [Part("Found", found.rows(), ("id", "name", "kind"))], self._link(view="home"))

    def profile(
        self, id: IdGiven, compare: Annotated[str | None, Field(description="another id to put beside")] = None
    ) -> str:
        """Describe an entity: what it rests on, whom it stops, what it controls, and what is not known of it."""
        found = self._graph.profile(id, compare=compare)
        parts = [Part(str(found["name"]), found.rows("lines"), ("section", "label", "value", "low", "high", "unit"))]
        if found.get("beside"):
            columns = ("section", "label", "value", "low", "high", "unit")
            parts.append(Part(str(found["beside"]), found.rows("beside_lines"), columns))
        return told(found, parts, self._link(view="profile", root=id, beside=compare))

    def why(self, dependent: IdGiven, supplier: IdGiven, horizon: HorizonGiven = "make") -> str:
        """Say in a sentence why one entity rests on another, with the chain, shares and alternatives at each step."""
        found = self._graph.why(dependent, supplier, horizon=horizon)
        return told(found, [Part("Chain", found.rows())], self._link(view="why", root=dependent, to=supplier))

    def what_if(
        self,
        remove: IdsGiven,
        targets: Annotated[list[str] | None, Field(description="report on these only; all when left out")] = None,
        horizon: HorizonGiven = "make",
    ) -> str:
        """Say what falls and what is degraded if entities or countries are gone, in order, with reasons.

        A loss is low (what the facts force), central, high (the worst).
        """
        found = self._graph.scenario({"remove": remove, "targets": targets or []}, horizon=horizon)
        parts = [
            Part("Falls", found.rows("failed"), ("id", "name", "loss", "certain", "reason")),
            Part("Degraded", found.rows("degraded"), ("id", "name", "loss", "reason")),
            Part("Survives", [row for row in found.get("survives", ()) if isinstance(row, dict)], ("id", "name")),
            Part("Not known", [row for row in found.get("not_known", ()) if isinstance(row, dict)], ("id", "name")),
        ]
        root = targets[0] if targets else None
        view = {"view": "dependencies", "root": root} if root else {"view": "home"}
        return told(found, parts, self._link(**view, out=",".join(remove)))

    def chokepoints(
        self,
        targets: Annotated[
            str,
            Field(description="labs, frontier-models, models-in-use, large-sites, all-models, kind:model, or ids"),
        ] = "labs",
        over: Annotated[Literal["country", "company", "entity"], Field(description="who is taken away")] = "country",
        action: Annotated[
            Literal["collapse", "ban"], Field(description="it is gone, or it stops supplying")
        ] = "collapse",
        horizon: HorizonGiven = "make",
    ) -> str:
        """Rank whose loss stops the most targets, with certain and likely counts."""
        found = self._graph.chokepoints(targets=targets, over=over, action=action, horizon=horizon, limit=15)
        page = self._link(view="chokepoints", over=over, action=action, targets=targets)
        return told(found, [Part("Whose loss stops most", found.rows())], page, f"Counted are {found['of']}.")

    def spheres(
        self,
        country: Annotated[
            str | None, Field(description="one country, layer by layer; the layers of all if left out")
        ] = None,
    ) -> str:
        """Say how far the world is divided into a US and a Chinese sphere, layer by layer, beside chance."""
        if country:
            found = self._graph.country(country)
            return told(found, [Part(country, found.rows())], self._link(view="map", selected=country))
        found = self._graph.fragmentation()
        return told(found, [Part("Layers", found.rows())], self._link(view="spheres", mode="index"))

    def compare(self, first: IdsGiven, second: IdsGiven, horizon: HorizonGiven = "make") -> str:
        """Put two what-ifs side by side: what falls only without the first, only without the second, without both."""
        pair = {"first": {"remove": first}, "second": {"remove": second}}
        found = self._graph.compare(pair, horizon=horizon)
        names = [name for name in found if isinstance(found[name], list)]
        parts = [Part(name.replace("_", " "), [{"id": one} for one in found[name]]) for name in names]
        return told(found, parts, self._link(view="home", out=",".join(first)))

    def series(
        self,
        name: Annotated[str | None, Field(description=f"one of {', '.join(SERIES)}; the list when left out")] = None,
    ) -> str:
        """Give a series over time, our points beside published figures."""
        if name is None:
            rows = "\n".join(f"- {key}: {kind.title} ({kind.unit})" for key, kind in SERIES.items())
            return f"Series:\n{rows}\nSee them drawn: {self._link(view='spheres', mode='series')}"
        found = self._graph.series(name)
        parts = [
            Part(str(found["title"]), list(reversed(found.rows("points")))),
            Part("Published", found.rows("published")),
        ]
        return told(found, parts, self._link(view="spheres", mode="series", series=name), str(found["definition"]))

    def cypher(
        self,
        query: Annotated[str, Field(description="a reading query, such as MATCH (m:Model) RETURN m.name LIMIT 5")],
        parameters: Annotated[dict[str, Any] | None, Field(description="values of its $names")] = None,
    ) -> str:
        """Run a reading Cypher query. Labels: Model, Lab, Chip, Company …; `r.current` marks claims in use."""
        found = self._graph.cypher(query, **(parameters or {}))
        return told(found, [Part("Rows", found.rows())], self._link(view="cypher", q=query))

    def sources(self, id: IdGiven) -> str:
        """List who says what of an entity: each claim about it with its share, its source and whether it was read."""
        found = self._graph.node(id)
        edges = Part("Claims", found.rows("edges"), ("kind", "from", "to", "need", "share", "source", "checked"))
        return told(
            found, [edges], self._link(view="dependencies", root=id, selected=id), f"{found['name']} ({found['id']})"
        )


def _answering(tool: Callable[..., str]) -> Callable[..., str]:
    """Return a tool whose expected errors reach the assistant as text, with what to try instead."""
    from functools import wraps

    @wraps(tool)
    def answering(*given: Any, **named: Any) -> str:
        try:
            return tool(*given, **named)
        except SupplygraphError as error:
            near = getattr(error, "suggestions", ())
            hint = f" Try {', '.join(list(near)[:6])}." if near and "Did you mean" not in str(error) else ""
            raise ToolError(f"{error}{hint}") from error

    return answering
