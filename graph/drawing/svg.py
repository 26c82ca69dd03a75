"""A drawing as an SVG file of its own: no script, no outside request, readable in light and dark."""

from xml.sax.saxutils import escape, quoteattr

from graph.drawing.drawing import Drawing, DrawnBox

STYLE = """
:root{--paper:#fff;--band:#f3f6fa;--ink:#1b2430;--dim:#5b6776;--line:#9aa6b5;--us:#1f5fbf;--china:#b3261e;
--other:#0f766e;--mixed:#5b21b6;--none:#56616f}
@media(prefers-color-scheme:dark){:root{--paper:#10151c;--band:#171e28;--ink:#e8edf4;--dim:#9fabba;--line:#566273;
--us:#3b7ddd;--china:#d9534b;--other:#1d9186;--mixed:#8b5cf6;--none:#6b7787}}
text{font:12px system-ui,sans-serif;fill:#fff}.band{fill:var(--dim);font-weight:600;font-size:10px}
.pill{fill:var(--paper);stroke:var(--line)}.need{fill:var(--ink);font-size:10px}
path{fill:none;stroke:var(--line)}.US{fill:var(--us)}.China{fill:var(--china)}.other{fill:var(--other)}
.mixed{fill:var(--mixed)}.none{fill:var(--none)}.weak{fill:#ffb300;stroke:#3b2a00}.weak.known{fill:var(--paper);stroke:#b37d00;stroke-width:2}
.more{fill:var(--band);stroke:var(--line)}
.moretext{fill:var(--ink)}.note{fill:var(--dim);font-size:10px}
"""

LEGEND = (
    "blue US sphere, red China sphere, green other countries, purple several, grey unknown; ▲ single point of failure, "
    "△ as far as we know; a pill: any of its suppliers will do"
)


def svg(drawing: Drawing, title: str, caption: str = "") -> str:
    """Write a drawing as SVG.

    Parameters
    ----------
    drawing : Drawing
    title : str
        Read aloud by a screen reader, and the name of the file's picture.
    caption : str
        A line below the picture: date, lens, graph version.
    """
    width, height = drawing.width, drawing.height + 38
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{width:g}" height="{height:g}" fill="var(--paper)"/>',
    ]
    for number, band in enumerate(drawing.bands):
        if number % 2 == 0:
            top, tall = band.y - 14, band.height + 28
            parts.append(f'<rect y="{top:g}" width="{width:g}" height="{tall:g}" fill="var(--band)"/>')
        words = band.label.upper().split(" AND ")
        for line, word in enumerate(words):
            shown = word if line == 0 else f"AND {word}"
            parts.append(f'<text class="band" x="10" y="{band.y + 16 + 12 * line:g}">{escape(shown)}</text>')
    parts += [f'<path d="{link.path}"/>' for link in drawing.links]
    for pill in drawing.pills:
        left, top = pill.x - pill.width / 2, pill.y - pill.height / 2
        parts.append(
            f'<rect class="pill" x="{left:g}" y="{top:g}" width="{pill.width:g}" height="{pill.height:g}" rx="9"/>'
            f'<text class="need" x="{pill.x:g}" y="{pill.y + 3.5:g}" text-anchor="middle">{escape(pill.label)}</text>'
        )
    parts += [_box(box) for box in drawing.boxes]
    for line, text in enumerate((LEGEND, caption)):
        parts.append(f'<text class="note" x="10" y="{height - 22 + 14 * line:g}">{escape(text)}</text>')
    parts.append("</svg>")
    return "\n".join(parts)


def colour_class(box: DrawnBox) -> str:
    """Return the class that colours a box: its sphere, `mixed` where its countries differ, else `none`."""
    if box.collapsed:
        return "more"
    return box.sphere.value if box.sphere else "mixed" if box.countries else "none"


def _box(box: DrawnBox) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    text = "moretext" if box.collapsed else ""
    mark = ""
    if box.weak in ("certain", "known"):
        x, y = left + box.width - 4, top - 5
        said = f"<title>single point of failure ({box.weak})</title>"
        mark = f'<path class="weak {box.weak}" d="M{x:g} {y:g}l7 12h-14z">{said}</path>'
    return (
        f"<g><title>{escape(box.name)}</title>"
        f'<rect class="{colour_class(box)}" x="{left:g}" y="{top:g}" width="{box.width:g}" '
        f'height="{box.height:g}" rx="4"/>'
        f'<text class="{text}" x="{box.x:g}" y="{box.y + 4:g}" text-anchor="middle">{escape(box.label)}</text>'
        f"{mark}</g>"
    )
