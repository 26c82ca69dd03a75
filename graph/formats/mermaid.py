"""A drawn picture as a Mermaid flowchart, for Markdown files and wikis."""

from graph.drawing.drawing import Drawing, DrawnBox, DrawnLink
from graph.drawing.palette import BOXES, LIGHT
from graph.drawing.svg import colour_class

_FALLEN = f"fill:{LIGHT['paper']},color:{LIGHT['bad']},stroke:{LIGHT['bad']},stroke-dasharray:5 3"
_COLOURS = {
    **{kind: f"fill:{LIGHT[fill]},color:{LIGHT[letters]}" for kind, (fill, letters) in BOXES.items()},
    "out": _FALLEN,
    "falls": _FALLEN,
    "degraded": f"stroke:{LIGHT['warn']},stroke-width:3px",
}
_COLOURS["more"] += ",stroke-dasharray:3"
_ESCAPES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
_MARKS = {"certain": " ▲", "known": " △"}


def mermaid(drawing: Drawing, caption: str) -> str:
    """Write a drawing as a Mermaid flowchart: boxes by layer, a need with several suppliers as a round box.

    Parameters
    ----------
    drawing : Drawing
        Placed already; places are not used, Mermaid has its own.
    caption : str
        What the picture is of, with date, lens and graph version; a comment on the first line.
    """
    # Ids such as `model:end-1` are not Mermaid's; numbers in the order of the picture are, and they never collide.
    shapes = [box.id for box in drawing.boxes] + [pill.id for pill in drawing.pills]
    ids = {shape: f"n{number}" for number, shape in enumerate(shapes)}
    lines = [f"%% {' '.join(caption.splitlines()).replace('{', '(').replace('}', ')')}", "flowchart TD"]
    lines += [f"  classDef {name} {style}" for name, style in _COLOURS.items()]
    lines += [f'  {ids[box.id]}["{_label(box)}"]:::{colour_class(box)}' for box in drawing.boxes]
    lines += [f"  class {ids[box.id]} {box.state}" for box in drawing.boxes if box.state]
    lines += [f'  {ids[pill.id]}(["{escaped(pill.label)}"])' for pill in drawing.pills]
    lines += [f"  {ids[link.start]} {_arrow(link)} {ids[link.end]}" for link in drawing.links]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that may stand in a quoted Mermaid label.

    Parameters
    ----------
    text : str
        Line breaks in it become spaces.
    """
    return "".join(_ESCAPES.get(letter, letter) for letter in " ".join(text.splitlines()))


def _arrow(link: DrawnLink) -> str:
    return f'-. "{escaped(link.caveat)}" .->' if link.caveat else "-->"


def _label(box: DrawnBox) -> str:
    said = f", {box.state}" if box.state else ""
    return escaped(box.name + said) + _MARKS.get(box.weak or "", "")
