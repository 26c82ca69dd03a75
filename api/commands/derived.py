"""Commands of measures, derived from their declarations: the words, parameters and defaults of their addresses.

A command evaluates its measure on the stored graph; ``--json`` prints the very answer of the address.
"""

import json as json_module
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from enum import Enum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from api.commands.answer_files import AnswerFiles
from api.commands.forms import FILES, OPTIONS, form_of, print_found, table_of, table_option
from api.commands.printing import PrintedAnswer
from api.settings import Settings
from api.terminal import fail
from graph.measures.measure import Measure, evaluate, every_row, today
from graph.measures.named import ids_in
from graph.measures.question import ParameterError, asked
from graph.stores.opening import open_store


def answer_of(measure: Measure[Any], given: Mapping[str, Any], *, whole: bool = False) -> PrintedAnswer:
    """Return the answer of a measure on the stored graph, as the address gives it, and what its ids are called.

    Parameters
    ----------
    measure : Measure
    given : Mapping[str, Any]
        Parameters by name; those that are None are left out.
    whole : bool
        Every row, where ``limit`` is left out: of a file.
    """
    settings = Settings.from_environment()
    try:
        question = asked(measure.question, {name: value for name, value in given.items() if value is not None})
    except ParameterError as error:
        raise error.pointing(f"`supplygraph {measure.name} --help` says what it takes.") from error
    limits = settings.limits
    if whole and "limit" not in question.model_fields_set:
        question, limits = every_row(question, limits)
    with closing(open_store(settings.data, settings.neo4j)) as store:

        def make() -> dict[str, Any]:
            graph = store.read().graph
            found = evaluate(measure, graph, question, limits)
            content = json_module.loads(found.model_dump_json(by_alias=True))
            return {"content": content, "names": graph.names(ids_in(content))}

        asked_for = (measure.name, question.model_dump_json(), repr(limits))
        files = AnswerFiles(settings.data / "answers", settings.answers_mb * 1_000_000)
        return PrintedAnswer(measure, **files.get((str(store.current()), str(today()), *asked_for), make))


def command_of(measure: Measure[Any]) -> Callable[..., None]:
    """Return the function of a measure's command, with a signature that typer reads."""

    def command(**given: Any) -> None:
        form, table = form_of(given), table_of(given, tables_of(measure))
        if measure.body:
            given[measure.body] = _body(given[measure.body])
        print_found(answer_of(measure, given, whole=form in FILES), form, given, table=table)

    command.__name__ = measure.name
    command.__doc__ = f"{measure.title}.\n\n{measure.description}"
    return with_parameters(command, parameters_of(measure))


def parameters_of(measure: Measure[Any]) -> tuple[Parameter, ...]:
    """Return the parameters of a measure's command: what its question asks, and in which form."""
    fields = measure.question.model_fields
    first = [name for name in (*measure.in_path, *measure.positional, measure.body) if name]
    named = [name for name in (*_own(measure), *fields) if name not in first]
    found = [_parameter(measure, name, fields[name]) for name in dict.fromkeys((*first, *named))]
    forms = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=kind, default=default)
        for name, (kind, default) in OPTIONS.items()
    ]
    if len(tables := tables_of(measure)) > 1:
        forms.append(Parameter("table", Parameter.KEYWORD_ONLY, annotation=table_option(tables), default=None))
    return (*found, *forms)


def tables_of(measure: Measure[Any]) -> tuple[str, ...]:
    """Return what the tables of a measure are called."""
    return tuple(table.rows for table in measure.tables)


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
    if name == "limit" and default is not None:  # left out, it is that of the question, and of a file there is none
        told, default = f"{told} (default {default})", None
    if name == measure.body:
        such = json_module.dumps(measure.example.get(name))
        told = f"{field.description}: a JSON file with the body of {measure.method} /v1{measure.path}, such as {such}"
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
        fail(f"cannot read {file} as a JSON file with the body of a request: {error}; `whatif` takes --set name=value")
