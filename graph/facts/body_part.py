"""What the body of a request is written in: a field that there is not is told together with those that there are."""

from collections.abc import Mapping
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from graph.suggestions import nearest

NO_SUCH_FIELD = "no_such_field"
"""The type of the error, as pydantic tells it; its context has the name."""


class BodyPart(BaseModel):
    """A part of a body; built at once, as FastAPI silences a warning of its bodies only while it adds their address."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _only_known(cls, given: Any) -> Any:
        known = {name for field in cls.model_fields.items() for name in _names(*field)}
        for name in given if isinstance(given, Mapping) else ():
            if name not in known:
                near = nearest(str(name), cls.fields_told(), most=1)
                told = {
                    "name": name,
                    "near": near,
                    "way": f"did you mean {near[0]}? " if near else "",
                    "takes": ", ".join(cls.fields_told()),
                }
                raise PydanticCustomError(NO_SUCH_FIELD, "there is no such field; {way}it takes {takes}", told)
        return given

    @classmethod
    def fields_told(cls) -> tuple[str, ...]:
        """Return the fields that it takes, as they are written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def _names(name: str, field: Any) -> set[str]:
    choices = field.validation_alias
    others = choices.choices if isinstance(choices, AliasChoices) else [choices]
    return {name, field.alias or name, *(one for one in others if isinstance(one, str))}
