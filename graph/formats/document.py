"""A drawn picture as one HTML file to pass on: picture, table, needs, sources, version. No script, nothing fetched."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from graph.facts.fact import Source

STYLE = """
:root{color-scheme:light}body{font:15px/1.45 system-ui,sans-serif;max-width:75rem;margin:1.5rem auto;
padding:0 1rem}
svg{max-width:100%;height:auto}table{border-collapse:collapse;font-size:.9em}.dim{opacity:.75}.scroll{overflow:auto}
th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #8886}li{overflow-wrap:anywhere}
"""


def document(
    title: str,
    basis: str,
    picture: str,
    tables: Mapping[str, Sequence[Mapping[str, object]]],
    assumptions: Iterable[str],
    sources: Iterable[Source],
) -> str:
    """Write a picture as a document.

    Parameters
    ----------
    title, basis : str
        What it is of; date, lens, horizon and graph version.
    picture : str
        SVG.
    tables : mapping
        The same facts as rows, by heading; the rows of a table have the same columns.
    assumptions : iterable of str
        A list entry each; without any there is no heading for them.
    sources : iterable of Source
        Sorted by publisher and title.
    """
    named = sorted(sources, key=lambda source: (source.publisher, source.title, source.id))
    assumed = [f"<li>{escape(text)}</li>" for text in assumptions]
    return "\n".join(
        [
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>",
            f'<h1>{escape(title)}</h1><p class="dim">{escape(basis)}</p>',
            picture,
            *(f'<h2>{escape(head)}</h2><div class="scroll">{_table(rows)}</div>' for head, rows in tables.items()),
            f"<h2>Assumptions</h2><ul>{''.join(assumed)}</ul>" if assumed else "",
            f"<h2>{len(named)} sources</h2><ul>{''.join(map(_source, named))}</ul></body></html>",
        ]
    )


def _table(rows: Sequence[Mapping[str, object]]) -> str:
    if not rows:
        return "<p>nothing</p>"
    head = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row.values()) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _cell(value: object) -> str:
    return "" if value is None else escape(f"{value:.4g}" if isinstance(value, float) else str(value))


def _source(source: Source) -> str:
    title = escape(source.title)
    if source.url.startswith(("https://", "http://")):
        title = f'<a href="{escape(source.url)}">{title}</a>'
    rest = f"{source.publisher}, {source.published_on or 'undated'}; {source.licence}"
    return f"<li>{title}, {escape(rest)}</li>\n"
