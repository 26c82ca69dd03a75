"""The exception tree.

::

    SupplygraphError
    ├── BuildError            facts do not fit together; carries every Fault found
    ├── SourceError           a source file is missing, broken or changed
    │   └── FileFaultError    the same, with its place: carries the Fault
    ├── StoreError            the stored graph cannot be read or written
    │   ├── NoGraphError      nothing has been built yet
    │   ├── ReplacedError     the store holds another version by now than the one asked for
    │   └── EngineBusyError   Cypher cannot be answered just now; ask again
    ├── UnknownIdError        no such node; carries near matches
    ├── QuestionError         the question itself is wrong: names the field and a way out
    │   └── LimitError        the question is right and too large: names the limit
    ├── CypherError           a query is refused or failed; has line and column where known
    │   └── WriteRefusedError it would write
    ├── OverloadError         too much is asked of the process just now; ask again
    ├── TimeLimitError        an answer was not ready within its time
    └── GivenUpError          nobody waits for the answer any more
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class SupplygraphError(Exception):
    """Everything this project raises on purpose."""


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one fact.

    Parameters
    ----------
    where : str
        File and row, as ``edges/chips.csv:12``.
    field : str
        The column or key at fault, empty when it is the row as a whole.
    message : str
        What is wrong and what to do.
    """

    where: str
    field: str
    message: str

    def __str__(self) -> str:
        spot = f"{self.where} [{self.field}]" if self.field else self.where
        return f"{spot}: {self.message}"


class BuildError(SupplygraphError):
    """Facts that do not make a graph; all faults together.

    Parameters
    ----------
    faults : Iterable[Fault]
        Each is told once, in the order of files and rows.
    shown : int
        Faults that are told; the others are counted.
    """

    def __init__(self, faults: Iterable[Fault], shown: int = 50) -> None:
        self.faults = sorted(set(faults))
        lines = [f"{len(self.faults)} fault(s); the graph in use is unchanged."]
        lines += [f"  {fault}" for fault in self.faults[:shown]]
        if len(self.faults) > shown:
            lines.append(f"  ... and {len(self.faults) - shown} more")
        super().__init__("\n".join(lines))


class SourceError(SupplygraphError):
    """A source file is missing, broken or changed."""


class FileFaultError(SourceError):
    """A file, or a record of it, that has not the form its loader reads: carries the fault with its place.

    Parameters
    ----------
    fault : Fault
        With file, row and field.
    """

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


class StoreError(SupplygraphError):
    """The stored graph cannot be read or written."""


class NoGraphError(StoreError):
    """Nothing has been built yet."""


class ReplacedError(StoreError):
    """The store holds another version by now than the one asked for."""


class EngineBusyError(StoreError):
    """Cypher cannot be answered just now: the engine is being prepared, or every worker is busy."""


UNHEARD = " Nothing is called like it either: `find` searches names and parts of them."
"""What is said of an id that is like no other."""


class UnknownIdError(SupplygraphError):
    """No node has this id.

    Parameters
    ----------
    node_id : str
        As it was asked for.
    suggestions : Sequence[str]
        Ids that look like it, likeliest first.
    field : str
        Which part of the question it is.
    """

    def __init__(self, node_id: str, suggestions: Sequence[str] = (), field: str = "id") -> None:
        self.node_id = node_id
        self.suggestions = tuple(suggestions)
        self.field = field
        near = f" Did you mean {', '.join(self.suggestions)}?" if self.suggestions else UNHEARD
        empty = f"`{field}` is empty: give an id, or a name."
        super().__init__(f"There is no node {node_id!r}.{near}" if node_id.strip() else empty)


class QuestionError(SupplygraphError):
    """The question is wrong: names the field and the way out.

    Parameters
    ----------
    message : str
        Says what is wrong, and the way out.
    field : str
        Which part of the question is wrong.
    suggestions : Sequence[str]
        Values that would do, likeliest first.
    """

    def __init__(self, message: str, field: str, suggestions: Sequence[str] = ()) -> None:
        self.field = field
        self.suggestions = tuple(suggestions)
        super().__init__(message)


class LimitError(QuestionError):
    """The question is right and too large."""


class CypherError(SupplygraphError):
    """A query is refused or failed.

    Parameters
    ----------
    message : str
        Says what is wrong, without the place.
    line, column : int, optional
        Where in the query, both from 1; None where that is not known.
    suggestions : Sequence[str]
        Names that may have been meant.
    """

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, suggestions: Sequence[str] = ()
    ) -> None:
        self.line = line
        self.column = column
        self.suggestions = tuple(suggestions)
        super().__init__(message)


class WriteRefusedError(CypherError):
    """A query would write."""


class TimeLimitError(SupplygraphError):
    """An answer was not ready within its time."""


class OverloadError(SupplygraphError):
    """Too much is asked of the process just now: ask again."""


class GivenUpError(SupplygraphError):
    """Nobody waits for the answer any more."""
