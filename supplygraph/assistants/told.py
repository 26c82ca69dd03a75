"""An answer as text that an assistant can read and cite: the sentence, the first rows, the basis, who says so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from graph.formats.tabular import Tabular, markdown
from supplygraph.answered import Answered
from supplygraph.drawn import cell

MOST = 9_000
"""Bytes of an answer. A token is three bytes or more of such text, so that an answer is below 4,000 of them."""
CITED = 8
"""Sources that an answer cites; those behind its rows first."""
MOST_ROWS = 40
LONGEST = 240
"""Characters of a cell and of an assumption."""


@dataclass(frozen=True)
class Part:
    """A table of an answer.

    Attributes
    ----------
    title : str
    rows : sequence of mapping
    columns : tuple of str
        All when empty.
    """

    title: str
    rows: Sequence[Mapping[str, Any]]
    columns: tuple[str, ...] = ()


def told(answer: Answered, parts: Iterable[Part], page: str, sentence: str = "") -> str:
    """Return an answer as text below a size: rows give way first, and how many there are is said.

    Parameters
    ----------
    answer : Answered
    parts : iterable of Part
    page : str
        Where a person sees the same.
    sentence : str
        What is found; that of the answer when empty.
    """
    found = sentence or str(answer.get("sentence") or answer.get("reason") or "")
    some = list(parts)
    tail = [*_basis(answer), *_cited(answer), f"See it drawn: {page}"]
    for most in (MOST_ROWS, 25, 15, 10, 6, 3, 1, 0):
        text = "\n".join(line for line in [found, *(_table(part, most) for part in some), *tail] if line)
        if len(text.encode()) <= MOST:
            return text
    return text.encode()[:MOST].decode(errors="ignore")


def _table(part: Part, most: int) -> str:
    if not part.rows:
        return f"{part.title}: none."
    shown = part.rows[:most]
    names = part.columns or tuple(part.rows[0])
    if names == ("id",):
        return f"{part.title} ({len(shown)} of {len(part.rows)}): {', '.join(str(row['id']) for row in shown)}"
    rows = [{name: _short(row.get(name)) for name in names} for row in shown]
    count = f"{len(shown)} of {len(part.rows)}" if len(shown) < len(part.rows) else str(len(part.rows))
    text = markdown(Tabular(dict.fromkeys(names, str), rows, {})).decode()
    return f"\n{part.title} ({count}):\n{text}"


def _short(value: Any) -> str:
    text = cell(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _basis(answer: Answered) -> list[str]:
    meta = answer.meta
    said = [
        f"{name.replace('_', ' ')} {meta[name]}" for name in ("as_of", "known_at", "lens", "horizon") if meta.get(name)
    ]
    lines = [f"\nBasis: {', '.join([*said, 'graph ' + meta['graph_version'][:12]])}."]
    if meta.get("truncated"):
        lines.append(f"Cut at a limit: {cell(meta.get('limits', {}))}; not all is shown.")
    lines += [f"Warning: {_short(text)}." for text in meta.get("warnings", ())]
    lines += [f"Assumed: {_short(text)}." for text in meta.get("assumptions", ())[:5]]
    return [*lines, "A dash is not known; it is neither zero nor safe."]


def _cited(answer: Answered) -> list[str]:
    sources: Mapping[str, Mapping[str, Any]] = answer.get("sources", {})
    if not sources:
        return []
    text = str([answer[name] for name in answer if name not in ("sources", "meta")])
    ranked = sorted(sources.values(), key=lambda source: f"'{source['id']}'" not in text)
    lines = [
        f"- {_short(one['title'])}, {one['publisher']}, {one.get('published_on') or 'undated'}: {one['url']}"
        for one in ranked[:CITED]
    ]
    more = f" ({CITED} of {len(sources)}; the tool `sources` gives those of one entity)" if len(sources) > CITED else ""
    return [f"Sources{more}:", *lines]


def page_link(base: str) -> Callable[..., str]:
    """Return the function that makes links to views of the page."""

    def link(**state: str | None) -> str:
        given = {name: value for name, value in state.items() if value}
        return f"{base.rstrip('/')}/?{urlencode(given, safe=':,')}"

    return link
