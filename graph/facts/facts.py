"""Facts of one kind as columns; a fact is put together where one is asked for.

They are put together unchecked: they were checked when they came in.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from graph.budget import checked
from graph.facts.columns import Column, Distinct, narrowed

Model = TypeVar("Model", bound=BaseModel)
AT_ONCE = 50_000
"""Facts that are taken apart at a time: they may go before the next ones come."""


class Facts(Sequence[Model], Generic[Model]):
    """Facts of one kind, immutable.

    Parameters
    ----------
    model : type of BaseModel
        The kind of fact.
    columns : Mapping[str, Column]
        Of each field, in their order, then of what is derived and kept with each fact.
    """

    def __init__(self, model: type[Model], columns: Mapping[str, Column]) -> None:
        self.model = model
        self.columns = columns
        self._made: dict[int, Model] = {}
        self._named = set(model.model_fields)
        # Out of a buffer and a dictionary a field is read in half the time.
        self._parts = [
            (name, _buffer(column.numbers), getattr(column.values, "by_place", column.values))
            for name, column in columns.items()
        ]

    @classmethod
    def of(cls, model: type[Model], facts: Iterable[Model]) -> "Facts[Model]":
        """Take facts apart; they are not kept.

        Parameters
        ----------
        model : type[Model]
            The kind of fact.
        facts : Iterable[Model]
            Read once, a few thousand at a time.
        """
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
            content = {name: values[numbers[place]] for name, numbers, values in self._parts}
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
        """Return the values of one field that some fact has: those taken from a graph keep all of its values.

        Parameters
        ----------
        name : str
            Of a field, or of a column that is derived.
        """
        column = self.columns[name]
        return {column.values[number] for number in set(column.numbers.tolist())}

    def but(self, rows: NDArray[Any], facts: Iterable[Model]) -> "Facts[Model]":
        """Return the same with others in the places of some facts, without what is derived.

        Parameters
        ----------
        rows : NDArray[Any]
            Places of the facts that are replaced.
        facts : Iterable[Model]
            As many, in that order.
        """
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


def _buffer(numbers: NDArray[Any]) -> Any:
    aligned = numbers.flags.aligned and numbers.flags.c_contiguous
    return numbers.data if aligned else numbers  # files of before did not align


def put_together(model: type[Model], content: dict[str, Any], named: set[str]) -> Model:
    """Return a fact of checked content. ``model_construct`` does the same at ten times the cost.

    Parameters
    ----------
    model : type[Model]
        The kind of fact.
    content : dict[str, Any]
        Value of every field, checked before; kept as it is, not copied.
    named : set[str]
        Which fields pydantic is to take for given.
    """
    fact = model.__new__(model)
    object.__setattr__(fact, "__dict__", content)
    object.__setattr__(fact, "__pydantic_fields_set__", named)
    object.__setattr__(fact, "__pydantic_extra__", None)
    object.__setattr__(fact, "__pydantic_private__", None)
    return fact


class Apart(Generic[Model]):
    """Facts of one kind, taken apart as they come, so that they may go.

    Parameters
    ----------
    model : type[Model]
        The kind of fact.
    """

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._fields = {name: Distinct() for name in model.model_fields}

    def add(self, facts: Sequence[Model]) -> None:
        """Take some apart.

        Parameters
        ----------
        facts : Sequence[Model]
            All of the model that it was made for.
        """
        contents = [fact.__dict__ for fact in facts]
        for name, field in self._fields.items():
            field.add([content[name] for content in contents])

    def facts(self) -> Facts[Model]:
        """Return them all."""
        return Facts(self._model, {name: field.column() for name, field in self._fields.items()})
