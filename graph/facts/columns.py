"""Facts of one kind as columns; a fact is put together where one is asked for.

Each field is kept once for all facts: its distinct values, and the number of the value that each fact has. So whatever
follows from one field is worked out once for each distinct value (``Column.array``), and what follows from many facts
is arithmetic on arrays. Facts are put together unchecked: they were checked when they came in.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from graph.budget import checked, checkpoint

Model = TypeVar("Model", bound=BaseModel)
Numbers = NDArray[np.integer[Any]]
AT_ONCE = 50_000
"""Facts that are taken apart at a time: they may go before the next ones come."""


@dataclass(frozen=True, eq=False)
class Column:
    """One field of all facts.

    Attributes
    ----------
    values : Sequence
        Distinct values, in the order of their first use.
    numbers : NDArray of integers, shape (facts,)
        Which of them each fact has.
    """

    values: Sequence[Any]
    numbers: Numbers

    def array(self, of: Callable[[Any], Any], dtype: Any) -> NDArray[Any]:
        """Return what follows from the value of each fact.

        Parameters
        ----------
        of : callable
            Called once for each distinct value.
        dtype : numpy type
        """
        checkpoint()
        return np.fromiter(map(of, self.values), dtype, len(self.values))[self.numbers]

    def ranks(self, of: Callable[[Any], Any] = lambda value: value) -> NDArray[np.int64]:
        """Return the rank of each fact by what follows from its value; equal where that is equal."""
        keys = [of(value) for value in self.values]
        place = {key: number for number, key in enumerate(sorted(set(keys)))}
        found: NDArray[np.int64] = np.array([place[key] for key in keys], np.int64)[self.numbers]
        return found

    def take(self, rows: NDArray[Any]) -> "Column":
        """Return the column of some facts."""
        return Column(self.values, self.numbers[rows])


def alike(columns: Iterable[Column]) -> NDArray[np.int64]:
    """Return a number for each fact, from 0 on: equal where all columns are equal."""
    key, span = np.zeros(1, np.int64), 1
    for column in columns:
        width = max(len(column.values), 1)
        if span * width >= 2**62:
            key = np.unique(key, return_inverse=True)[1].astype(np.int64)
            span = len(key)
        key = key * width + column.numbers
        span *= width
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def together(of: Callable[..., Any], *columns: Column) -> Column:
    """Return what follows from several fields of each fact: worked out once for each combination that occurs."""
    group = alike(columns)
    _, example = np.unique(group, return_index=True)
    rows = zip(
        *([column.values[number] for number in column.numbers[example].tolist()] for column in columns), strict=True
    )
    return Column([of(*row) for row in rows], narrowed(group, len(example)))


class Facts(Sequence[Model], Generic[Model]):
    """Facts of one kind, immutable.

    Parameters
    ----------
    model : type of BaseModel
    columns : Mapping[str, Column]
        Of each field, in their order, then of what is derived and kept with each fact.
    """

    def __init__(self, model: type[Model], columns: Mapping[str, Column]) -> None:
        self.model = model
        self.columns = columns
        self._made: dict[int, Model] = {}
        self._named = set(model.model_fields)

    @classmethod
    def of(cls, model: type[Model], facts: Iterable[Model]) -> "Facts[Model]":
        """Take facts apart; they are not kept."""
        apart = Apart(model)
        left = iter(facts)
        while some := list(islice(left, AT_ONCE)):
            apart.add(some)
        return apart.facts()

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())).numbers)

    @overload
    def __getitem__(self, at: int) -> Model: ...

    @overload
    def __getitem__(self, at: slice) -> list[Model]: ...

    def __getitem__(self, at: int | slice) -> Model | list[Model]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        place = at + len(self) if at < 0 else at
        made = self._made.get(place)
        if made is None:
            content = {name: column.values[column.numbers[place]] for name, column in self.columns.items()}
            made = self._made.setdefault(place, put_together(self.model, content, self._named))
        return made

    def __iter__(self) -> Iterator[Model]:
        if len(self._made) < len(self):
            self._make_all()
        return map(self._made.__getitem__, range(len(self)))

    def take(self, rows: NDArray[Any]) -> "Facts[Model]":
        """Return some of the facts.

        Parameters
        ----------
        rows : array
            Their places, or whether each is among them.
        """
        return Facts(self.model, {name: column.take(rows) for name, column in self.columns.items()})

    def used(self, name: str) -> set[Any]:
        """Return the values of one field that some fact has: those taken from a graph keep all of its values."""
        column = self.columns[name]
        return {column.values[number] for number in np.unique(column.numbers).tolist()}

    def but(self, rows: NDArray[Any], facts: Iterable[Model]) -> "Facts[Model]":
        """Return the same with others in the places of some facts, without what is derived."""
        others = Facts.of(self.model, facts)
        columns = {}
        for name, other in others.columns.items():
            column = self.columns[name]
            values = Distinct(column.values)
            values.add(other.values)
            merged = values.column()
            numbers = column.numbers.astype(np.uint32)
            numbers[rows] = merged.numbers[other.numbers]
            columns[name] = Column(merged.values, narrowed(numbers, len(merged.values)))
        return Facts(self.model, columns)

    def _make_all(self) -> None:
        """Put every fact together: what is usual is copied, and only what differs from it is set."""
        count = len(self)
        usual = {name: int(np.bincount(column.numbers).argmax()) for name, column in self.columns.items()}
        template = {name: self.columns[name].values[common] for name, common in usual.items()}
        contents = [template.copy() for _ in range(count)]
        for name, column in checked(self.columns.items()):
            unusual = np.flatnonzero(column.numbers != usual[name])
            values = column.values
            for place, number in zip(unusual.tolist(), column.numbers[unusual].tolist(), strict=True):
                contents[place][name] = values[number]
        for place, content in enumerate(checked(contents)):
            if place not in self._made:
                self._made[place] = put_together(self.model, content, self._named)


def put_together(model: type[Model], content: dict[str, Any], named: set[str]) -> Model:
    """Return a fact of checked content. ``model_construct`` does the same at ten times the cost."""
    fact = model.__new__(model)
    object.__setattr__(fact, "__dict__", content)
    object.__setattr__(fact, "__pydantic_fields_set__", named)
    object.__setattr__(fact, "__pydantic_extra__", None)
    object.__setattr__(fact, "__pydantic_private__", None)
    return fact


class Apart(Generic[Model]):
    """Facts of one kind, taken apart as they come, so that they may go."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._fields = {name: Distinct() for name in model.model_fields}

    def add(self, facts: Sequence[Model]) -> None:
        """Take some apart."""
        contents = [fact.__dict__ for fact in facts]
        for name, field in self._fields.items():
            field.add([content[name] for content in contents])

    def facts(self) -> Facts[Model]:
        """Return them all."""
        return Facts(self._model, {name: field.column() for name, field in self._fields.items()})


class Distinct:
    """Values that come one after the other, told apart by how they are written: 1, 1.0 and true are three.

    Parameters
    ----------
    values : iterable, optional
        Distinct ones to begin with; their numbers are their places.
    """

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self._values = list(values)
        begun = dict(zip(_keys(self._values), count(), strict=False))
        self._position: dict[Any, int] = defaultdict(count(len(self._values)).__next__, begun)
        self._numbers: list[Numbers] = []

    def add(self, values: Sequence[Any]) -> None:
        """Add values."""
        before, keys = len(self._position), _keys(values)
        self._numbers.append(np.fromiter(map(self._position.__getitem__, keys), np.uint32, len(values)))
        if len(self._position) > before:
            first = dict(zip(reversed(keys), reversed(values), strict=True))
            self._values += map(first.__getitem__, islice(self._position, before, None))

    def column(self) -> Column:
        """Return what was added."""
        numbers = np.concatenate(self._numbers) if self._numbers else np.empty(0, np.uint32)
        return Column(self._values, narrowed(numbers, len(self._values)))


def narrowed(numbers: NDArray[Any], count: int) -> Numbers:
    """Return numbers below a count in as few bytes as hold them."""
    narrow: Numbers = numbers.astype(np.min_scalar_type(max(count - 1, 0)))
    return narrow


def _keys(values: Sequence[Any]) -> Sequence[Any]:
    """Return what tells values of one field from each other: themselves, where they can."""
    kinds = set(map(type, values))
    if dict in kinds:
        return [repr(value) for value in values]
    if float in kinds:
        return [repr(value) if value == 0 else value for value in values]  # 0.0 is equal to -0.0
    if any(issubclass(kind, BaseModel) for kind in kinds):
        objects = {id(value): value for value in values}  # facts share them
        keys = {place: value.model_dump_json() for place, value in objects.items()}
        return [keys[id(value)] for value in values]
    return values
