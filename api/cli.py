"""The command line. A command is imported when it is asked for, so that each starts quickly."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

import api.collector  # noqa: F401 - sets it, before most is imported
from graph.errors import NoGraphError, SupplygraphError
from graph.measures.declared import declared, names

GRAPH, EXPLORE = "The graph", "Explore"
WRITTEN: Mapping[str, tuple[str, str]] = {
    "build": ("build", GRAPH),
    "serve": ("serve", GRAPH),
    "sync": ("sync", GRAPH),
    "resolve": ("sync", GRAPH),
    "check": ("second_look", GRAPH),
    "audit": ("audit", GRAPH),
    "diff": ("second_look", GRAPH),
    "changes": ("changes", GRAPH),
    "changelog": ("changelog", GRAPH),
    "versions": ("versions", GRAPH),
    "use": ("versions", GRAPH),
    "verify": ("versions", GRAPH),
    "backup": ("backup", GRAPH),
    "restore": ("backup", GRAPH),
    "key": ("key", GRAPH),
    "doctor": ("doctor", GRAPH),
    "mcp": ("mcp", GRAPH),
    "export": ("export", GRAPH),
    "whatif": ("what_if", EXPLORE),
    "compare": ("what_if", EXPLORE),
    "scenarios": ("catalogues", EXPLORE),
    "series": ("catalogues", EXPLORE),
    "queries": ("catalogues", EXPLORE),
    "cypher": ("cypher", EXPLORE),
}
"""Commands that do not derive from a measure, with the file of ``api/commands/`` and the panel each is in."""

SETTINGS = {"help_option_names": ["-h", "--help"]}


class Commands(TyperGroup):
    """Every command, written or derived."""

    _to_be_listed = False

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, without importing anything."""
        return [*WRITTEN, *(name for name in names() if name not in WRITTEN)]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write help, without importing what it lists."""
        with self._listing():
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Return the names that complete what was typed, without importing anything."""
        with self._listing():
            return super().shell_complete(ctx, incomplete)

    @contextmanager
    def _listing(self) -> Iterator[None]:
        self._to_be_listed = True
        try:
            yield
        finally:
            self._to_be_listed = False

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """Return the command that is asked for; of a name that there is not, say what is near."""
        known = self.list_commands(ctx)
        if args and not ctx.resilient_parsing and not args[0].startswith("-") and args[0] not in known:
            from api.terminal import fail
            from graph.suggestions import nearest

            near = nearest(args[0], known)
            way = f"did you mean {', '.join(near)}?" if near else "`supplygraph --help` lists them"
            fail(f"there is no command {args[0]!r}; {way}")
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:
        """Return a command, importing it alone; where it is only to be listed, what help says of it."""
        if self._to_be_listed:
            from api.commands.listing import listed

            found = listed(cmd_name, WRITTEN, names())
            return found and TyperCommand(cmd_name, help=found.said, rich_help_panel=found.panel)
        if cmd_name in WRITTEN:
            file, panel = WRITTEN[cmd_name]
            module = import_module(f"api.commands.{file}")
            derived = getattr(module, f"{cmd_name}_command", None)
            return command(cmd_name, derived() if derived else getattr(module, cmd_name), panel)
        if cmd_name in names():
            from api.commands.derived import command_of

            measure = declared(cmd_name)
            return command(cmd_name, command_of(measure), measure.panel)
        return None


class ByNameToo(TyperCommand):
    """A command whose one argument may be given by its name: the same parameter is an option of other commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read ``--layer models`` as ``models`` where the layer is the argument."""
        arguments = [one for one in self.params if one.param_type_name == "argument"]
        option = f"--{arguments[0].name}".replace("_", "-") if len(arguments) == 1 else None
        at = next((place for place, one in enumerate(args) if one.split("=", 1)[0] == option), None)
        if at is not None:
            given, after = (args[at].split("=", 1)[1:], at + 1) if "=" in args[at] else (args[at + 1 : at + 2], at + 2)
            args = [*given, *args[:at], *args[after:]]
        return super().parse_args(ctx, args)


def command(name: str, function: Callable[..., None], panel: str) -> TyperCommand:
    """Return a command of a function that typer can read.

    Parameters
    ----------
    name : str
    function : callable
    panel : str
        Under which help lists it.
    """
    one = typer.Typer(add_completion=False, context_settings=SETTINGS)
    one.command(name, cls=ByNameToo, rich_help_panel=panel)(function)
    made = typer.main.get_command(one)
    assert isinstance(made, TyperCommand)  # noqa: S101 - of one function typer makes one command
    return made


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"supplygraph {version('supplygraph')}")  # noqa: T201 - the answer itself
        raise typer.Exit


@app.callback()
def supplygraph(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version and leave")
    ] = False,
) -> None:
    """Ask a knowledge graph of AI supply chains.

    What rests on what, who can stop it, and how far the world is dividing.
    """


def main() -> None:
    """Run a command; an expected error is one clear line, never a traceback."""
    from api.terminal import fail

    with suppress(KeyboardInterrupt):
        try:
            app()
        except NoGraphError as error:
            fail(str(error), 3)
        except SupplygraphError as error:
            hints = [hint for hint in getattr(error, "suggestions", ()) if hint not in str(error)]
            fail(str(error) + (f"\n  did you mean: {', '.join(hints[:6])}" if hints else ""))
        finally:
            gc.freeze()  # the process ends: its memory goes back as a whole, not fact by fact


if __name__ == "__main__":
    main()
