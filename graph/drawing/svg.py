"""A drawing as an SVG file of its own: headline, legend, source; the same colours for all, on screen and paper."""

from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from graph.drawing.drawing import Drawing, DrawnBox
from graph.drawing.palette import BOXES, LIGHT


def _style() -> str:
    colour = LIGHT
    boxes = "".join(
        f".{kind}{{fill:{colour[fill]}}}text.on-{kind}{{fill:{colour[letters]}}}"
        for kind, (fill, letters) in BOXES.items()
    )
    return f"""
text{{font:12px system-ui,sans-serif}}.headline{{font-size:20px;font-weight:700;fill:{colour["ink"]}}}
.band{{fill:{colour["dim"]};font-weight:600;font-size:11px}}.need{{fill:{colour["ink"]};font-size:11px}}
.note{{fill:{colour["dim"]};font-size:11px}}.ground{{fill:{colour["paper"]}}}.stripe{{fill:{colour["band"]}}}
path{{fill:none;stroke:{colour["line"]}}}.pill{{fill:{colour["paper"]};stroke:{colour["line"]}}}
.caveat{{stroke-dasharray:1 4;stroke-linecap:round;stroke-width:1.8}}
.cutline,.pill.cutline{{stroke:{colour["bad"]};stroke-dasharray:4 3}}
{boxes}.more{{stroke:{colour["line"]};stroke-dasharray:3 2}}
.weak{{fill:{colour["weak"]};stroke:{colour["weak_edge"]}}}
.weak.known{{fill:{colour["paper"]};stroke:{colour["weak"]};stroke-width:2}}
rect.falls,rect.out{{fill:{colour["paper"]};stroke:{colour["bad"]};stroke-width:2;stroke-dasharray:5 3}}
text.fallen{{fill:{colour["bad"]};text-decoration:line-through}}
path.absent{{opacity:.3}}.absent rect{{fill:{colour["paper"]};stroke:{colour["line"]};stroke-dasharray:2 3}}
.absent text{{fill:{colour["dim"]}}}
.degraded{{stroke:{colour["warn"]};stroke-width:3}}
"""


STYLE = _style()

KEYS = (
    ("US", "US sphere"), ("China", "China sphere"), ("other", "other countries"), ("mixed", "several"),
    ("none", "unknown"),
)  # fmt: skip
TOP, LINE, LETTER = 40.0, 15.0, 5.9
"""Room for the headline, height of a line of notes, and the mean width of their letters, in pixels."""


def svg(drawing: Drawing, title: str, caption: str = "") -> str:
    """Write a drawing as SVG.

    Parameters
    ----------
    drawing : Drawing
        Placed already; a narrow one is given room for its words.
    title : str
        The headline; also what a screen reader reads.
    caption : str
        Lines below the picture: date, lens, graph version, sources.
    """
    width = max(drawing.width, 560.0)
    notes = [*_wrapped(_explained(drawing), width), *_wrapped(caption, width)]
    height = TOP + drawing.height + LINE * (len(notes) + 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{width:g}" height="{height:g}" class="ground"/>',
        f'<text class="headline" x="12" y="27">{escape(title)}</text>',
        f'<g transform="translate(0 {TOP:g})">',
        *_bands(drawing),
        *_links(drawing),
        *_pills(drawing),
        *(_box(box) for box in drawing.boxes),
        "</g>",
        *_keys(TOP + drawing.height + LINE),
    ]
    for line, text in enumerate(notes):
        parts.append(
            f'<text class="note" x="12" y="{TOP + drawing.height + LINE * (line + 2):g}">{escape(text)}</text>'
        )
    return "\n".join([*parts, "</svg>"])


def colour_class(box: DrawnBox) -> str:
    """Return the class that colours a box: its sphere, `mixed` where its countries differ, else `none`.

    Parameters
    ----------
    box : DrawnBox
        One that stands for several that are left out is of the class `more`.
    """
    if box.collapsed:
        return "more"
    return box.sphere.value if box.sphere else "mixed" if box.countries else "none"


def _wrapped(text: str, width: float) -> list[str]:
    return wrap(text, int((width - 24) / LETTER))


def _explained(drawing: Drawing) -> str:
    said = "▲ single point of failure, △ the only one in our data. A pill: any of its suppliers will do."
    if drawing.legend:
        said += f" Dotted lines: {drawing.legend}."
    if any(box.state for box in drawing.boxes):
        said += " Struck out: falls; thick frame: degraded."
    if not all(box.there for box in drawing.boxes):
        said += f" Pale and dotted: not there on the day; the places are those of {drawing.laid_out}."
    return said


def _bands(drawing: Drawing) -> list[str]:
    parts = []
    for number, band in enumerate(drawing.bands):
        if number % 2 == 0:
            top, tall = band.y - 14, band.height + 28
            parts.append(f'<rect y="{top:g}" width="{drawing.width:g}" height="{tall:g}" class="stripe"/>')
        for line, word in enumerate(band.label.split(" and ")):
            shown = word if line == 0 else f"and {word}"
            parts.append(f'<text class="band" x="12" y="{band.y + 16 + 13 * line:g}">{escape(shown)}</text>')
    return parts


def _links(drawing: Drawing) -> list[str]:
    parts = []
    for link in drawing.links:
        kind = "cutline" if link.cut else "absent" if not link.there else "tie"
        told = (" caveat", f"<title>{link.caveat}</title>") if link.caveat else ("", "")
        parts.append(f'<path class="{kind}{told[0]}" d="{link.path}">{told[1]}</path>')
    return parts


def _pills(drawing: Drawing) -> list[str]:
    parts = []
    for pill in drawing.pills:
        left, top = pill.x - pill.width / 2, pill.y - pill.height / 2
        cut = "pill cutline" if pill.cut else "pill"
        there = "there" if pill.there else "absent"
        parts.append(
            f'<g class="{there}"><rect class="{cut}" x="{left:g}" y="{top:g}" width="{pill.width:g}" '
            f'height="{pill.height:g}" rx="9"/><text class="need" x="{pill.x:g}" y="{pill.y + 4:g}" '
            f'text-anchor="middle">{escape(pill.label)}</text></g>'
        )
    return parts


def _keys(y: float) -> list[str]:
    parts, x = [], 12.0
    for name, said in KEYS:
        parts.append(
            f'<rect class="{name}" x="{x:g}" y="{y - 10:g}" width="11" height="11" rx="2"/>'
            f'<text class="note" x="{x + 16:g}" y="{y:g}">{said}</text>'
        )
        x += 34 + len(said) * LETTER
    return parts


def _box(box: DrawnBox) -> str:
    left, top = box.x - box.width / 2, box.y - box.height / 2
    fallen = box.state in ("falls", "out")
    kind = colour_class(box)
    text = "fallen" if fallen else f"on-{kind}"
    state = f" {box.state}" if box.state else ""
    absent = "" if box.there else "not there on the day"
    said = ", ".join(filter(None, [box.name, absent, box.state]))
    mark = ""
    if box.weak in ("certain", "known"):
        x, y = left + box.width - 4, top - 5
        weak = f"<title>single point of failure ({box.weak})</title>"
        mark = f'<path class="weak {box.weak}" d="M{x:g} {y:g}l7 12h-14z">{weak}</path>'
    return (
        f'<g class="{"there" if box.there else "absent"}"><title>{escape(said)}</title>'
        f'<rect class="{kind}{state}" x="{left:g}" y="{top:g}" width="{box.width:g}" '
        f'height="{box.height:g}" rx="4"/>'
        f'<text class="{text}" x="{box.x:g}" y="{box.y + 4:g}" text-anchor="middle">{escape(box.label)}</text>'
        f"{mark}</g>"
    )
