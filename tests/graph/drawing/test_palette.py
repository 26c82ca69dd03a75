"""One palette: the page's colours are written from the declaration, and no other file names one of its own."""

import re
from pathlib import Path

import pytest

from graph.drawing.palette import BOXES, PALETTE
from scripts import palette as written

ROOT = Path(__file__).parents[3]
COLOUR = re.compile(r"(?<=[:\s\"'(])#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b(?!;)")
"""Not `#35;`, which is an escape of Mermaid."""
HAVE_IT_FROM = {"palette.css", "palette.js", "palette.py"}


def test_what_the_page_has_is_what_is_declared():
    assert written.SHEET.read_text(encoding="utf-8") == written.sheet(), "python scripts/palette.py"
    assert written.MODULE.read_text(encoding="utf-8") == written.module(), "python scripts/palette.py"


@pytest.mark.parametrize("folder", ["api/static", "graph/drawing", "graph/formats"])
def test_no_other_file_names_a_colour(folder):
    files = [
        file
        for kind in ("*.js", "*.css", "*.py")
        for file in (ROOT / folder).rglob(kind)
        if "vendor" not in file.parts and file.name not in HAVE_IT_FROM
    ]
    assert files
    named = {f"{file.name}: {found}" for file in files for found in COLOUR.findall(_code(file))}
    assert not named, "colours are declared in graph/drawing/palette.py"


def _code(file: Path) -> str:
    return re.sub(
        r"/\*.*?\*/|//.*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL if file.suffix == ".css" else 0
    )


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(first: str, second: str) -> float:
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("kind", BOXES)
def test_letters_stand_out_from_their_box(kind, theme):
    fill, letters = BOXES[kind]
    assert _contrast(PALETTE[fill][theme], PALETTE[letters][theme]) >= 4.5, "WCAG 2.2, 1.4.3"


@pytest.mark.parametrize("theme", [0, 1])
def test_spheres_differ_in_lightness(theme):
    us, china, other = (_luminance(PALETTE[name][theme]) for name in ("us", "china", "other"))
    assert us * 1.15 < china < other / 1.8, "told apart without hue: by the colour blind and in a black and white print"
