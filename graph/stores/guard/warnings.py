"""What a query names that is not there: said beside its answer, in the same words on every engine.

An engine takes a misspelt label for one that nothing has, and answers with no rows or with nulls, which read like a
finding. A text compared with a date does the same.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from graph.errors import CypherError
from graph.stores.guard.names import Property, QueryNames, keys_of, named
from graph.stores.guard.tokens import Token, tokens
from graph.stores.property_graph.schema import ENTITY, STATED, SchemaDescription, describe
from graph.suggestions import nearest

MOST_LOOKED_UP = 5
"""Names outside the schema that the database is asked for; a person may keep nodes of their own beside ours."""
_PARTS = frozenset(
    (
        *("year", "quarter", "month", "week", "weekYear", "day", "ordinalDay", "dayOfWeek", "weekDay", "dayOfQuarter"),
        *("hour", "minute", "second", "millisecond", "microsecond", "nanosecond", "timezone", "offset", "epochMillis"),
        *("epochSeconds", "years", "quarters", "months", "weeks", "days", "hours", "minutes", "seconds"),
        *("milliseconds", "microseconds", "nanoseconds", "monthsOfYear", "x", "y", "z", "longitude", "latitude"),
        *("height", "crs", "srid"),
    )
)
"""Parts of dates, durations and points."""


@dataclass(frozen=True)
class Suspect:
    """A name that the schema does not have where it is asked for; the database may.

    ``query`` finds one that has it.
    """

    warning: str
    query: str


@dataclass(frozen=True)
class QueryVerdict:
    """What is to be said of a query."""

    warnings: tuple[str, ...]
    suspects: tuple[Suspect, ...]
    dated: bool
    """Whether it names a date of which a source may give the month or the year only."""

    def told(self, has: Callable[[Suspect], bool]) -> tuple[str, ...]:
        """Return the warnings, without those of names that the database has after all.

        Parameters
        ----------
        has : Callable[[Suspect], bool]
            Looks in the database whether it has such a name; asked of the first ``MOST_LOOKED_UP`` suspects only.
        """
        looked_up = [one.warning for one in self.suspects[:MOST_LOOKED_UP] if not has(one)]
        rest = [one.warning for one in self.suspects[MOST_LOOKED_UP:]]
        return tuple(dict.fromkeys((*self.warnings, *looked_up, *rest)))


def judge(query: str, parameters: Mapping[str, Any]) -> QueryVerdict:
    """Judge the names of a query that the guard let through.

    Parameters
    ----------
    query : str
        Checked by the guard before.
    parameters : mapping
        The values given.

    Raises
    ------
    CypherError
        It names a parameter that is not given: without its value there is no answer.
    """
    names = named(list(tokens(query)))
    _check_given(names, parameters)
    schema = _KnownNames(describe())
    made = names.keys | set(keys_of(parameters))
    suspects = [schema.unknown_label(token) for token in names.labels]
    suspects += [schema.unknown_type(token) for token in names.types]
    warnings = [*_unused(names, parameters)]
    for one in names.properties:
        if one.token.value not in made and not (one.of is None and one.token.value in _PARTS):
            suspects.append(schema.unknown_property(one, made))
        warnings += schema.miscompared(one, parameters)
    dated = any(one.token.value + STATED in schema.properties for one in names.properties)
    return QueryVerdict(tuple(warnings), tuple(dict.fromkeys(filter(None, suspects))), dated)


class _KnownNames:
    """The names that a query can have, by where they stand."""

    def __init__(self, described: SchemaDescription) -> None:
        self._of = {node.label: node.properties for node in described.nodes}
        everywhere = described.relationship_properties
        self._of |= {link.type: {**everywhere, **link.properties} for link in described.relationships}
        self.labels = frozenset(node.label for node in described.nodes)
        self.types = frozenset(link.type for link in described.relationships)

    @cached_property
    def properties(self) -> frozenset[str]:
        """Every property there is."""
        return frozenset(name for held in self._of.values() for name in held)

    def unknown_label(self, token: Token) -> Suspect | None:
        """Return a label that is not known.

        Parameters
        ----------
        token : Token
            Stands where a label stands.

        Returns
        -------
        Suspect or None
            None where the schema has it.
        """
        told = f"{_place(token)}there is no label {token.value}{_near(token.value, self.labels)}"
        query = f"MATCH (n:{_quoted(token.value)}) RETURN 1 AS one LIMIT 1"
        return None if token.value in self.labels else Suspect(told, query)

    def unknown_type(self, token: Token) -> Suspect | None:
        """Return a relationship type that is not known.

        Parameters
        ----------
        token : Token
            Stands where a relationship type stands.

        Returns
        -------
        Suspect or None
            None where the schema has it.
        """
        told = f"{_place(token)}there is no relationship type {token.value}{_near(token.value, self.types)}"
        query = f"MATCH ()-[r:{_quoted(token.value)}]->() RETURN 1 AS one LIMIT 1"
        return None if token.value in self.types else Suspect(told, query)

    def unknown_property(self, one: Property, made: Set[str]) -> Suspect | None:
        """Return a property that is not one of what it is asked of: its kinds, or anything at all.

        Parameters
        ----------
        one : Property
            With the labels or types of its variable; where one of them is unknown it is judged as if it had none.
        made : Set[str]
            Keys that the query and its parameters make themselves, for near misses.

        Returns
        -------
        Suspect or None
            None where the schema has it.
        """
        name, kinds = one.token.value, one.labels if set(one.labels) <= self._of.keys() else ()
        held = frozenset(row for kind in kinds for row in self._of[kind]) if kinds else self.properties
        if name in held or (ENTITY in kinds and name in self.properties):
            return None
        is_link = bool(kinds) and kinds[0] in self.types
        having = [kind for kind, row in self._of.items() if name in row and (kind in self.types) == is_link]
        instead = f"; it is one of {_listed(having)}" if having and kinds else (_near(name, made) or _near(name, held))
        told = f"{_place(one.token)}{'no ' + ' or '.join(kinds) if kinds else 'nothing'} has a property {name}{instead}"
        return Suspect(told, _finding(name, kinds, is_link=is_link))

    def miscompared(self, one: Property, parameters: Mapping[str, Any]) -> Iterable[str]:
        """Yield what is wrong where a date is compared with a text, or a text with a date.

        Parameters
        ----------
        one : Property
            With the token that it is compared with.
        parameters : Mapping[str, Any]
            The values given: by their type they are texts or not.
        """
        name, beside = one.token.value, one.beside
        kinds = {row[name] for label, row in self._of.items() if name in row and label in (one.labels or self._of)}
        if beside is None or not kinds:
            return
        text = beside.kind == "string" or (
            beside.kind == "parameter" and isinstance(parameters.get(_bare(beside)), str)
        )
        if kinds == {"date"} and text:
            yield f"{_place(one.token)}{name} is a date, with which no text compares: write date({beside.text})"
        elif kinds == {"period as text"} and beside.text.lower() in ("date", "datetime"):
            instead = "published_from" if name == "published_on" else f"left({name}, 4)"
            yield f"{_place(one.token)}{name} is a text (a day, month or year): compare {instead}, or write a text"


def _finding(name: str, kinds: Sequence[str], *, is_link: bool) -> str:
    """Return the query that finds one that has a property."""
    of = ":" + "|".join(map(_quoted, kinds)) if kinds else ""
    nodes = f"MATCH (n{of}) WHERE n.{_quoted(name)} IS NOT NULL RETURN 1 AS one LIMIT 1"
    links = f"MATCH ()-[r{of}]->() WHERE r.{_quoted(name)} IS NOT NULL RETURN 1 AS one LIMIT 1"
    return f"{nodes} UNION {links}" if not kinds else links if is_link else nodes


def _quoted(name: str) -> str:
    """Return a name in backticks: a name whatever is in it."""
    return "`" + name.replace("`", "``") + "`"


def _near(name: str, known: Iterable[str]) -> str:
    like = nearest(name, known, most=1)
    return f"; did you mean {like[0]}?" if like else ""


def _check_given(names: QueryNames, parameters: Mapping[str, Any]) -> None:
    for token in names.parameters:
        name = _bare(token)
        if name not in parameters:
            like = nearest(name, parameters, most=1)
            hint = f"did you mean ${like[0]}?" if like else f"give it among the parameters, {name}=..."
            raise CypherError(
                f"{_place(token)}the parameter ${name} is not given; {hint}", token.line, token.column, like
            )


def _unused(names: QueryNames, parameters: Mapping[str, Any]) -> Iterable[str]:
    used = {_bare(token) for token in names.parameters}
    for name in parameters:
        if name not in used:
            yield f"the parameter {name} is given, and the query does not name it{_near(name, used)}"


def _bare(token: Token) -> str:
    return token.text[1:].strip("`").replace("``", "`")


def _place(token: Token) -> str:
    return f"line {token.line}, column {token.column}: "


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
