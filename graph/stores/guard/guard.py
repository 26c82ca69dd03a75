"""The first wall before user queries: what is known is allowed, everything else is refused with a way out.

It is not a parser. Two rules make it safe. A bare word is a known keyword, or it is a name; and a name never
follows an operand directly, so that a clause unknown to us (whatever it is called) has nowhere to stand. The
second wall (a reader that cannot write) and the third (limits of the worker) hold without this one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from graph.errors import CypherError, WriteRefusedError
from graph.stores.guard.tokens import Token, tokens
from graph.stores.guard.words import (
    CLAUSES,
    CONTINUATIONS,
    FUNCTION_INSTEAD,
    FUNCTIONS,
    INSTEAD,
    KEYWORDS,
    PROCEDURES,
    REFUSED,
    SHORTEST,
    SHOWN,
    SUBQUERIES,
    VALUES,
    WRITING,
)
from graph.suggestions import nearest

MAX_LENGTH = 20_000
"""Characters of a query."""
MAX_DEPTH = 60
"""Brackets within brackets; parsers recurse."""

QueryMode = Literal["run", "explain", "profile"]
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True)
class CheckedQuery:
    """A query that the guard let through.

    ``mode`` is what a leading EXPLAIN or PROFILE asked for, ``text`` the query with blanks in its place, so that
    an engine's complaint still points at the right column. ``asked`` is the query as it was given.
    """

    text: str
    mode: QueryMode = "run"
    asked: str = ""


def check(query: str) -> CheckedQuery:
    """Let a reading query through.

    Parameters
    ----------
    query : str
        One statement; a trailing semicolon is allowed.

    Raises
    ------
    CypherError
        With line, column and what to write instead.
    """
    if len(query) > MAX_LENGTH:
        raise CypherError(f"the query has {len(query):,} characters; at most {MAX_LENGTH:,} are taken. "
                          "Pass long values in `parameters`.")  # fmt: skip
    found = list(tokens(query))
    while found and found[-1].text == ";":
        found.pop()
    if not found:
        raise CypherError("the query is empty; try MATCH (n:Model) RETURN n LIMIT 5", 1, 1)
    mode: QueryMode = "run"
    if found[0].upper in ("EXPLAIN", "PROFILE"):
        mode = "explain" if found[0].upper == "EXPLAIN" else "profile"
        if len(found) == 1:
            raise _refusal(found[0], "a query follows it")
    body = found[1:] if mode != "run" else found
    if body[0].upper == "SHOW":
        _check_show(body)
        body = body[2:]
    elif body[0].upper not in CLAUSES:
        raise _unexpected(body[0])
    _Walk(body).check()
    last, first = found[-1], found[0]
    asked = text = query[: last.offset + len(last.text)]
    if mode != "run":
        text = asked[: first.offset] + " " * len(first.text) + asked[first.offset + len(first.text) :]
    return CheckedQuery(text, mode, asked)


def _check_show(body: Sequence[Token]) -> None:
    if len(body) < 2 or body[1].upper not in SHOWN:
        raise _refusal(body[0], INSTEAD["SHOW"])
    if len(body) > 2 and body[2].upper not in ("YIELD", "WHERE"):
        raise _refusal(body[2], "only YIELD or WHERE follows SHOW")


class _Walk:
    """One walk over the tokens, with the brackets that are open."""

    def __init__(self, body: Sequence[Token]) -> None:
        self._body = body
        self._open: list[tuple[Token, bool]] = []  # a bracket, and whether it is a subquery
        self._in_labels = False
        self._shortest_at: int | None = None  # how many brackets were open where shortestPath was called

    def check(self) -> None:
        """Check every token in its place."""
        for place, token in enumerate(self._body):
            if token.kind == "sign":
                self._sign(place, token)
            elif token.kind == "word" and not self._is_plain_name(place):
                self._word(place, token)
            elif token.kind == "quoted" and not self._is_plain_name(place):
                self._after_operand(place, token)
        if self._open:
            raise _refusal(self._open[-1][0], "this bracket is not closed")

    def _at(self, place: int) -> Token | None:
        return self._body[place] if 0 <= place < len(self._body) else None

    def _kind(self, place: int) -> str:
        token = self._at(place)
        return token.kind if token else ""

    def _text(self, place: int) -> str:
        token = self._at(place)
        return "" if token is None or token.kind == "string" else token.upper or token.text

    def _sign(self, place: int, token: Token) -> None:
        text = token.text
        if text == ";":
            raise _refusal(token, "one statement at a time; ask the next one by itself")
        if text == "." and self._kind(place - 1) == "number":
            raise _refusal(token, "write a whole decimal such as 1.0")
        if text == ":" and self._text(place + 1) == "$":
            raise _refusal(token, "labels are written out; compare with labels(n) for others")
        if text in (":", "::"):
            self._in_labels = True
        elif text not in ("|", "&", "!", "(", ")", "%"):
            self._in_labels = False
        if text == "(":
            self._call(place)
        if text in _CLOSING:
            self._opens(place, token)
        elif text in _CLOSING.values():
            if not self._open or _CLOSING[self._open[-1][0].text] != text:
                raise _refusal(token, "this bracket closes nothing")
            self._open.pop()

    def _opens(self, place: int, token: Token) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise _refusal(token, f"more than {MAX_DEPTH} brackets within each other")
        subquery = token.text == "{" and self._opens_subquery(place)
        self._open.append((token, subquery))
        first = self._at(place + 1)
        if subquery and first is not None and first.kind == "word" and first.upper not in CLAUSES:
            names_a_path = self._text(place - 1) in SUBQUERIES and self._text(place + 2) == "="
            if not names_a_path:
                raise _unexpected(first)

    def _opens_subquery(self, place: int) -> bool:
        before = self._text(place - 1)
        if before in SUBQUERIES or before == "CALL":
            return True
        if before != ")":
            return False
        depth, at = 0, place - 1  # CALL (names) { ... }
        while at >= 0:
            depth += {")": 1, "(": -1}.get(self._text(at), 0)
            if depth == 0:
                break
            at -= 1
        return self._text(at - 1) == "CALL"

    def _word(self, place: int, token: Token) -> None:
        word = token.upper
        if word in REFUSED:
            raise _refusal(token, f"{REFUSED[word]} (in backticks it is an ordinary name)")
        self._in_labels = False
        if not self._is_keyword(place):
            self._after_operand(place, token)
        elif word == "WHERE" and self._shortest_at == len(self._open):
            raise _refusal(
                token,
                "beside shortestPath a condition is not understood alike everywhere; select the ends in a MATCH "
                "before it, and write MATCH p = shortestPath(...) WITH p WHERE ... for the rest",
            )
        elif word in CLAUSES:
            self._shortest_at = None
            if word == "CALL":
                self._procedure(place, token)
        elif word == "UNION":
            at = place + 2 if self._text(place + 1) in ("ALL", "DISTINCT") else place + 1
            first = self._at(at)
            if first is None or first.upper not in CLAUSES:
                raise _unexpected(first or token)

    def _is_keyword(self, place: int) -> bool:
        word = self._text(place)
        is_function = word == "ALL" and self._text(place + 1) == "(" and self._text(place - 1) != "UNION"
        return word in KEYWORDS and not is_function

    def _is_plain_name(self, place: int) -> bool:
        """A property, a label, a type or a map key: no clause can stand here."""
        before = self._text(place - 1)
        if before in (".", ":", "::"):
            return True
        if before in ("|", "&", "!", "(") and self._in_labels:
            return self._text(place + 1) != "("
        inside_map = bool(self._open) and self._open[-1][0].text == "{" and not self._open[-1][1]
        return inside_map and before in ("{", ",") and self._text(place + 1) == ":"

    def _procedure(self, place: int, token: Token) -> None:
        if self._text(place + 1) in ("{", "("):
            return
        name, at = "", place + 1
        while self._kind(at) in ("word", "quoted"):
            name += self._body[at].value
            if self._text(at + 1) != ".":
                break
            name, at = f"{name}.", at + 2
        if name not in PROCEDURES:
            known = ", ".join(sorted(PROCEDURES))
            raise _refusal(self._at(place + 1) or token, f"CALL takes a subquery in braces, or one of {known}")

    def _call(self, place: int) -> None:
        """Judge the name before a round bracket: a call of a known function, or no call."""
        at = place - 1
        token = self._at(at)
        if token is None or token.kind not in ("word", "quoted") or self._text(at - 1) in (":", "::"):
            return
        name = token.value
        while self._text(at - 1) == "." and self._kind(at - 2) in ("word", "quoted"):
            at -= 2
            name = f"{self._body[at].value}.{name}"
        first = self._body[at]
        if self._text(at - 1) == "CALL" or (at == place - 1 and first.upper and self._is_keyword(at)):
            return
        if self._text(at - 1) == ".":
            raise _refusal(token, "values have no methods; write function(value)")
        if name.lower() in SHORTEST:
            self._shortest_at = len(self._open)
        if name.lower() not in FUNCTIONS:
            near = nearest(name, FUNCTIONS, most=3, least=75)
            why = FUNCTION_INSTEAD.get(name.lower(), "only functions known to be harmless are")
            raise _refusal(first, f"the function {name} is not taken: {why}", near)

    def _after_operand(self, place: int, token: Token) -> None:
        """Refuse a name right after an operand: there a clause would stand."""
        before = self._at(place - 1)
        if before is None:
            return
        ends = (
            before.kind in ("quoted", "string", "number", "parameter")
            or before.text in (")", "]", "}")
            or before.upper in VALUES
            or (before.kind == "word" and (not self._is_keyword(place - 1) or self._is_plain_name(place - 1)))
            or (before.text == "*" and self._text(place - 2) in ("RETURN", "WITH", "DISTINCT", "YIELD"))
        )
        if ends:
            raise _unexpected(token)


def _unexpected(token: Token) -> CypherError:
    word = token.upper
    if word in REFUSED:
        return _refusal(token, REFUSED[word])
    known = CLAUSES | CONTINUATIONS
    near = nearest(word, known, most=2, least=70) if word else []
    takes = "a clause stands here: " + ", ".join(sorted(known))
    return _refusal(token, INSTEAD.get(word, takes), near)


def _refusal(token: Token, why: str, suggestions: Sequence[str] = ()) -> CypherError:
    kind = WriteRefusedError if token.upper in WRITING else CypherError
    return kind(
        f"line {token.line}, column {token.column}: {token.text[:60]}: {why}",
        token.line, token.column, suggestions,
    )  # fmt: skip
