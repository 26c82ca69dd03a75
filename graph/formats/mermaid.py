"""A drawn picture as a Mermaid flowchart, for Markdown files and wikis."""

from graph.drawing.drawing import Drawing, DrawnBox
from graph.drawing.svg import colour_class

_COLOURS = {
    "US": "fill:#1f5fbf,color:#fff", "China": "fill:#b3261e,color:#fff", "other": "fill:#0f766e,color:#fff",
    "mixed": "fill:#5b21b6,color:#fff", "none": "fill:#56616f,color:#fff",
    "more": "fill:#f3f6fa,color:#1b2430,stroke-dasharray:3",
}  # fmt: skip
_ESCAPES = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
_MARKS = {"certain": " ▲", "known": " △"}


def mermaid(drawing: Drawing, caption: str) -> str:
    """Write a drawing as a Mermaid flowchart: boxes by layer, a need with several suppliers as a round box.

    Parameters
    ----------
    drawing : Drawing
    caption : str
        What the picture is of, with date, lens and graph version; a comment on the first line.
    """
    # Ids such as `model:end-1` are not Mermaid's; numbers in the order of the picture are, and they never collide.
    shapes = [box.id for box in drawing.boxes] + [pill.id for pill in drawing.pills]
    ids = {shape: f"n{number}" for number, shape in enumerate(shapes)}
    lines = [f"%% {' '.join(caption.splitlines()).replace('{', '(').replace('}', ')')}", "flowchart TD"]
    lines += [f"  classDef {name} {style}" for name, style in _COLOURS.items()]
    lines += [f'  {ids[box.id]}["{_label(box)}"]:::{colour_class(box)}' for box in drawing.boxes]
    lines += [f'  {ids[pill.id]}(["{escaped(pill.label)}"])' for pill in drawing.pills]
    lines += [f"  {ids[link.start]} --> {ids[link.end]}" for link in drawing.links]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Return a text that may stand in a quoted Mermaid label."""
    return "".join(_ESCAPES.get(letter, letter) for letter in " ".join(text.splitlines()))


def _label(box: DrawnBox) -> str:
    return escaped(box.name) + _MARKS.get(box.weak or "", "")
