"""The colours of every picture, declared once: the page, its files, the SVG and the Mermaid chart have them from here.

Spheres differ in lightness as well as in hue, so that they survive colour blindness and a black and white print: dark
blue, mid red, light ochre. ``scripts/palette.py`` writes the style sheet and the module of the page.
"""

from collections.abc import Mapping

PALETTE: Mapping[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#10151c"),
    "panel": ("#f5f7fa", "#171e28"),
    "band": ("#eef3f9", "#1a2330"),
    "ink": ("#18212d", "#e8edf4"),
    "dim": ("#4d5866", "#aab6c5"),
    "edge": ("#d4dbe4", "#2f3a4a"),
    "line": ("#7d8998", "#7b889a"),
    "accent": ("#1b54ab", "#8db9ff"),
    "us": ("#12408c", "#2c63c0"),
    "china": ("#c23a1c", "#cc4727"),
    "other": ("#e3c566", "#d9bd63"),
    "mixed": ("#5b21b6", "#7446d8"),
    "none": ("#56616f", "#5d6a7a"),
    "on_dark": ("#ffffff", "#ffffff"),
    "on_light": ("#18212d", "#18212d"),
    "sure": ("#0b2447", "#e8edf4"),
    "bar": ("#5b8fd6", "#5a8fd8"),
    "warn": ("#9a4206", "#f0a04b"),
    "bad": ("#a5201a", "#ff8a80"),
    "good": ("#0f6b3f", "#6fd39b"),
    "weak": ("#ffb300", "#ffb300"),
    "weak_edge": ("#3b2a00", "#3b2a00"),
    "lit": ("#b84a00", "#ff9d4d"),
}
"""Name to the colour on white paper and the one on a dark screen; files and print have the first."""

LIGHT: Mapping[str, str] = {name: light for name, (light, _) in PALETTE.items()}
BOXES: Mapping[str, tuple[str, str]] = {
    "US": ("us", "on_dark"),
    "China": ("china", "on_dark"),
    "other": ("other", "on_light"),
    "mixed": ("mixed", "on_dark"),
    "none": ("none", "on_dark"),
    "more": ("panel", "ink"),
}
"""What a box of each kind is filled with, and the colour of its letters."""
