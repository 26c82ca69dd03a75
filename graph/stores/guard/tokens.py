"""Cypher text as tokens: comments, strings, quoted names and numbers told apart, each with line and column.

Strict on purpose: what two engines could read differently (unicode escapes, exotic spaces, unclosed strings) is
refused here, so that the guard and the engine always see the same words.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graph.errors import CypherError

TokenKind = Literal["word", "quoted", "string", "number", "parameter", "sign"]

_TOKEN = re.compile(
    r"""
      (?P<space>[ \t\r\n]+)
    | (?P<comment>//[^\r\n]*|/\*.*?\*/)
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<quoted>`(?:[^`]|``)*`)
    | (?P<number>0[xX][0-9a-fA-F]+|0o[0-7]+|(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<parameter>\$(?:\w+|`(?:[^`]|``)*`))
    | (?P<word>[^\W\d]\w*)
    | (?P<sign><=|>=|<>|=~|\.\.|::|\|\||\+=|/(?!\*)|[-+*%^=<>(){}\[\],;:.|&!])
    """,
    re.VERBOSE | re.DOTALL,
)
_UNCLOSED = {"'": "string", '"': "string", "`": "quoted name", "/": "comment"}
_ESCAPE = re.compile(r"\\[uU]")


@dataclass(frozen=True)
class Token:
    """One token; ``value`` is the name without its backticks, else the text."""

    kind: TokenKind
    text: str
    value: str
    line: int
    column: int
    offset: int

    @property
    def upper(self) -> str:
        """The word in capitals, as keywords are compared; empty when it is not a bare word."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query, spaces and comments left out.

    Parameters
    ----------
    query : str
        Of any length; the guard bounds it.

    Raises
    ------
    CypherError
        With line and column, for what is not a token or could be read in two ways.
    """
    for match in _ESCAPE.finditer(query):
        raise _error(query, match.start(), "unicode escapes are not taken; write the character itself")
    for offset, character in enumerate(query):
        # A control or line separator inside a comment or string ends it for some readers and not for others.
        if character not in "\t\r\n" and unicodedata.category(character) in ("Cc", "Zl", "Zp"):
            raise _error(query, offset, f"the control character U+{ord(character):04X} is not taken")
    offset = 0
    while offset < len(query):
        match_here = _TOKEN.match(query, offset)
        if match_here is None:
            raise _error(query, offset, _complaint(query[offset]))
        kind, text = str(match_here.lastgroup), match_here.group()
        offset = match_here.end()
        if kind in ("space", "comment"):
            continue
        if kind == "number" and offset < len(query) and (query[offset].isalnum() or query[offset] == "_"):
            raise _error(query, offset, "a name cannot follow a number without a space")
        if kind == "word" and not text.isascii() and _plain(text).isascii():
            raise _error(query, match_here.start(), f"{text!r} only looks like {_plain(text)!r}; write plain letters")
        line, column = position(query, match_here.start())
        value = text[1:-1].replace("``", "`") if kind == "quoted" else text
        yield Token(kind, text, value, line, column, match_here.start())  # type: ignore[arg-type]  # group names are the kinds


def position(query: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1.

    Parameters
    ----------
    query : str
        The whole text.
    offset : int
        Characters from its beginning, from 0.
    """
    before = query[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _complaint(character: str) -> str:
    if character in _UNCLOSED:
        return f"this {_UNCLOSED[character]} is not closed"
    if character.isspace() or unicodedata.category(character) == "Cf":
        name = unicodedata.name(character, "an unnamed character").lower()
        return f"there is a U+{ord(character):04X} ({name}) here; write a plain space"
    return f"{character!r} is not part of Cypher here"


def _error(query: str, offset: int, message: str) -> CypherError:
    line, column = position(query, offset)
    return CypherError(f"line {line}, column {column}: {message}", line, column)
