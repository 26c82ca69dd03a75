"""Reviewed names: which id a raw name of a source stands for, and the names that nobody has reviewed yet.

``names.csv`` beside a loader has one row a raw name: ``kind,raw,id``. A person's own rows stand in a folder of theirs
(``SUPPLYGRAPH_NAMES``), a file a data set, and go before those of this package.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Fault, FileFaultError
from graph.suggestions import nearest
from loaders.documents import read_text

Names = Mapping[tuple[str, str], str]
"""(kind, raw) -> id. An id that begins with ``-`` says that the name is known and names nothing of ours; what follows
may say why."""
_COLUMNS = ("kind", "raw", "id")


@dataclass(frozen=True)
class Unmapped:
    """A name that no table of reviewed names has, and where it stands."""

    kind: str
    raw: str
    where: str
    field: str

    def fault(self, names: Names) -> Fault:
        """Return the fault that it is, with the reviewed names that look like it."""
        known = [raw for kind, raw in names if kind == self.kind]
        near = nearest(self.raw, known)
        hint = f"; similar names: {', '.join(near)}" if near else ""
        told = f"unmapped {self.kind} name {self.raw!r}: add a row to names.csv of this source, or to your own{hint}"
        return Fault(self.where, self.field, told)


def read_names(path: Path) -> Names:
    """Read a table of reviewed names.

    Raises
    ------
    FileFaultError
        When it has not the columns ``kind,raw,id``, or a name twice.
    """
    found: dict[tuple[str, str], str] = {}
    for number, row in enumerate(_rows(path), 2):
        key = (row["kind"], row["raw"])
        if key in found:
            raise FileFaultError(Fault(f"{path.name}:{number}", "raw", f"duplicate {key}"))
        found[key] = row["id"]
    return found


def _rows(path: Path) -> Iterator[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(read_text(path, path.name), newline=""), strict=True)
    try:
        if missing := [column for column in _COLUMNS if column not in (rows.fieldnames or ())]:
            raise FileFaultError(Fault(f"{path.name}:1", missing[0], "missing column; a row is kind,raw,id"))
        for row in rows:
            if None in row or None in row.values():
                told = "a row has as many cells as the header; quote a name that has a comma"
                raise FileFaultError(Fault(f"{path.name}:{rows.line_num}", "", told))
            yield row
    except csv.Error as error:
        raise FileFaultError(Fault(f"{path.name}:{rows.line_num}", "", str(error))) from error
