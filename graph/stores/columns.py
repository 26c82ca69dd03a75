"""Facts as columns: each field once for all facts, as its distinct values and the number of each fact's value.

A graph is opened without parsing a fact: only distinct values are parsed and validated, by the type of their field.
Facts are put together unchecked; they were checked when the graph was built, and whoever stored the columns vouches
for them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_type_hints

import numpy as np
from pydantic import BaseModel, create_model

from graph.facts.fact import EdgeFact, Source

Model = TypeVar("Model", bound=BaseModel)
DERIVED: Mapping[type[BaseModel], tuple[str, ...]] = {EdgeFact: ("claim_id", "told_apart", "measured_from")}
"""What every snapshot derives from each fact: kept with it."""


def columns_of(model: type[BaseModel], facts: Sequence[BaseModel]) -> tuple[bytes, np.ndarray[Any, Any]]:
    """Return facts of one kind as columns.

    Returns
    -------
    values : bytes
        JSON: the distinct values of each column, by name; a source is its id.
    numbers : ndarray of uint32, columns by facts
        Which of them each fact has.
    """
    values: dict[str, list[Any]] = {}
    numbers = np.empty((len(_types(model)), len(facts)), np.uint32)
    rows = [fact.model_dump(mode="json", exclude={"source"}) for fact in facts]
    for position, name in enumerate(_types(model)):
        column: Iterable[Any]
        if name == "source":
            column = (fact.source.id for fact in facts)  # type: ignore[attr-defined]
        elif name in model.model_fields:
            column = (row[name] for row in rows)
        else:
            column = (_plain(getattr(fact, name)) for fact in facts)
        values[name], numbers[position] = _distinct(column)
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(), numbers


def facts_of(
    model: type[Model], values: bytes, numbers: np.ndarray[Any, Any], sources: Mapping[str, Source]
) -> list[Model]:
    """Return the facts of columns.

    Parameters
    ----------
    model : type
    values, numbers
        What ``columns_of`` gave.
    sources : Mapping[str, Source]
        By id.

    Raises
    ------
    ValueError
        A column is missing, or one of its values has not the type of its field.
    """
    table = _table(model).model_validate_json(values)
    columns = []
    for name, row in zip(_types(model), numbers, strict=True):
        held = getattr(table, name)
        columns.append((name, [sources[one] for one in held] if name == "source" else held, row))
    named = set(model.model_fields)
    return [_put_together(model, content, named) for content in _contents(columns, numbers.shape[1])]


def _contents(columns: Sequence[tuple[str, list[Any], np.ndarray[Any, Any]]], count: int) -> list[dict[str, Any]]:
    """Return the fields of each fact: what is usual is copied, and only what differs from it is set."""
    usual = [int(np.bincount(row).argmax()) if count else 0 for _, _, row in columns]
    template = {name: held[common] for (name, held, _), common in zip(columns, usual, strict=True) if count}
    contents = [template.copy() for _ in range(count)]
    for (name, held, row), common in zip(columns, usual, strict=True):
        unusual = np.flatnonzero(row != common)
        for position, number in zip(unusual.tolist(), row[unusual].tolist(), strict=True):
            contents[position][name] = held[number]
    return contents


def _put_together(model: type[Model], content: dict[str, Any], named: set[str]) -> Model:
    """Return a fact of checked content. ``model_construct`` does the same at ten times the cost."""
    fact = model.__new__(model)
    object.__setattr__(fact, "__dict__", content)
    object.__setattr__(fact, "__pydantic_fields_set__", named)
    object.__setattr__(fact, "__pydantic_extra__", None)
    object.__setattr__(fact, "__pydantic_private__", None)
    return fact


def _types(model: type[BaseModel]) -> dict[str, Any]:
    """Return the type of each column: of the fields, in their order, then of what is derived."""
    types: dict[str, Any] = {name: field.annotation for name, field in model.model_fields.items()}
    if "source" in types:
        types["source"] = str
    return types | {name: get_type_hints(getattr(model, name).func)["return"] for name in DERIVED.get(model, ())}


def _table(model: type[BaseModel]) -> type[BaseModel]:
    columns: dict[str, Any] = {name: (list[kind], ...) for name, kind in _types(model).items()}  # type: ignore[valid-type]
    return create_model(f"{model.__name__}Columns", **columns)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


def _distinct(column: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """Return the distinct values of a column in the order of their first use, and the number of each row's value.

    Values are told apart by how they are written: 1, 1.0 and true are three.
    """
    position: dict[Any, int] = {}
    values: list[Any] = []
    numbers: list[int] = []
    for value in column:
        key = value if value is None or isinstance(value, str) else (json.dumps(value),)
        if key not in position:
            position[key] = len(values)
            values.append(value)
        numbers.append(position[key])
    return values, numbers
