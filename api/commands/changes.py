"""What the findings say differently in two versions of the graph."""

from datetime import date
from typing import Annotated

import typer

from api.commands.options import Json
from api.settings import Settings
from api.terminal import out, print_json, print_table
from graph.measures.findings.sentences.asking import compared, findings_of
from graph.measures.measure import Limits
from graph.stores.versions.store import VersionStore


def changes(
    before: Annotated[str, typer.Argument(help="a version of `supplygraph versions`, or its beginning")],
    after: Annotated[str | None, typer.Argument(help="another; the one in use when left out")] = None,
    as_of: Annotated[str | None, typer.Option(help="valid time of both, a day; today when left out")] = None,
    json: Json = False,
) -> None:
    """Compare the findings of two versions on the same day: other numbers, and what cannot be compared."""
    store = VersionStore(Settings.from_environment().data)
    day = date.fromisoformat(as_of) if as_of else date.today()
    versions = [store.find(before), store.find(after) if after else store.current()]
    was, now = (findings_of(store.read(version).graph.snapshot(day), Limits()) for version in versions)
    changed, incomparable = compared(was, now, one_day=True)
    rows = {
        "changed": [one.model_dump(mode="json", include={"id", "title", "statement"}) for one in changed],
        "incomparable": [one.model_dump(mode="json") for one in incomparable],
    }
    if json:
        print_json({"before": versions[0], "after": versions[1], "as_of": day.isoformat(), **rows})
        return
    print_table(rows["changed"], ["title", "statement"], f"\nOther numbers: {len(changed)}")
    print_table(rows["incomparable"], ["title", "reason"], f"\nNot comparable: {len(incomparable)}")
    if not changed and not incomparable:
        out.print("Both versions say the same.")
