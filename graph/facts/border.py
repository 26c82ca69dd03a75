"""Words, addresses, numbers and days that a fact may hold: what is let in here is safe to show, link and write down.

Control characters break XML and steer terminals, and so do marks that turn the direction of writing; other schemes
than http and https run code in a page; NaN and infinity are no figures.
"""

import math
import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

LONGEST_INTEGER = 2**63
"""Integers are below it on either side: stores and other programs hold no larger ones."""
LONGEST_TEXT = 10_000
"""Characters of a note or a property."""

_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""All control characters but tab and the ends of lines (U+0085 is one in JSON and XML), the marks that turn the
direction of writing, and what is no character."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)
_PROPERTY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _checked_text(value: str) -> str:
    if found := _STEERING.search(value):
        raise ValueError(f"it has the control character U+{ord(found.group()):04X}; write it without")
    return value


def _checked_address(value: str) -> str:
    """Check that an address leads to a page, or is words that lead nowhere."""
    text = value.strip()
    if text.startswith(("/", "\\")) or (_SCHEME.match(text) and not _ADDRESS.fullmatch(text)):
        raise ValueError(
            f"{value[:60]!r} is no address; write one that begins with https:// or http://, or plain words"
        )
    return value


def _checked_day(value: object) -> object:
    """Refuse numbers, which would be seconds since 1970."""
    if isinstance(value, date) or value is None or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError(f"{value!r} is not a day; write 2025-03-01")


def _checked_number(value: float) -> float:
    if not math.isfinite(value) or (isinstance(value, int) and abs(value) >= LONGEST_INTEGER):
        raise ValueError("it is not a number that can be written down")
    return value


Name = Annotated[str, Field(max_length=500), AfterValidator(_checked_text)]
"""A few words."""
Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_checked_text)]
"""Words as a source writes them."""
Address = Annotated[str, Field(max_length=2_000), AfterValidator(_checked_text), AfterValidator(_checked_address)]
"""The address of a page, or plain words where there is none."""
Day = Annotated[date, BeforeValidator(_checked_day)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Scalar = str | int | float | bool


def _checked_properties(found: dict[str, Scalar]) -> dict[str, Scalar]:
    for name, value in found.items():
        if not _PROPERTY.fullmatch(name):
            raise ValueError(f"{name[:60]!r} is no name of a property; it has lower-case letters, digits and _")
        try:
            if isinstance(value, str):
                _checked_text(value)
                if len(value) > LONGEST_TEXT:
                    raise ValueError(f"it has {len(value):,} characters, at most {LONGEST_TEXT:,} are taken")
            elif not isinstance(value, bool):
                _checked_number(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return found


Properties = Annotated[dict[str, Scalar], Field(max_length=100), AfterValidator(_checked_properties)]
