"""Strict reading: every column used or ignored by name, every name resolved, every fault collected.

A loader opens its tables through a ``Reader``. Faults are collected with file, row and field, and all sources'
faults are reported together; nothing is skipped silently.
"""

import csv
import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from rapidfuzz import process

from graph.dates import first_day
from graph.errors import Fault, SourceError
from graph.facts import EdgeFact, Fact, NodeFact, Source

Row = Mapping[str, str]
_YES = {"true", "yes", "1"}
_NO = {"false", "no", "0"}


class Reader:
    """The tables of one source, read strictly.

    Parameters
    ----------
    folder : Path
        Where the files are.
    names : Path, optional
        The reviewed table ``kind,raw,id`` of this source: one row a raw name.
    published : mapping of str to str, optional
        File -> the day by which it was public, where it is not the copy that ``source.toml`` dates.
    citations : mapping of str to Source, optional
        What its facts cite, by the names that ``source.toml`` gives.

    Attributes
    ----------
    faults : list[Fault]
    rows : set[str]
        Where each row or record that was read stands.
    unmapped : dict[tuple[str, str], str]
        Names that the reviewed table does not have, (kind, raw), and where each first stands.
    """

    def __init__(
        self,
        folder: Path,
        names: Path | None = None,
        published: Mapping[str, str] = MappingProxyType({}),
        citations: Mapping[str, Source] = MappingProxyType({}),
    ) -> None:
        self.folder = folder
        self._citations = citations
        self._published = published
        self.faults: list[Fault] = []
        self.rows: set[str] = set()
        self.unmapped: dict[tuple[str, str], str] = {}
        self._left: dict[tuple[str, str], None] = {}
        self._names_file = names

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
        """
        path = self.path(file)
        with path.open(encoding=encoding, newline="") as stream:
            rows = csv.reader(stream, delimiter=delimiter)
            header = next(rows, None)
            if header is None:
                self.faults.append(Fault(file, "", "the file is empty; it needs a header row"))
                return
            wanted, known = set(used), set(used) | set(ignored) | set(optional)
            for column in sorted(set(header) - known):
                self.faults.append(Fault(f"{file}:1", column, "unknown column; use it or ignore it by name"))
            for column in sorted(wanted - set(header)):
                self.faults.append(Fault(f"{file}:1", column, "missing column"))
            for name, count in Counter(header).items():
                if count > 1:
                    self.faults.append(Fault(f"{file}:1", name, "duplicate column"))
            if wanted - set(header):
                return
            blank = dict.fromkeys(known, "")
            for number, cells in sorted(enumerate(rows, 2), key=lambda numbered: numbered[1]):
                where = f"{file}:{number}"
                if len(cells) != len(header):
                    told = f"{len(cells)} cells in a row of {len(header)} columns"
                    self.faults.append(Fault(where, "", told))
                    continue
                self.rows.add(where)
                yield where, blank | dict(zip(header, (c.strip() for c in cells), strict=True))

    def document(self, file: str) -> Any:
        """Return the contents of a JSON file (kept plain, or packed with ``.gz`` behind its name) or a TOML file.

        Raises
        ------
        SourceError
            When it is missing or broken.
        """
        packed, plain = self.folder / f"{file}.gz", self.folder / file
        path = packed if packed.is_file() and not plain.is_file() else self.path(file)
        try:
            content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            return tomllib.loads(content.decode()) if path.suffix == ".toml" else json.loads(content)
        except (OSError, EOFError, ValueError) as error:
            raise SourceError(f"{path} is broken: {error}") from error

    def record(
        self,
        where: str,
        content: Mapping[str, Any],
        used: Iterable[str],
        ignored: Iterable[str] = (),
        optional: Iterable[str] = (),
    ) -> Mapping[str, Any]:
        """Return one record of a document, whose keys are all known; None where an optional key is absent.

        Parameters
        ----------
        where : str
            File and place, as ``api.json:openai/gpt-5``.
        content : mapping
        used, ignored, optional : iterable of str
            As of a table's columns.
        """
        self.rows.add(where)
        wanted, known = set(used), set(used) | set(ignored) | set(optional)
        for key in sorted(set(content) - known):
            self.faults.append(Fault(where, key, "unknown key; use it or ignore it by name"))
        for key in sorted(wanted - set(content)):
            self.faults.append(Fault(where, key, "missing key"))
        return dict.fromkeys(known) | dict(content)

    def source(self, name: str, **changes: Any) -> Source:
        """Return what ``source.toml`` cites under a name, with what a row says otherwise (its year, its day)."""
        if name not in self._citations:
            raise SourceError(f"source.toml has no [citations.{name}]")
        cited = self._citations[name]
        return Source.model_validate(cited.model_dump() | changes) if changes else cited

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
    def names(self) -> Mapping[tuple[str, str], str]:
        """Reviewed names: (kind, raw) -> id. An id that begins with ``-`` says that the name is known and names
        nothing of ours; what follows may say why."""
        if self._names_file is None:
            return {}
        found: dict[tuple[str, str], str] = {}
        with self._names_file.open(encoding="utf-8", newline="") as stream:
            for number, row in enumerate(csv.DictReader(stream), 2):
                key = (row["kind"], row["raw"])
                if key in found:
                    self.faults.append(Fault(f"{self._names_file.name}:{number}", "raw", f"duplicate {key}"))
                found[key] = row["id"]
        return found

    def resolve(self, kind: str, raw: str, where: str, field: str) -> str | None:
        """Return the id of a raw name; an unmapped name is a fault with candidates, and gives None."""
        found = self.names.get((kind, raw))
        if found is None:
            self.unmapped.setdefault((kind, raw), where)
            known = [name for k, name in self.names if k == kind]
            near = [match[0] for match in process.extract(raw, known, limit=3, score_cutoff=70)]
            hint = f"; similar names: {', '.join(near)}" if near else ""
            told = f"unmapped {kind} name {raw!r}: add a row to names.csv of this source{hint}"
            self.faults.append(Fault(where, field, told))
            return None
        return None if found.startswith("-") else found

    def number(self, text: str, where: str, field: str) -> float | None:
        """Return a number, None for an empty cell; anything else is a fault."""
        if not text:
            return None
        try:
            return float(text.replace(",", ""))
        except ValueError:
            self.faults.append(Fault(where, field, f"{text!r} is not a number"))
            return None

    def flag(self, text: str, where: str, field: str) -> bool | None:
        """Return a truth value, None for an empty cell; anything else is a fault."""
        folded = text.casefold()
        if folded in _YES or folded in _NO:
            return folded in _YES
        if text:
            self.faults.append(Fault(where, field, f"{text!r} is neither true nor false"))
        return None

    def day(self, text: str, where: str, field: str) -> date | None:
        """Return the first day of a date of any precision, None for an empty cell."""
        if not text:
            return None
        try:
            return first_day(text)
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
            for problem in error.errors():
                field = ".".join(str(part) for part in problem["loc"])
                self.faults.append(Fault(where, field, problem["msg"].removeprefix("Value error, ")))
