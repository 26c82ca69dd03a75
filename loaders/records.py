"""The keys that a record of a document may have, and the form of those that its loader reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from graph.errors import Fault, FileFaultError
from loaders.documents import shaped


@dataclass(frozen=True)
class Fields:
    """The keys of a record.

    Parameters
    ----------
    used : mapping
        Key -> form, of those that the loader reads; each must be there.
    optional : mapping
        The same, of those that may be absent.
    ignored : tuple of str
        Keys that the loader knows and leaves.
    """

    used: Mapping[str, Any]
    optional: Mapping[str, Any] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    @property
    def known(self) -> set[str]:
        """Every key that there may be."""
        return {*self.used, *self.optional, *self.ignored}

    def unknown(self, where: str, content: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield a fault for each key that nobody knows."""
        for key in sorted(content.keys() - self.known):
            yield Fault(where, key, "unknown key; use it or ignore it by name")

    def wrong(self, where: str, content: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield a fault for each key that is missing, or has another form than the loader reads."""
        for key, form in {**self.used, **self.optional}.items():
            if key in content:
                try:
                    shaped(content[key], _adapter(form), where)
                except FileFaultError as error:
                    inner = f"{key}.{error.fault.field}".rstrip(".")
                    yield Fault(where, inner, error.fault.message)
            elif key in self.used:
                yield Fault(where, key, "missing key")


@cache
def _adapter(form: Any) -> TypeAdapter[Any]:
    return TypeAdapter(form)


def validation_faults(where: str, error: ValidationError) -> Iterator[Fault]:
    """Yield the faults of one fact, field by field."""
    for problem in error.errors(include_url=False):
        field = ".".join(str(part) for part in problem["loc"])
        yield Fault(where, field, problem["msg"].removeprefix("Value error, "))
