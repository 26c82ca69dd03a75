"""Rows that were found and are sent as they are asked for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from api.bolt.failures import LIMIT, BoltError
from graph.stores.bolt.packed_body import rows_of
from graph.stores.connection import CypherAnswer

ALL = -1


@dataclass
class OpenResult:
    """The rows of one query that have not been asked for yet.

    An answer that was cut at a limit fails when rows beyond it are asked for: a program that counts rows must not take
    a part for the whole, and most show no warnings.
    """

    columns: tuple[str, ...]
    rows: Iterator[bytes]
    left: int
    cut: str = ""
    told: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: CypherAnswer) -> "OpenResult":
        """Open the rows of an answer."""
        unit = {"rows": "rows", "bytes": "bytes"}.get(answer.cut or "", "")
        cut = f"the answer has more than {answer.limit:,} {unit}; add LIMIT, or ask for less of it" if unit else ""
        told: dict[str, object] = {} if answer.plan is None else {"plan": _plan(answer.plan)}
        if answer.warnings:
            told["notifications"] = [_notification(text) for text in answer.warnings]
        return cls(answer.columns, rows_of(answer.content), answer.count, cut, told)

    def take(self, count: int) -> Iterator[bytes]:
        """Yield the next rows, as many as asked or all.

        Raises
        ------
        BoltError
            After the last row, where more are asked for than a limit allows.
        """
        wanted = self.left if count == ALL else min(count, self.left)
        for _ in range(wanted):
            yield next(self.rows)
            self.left -= 1
        if self.cut and (count == ALL or wanted < count):
            raise BoltError(LIMIT, self.cut)

    def discard(self, count: int) -> None:
        """Leave out the next rows, or all; nobody is told of a limit who does not want the rows."""
        for _ in range(self.left if count == ALL else min(count, self.left)):
            next(self.rows)
            self.left -= 1
        if count == ALL:
            self.cut = ""

    @property
    def has_more(self) -> bool:
        """Whether there is more to ask for."""
        return self.left > 0 or bool(self.cut)


def _notification(text: str) -> dict[str, object]:
    return {
        "code": "Neo.ClientNotification.Statement.UnknownNameWarning", "title": "A name in the query is not there",
        "description": text, "severity": "WARNING", "category": "UNRECOGNIZED",
    }  # fmt: skip


def _plan(text: str) -> dict[str, object]:
    """Return a plan as one operator with all of the text: engines describe theirs differently."""
    details = {"Details": text, "string-representation": text}
    return {"operatorType": "Plan", "args": details, "identifiers": [], "children": []}
