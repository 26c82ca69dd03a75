"""A field of rows as the columns of a file, by its declared type: a number stands alone in its cell and can be sorted.

An interval is two columns, ``_low`` and ``_high``; low, central and high are three; a model is a column a field, so
that counts at a horizon are ``run_certain``, ``run_likely``, ``run_possible``, ``run_of``; a mapping is a column a key.
Ids of a set stay together: a list of texts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from graph.node_ids import EntityId, holds_ids

ENDS: Mapping[int, tuple[str, ...]] = {2: ("low", "high"), 3: ("low", "central", "high")}
"""What the parts of a tuple of numbers or days are called, by how many there are."""
PLAIN = (bool, int, float)
DIGITS = 12
"""Significant digits of a number in a file: sums of weights that make 1 would be 0.9999999999999993."""


@dataclass(frozen=True)
class FileColumn:
    """A column of a file.

    Attributes
    ----------
    name : str
        Its own in the file.
    kind : type or None
        bool, int, float or str; None where it follows from the cells.
    cells : list
        As JSON has them; None where a thing is not known.
    meaning : str
        What the field is, as it is declared: with its unit, where it has one.
    ids : bool
        Whether it is declared to hold ids of entities.
    """

    name: str
    kind: type | None
    cells: list[Any]
    meaning: str = ""
    ids: bool = False


def spread(name: str, declared: Any, cells: Sequence[Any], meaning: str = "") -> Iterator[FileColumn]:
    """Yield the columns of a field.

    Parameters
    ----------
    name : str
        Begins the name of each column.
    declared : type
        Of the field.
    cells : sequence
        Its value in each row, as JSON has it.
    meaning : str
        How the field is described.

    Raises
    ------
    TypeError
        It is a list of models, which only rows of their own can hold.

    Examples
    --------
    >>> for column in spread("loss", tuple[float, float, float], [[0, 0.79, 1], None]):
    ...     print(column.name, column.cells)
    loss_low [0, None]
    loss_central [0.79, None]
    loss_high [1, None]
    >>> [column.cells for column in spread("share", float, [0.1 + 0.2])]
    [[0.3]]
    """
    kinds = _alternatives(declared)
    kind = kinds[0] if len(kinds) == 1 else None
    parts = get_args(kind)
    if kind is not None and _is_model(kind):
        for field, info in kind.model_fields.items():
            if not info.exclude:
                key = info.alias or field
                yield from spread(f"{name}_{key}", _type_of(info), _each(cells, key), info.description or meaning)
    elif _is_mapping(kind):
        for key in dict.fromkeys(key for cell in cells for key in cell or ()):
            named = f"{name.removesuffix('_range')}_{_word(key)}" + ("_range" if name.endswith("_range") else "")
            yield from spread(named, parts[1], _each(cells, key), meaning)
    elif _is_list(kind):
        if _is_model(parts[0]):
            raise TypeError(f"{name}: a list of {parts[0].__name__} needs rows of its own (Table.each)")
        texts = [cell if cell is None else list(map(str, cell)) for cell in cells]
        yield FileColumn(name, list, texts, meaning, holds_ids(kind))
    elif get_origin(kind) is tuple:
        for number, end in enumerate(ENDS[len(parts)]):
            inner = [None if cell is None else cell[number] for cell in cells]
            yield from spread(f"{name.removesuffix('_range')}_{end}", parts[number], inner, meaning)
    else:
        found = {next((one for one in PLAIN if one is part), str) for part in kinds}
        yield FileColumn(
            name, found.pop() if len(found) == 1 else None, list(map(_written, cells)), meaning, holds_ids(declared)
        )


def _written(cell: Any) -> Any:
    return float(f"{cell:.{DIGITS}g}") if isinstance(cell, float) else cell


def laid_out(
    rows: Sequence[Mapping[str, Any]], model: type[BaseModel], paths: Mapping[str, str], each: str = ""
) -> list[FileColumn]:
    """Return fields of rows as the columns of a file.

    Parameters
    ----------
    rows : sequence of Mapping
        As JSON has them.
    model : type of BaseModel
        Of a row: it declares the types.
    paths : mapping of str to str
        Dotted paths into a row, by the names that columns have or begin with.
    each : str
        A list or mapping in a row, each part of which is a row of the file; one at least.

    Raises
    ------
    TypeError
        A field is a list of models, and not the one that has rows of its own.
    """
    if each:
        rows = [{**row, each: part} for row in rows for part in _parts(row, each) or [None]]
    found: list[FileColumn] = []
    for name, path in paths.items():
        declared, meaning = _declared(model, path, each)
        found += spread(name, declared, [_value(row, path) for row in rows], meaning)
    return list(_central(found))


def ends_of(model: type[BaseModel], path: str) -> tuple[str, ...]:
    """Return what the parts of a field are called: the ends of an interval, or low, central and high; else nothing.

    Parameters
    ----------
    model : type of BaseModel
        Of a row.
    path : str
        Dotted, into a row.
    """
    kind = _declared(model, path, "")[0]
    fixed = get_origin(kind) is tuple and not _is_list(kind)
    return ENDS[len(get_args(kind))] if fixed else ()


def kind_of(model: type[BaseModel], path: str) -> type | None:
    """Return the type of a field: float, int, bool or str; None for anything else.

    Parameters
    ----------
    model : type of BaseModel
        Of a row.
    path : str
        Dotted, into a row.
    """
    name, _, rest = path.partition(".")
    named = {info.alias or own: info for own, info in model.model_fields.items()}
    if name not in named:
        return None
    kinds = classes_in(named[name].annotation)
    if rest:
        inner = [kind for kind in kinds if issubclass(kind, BaseModel)]
        return kind_of(inner[0], rest) if inner else None
    plain = {bool: bool, int: int, float: float}
    found = {plain.get(kind, str) for kind in kinds}
    single = all(
        get_origin(one) is None for one in _alternatives(named[name].annotation)
    )  # a pair of floats, or none, is no float
    return found.pop() if single and len(found) == 1 else None


def classes_in(annotation: Any) -> list[type]:
    """Return the classes that a type is made of, None left out.

    Parameters
    ----------
    annotation : type
        Of a field.
    """
    inner = get_args(annotation)
    if inner:
        return [found for part in inner for found in classes_in(part)]
    return [annotation] if isinstance(annotation, type) and annotation is not type(None) else []


def _alternatives(declared: Any) -> list[Any]:
    """Return the types that a value may have, None left out."""
    members = get_args(declared) if get_origin(declared) in (Union, UnionType) else (declared,)
    return [_bare(one) for one in members if one is not type(None)]


def _bare(kind: Any) -> Any:
    """Return a type without what is noted of it."""
    return get_args(kind)[0] if get_origin(kind) is Annotated else kind


def _type_of(info: FieldInfo) -> Any:
    """Return the type of a field as it is declared: pydantic notes apart that a text by itself is an id."""
    return EntityId if any(map(holds_ids, info.metadata)) else info.annotation


def _is_model(kind: Any) -> bool:
    """Say whether a type is one of models."""
    return isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, BaseModel)


def _is_mapping(kind: Any) -> bool:
    """Say whether a type is one of mappings."""
    return get_origin(kind) in (dict, Mapping)


def _is_list(kind: Any) -> bool:
    """Say whether a type is one of lists, however long."""
    return get_origin(kind) is list or (get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,))


def _each(cells: Sequence[Any], key: str) -> list[Any]:
    return [None if cell is None else cell.get(key) for cell in cells]


def _word(key: str) -> str:
    return key.replace(" ", "_")


def _central(columns: Sequence[FileColumn]) -> Iterator[FileColumn]:
    """Yield columns, of a value that stands beside its interval the value between the ends."""
    by_name = {column.name: column for column in columns}
    for column in columns:
        name = column.name
        if f"{name}_low" in by_name:
            by_name[f"{name}_central"] = replace(column, name=f"{name}_central")
    for column in columns:
        value, _, end = column.name.rpartition("_")
        between = f"{value}_central"
        if f"{column.name}_low" in by_name or (end == "central" and f"{value}_low" in by_name):
            continue  # it stands between the ends
        yield column
        if end == "low" and between in by_name:
            yield by_name[between]


def _parts(row: Mapping[str, Any], name: str) -> list[Any]:
    """Return the parts of a row that are rows of a file: of a mapping each key with its value."""
    parts = row[name] or []
    return [{"key": key, "value": value} for key, value in parts.items()] if isinstance(parts, dict) else list(parts)


def _declared(model: type[BaseModel], path: str, each: str) -> tuple[Any, str]:
    """Return the type of what a path leads to, and how it is described; of many models, a list of what they have."""
    kind: Any = model
    meaning, listed = "", False
    for name in path.split("."):
        if _is_model(kind):
            info = next(info for own, info in kind.model_fields.items() if (info.alias or own) == name)
            kind, meaning = _type_of(info), info.description or meaning
        elif _is_mapping(kind):
            kind = dict(zip(("key", "value"), get_args(kind), strict=True))[name] if each else get_args(kind)[1]
        kind = _only(kind)
        if _is_list(kind) and _is_model(get_args(kind)[0]):
            kind, listed = get_args(kind)[0], listed or name != each
    return (list[kind] if listed else kind), meaning


def _only(kind: Any) -> Any:
    """Return the one type that a value may have beside None; what is noted of it stays."""
    kinds = [one for one in get_args(kind) if one is not type(None)] if get_origin(kind) in (Union, UnionType) else []
    return kinds[0] if len(kinds) == 1 else kind


def _value(row: Any, path: str) -> Any:
    """Return what a path leads to; of a list, what it leads to in each."""
    value = row
    for name in path.split("."):
        if value is None:
            return None
        value = [one.get(name) for one in value] if isinstance(value, list) else value.get(name)
    return value
