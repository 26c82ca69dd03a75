"""Commands of measures, derived from their declarations: the words, parameters and defaults of their addresses.

A command evaluates its measure on the stored graph; ``--json`` prints the very answer of the address.
"""

import csv as csv_module
import io
import json as json_module
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from enum import Enum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from api.commands.printing import PRINTERS, print_answer
from api.settings import Settings
from api.terminal import fail, print_json, print_text
from graph.formats.cells import guarded
from graph.measures.measure import Measure, evaluate
from graph.measures.question import asked
from graph.measures.table import rows_of
from graph.stores.opening import open_store

JSON = Annotated[bool, typer.Option("--json", help="print the answer of the address as JSON")]
CSV = Annotated[bool, typer.Option("--csv", help="print the first table as CSV")]


def answer_of(measure: Measure[Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer of a measure on the stored graph, as the address gives it.

    Parameters
    ----------
    measure : Measure
    given : Mapping[str, Any]
        Parameters by name; those that are None are left out.
    """
    settings = Settings.from_environment()
    question = asked(measure.question, {name: value for name, value in given.items() if value is not None})
    with closing(open_store(settings.data, settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password)) as store:
        found = evaluate(measure, store.read().graph, question, settings.limits)
    content: dict[str, Any] = json_module.loads(found.model_dump_json(by_alias=True))
    return content


def command_of(measure: Measure[Any]) -> Callable[..., None]:
    """Return the function of a measure's command, with a signature that typer reads."""

    def command(json: bool, csv: bool, **given: Any) -> None:
        if measure.body:
            given[measure.body] = _body(given[measure.body])
        content = answer_of(measure, given)
        if json or not (measure.tables or measure.name in PRINTERS):
            print_json(content)
        elif csv and measure.tables:
            print_text(_csv(measure, content))
        else:
            PRINTERS.get(measure.name, print_answer)(measure, content, given)

    csv_option = Parameter("csv", Parameter.KEYWORD_ONLY, annotation=CSV, default=False)
    command.__name__ = measure.name
    command.__doc__ = f"{measure.title}.\n\n{measure.description}"
    return with_parameters(command, (*parameters_of(measure), csv_option))


def parameters_of(measure: Measure[Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a measure's command: what its question asks, and ``--json``."""
    fields = measure.question.model_fields
    first = [name for name in (*measure.in_path, *measure.positional, measure.body) if name]
    named = [name for name in (*_own(measure), *fields) if name not in first]
    found = [_parameter(measure, name, fields[name]) for name in dict.fromkeys((*first, *named))]
    return (*found, Parameter("json", Parameter.KEYWORD_ONLY, annotation=JSON, default=False))


def with_parameters(command: Callable[..., None], parameters: Iterable[Parameter]) -> Callable[..., None]:
    """Give a function the parameters that typer shall read."""
    listed = list(parameters)
    command.__signature__ = Signature(listed)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in listed}
    return command


def _own(measure: Measure[Any]) -> list[str]:
    """Return the fields that the measure's own question declares: they are listed before those that all share."""
    return [name for name in measure.question.__annotations__ if name in measure.question.model_fields]


def _parameter(measure: Measure[Any], name: str, field: FieldInfo) -> Parameter:
    kinds = {field.annotation, *get_args(field.annotation)}
    many = get_origin(field.annotation) is tuple
    choices = [
        str(value.value) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for value in kind
    ]
    told = f"{field.description} ({', '.join(choices)})" if choices else field.description
    kind: Any = Path if name == measure.body else list[str] if many else bool if field.annotation is bool else str
    default = Parameter.empty if field.is_required() else _default(field, many)
    if name == measure.body:
        told = f"{field.description}: a JSON file with the body of {measure.method} /v1{measure.path}"
    if name in (*measure.in_path, *measure.positional, measure.body):
        where = typer.Argument(help=told, metavar=(field.alias or name).upper())
    else:
        where = typer.Option(f"--{(field.alias or name).replace('_', '-')}", help=told)
    if default is None:
        kind = kind | None
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=Annotated[kind, where], default=default)


def _default(field: FieldInfo, many: bool) -> Any:
    value = field.get_default(call_default_factory=True)
    if many:
        return list(value)
    if value is None or isinstance(value, bool):
        return value
    return str(value.value if isinstance(value, Enum) else value)


def _body(file: Path | None) -> Any:
    if file is None:
        return None
    try:
        return json_module.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"cannot read {file}: {error}")


def _csv(measure: Measure[Any], content: Mapping[str, Any]) -> str:
    table = measure.tables[0]
    buffer = io.StringIO()
    writer = csv_module.writer(buffer)
    writer.writerow(table.columns)
    for row in rows_of(content, table):
        writer.writerow([guarded(_flat(value)) for value in row.values()])
    return buffer.getvalue()


def _flat(value: Any) -> Any:
    return json_module.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
