"""Strict reading: every column used or ignored by name, every name resolved, every fault collected.

A loader opens its tables and documents through a ``Reader``. Faults are collected with file, row and field, and all
sources' faults are reported together; nothing is skipped silently.
"""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph.errors import Fault, FileFaultError, SourceError
from graph.facts.dates import first_day
from graph.facts.fact import EdgeFact, Fact, NodeFact, Source
from loaders.documents import MOST_BYTES, parse_json, parse_toml, read_bytes, read_text, shaped
from loaders.names import Names, Unmapped, read_names
from loaders.records import Fields, validation_faults
from loaders.tables import cells, flag_of, header_faults, number_of

Row = Mapping[str, str]
Parsed = TypeVar("Parsed")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Reader:
    """The files of one source, read strictly.

    Parameters
    ----------
    folder : Path
        Where the files are.
    names : sequence of Path
        Tables of reviewed names, ``kind,raw,id``; where two have a name, the first is heeded.
    published : mapping of str to str
        File -> the day by which it was public, where it is not the copy that ``source.toml`` dates.
    citations : mapping of str to Source
        What its facts cite, by the names that ``source.toml`` gives.
    held : mapping of str to Unmapped
        Rows that are held back, and the name that nobody has reviewed in each: they are not read.

    Attributes
    ----------
    faults : list[Fault]
    rows : set[str]
        Where each row or record that was read stands.
    unmapped : list[Unmapped]
        Names met that no table of reviewed names has.
    held_rows : dict[str, Row]
        Rows of tables that are held back: another row may speak of them.
    """

    def __init__(
        self,
        folder: Path,
        names: Iterable[Path] = (),
        published: Mapping[str, str] = _NOTHING,
        citations: Mapping[str, Source] = _NOTHING,
        held: Mapping[str, Unmapped] = _NOTHING,
    ) -> None:
        self.folder = folder
        self.held = held
        self.faults: list[Fault] = []
        self.rows: set[str] = set()
        self.unmapped: list[Unmapped] = []
        self.held_rows: dict[str, Row] = {}
        self.last = ""
        self._names_files = tuple(names)
        self._published = published
        self._citations = citations
        self._left: dict[tuple[str, str], None] = {}

    def path(self, file: str) -> Path:
        """Return the path of a file that has to exist.

        Raises
        ------
        SourceError
            When it is missing; says where to get it.
        """
        path = self.folder / file
        if not path.is_file():
            raise SourceError(
                f"{path} is missing: fetch it with `supplygraph sync`, or set SUPPLYGRAPH_FEEDS to a folder that has it"
            )
        return path

    def has(self, file: str) -> bool:
        """Say whether a file that a source can do without is at hand; if not, the report says that it is left out."""
        if (self.folder / file).is_file():
            return True
        self.count_out(file, "a list that is not at hand (sync --from brings it)")
        return False

    def take(self, where: str) -> bool:
        """Say that a row is read; false if it is held back."""
        if where in self.held:
            return False
        self.last = where
        self.rows.add(where)
        return True

    def table(
        self,
        file: str,
        used: Iterable[str],
        ignored: Iterable[str] = (),
        delimiter: str = ",",
        optional: Iterable[str] = (),
        encoding: str = "utf-8-sig",
    ) -> Iterator[tuple[str, Row]]:
        """Yield ``(file:row, row)`` of a table whose columns are all known.

        Rows come sorted by content: which of two duplicates is first never depends on the order of the file.

        Parameters
        ----------
        file : str
        used : iterable of str
            Columns that the loader reads; each must be there.
        ignored : iterable of str
            Columns that the loader knows and leaves; each may be there.
        delimiter : str
        optional : iterable of str
            Columns that the loader reads where they are there.
        encoding : str

        Raises
        ------
        SourceError
            When it is missing or no table: wrong character set, a cell too large, a quote that never ends.
        """
        self.last = file
        text = read_text(self.path(file), file, encoding)
        header, *rows = [*cells(text, delimiter, file)] or [[]]
        wanted, known = set(used), {*used, *ignored, *optional}
        self.faults += header_faults(file, header, wanted, known)
        if wanted - set(header):
            return
        blank = dict.fromkeys(known, "")
        for number, row in sorted(enumerate(rows, 2), key=lambda numbered: numbered[1]):
            where = f"{file}:{number}"
            if len(row) != len(header):
                self.faults.append(Fault(where, "", f"{len(row)} cells in a row of {len(header)} columns"))
            else:
                content = blank | dict(zip(header, (cell.strip() for cell in row), strict=True))
                if self.take(where):
                    yield where, content
                else:
                    self.held_rows[where] = content

    def document(self, file: str, shape: TypeAdapter[Any]) -> Any:
        """Return the contents of a JSON file (kept plain, or packed with ``.gz`` behind its name) or a TOML file.

        Parameters
        ----------
        file : str
        shape : TypeAdapter
            The form that the loader reads.

        Raises
        ------
        SourceError
            When it is missing, broken, or has another form.
        """
        self.last = file
        packed, plain = self.folder / f"{file}.gz", self.folder / file
        path = packed if packed.is_file() and not plain.is_file() else self.path(file)
        text = read_text(path, file)
        return shaped(parse_toml(text, file) if file.endswith(".toml") else parse_json(text, file), shape, file)

    @contextmanager
    def database(self, file: str) -> Iterator[sqlite3.Connection]:
        """Open an SQLite file for reading.

        Raises
        ------
        SourceError
            When it is missing or broken.
        """
        self.last = file
        path = self.path(file)
        read_bytes(path, file)
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES // 10)
                yield database
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise FileFaultError(Fault(self.last, "", f"the file is broken: {error}")) from error

    def records(
        self, entries: Iterable[tuple[str, Mapping[str, Any]]], fields: Fields
    ) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the records of a document whose keys are all known; None where an optional key is absent.

        Parameters
        ----------
        entries : iterable of (str, mapping)
            File and place, as ``api.json:openai/gpt-5``, and the record.
        fields : Fields
        """
        for where, content in entries:
            if self.take(where):
                faults = [*fields.unknown(where, content), *(wrong := [*fields.wrong(where, content)])]
                self.faults += faults
                if not wrong:
                    yield where, dict.fromkeys(fields.known) | dict(content)

    def source(self, name: str, **changes: Any) -> Source:
        """Return what ``source.toml`` cites under a name, with what a row says otherwise (its year, its day).

        Raises
        ------
        SourceError
            When there is no such citation, or the row says what no source can have.
        """
        if name not in self._citations:
            raise SourceError(f"source.toml has no [citations.{name}]")
        cited = self._citations[name]
        if not changes:
            return cited
        try:
            return Source.model_validate(cited.model_dump() | changes)
        except ValidationError as error:
            raise FileFaultError(next(validation_faults(self.last, error))) from error

    def evidence(self, name: str, confidence: str = "likely") -> dict[str, Any]:
        """Return the evidence of a fact that is restated from a file at hand: source, checked and confidence."""
        return {"source": self.source(name), "checked": "file", "confidence": confidence}

    def count_out(self, where: str, reason: str) -> None:
        """Say that a row, or a part of it, is not loaded, and why."""
        self._left[where, reason] = None

    @property
    def counted_out(self) -> Counter[str]:
        """Number of rows that are not loaded, wholly or in part, by the reason that the loader named."""
        return Counter(reason for _, reason in self._left)

    def unaccounted(self, facts: Iterable[Fact]) -> Iterator[Fault]:
        """Yield a fault for each row that gave no fact and was not counted out: nothing is dropped silently."""
        told = {fact.locator for fact in facts} | {where for where, _ in self._left}
        for where in sorted(self.rows - told):
            yield Fault(where, "", "the row gives no fact, and the loader does not say why (count_out)")

    @cached_property
    def names(self) -> Names:
        """Reviewed names: (kind, raw) -> id."""
        found: dict[tuple[str, str], str] = {}
        for path in reversed(self._names_files):
            found |= read_names(path)
        return found

    def resolve(self, kind: str, raw: str, where: str, field: str) -> str | None:
        """Return the id of a raw name; None where it names nothing of ours, or nobody has reviewed it."""
        found = self.names.get((kind, raw))
        if found is None:
            self.unmapped.append(Unmapped(kind, raw, where, field))
            return None
        return None if found.startswith("-") else found

    def number(self, text: str, where: str, field: str) -> float | None:
        """Return a number, None for an empty cell; anything else is a fault."""
        return self._parsed(number_of, text, where, field)

    def flag(self, text: str, where: str, field: str) -> bool | None:
        """Return a truth value, None for an empty cell; anything else is a fault."""
        return self._parsed(flag_of, text, where, field)

    def day(self, text: str, where: str, field: str) -> date | None:
        """Return the first day of a date of any precision, None for an empty cell."""
        return self._parsed(first_day, text, where, field)

    def _parsed(self, parse: Callable[[str], Parsed], text: str, where: str, field: str) -> Parsed | None:
        try:
            return parse(text) if text else None
        except ValueError as error:
            self.faults.append(Fault(where, field, str(error)))
            return None

    def fact(self, model: type[NodeFact] | type[EdgeFact], where: str, **content: Any) -> Iterator[Fact]:
        """Yield a fact, or nothing and its faults by field."""
        given = {name: value for name, value in content.items() if value not in (None, "")}
        if published_on := self._published.get(where.partition(":")[0]):
            given["source"] = given["source"].model_copy(update={"published_on": published_on})
        try:
            yield model.model_validate(given | {"locator": where})
        except ValidationError as error:
            self.faults += validation_faults(where, error)
