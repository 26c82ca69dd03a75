"""A connection: every declared measure as a method, and pictures, networks and Cypher."""

from collections.abc import Callable, Mapping
from inspect import Parameter, Signature
from types import TracebackType
from typing import Any, Self

import networkx as nx
from rapidfuzz import process

from graph.errors import QuestionError
from graph.measures.declared import declared, names
from graph.measures.measure import Measure
from graph.measures.question import Question, asked, unknown_parameter
from supplygraph.answered import Answered
from supplygraph.asking import Asked
from supplygraph.drawn import Drawn, listing


class ConnectedGraph:
    """A graph to ask. Methods are the commands, with `_` for `-`: ``graph.why("model:glm-5", "country:NLD")``.

    Parameters
    ----------
    asked : Asked
        Where the graph is.
    common : mapping of str to str
        Parameters that every question has unless it says otherwise.
    """

    def __init__(self, asked_of: Asked, common: Mapping[str, str]) -> None:
        asked(Question, common)
        self._asked = asked_of
        self._common = dict(common)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections."""
        self._asked.close()

    def __repr__(self) -> str:
        said = "".join(f", {name}={value}" for name, value in self._common.items())
        return f"<Supplygraph at {self._asked}{said}>"

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name.replace("-", "_") for name in names())]

    def __getattr__(self, name: str) -> Callable[..., Answered]:
        if name.startswith("_"):
            raise AttributeError(name)
        wanted = name.replace("_", "-")
        if wanted not in names():
            near = [match[0].replace("-", "_") for match in process.extract(wanted, list(names()), limit=3)]
            raise AttributeError(f"there is no question {name!r}; did you mean {', '.join(near)}?")
        return _method(self, declared(wanted))

    def ask(self, name: str, /, *given: Any, **parameters: Any) -> Answered:
        """Ask a question by its name; ``from`` and the like, which Python keeps for itself, as ``from_``.

        Parameters
        ----------
        name : str
            Of a measure, see docs/measures.md.
        given : Any
            Its first parameters, in the order of its command.
        parameters : Any
            Others by name.

        Raises
        ------
        SupplygraphError
            Saying what is wrong, with suggestions.
        """
        if name.replace("_", "-") not in names():
            near = [match[0] for match in process.extract(name, list(names()), limit=3)]
            raise QuestionError(f"there is no question {name!r}; did you mean {', '.join(near)}?", "name", near)
        measure = declared(name.replace("_", "-"))
        return Answered(
            measure, self._asked.answer(measure, self._given(measure, given, parameters)), self._asked.names
        )

    def draw(self, node_id: str, **parameters: Any) -> Drawn:
        """Return the layered picture of what an entity rests on (``direction="down"``: of what rests on it)."""
        return Drawn(self._asked.picture(node_id, self._common | parameters))

    def cypher(self, query: str, **parameters: Any) -> Answered:
        """Run a reading Cypher query; its ``$names`` are given by name."""
        found = self._asked.cypher(query, parameters)
        rows = [dict(zip(found["columns"], row, strict=True)) for row in found["rows"]]
        return Answered(None, {"meta": found["meta"], "sources": found.get("sources", {}), "rows": rows})

    def network(self) -> "nx.MultiDiGraph[str]":
        """Return the whole dependency structure of the day: from dependents to suppliers, with need and evidence."""
        return nx.MultiDiGraph(nx.parse_graphml(self._asked.graphml(self._common), force_multigraph=True))

    def _given(self, measure: Measure[Any], given: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
        fields = measure.question.model_fields
        order = [field.alias or name for name, field in fields.items()]
        first = [name for name in (*measure.in_path, *measure.positional, measure.body) if name]
        first = [fields[name].alias or name for name in first]
        if len(given) > len(first):
            raise QuestionError(f"{measure.name} takes {', '.join(first) or 'nothing'} without a name", "name", order)
        values = dict(zip(first, given, strict=False)) | {name.rstrip("_"): value for name, value in named.items()}
        for name in values:
            if name not in order:
                raise unknown_parameter(name, order)
        common = {name: value for name, value in self._common.items() if name in order}
        return {name: _plain(value) for name, value in (common | values).items() if value is not None}

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        rows = [{"question": declared(name).title, "method": name.replace("-", "_")} for name in names()]
        return {"text/plain": repr(self), "text/html": listing(repr(self), rows)}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _method(connection: ConnectedGraph, measure: Measure[Any]) -> Callable[..., Answered]:
    def method(*given: Any, **parameters: Any) -> Answered:
        return connection.ask(measure.name, *given, **parameters)

    fields = measure.question.model_fields
    takes = "\n".join(f"{field.alias or name} : {field.description}" for name, field in fields.items())
    method.__name__ = measure.name.replace("-", "_")
    method.__doc__ = f"{measure.title}.\n\n{measure.description}\n\nParameters\n----------\n{takes}"
    first = {*measure.in_path, *measure.positional, measure.body}
    parameters = [
        Parameter(_name(field.alias or name), Parameter.POSITIONAL_OR_KEYWORD)
        for name, field in fields.items()
        if name in first
    ]
    parameters += [
        Parameter(_name(field.alias or name), Parameter.KEYWORD_ONLY, default=None)
        for name, field in fields.items()
        if name not in first
    ]
    method.__signature__ = Signature(parameters, return_annotation=Answered)  # type: ignore[attr-defined]
    return method


def _name(name: str) -> str:
    from keyword import iskeyword

    return f"{name}_" if iskeyword(name) else name
