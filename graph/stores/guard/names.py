"""The names in a Cypher query: labels, types, properties and parameters, each with its place and what it is asked of.

One walk over the tokens that the guard let through. It judges nothing (``graph/stores/guard/warnings.py`` does), and
what it cannot place it leaves out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.stores.guard.tokens import Token
from graph.stores.guard.words import CLAUSES, KEYWORDS, SUBQUERIES

Bracket = Literal["node", "link", "list", "call", "map", "pattern map", "subquery", "other"]
COMPARING = frozenset(("=", "<>", "<", ">", "<=", ">=", "=~", "STARTS", "ENDS", "CONTAINS"))
_LABEL_SIGNS = frozenset((":", "|", "&", "!"))
_OF_LABELS = frozenset(("|", "&", "!", "(", ")", "%"))


@dataclass(frozen=True)
class Property:
    """A property that a query names.

    Attributes
    ----------
    token : Token
        Its name, and where it stands.
    of : str or None
        The variable of a pattern that it is asked of, None where it may be of anything.
    labels : tuple of str
        Labels or types that the pattern itself gives.
    beside : Token or None
        The value that it is compared with, where that is a single token: a string, a parameter, the call of a function.
    """

    token: Token
    of: str | None
    labels: tuple[str, ...]
    beside: Token | None


@dataclass
class QueryNames:
    """What a query names."""

    labels: list[Token] = field(default_factory=list)
    types: list[Token] = field(default_factory=list)
    properties: list[Property] = field(default_factory=list)
    parameters: list[Token] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Keys of maps that the query itself makes."""


def named(found: Sequence[Token]) -> QueryNames:
    """Return what the tokens of a query name.

    Parameters
    ----------
    found : Sequence[Token]
        All tokens of a query, as ``tokens`` gives them.
    """
    walk = _NameWalk(found)
    for place in range(len(found)):
        walk.step(place)
    walk.named.properties = [walk.placed(one) for one in walk.asked]
    return walk.named


class _NameWalk:
    def __init__(self, found: Sequence[Token]) -> None:
        self.named = QueryNames()
        self.asked: list[tuple[int, Token, str | None, tuple[str, ...]]] = []
        self._found = found
        self._open: list[Bracket] = []
        self._variables: dict[str, list[str]] = {}  # of patterns, with their labels or types
        self._links: set[str] = set()
        self._owner: str | None = None  # variable of the pattern that is open
        self._bare: list[str] = []  # labels of a pattern without a variable
        self._in_labels = False

    def placed(self, one: tuple[int, Token, str | None, tuple[str, ...]]) -> Property:
        """Return a property with the labels of its variable, wherever in the query these stand.

        Parameters
        ----------
        one : tuple[int, Token, str or None, tuple[str, ...]]
            Place and token of the property, its variable, and the labels that stand beside it where it has none.
        """
        place, token, variable, bare = one
        known = self._variables.get(variable or "")
        labels = tuple(dict.fromkeys(known)) if known is not None else bare
        return Property(token, variable if known is not None else None, labels, self._beside(place))

    def step(self, place: int) -> None:
        """Take one token.

        Parameters
        ----------
        place : int
            Which token; they are taken in order.
        """
        token = self._found[place]
        if token.kind == "parameter":
            self.named.parameters.append(token)
        if token.kind == "sign":
            self._sign(place, token)
        elif token.kind in ("word", "quoted"):
            self._name(place, token)
            self._in_labels = self._in_labels and self._text(place - 1) in _LABEL_SIGNS | {"("}
        else:
            self._in_labels = False

    def _text(self, place: int) -> str:
        if not 0 <= place < len(self._found) or self._found[place].kind == "string":
            return ""
        return self._found[place].upper or self._found[place].text

    def _kind(self, place: int) -> str:
        return self._found[place].kind if 0 <= place < len(self._found) else ""

    @property
    def _inside(self) -> Bracket:
        return self._open[-1] if self._open else "other"

    def _sign(self, place: int, token: Token) -> None:
        text = token.text
        if text in "([{":
            self._open.append(self._bracket(place))
            if self._inside in ("node", "link"):
                self._owner, self._bare = None, []
        elif text in ")]}" and self._open:
            self._open.pop()
        if text == ":" and self._inside not in ("map", "pattern map"):
            self._in_labels = True
        elif text not in _OF_LABELS or (text == "|" and self._inside == "list"):
            self._in_labels = False  # in a list, `|` begins what is made of each

    def _bracket(self, place: int) -> Bracket:
        before, text = self._text(place - 1), self._found[place].text
        if text == "[":
            return "link" if before == "-" else "list"
        if text == "(":
            is_name = self._kind(place - 1) in ("word", "quoted") and before not in KEYWORDS - {"ALL"}
            return "other" if self._in_labels else "call" if is_name else "node"
        if before in SUBQUERIES or before == "CALL" or (before == ")" and self._text(place + 1) in CLAUSES):
            return "subquery"
        return "pattern map" if self._inside in ("node", "link") and self._text(place + 1) != "." else "map"

    def _name(self, place: int, token: Token) -> None:
        before, after = self._text(place - 1), self._text(place + 1)
        if before == ".":
            self._after_dot(place, token, after)
        elif before in ("{", ",") and after == ":" and self._inside in ("map", "pattern map"):
            if self._inside == "map":
                self.named.keys.add(token.value)
            else:
                self.asked.append((place, token, self._owner, tuple(self._bare)))
        elif self._in_labels and before in _LABEL_SIGNS | {"("}:
            self._label(place, token)
        elif self._opens_pattern(place, after):
            self._owner = token.value
            self._variables.setdefault(token.value, [])
            if self._inside == "link":
                self._links.add(token.value)
        elif before == "AS":
            self.named.keys.add(token.value)

    def _opens_pattern(self, place: int, after: str) -> bool:
        ends = (")", ":", "{", "WHERE") if self._inside == "node" else ("]", ":", "{", "WHERE", "*")
        return self._inside in ("node", "link") and self._text(place - 1) in ("(", "[") and after in ends

    def _label(self, place: int, token: Token) -> None:
        owner = self._owner if self._inside in ("node", "link") else self._before_labels(place)
        is_link = self._inside == "link" or (self._inside != "node" and owner in self._links)
        (self.named.types if is_link else self.named.labels).append(token)
        if self._inside in ("node", "link"):
            self._bare.append(token.value)
            if owner is not None:
                self._variables[owner].append(token.value)

    def _before_labels(self, place: int) -> str | None:
        """Return the variable of `n:Label` in a condition."""
        at = place
        while self._text(at) != ":" and at > 0:
            at -= 1
        return self._found[at - 1].value if self._kind(at - 1) in ("word", "quoted") else None

    def _after_dot(self, place: int, token: Token, after: str) -> None:
        if after == "(" or (after == "." and self._called_later(place)) or self._in_procedure(place):
            return
        owner = self._text(place - 2)
        if self._inside == "map" and owner in ("{", ","):  # n {.name}
            self.asked.append((place, token, None, ()))
        elif self._kind(place - 2) in ("word", "quoted") and self._text(place - 3) != ".":
            self.asked.append((place, token, self._found[place - 2].value, ()))

    def _called_later(self, place: int) -> bool:
        while self._text(place + 1) == "." and self._kind(place + 2) in ("word", "quoted"):
            place += 2
        return self._text(place + 1) == "("

    def _in_procedure(self, place: int) -> bool:
        while self._text(place - 1) == ".":
            place -= 2
        return self._text(place - 1) == "CALL"

    def _beside(self, place: int) -> Token | None:
        """Return the token that a property is compared with, on whichever side it stands."""
        after = place + 1
        if self._text(after) in COMPARING or (self._inside_map(place) and self._text(after) == ":"):
            after += 2 if self._text(after + 1) == "WITH" else 1
            return self._found[after] if after < len(self._found) else None
        before = place - 3
        if self._text(place - 1) == "." and self._text(before) in COMPARING and before > 0:
            return self._found[before - 1]
        return None

    def _inside_map(self, place: int) -> bool:
        return self._text(place - 1) in ("{", ",")


def keys_of(value: object) -> Iterable[str]:
    """Yield every key of maps within a parameter's value.

    Parameters
    ----------
    value : object
        Of any type; maps within lists count too.
    """
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name)
            yield from keys_of(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from keys_of(item)
