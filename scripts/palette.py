"""Write the colours of the page, its style sheet and its module, from ``graph/drawing/palette.py``."""

from pathlib import Path

from graph.drawing.palette import LIGHT, PALETTE

STATIC = Path(__file__).parents[1] / "api" / "static"
SHEET, MODULE = STATIC / "style" / "palette.css", STATIC / "palette.js"
WRITTEN = "Written by `python scripts/palette.py` from graph/drawing/palette.py: change it there."


def sheet() -> str:
    """Return the style sheet: a variable a colour, light and dark."""
    rows = "".join(f"  --{_dashed(name)}: {_value(*pair)};\n" for name, pair in PALETTE.items())
    return f"/* {WRITTEN} */\n:root {{\n{rows}}}\n"


def module() -> str:
    """Return the module: the light colours, for files that look the same whoever makes them."""
    rows = "".join(f'  {_joined(name)}: "{colour}",\n' for name, colour in LIGHT.items())
    return f"// {WRITTEN}\n\nexport const LIGHT = {{\n{rows}}};\n"


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _joined(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _value(light: str, dark: str) -> str:
    return light if light == dark else f"light-dark({light}, {dark})"


if __name__ == "__main__":
    SHEET.write_text(sheet(), encoding="utf-8")
    MODULE.write_text(module(), encoding="utf-8")
