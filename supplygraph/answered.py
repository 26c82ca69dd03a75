"""An answer: JSON as the address gives it, and the same as frames, networks and tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import networkx as nx

from graph.errors import QuestionError
from graph.measures.measure import Measure
from graph.measures.named import NamesById, ids_in, named_rows
from graph.measures.sheets import ids_of, sheet
from graph.measures.table import rows_of
from supplygraph.drawn import listing

if TYPE_CHECKING:
    import pandas
    import polars


class Answered(Mapping[str, Any]):
    """What was asked, as a mapping of the parts of the JSON answer.

    Parameters
    ----------
    measure : Measure or None
        None for Cypher.
    content : dict
    named : callable, optional
        Returns what ids are called; asked for the ids of a table that is shown or made a frame.
    """

    def __init__(
        self,
        measure: Measure[Any] | None,
        content: dict[str, Any],
        named: Callable[[Iterable[str]], NamesById] = lambda ids: {},
    ) -> None:
        self._measure = measure
        self._named = named
        self._content = content
        self._declared = {table.rows: table for table in measure.tables} if measure else {}

    def __getitem__(self, name: str) -> Any:
        return self._content[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)

    def __repr__(self) -> str:
        rows = ", ".join(f"{name}: {len(self.rows(name))} rows" for name in self.tables)
        return f"<{self._measure.name if self._measure else 'cypher'}: {rows or ', '.join(self)}>"

    @property
    def meta(self) -> dict[str, Any]:
        """What the answer rests on: graph version, day, lens, horizon, limits, assumptions."""
        meta: dict[str, Any] = self._content["meta"]
        return meta

    @property
    def tables(self) -> tuple[str, ...]:
        """The parts that are tables; `sources` is one too."""
        own = tuple(self._declared) or (("rows",) if self._measure is None else ())
        return (*own, "sources") if self._content.get("sources") else own

    def rows(self, table: str | None = None) -> list[dict[str, Any]]:
        """Return a table as rows, intervals in one cell as JSON has them; the first one when none is named.

        Raises
        ------
        QuestionError
            There is no such table; the error names those that there are.
        """
        name = table or next(iter(self.tables), "")
        if name in self._declared:
            return rows_of(self._content, self._declared[name])
        if name == "sources" and name in self.tables:
            return [dict(source) for source in self._content["sources"].values()]
        if name == "rows" and self._measure is None:
            return list(self._content["rows"])
        there = ", ".join(self.tables) or "none; its parts are " + ", ".join(self)
        raise QuestionError(f"no table {name!r} in this answer; there are {there}", "table", self.tables)

    def pandas(self, table: str | None = None) -> "pandas.DataFrame":
        """Return a table as a pandas frame with nullable types: what is not known is <NA>, never zero.

        Its columns are those of a file: an interval is two, ids have names beside them.
        ``frame.attrs`` says of which graph, day, lens and horizon it is.
        """
        import pandas

        columns, rows = self._columns(table)
        frame = pandas.DataFrame.from_records(rows, columns=list(columns)).convert_dtypes()
        numbers = {name: {float: "Float64", int: "Int64", bool: "boolean"}[kind] for name, kind in columns.items()
                   if kind in (float, int, bool)}  # fmt: skip
        frame = frame.astype(numbers)
        frame.attrs |= self._about()
        return frame

    def polars(self, table: str | None = None) -> "polars.DataFrame":
        """Return a table as a polars frame, columns as those of a file; what is not known is null, never zero."""
        import polars

        columns, rows = self._columns(table)
        kinds = {float: polars.Float64, int: polars.Int64, bool: polars.Boolean, str: polars.String}
        known = {name: kinds[kind] for name, kind in columns.items() if kind in kinds}
        if not rows:
            return polars.DataFrame(schema={name: known.get(name, polars.String) for name in columns})
        return polars.DataFrame(rows, schema_overrides=known, infer_schema_length=None, strict=False)

    def networkx(self) -> "nx.MultiDiGraph[str]":
        """Return a closure as a network: from dependents to suppliers, with the need and its share where known.

        Raises
        ------
        QuestionError
            The answer has no nodes and needs.
        """
        if "needs" not in self or "nodes" not in self:
            raise QuestionError("only `show` and `dependents` are networks; `graph.network()` is the whole", "networkx")
        made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        made.graph |= self._about()
        for node in self["nodes"]:
            made.add_node(
                node["id"], **{name: value for name, value in node.items() if name != "id" and value is not None}
            )
        for need in self["needs"]:
            for supplier in need["suppliers"]:
                told = {"need": need["need"], "closed": need["closed"], "assumed": supplier["assumed"]}
                if supplier["share"] is not None and not supplier["assumed"]:
                    told["share"] = supplier["share"]
                made.add_edge(need["of"], supplier["id"], key=need["need"], **told)
        return made

    def _columns(self, table: str | None) -> tuple[Mapping[str, type | None], list[dict[str, Any]]]:
        name = table or next(iter(self.tables), "")
        if self._measure and name in self._declared:
            declared = self._declared[name]
            held = sheet(self._content, declared, self._measure.result, self._named(ids_of(self._content, [declared])))
            return held.columns, [dict(row) for row in held.rows]
        rows = self.rows(table)
        return dict.fromkeys(rows[0]) if rows else {}, rows

    def _about(self) -> dict[str, Any]:
        names = ("graph_version", "as_of", "known_at", "lens", "horizon", "truncated")
        return {name: self.meta[name] for name in names if self.meta.get(name) is not None}

    def _note(self) -> str:
        said = [
            f"{name.replace('_', ' ')} {str(value)[:12]}" for name, value in self._about().items() if value is not False
        ]
        cited = len(self._content.get("sources", ()))
        return "; ".join([*said, f"{cited} sources (.rows('sources'))", *self.meta.get("assumptions", ())])

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        sentence = str(self._content.get("sentence") or self._content.get("reason") or "")
        title = sentence or (self._measure.title if self._measure else "Cypher")
        rows = self.rows(self.tables[0]) if self.tables and self.tables[0] != "sources" else []
        told = named_rows(rows, self._named(ids_in(rows)))
        return {"text/plain": repr(self), "text/html": listing(title, told, self._note())}
