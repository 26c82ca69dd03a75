"""What a question may say: the parameters that measures share, and how wrong ones are told.

A measure's question is one frozen model. The descriptions of its fields are the documentation of the address and of
the command; a field without a default has to be given.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from graph.analysis.dependency.cases.readings import Criterion, Reading, Semantics
from graph.errors import QuestionError
from graph.facts.body_part import NO_SUCH_FIELD
from graph.facts.border import Day
from graph.ontology import Horizon, Lens


class ParameterError(QuestionError):
    """A parameter has a wrong form, or there is no such parameter.

    Parameters
    ----------
    fault : str
        What is wrong.
    field : str
        Which parameter.
    suggestions : sequence of str
        Values that would do, likeliest first.
    way : str
        Where to read what would do: of an address, where nothing else is said.
    """

    def __init__(self, fault: str, field: str, suggestions: Sequence[str] = (), way: str = "") -> None:
        self.fault, self.way = fault, way
        super().__init__(f"{fault} {way}".rstrip(), field, suggestions)

    def pointing(self, way: str) -> "ParameterError":
        """Return the same fault with another way out, where it names one.

        Parameters
        ----------
        way : str
            Where whoever asked can read what would do.
        """
        return ParameterError(self.fault, self.field, self.suggestions, way if self.way else "")


def listed(value: str | Iterable[str] | None) -> tuple[str, ...]:
    """Read ids given one by one or separated by commas.

    Parameters
    ----------
    value : str, iterable of str or None
        Each may hold several; None is none.

    Raises
    ------
    ValueError
        One of several is empty: somebody meant something by it.
    """
    parts = [value] if isinstance(value, str) else list(value or ())
    if len(parts) > 1 and not all(part.strip() for part in parts):
        raise ValueError("one of those given is empty")
    return tuple(part.strip() for text in parts for part in text.split(",") if part.strip())


Ids = Annotated[tuple[str, ...], BeforeValidator(listed)]
"""Ids, given one by one or separated by commas."""


class Question(BaseModel):
    """The snapshot that is asked."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", populate_by_name=True)

    as_of: Day | None = Field(default=None, description="valid time, a day such as 2025-06-30; today when left out")
    known_at: Day | None = Field(default=None, description="only sources public by this day")
    lens: Lens = Field(default=Lens.OWNERSHIP, description="whose control counts")
    horizon: Horizon = Field(default=Horizon.MAKE, description="which needs bind: to run, to make, to grow")


class Limited(Question):
    """A question whose answer is a table, of which no more than some rows are given."""

    limit: int | None = Field(default=None, ge=1, le=10_000, description="most rows; all when left out")


class Paged(Limited):
    """A question whose table is given page by page."""

    cursor: str | None = Field(default=None, max_length=20, description="`next_cursor` of the answer before")


class WithReading(Question):
    """A question about what is not known for sure."""

    reading: Reading = Field(
        default=Reading.LIKELY,
        description="what nobody states: certain (whatever it is), likely (split as known, else equally), known (only "
        "suppliers we know exist)",
    )


class Judged(WithReading):
    """A question about what is stopped."""

    loss: float = Field(default=0.5, gt=0, le=1, description="share of capacity whose loss counts as stopped")
    sigma: float = Field(
        default=0.0, ge=0, le=1, description="substitutability: 0 keeps shares rigid, at 1 any live supplier suffices"
    )
    semantics: Semantics = Field(default=Semantics.OPERATIONAL, description="a cycle that nothing outside supports")

    @property
    def criterion(self) -> Criterion:
        """When something counts as stopped."""
        return Criterion(self.loss, self.sigma, self.reading, self.semantics)


Asked = TypeVar("Asked", bound=BaseModel)


def asked(question: type[Asked], given: Mapping[str, Any]) -> Asked:
    """Return a question from what was given.

    Parameters
    ----------
    question : type of Question
        Which kind.
    given : mapping
        Parameters by name, as text or already read.

    Raises
    ------
    ParameterError
        Naming the first parameter at fault, and what it takes.
    """
    try:
        return question.model_validate(given)
    except ValidationError as error:
        raise parameter_error(error.errors(), list(parameters(question))) from error


def parameters(question: type[BaseModel]) -> tuple[str, ...]:
    """Return the names that a question takes, as they are given.

    Parameters
    ----------
    question : type of BaseModel
        The model of the question.
    """
    return tuple(field.alias or name for name, field in question.model_fields.items())


def parameter_error(faults: Sequence[Mapping[str, Any]], known: Sequence[str] = ()) -> ParameterError:
    """Return the error of what pydantic found wrong, the first fault told.

    Parameters
    ----------
    faults : sequence of Mapping
        ``ValidationError.errors()``.
    known : sequence of str
        Parameters that there are, told where one is unknown.
    """
    first = faults[0]
    place = first["loc"][1:] if first["loc"][:1] in (("query",), ("path",), ("body",)) else first["loc"]
    field = ".".join(map(str, place)) or "body"
    if first["type"] == "extra_forbidden" and known and len(first["loc"]) == 1:
        return unknown_parameter(field, known)
    if first["type"] == NO_SUCH_FIELD:
        field = ".".join(map(str, (*place, first["ctx"]["name"])))
    given = first.get("input")
    shown = f" (got {given!r})" if isinstance(given, str | int | float) else ""
    expected = first.get("ctx", {}).get("expected")
    options = [part.strip("' ") for part in str(expected).replace(" or ", ", ").split(",")] if expected else []
    options += first.get("ctx", {}).get("near", [])
    if first["type"] == "json_invalid":
        why = first.get("ctx", {}).get("error", first["msg"])
        return ParameterError(f"the body is not JSON, at character {first['loc'][-1]}: {why}.", "body")
    message = _WORDS.get(first["msg"], first["msg"]).removeprefix("Value error, ")
    return ParameterError(f"{field}: {message}{shown}.", field, options, "See /docs for what it takes.")


_WORDS = {
    "Input should be a valid tuple": 'a JSON list is expected, such as ["one", "two"]',
    "Field required": "required: it has to be given",
}
"""What pydantic says in Python's words, and shorter than a newcomer can use."""


def unknown_parameter(name: str, known: Iterable[str]) -> ParameterError:
    """Return the error of a parameter that there is not: silence would answer another question.

    Parameters
    ----------
    name : str
        What was given.
    known : iterable of str
        What there is; the nearest are suggested.
    """
    takes = sorted(known)
    told = ", ".join(takes) or "no parameters"
    return ParameterError(f"unknown parameter {name!r}; this address takes {told}", name, takes)
