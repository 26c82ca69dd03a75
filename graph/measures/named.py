"""Names beside ids: no row of a table has an id as its only label.

To read, an id is ``ASML (company:asml)`` where no other column has its name, by what cells hold. In a file a column of
ids has a column of names after it, by what is declared: a program that reads by name finds it, whatever the rows.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from graph.formats.spread import FileColumn
from graph.node_ids import KIND_OF_PREFIX

NamesById = Mapping[str, str]
"""What ids are called."""

_ID = re.compile(rf"(?<![\w:/.-])(?:{'|'.join(KIND_OF_PREFIX)}):\w+(?:[.-]+\w+)*")


def ids_in(content: Any) -> set[str]:
    """Return what looks like an id of an entity.

    Parameters
    ----------
    content : object
        As JSON has it.
    """
    if isinstance(content, str):
        return set(_ID.findall(content)) if ":" in content else set()
    texts, todo = set[str](), [content]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            texts.add(one)
        elif isinstance(one, dict):
            todo += one
            todo += one.values()
        elif isinstance(one, list | tuple):
            todo += one
    return {found for text in texts if ":" in text for found in _ID.findall(text)}


def named_rows(rows: Sequence[Mapping[str, Any]], names: NamesById, most: int | None = None) -> list[dict[str, Any]]:
    """Return rows to be read: each id with its name before it.

    Parameters
    ----------
    rows : sequence of Mapping
        Cells by column.
    names : Mapping[str, str]
        Of the ids in them; an id that is not in it stays as it is.
    most : int, optional
        How many are returned; which columns lack names is seen from all.
    """
    cells = {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
    bare = {name for name in cells if _lacks(name, cells, names)}
    return [{name: _told(cell, names) if name in bare else cell for name, cell in row.items()} for row in rows[:most]]


def named_columns(columns: Sequence[FileColumn], names: NamesById) -> Iterator[FileColumn]:
    """Yield columns of a file, after each that is declared to hold ids one with their names.

    ``name`` has those of ``id``, or, in a table that has a ``name`` and no ``id``, of its first column of ids;
    ``X_name`` those of any other column ``X``. What the table declares by such a name itself stays where it is.

    Parameters
    ----------
    columns : sequence of FileColumn
        Of one table.
    names : Mapping[str, str]
        Of the ids in it; a name that is not known is not known, a word that is no id is its own.
    """
    declared = {column.name for column in columns}
    marked = [column.name for column in columns if column.ids]
    named = "id" if "id" in marked or "name" not in declared else next(iter(marked), "id")
    for column in columns:
        yield column
        name = "name" if column.name == named else f"{column.name}_name"
        if column.ids and name not in declared:
            called = [
                _each(cell, lambda one: names.get(one, None if _ID.fullmatch(one) else one)) for cell in column.cells
            ]
            yield FileColumn(name, column.kind, called, f"what {column.name} is called")


def told(text: str, names: NamesById) -> str:
    """Return a text with the name before each id in it.

    Parameters
    ----------
    text : str
        To be read.
    names : Mapping[str, str]
        Of the ids in it.
    """
    return _ID.sub(lambda found: _called(found.group(), names), text)


def _called(node_id: str, names: NamesById) -> str:
    return f"{names[node_id]} ({node_id})" if node_id in names else node_id


def _told(cell: Any, names: NamesById) -> Any:
    return _each(cell, lambda one: told(one, names) if isinstance(one, str) else one)


def _each(cell: Any, called: Callable[[Any], Any]) -> Any:
    if isinstance(cell, Mapping):
        return {called(key): _each(value, called) for key, value in cell.items()}
    if isinstance(cell, list | tuple):
        return [_each(one, called) for one in cell]
    return None if cell is None else called(cell)


def _lacks(name: str, cells: Mapping[str, Sequence[Any]], names: NamesById) -> bool:
    """Say whether a column has ids, the names of which no other column has in the same rows."""
    found = [(place, [names[one] for one in ids_in(cell) if one in names]) for place, cell in enumerate(cells[name])]
    wanted = [(place, called) for place, called in found if called]
    return bool(wanted) and not any(
        all(set(called) <= set(_texts(other[place])) for place, called in wanted)
        for one, other in cells.items()
        if one != name
    )


def _texts(cell: Any) -> Iterable[str]:
    if isinstance(cell, str):
        yield cell
    elif isinstance(cell, list | tuple):
        for one in cell:
            yield from _texts(one)
