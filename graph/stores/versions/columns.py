"""Columns of facts as members of an archive, and back: numbers as ``.npy``, distinct values as one JSON list.

What is read stays where it is: numbers are views of the file, and a value is parsed when a fact with it is asked for.
Values are validated by the type of their field; that they make a fact together was checked when the graph was built,
and the digest of the file vouches for it since.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, get_type_hints, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, TypeAdapter

from graph.errors import StoreError
from graph.facts.claims import DERIVED
from graph.facts.columns import Column, narrowed
from graph.facts.digests import Digests, digests
from graph.facts.fact import EdgeFact, Source
from graph.facts.facts import Facts, Model
from graph.stores.versions.pointer import WAY_OUT

Buffer = memoryview
Read = Callable[[str], Buffer]
"""Gives the content of a member of an archive by its name."""
_DIGESTS = "claim_id"
"""The column that is numbers alone: eight bytes of each."""


def members(facts: Facts[Any]) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the members that hold facts.

    Parameters
    ----------
    facts : Facts[Any]
        Of one kind; sources are written as their ids.
    """
    for name, kind in _types(facts.model).items():
        column = facts.columns[name]
        if isinstance(column.values, Digests):
            yield f"{name}.npy", _npy(column.values.numbers[column.numbers])
            continue
        used, numbers = np.unique(column.numbers, return_inverse=True)
        adapter: TypeAdapter[Any] = TypeAdapter(kind)
        values = [column.values[number] for number in used.tolist()]
        if name == "source":
            values = [value.id for value in values]
        texts = [adapter.dump_json(value) for value in values]
        ends = np.cumsum([1 + len(text) for text in texts], dtype=np.int64)  # each with the comma or bracket before it
        yield f"{name}.json", b"[" + b",".join(texts) + b"]"
        yield f"{name}.ends.npy", _npy(narrowed(ends, int(ends[-1]) + 1 if len(ends) else 1))
        yield f"{name}.npy", _npy(narrowed(numbers, len(used)))


def facts_of(model: type[Model], read: Read, sources: Mapping[str, Source]) -> Facts[Model]:
    """Return the facts that members of an archive hold.

    Parameters
    ----------
    model : type of BaseModel
        The kind of fact.
    read : callable
        Gives the content of a member that ``members`` named.
    sources : Mapping[str, Source]
        By id.

    Raises
    ------
    ValueError
        The columns do not fit each other, or their values.
    """
    columns: dict[str, Column] = {}
    for name, kind in _types(model).items():
        if name == _DIGESTS:
            columns[name] = digests(_array(read(f"{name}.npy")))
            continue
        values: Sequence[Any] = Stored(kind, read(f"{name}.json"), _array(read(f"{name}.ends.npy")))
        if name == "source":
            values = [sources[one] for one in values]
        columns[name] = Column(values, _array(read(f"{name}.npy")))
        if len(columns[name].numbers) and int(columns[name].numbers.max()) >= len(values):
            raise ValueError("it names values that are not there")
    if len({len(column.numbers) for column in columns.values()}) != 1:
        raise ValueError("its columns are not of one length")
    return Facts(model, columns)


class Stored(Sequence[Any]):
    """Values that are parsed when they are asked for.

    Parameters
    ----------
    kind : type
        Theirs.
    text : buffer
        A JSON list of them.
    ends : NDArray of unsigned integers, shape (values,)
        Where each ends in it.

    Attributes
    ----------
    by_place : Mapping[int, Any]
        The same, asked for by a place that is known to be there.
    """

    def __init__(self, kind: Any, text: Buffer, ends: NDArray[Any]) -> None:
        if len(text) != (int(ends[-1]) + 1 if len(ends) else 2):
            raise ValueError("its values do not end where they should")
        self.by_place = _ByPlace(kind, text, ends)

    def __len__(self) -> int:
        return self.by_place.count

    @overload
    def __getitem__(self, at: int) -> Any: ...

    @overload
    def __getitem__(self, at: slice) -> list[Any]: ...

    def __getitem__(self, at: int | slice) -> Any:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.by_place[int(at)]

    def __iter__(self) -> Iterator[Any]:
        self.by_place.fill()
        return map(self.by_place.__getitem__, range(len(self)))


FEW = 8
"""Where more than one value in so many was asked for, all are parsed: together each takes a fifth of the time."""


class _ByPlace(dict[int, Any]):
    def __init__(self, kind: Any, text: Buffer, ends: NDArray[Any]) -> None:
        super().__init__()
        self.count = len(ends)
        self._kind, self._text, self._ends = kind, text, ends

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(list[self._kind])  # type: ignore[name-defined]

    def __missing__(self, place: int) -> Any:
        if len(self) * FEW >= self.count:
            self.fill()
            return self[place]
        begin = int(self._ends[place - 1]) + 1 if place else 1
        return self.setdefault(place, self._parsed(b"[%b]" % bytes(self._text[begin : int(self._ends[place])]))[0])

    def fill(self) -> None:
        """Parse all that were not asked for yet."""
        if len(self) < self.count:
            for place, value in enumerate(self._parsed(bytes(self._text))):
                self.setdefault(place, value)

    def _parsed(self, text: bytes) -> list[Any]:
        try:
            return self._adapter.validate_json(text)  # type: ignore[no-any-return]
        except ValueError as error:
            told = str(error).partition("\n")[0]
            raise StoreError(
                f"the file of the version is damaged, or a newer program wrote it: a value is not one that this "
                f"program knows ({told}); {WAY_OUT}"
            ) from error


def _types(model: type[BaseModel]) -> dict[str, Any]:
    """Return the type of each column: of the fields, in their order, then of what is derived."""
    types: dict[str, Any] = {name: field.annotation for name, field in model.model_fields.items()}
    if "source" in types:
        types["source"] = str
    derived = DERIVED if model is EdgeFact else ()
    return types | {name: get_type_hints(getattr(model, name).func)["return"] for name in derived}


def _npy(array: NDArray[Any]) -> bytes:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, allow_pickle=False)
    return file.getvalue()


def _array(content: Buffer) -> NDArray[Any]:
    """Return the array of a ``.npy`` file where it is."""
    head = io.BytesIO(bytes(content[:256]))
    version = np.lib.format.read_magic(head)
    if version != (1, 0):
        raise ValueError(f"an array of format {version}")
    (length,), _, kind = np.lib.format.read_array_header_1_0(head)
    if kind.hasobject:
        raise ValueError("an array of objects")
    return np.frombuffer(content, kind, length, head.tell())
