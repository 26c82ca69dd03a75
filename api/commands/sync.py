"""Fetch upstream files, and propose ids for names in them."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import INCOMPLETE, Json
from api.observability.synced import note_syncs
from api.settings import Settings
from api.terminal import err, out, print_json, print_table
from loaders.registry import with_own_names
from loaders.resolving import propose
from loaders.syncing import sync as bring_up_to_date
from loaders.upstreams import Folder, Network


def sync(
    source: Annotated[list[str] | None, typer.Argument(help="data sets; all that have upstream files if none")] = None,
    from_: Annotated[Path | None, typer.Option("--from", help="take files at hand instead of the network")] = None,
    noncommercial: Annotated[bool, typer.Option(help="admit licences that forbid commercial use")] = False,
    unverified: Annotated[bool, typer.Option(help="admit sources whose terms could not be read")] = False,
    json: Json = False,
) -> None:
    """Fetch upstream files; whatever goes wrong, the last good copy stays in use (and the exit code is 4)."""
    settings = Settings.from_environment()
    with err.status("asking the upstreams") as status:

        def progress(dataset: str, file: str, got: int, total: int | None) -> None:
            status.update(f"{dataset}/{file} {got:,}" + (f" of {total:,} bytes" if total else " bytes"))

        done = bring_up_to_date(
            settings.feeds_folder,
            source or (),
            noncommercial=noncommercial or settings.noncommercial,
            unverified=unverified or settings.unverified,
            upstream=Folder(from_) if from_ else Network(progress=progress),
            sources=with_own_names(settings.names),
        )
    note_syncs(settings.feeds_folder, [(one.dataset, one.status, one.reason) for one in done])
    rows = [asdict(one) for one in done]
    if json:
        print_json(rows)
    else:
        print_table(rows, ["dataset", "status", "files", "bytes", "licence", "reason"])
        out.print("Next: `supplygraph build`")
    if any(one.status in ("kept", "failed") for one in done):
        raise typer.Exit(INCOMPLETE)


def resolve(
    source: Annotated[list[str] | None, typer.Argument(help="data sets; all if none")] = None,
    limit: Annotated[int, typer.Option(help="candidates a name")] = 3,
    json: Json = False,
) -> None:
    """Propose ids for names that nobody has reviewed; writes nothing."""
    settings = Settings.from_environment()
    with err.status("reading names"):
        found = propose(
            settings.feeds_folder,
            source or (),
            noncommercial=settings.noncommercial,
            unverified=settings.unverified,
            limit=limit,
            sources=with_own_names(settings.names),
        )
    rows = [proposal.model_dump(mode="json") for proposal in found]
    if json:
        print_json(rows)
        return
    print_table(rows, ["dataset", "kind", "raw", "where", "candidates"])
    out.print(
        f"{len(rows)} names without a reviewed row; a person adds the right ones to names.csv, or to a "
        "file of their own (SUPPLYGRAPH_NAMES)"
    )
