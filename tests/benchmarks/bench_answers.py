"""Time collapses, bans and thresholds on what ships beside the definition on dictionaries, in one run.

Run: ``make bench``, or this file from the root of the project. The dictionaries are timed on a sample of the countries
and scaled up; what both say of the sample is compared.
"""

import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from graph.analysis.dependency.cases.readings import Criterion  # noqa: E402
from graph.analysis.dependency.cases.targets import TargetSet, members_of  # noqa: E402
from graph.analysis.dependency.cases.universe import Over  # noqa: E402
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut  # noqa: E402 - the root is put on the path first
from graph.analysis.dependency.cut_sets.of_many import cut_sets_of_all  # noqa: E402
from graph.analysis.dependency.known import is_known  # noqa: E402
from graph.knowledge_graph import KnowledgeGraph  # noqa: E402
from graph.snapshots.snapshot import Snapshot  # noqa: E402
from loaders.registry import collect  # noqa: E402
from tests.graph.analysis.dependency.ban_reference import (  # noqa: E402
    ban_losses,
    banned,
    collapse_losses,
    countries,
    read,
)  # fmt: skip
from tests.graph.analysis.dependency.criteria import BOOLEAN  # noqa: E402

SAMPLE = 6
"""Questions that the dictionaries are timed on."""
LEADING = ("country:TWN", "country:USA", "country:KOR", "country:JPN", "country:NLD", "country:DEU")
"""Countries asked about first: much rests on them, so that there is something to agree on."""
BOUNDS = ("low", "central", "high")
Pair = tuple[str, str]


def timed(action: Callable[[], object]) -> tuple[float, object]:
    """Return the seconds that an action takes, and what it gives."""
    started = time.perf_counter()
    given = action()
    return time.perf_counter() - started, given


def ours(snapshot: Snapshot, labs: list[str], action: Action, criterion: Criterion) -> tuple[float, dict[Pair, float]]:
    """Return the seconds for every country and lab at once, and the central loss of what is stopped."""
    snapshot.kept.clear()
    cut = Cut(Over.COUNTRY, 1, action, criterion=criterion)
    seconds, found = timed(lambda: cut_sets_of_all(snapshot, labs, cut))
    return seconds, {(row.members[0], one.id): row.loss[1] for one in found.targets for row in one.cut_sets}


def scaled(questions: list[Pair], ask: Callable[[str, str], Iterable[str]]) -> tuple[float, set[Pair]]:
    """Return the seconds that all questions would take, and which labs those of the sample stop."""
    sample = sorted(
        questions, key=lambda one: (one[0] not in LEADING, one[1] not in ("", "country:USA", "country:CHN"))
    )[:SAMPLE]
    seconds, stopped = timed(lambda: {(by, lab) for by, home in sample for lab in ask(by, home)})
    return seconds / len(sample) * len(questions), stopped


def main() -> None:
    """Print the table."""
    graph = KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)
    snapshot = graph.snapshot(date(2026, 11, 25))
    labs = [lab for lab in members_of(snapshot, TargetSet.LABS) if is_known(snapshot, lab)]
    known = set(labs)
    world = read(snapshot)
    seats = {lab: tuple(snapshot.controllers(lab)) for lab in labs}
    every = sorted({country for node in snapshot.nodes for country in snapshot.controllers(node)})
    bans = [(by, home) for home in sorted({h[0] for h in seats.values() if len(h) == 1}) for by in every if by != home]
    gone = [(country, "") for country in every]

    def stops(losses: dict[str, dict[str, float]]) -> set[str]:
        central, low = losses["central"], losses["low"]
        return {lab for lab in known if central[lab] > 0.5 + 1e-9 or low[lab] >= 0.5 - 1e-9}

    def of_ban(by: str, home: str) -> set[str]:
        parties = countries(world, [by], [home])
        found = stops({bound: ban_losses(world, parties, 0.0, bound) for bound in BOUNDS})
        return {lab for lab in found if seats[lab] == (home,)}

    def of_boolean_ban(by: str, home: str) -> set[str]:
        return {lab for lab in banned(snapshot, [by], [home]) & known if seats[lab] == (home,)}

    def of_collapse(by: str, _: str) -> set[str]:
        dead = world.controlled_by([by])
        return stops({bound: collapse_losses(world, dead, 0.0, bound) for bound in BOUNDS})

    print(f"{len(labs)} labs, {len(every)} countries, {len(bans)} bans of one country on another")
    print("| every lab and country | ours | dictionaries | agree on |\n|---|---|---|---|")
    for name, action, criterion, questions, ask in (
        ("collapse, half of capacity, three values", Action.COLLAPSE, Criterion(), gone, of_collapse),
        ("ban, Boolean failure", Action.BAN, BOOLEAN, bans, of_boolean_ban),
        ("ban, half of capacity, three values", Action.BAN, Criterion(), bans, of_ban),
    ):
        seconds, said = ours(snapshot, labs, action, criterion)
        slow, stopped = scaled(questions, ask)
        assert stopped <= set(said), stopped - set(said)
        told = f"~{slow:.3g} s ({slow / seconds:,.0f}×)"
        print(f"| {name} | {seconds:.3g} s | {told} | {len(stopped)} verdicts of a sample of {SAMPLE} questions |")


if __name__ == "__main__":
    main()
