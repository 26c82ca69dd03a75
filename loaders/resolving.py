"""Names that nobody has reviewed yet, with candidates; and nodes that look like one thing under two ids.

Nothing is written: a person copies the row that is right into the source's ``names.csv``. Candidates are scored by
rapidfuzz's weighted ratio over names as written and aliases; a score says how alike two names look, never that they
are the same thing (Llama 2 7B and Llama 2 70B score high).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from rapidfuzz import fuzz, process

from graph.names import fold
from graph.node_ids import kind_of
from loaders.checking import read_source
from loaders.registry import SOURCES, exclusion
from loaders.source import SourceSpec


class Candidate(BaseModel):
    """An id that a raw name may stand for."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str = Field(description="the known name that looks alike")
    score: float = Field(description="0 to 100, rapidfuzz weighted ratio")
    known_from: str = Field(description="data set whose table has that name")


class Proposal(BaseModel):
    """A name without a row in ``names.csv``, and the ids it may stand for, likeliest first."""

    model_config = ConfigDict(frozen=True)

    dataset: str
    kind: str
    raw: str
    where: str
    candidates: tuple[Candidate, ...]

    @property
    def row(self) -> str:
        """The line to put into ``names.csv`` if the first candidate is right."""
        best = self.candidates[0].id if self.candidates else ""
        raw = f'"{self.raw}"' if re.search(r'[,"]', self.raw) else self.raw
        return f"{self.kind},{raw},{best}"


def propose(
    feeds: Path | None,
    only: Iterable[str] = (),
    *,
    noncommercial: bool = False,
    unverified: bool = False,
    limit: int = 3,
    sources: Sequence[SourceSpec] = SOURCES,
) -> list[Proposal]:
    """Propose ids for the names that have no reviewed row; of upstream files that `sync` refused, where there are some.

    Parameters
    ----------
    feeds : Path or None
        Folder with upstream files, a folder a source.
    only : iterable of str
        Data sets to look at; all when empty.
    noncommercial, unverified : bool
        Admit sources on these terms.
    limit : int
        Candidates a name.
    sources : sequence of SourceSpec
    """
    chosen = set(only)
    known = _known_names(sources)
    proposals: list[Proposal] = []
    for spec in sources:
        if chosen and spec.dataset not in chosen:
            continue
        refused = feeds is not None and spec.feed is not None and spec.refused(feeds).is_dir()
        reason = exclusion(spec, spec.metadata, feeds, noncommercial=noncommercial, unverified=unverified)
        if reason and not (refused and reason[0] == "missing"):
            continue
        folder = spec.refused(feeds) if refused and feeds is not None else spec.folder(feeds)
        reader, _, _ = read_source(spec, folder)
        unmapped = {(one.kind, one.raw): one.where for one in reversed([*reader.held.values(), *reader.unmapped])}
        for (kind, raw), where in sorted(unmapped.items()):
            prefixes = {node.partition(":")[0] for (k, _), node in reader.names.items() if k == kind and ":" in node}
            pool = {n: at for prefix, names in known.items() if prefix in prefixes or not prefixes
                    for n, at in names.items()}  # fmt: skip
            candidates = tuple(_candidates(raw, pool, limit))
            proposals.append(Proposal(dataset=spec.dataset, kind=kind, raw=raw, where=where, candidates=candidates))
    return proposals


def _candidates(raw: str, pool: dict[str, tuple[str, str]], limit: int) -> Iterator[Candidate]:
    """Yield the best name of each id."""
    seen: set[str] = set()
    found = process.extract(raw, list(pool), scorer=fuzz.WRatio, processor=fold, limit=8 * limit, score_cutoff=60)
    for name, score, _ in found:
        node_id, dataset = pool[name]
        if node_id not in seen and len(seen) < limit:
            seen.add(node_id)
            yield Candidate(id=node_id, name=name, score=round(score, 1), known_from=dataset)


def _known_names(sources: Sequence[SourceSpec]) -> dict[str, dict[str, tuple[str, str]]]:
    """Return every reviewed name: id prefix -> name -> (id, data set); the atlas goes before the others."""
    known: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for dataset, name, node_id in _name_rows(sources):
        if kind_of(node_id):
            known[node_id.partition(":")[0]].setdefault(name, (node_id, dataset))
    return known


def _name_rows(sources: Sequence[SourceSpec]) -> Iterator[tuple[str, str, str]]:
    for spec in sources:
        for path in sorted((spec.home / "nodes").glob("*.csv")):
            for row in _rows(path):
                for name in (row["name"], *row["aliases"].split("|")):
                    if name.strip():
                        yield spec.dataset, name.strip(), row["id"]
    for spec in sources:
        if (spec.home / "names.csv").is_file():
            for row in _rows(spec.home / "names.csv"):
                if row["kind"] not in ("seat", "owner"):
                    yield spec.dataset, row.get("name") or row["raw"], row["id"]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
