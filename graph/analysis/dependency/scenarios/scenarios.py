"""Run a scenario, and compare two: what is stopped, what is degraded, what survives, and why."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.chain import NOTHING
from graph.analysis.dependency.home import AtHome
from graph.analysis.dependency.kernels.adjacency import adjacency
from graph.analysis.dependency.known import is_known, said_of_later_days
from graph.analysis.dependency.scenarios.aftermath import Aftermath, Shock
from graph.analysis.dependency.scenarios.in_force import said_of_policies_in_force
from graph.analysis.dependency.scenarios.results import (
    TALLIED,
    Comparison,
    Degraded,
    FailedRow,
    KindTally,
    ScenarioResult,
    Survivor,
    told,
)
from graph.analysis.dependency.scenarios.rows import ScenarioRows
from graph.analysis.dependency.scenarios.scope import (
    labs_and_models,
    made_no_more,
    not_judged,
    said_of_customers,
    said_of_past,
)
from graph.analysis.dependency.scenarios.share_changes import with_shares
from graph.analysis.dependency.scenarios.spec import Coalition, Scenario, Supply
from graph.analysis.dependency.scenarios.terms import (
    BanTerms,
    selected,
    terms_of_coalition,
    terms_of_pair,
    terms_of_policy,
)
from graph.analysis.dependency.stocks import RunOut, run_out
from graph.ontology import EdgeKind, NodeKind, Role
from graph.snapshots.snapshot import Snapshot


def run_scenario(snapshot: Snapshot, scenario: Scenario, reading: Reading = Reading.LIKELY) -> ScenarioResult:
    """Return what a scenario does.

    Parameters
    ----------
    snapshot : Snapshot
        The world as it is; its lens and horizon are those of the answer.
    scenario : Scenario
        What is removed, which supplies end, who bans whom, and which shares are others.
    reading : Reading
        Which of the three values of a loss decides what is stopped (methods A1d).

    Raises
    ------
    UnknownIdError
        An id of the scenario is unknown; with near matches.
    QuestionError
        The scenario contradicts itself.

    Examples
    --------
    >>> found = run_scenario(m1, Scenario(remove=("country:TWN",)))
    >>> [(row.id, row.loss[1]) for row in found.failed]
    [('company:tsmc', 1.0), ('country:TWN', 1.0), ('input:chip', 0.9)]
    """
    targets = [snapshot.require(target, "targets") for target in scenario.targets]
    criterion = Criterion(scenario.loss, scenario.sigma, reading, scenario.semantics)
    bans, said = _bans(snapshot, scenario)
    removed = sorted({*scenario.remove, *_selected(snapshot, scenario)})
    after = Aftermath(snapshot, _shock(snapshot, scenario, removed), bans, scenario.semantics)
    past = frozenset() if targets else made_no_more(snapshot, removed)
    customers = () if targets else said_of_customers(after.speaks_of)
    at_home = AtHome(snapshot, removed)
    rows = ScenarioRows(snapshot, after, criterion, targets, past, at_home)
    failed, degraded = rows.failed(), rows.degraded()
    asked = targets or labs_and_models(snapshot, after.speaks_of)
    down = {row.id for row in failed}
    survives = _listed(snapshot, [i for i in asked if i not in down and is_known(snapshot, i)], past)
    not_known = _listed(snapshot, [i for i in asked if i not in down and not is_known(snapshot, i)], past)
    # What may be lost of what is not known is no loss of what is; who asks for it by name is told why it may be.
    unknown = frozenset() if targets else {row.id for row in not_known}
    degraded = tuple(
        row for row in degraded if row.id not in unknown or (row.central["0"] > NOTHING and not row.not_excluded)
    )
    tallies = tuple(_tallied(failed, degraded, survives, not_known, None if targets else at_home))
    unjudged = not_judged(snapshot, scenario, bans)
    if not asked and snapshot.nodes.ids_of(NodeKind.LAB, NodeKind.MODEL):
        nobody = "no lab and no model is known of those whom it bans"
        unjudged = unjudged._replace(reasons=(*unjudged.reasons, nobody), wholly=True)
    return ScenarioResult(
        reading=reading,
        criterion=criterion,
        sentence=told(tallies, unjudged),
        in_all=tallies,
        failed=failed,
        degraded=degraded,
        survives=survives,
        not_known=not_known,
        stocks=_stocks(snapshot, down | {row.id for row in degraded}),
        nothing=(*unjudged.reasons, *unjudged.later),
        assumptions=(
            criterion.said(), *said, *said_of_past(snapshot, past), *customers,
            *said_of_later_days(snapshot, [row.id for row in not_known]),
        ),
    )  # fmt: skip


def _tallied(
    failed: Sequence[FailedRow],
    degraded: Sequence[Degraded],
    survives: Sequence[Survivor],
    unknown: Sequence[Survivor],
    at_home: AtHome | None,
) -> Iterator[KindTally]:
    """Count by kind; what is at home, and countries, only where asked for by name: ``at_home`` is None then."""
    open_ones = {row.id for row in unknown}  # what may be lost of these is no loss of what is known
    lessened = {row.id for row in degraded}
    for kind in (kind for kind in TALLIED if at_home is None or kind is not NodeKind.COUNTRY):
        all_stopped, all_less, standing, not_known = (
            [row.id for row in rows if row.kind is kind and not row.past]
            for rows in (failed, degraded, survives, unknown)
        )
        known = (all_stopped, [i for i in all_less if i not in open_ones], [i for i in standing if i not in lessened])
        stopped, less, go_on = ({i for i in ids if at_home is None or not at_home(i)} for ids in known)
        if any(known) or not_known:
            asked = bool(standing or not_known)
            yield KindTally(
                kind=kind,
                stopped=len(stopped),
                certain=sum(row.certain for row in failed if row.id in stopped),
                degraded=len(less),
                not_excluded=sum(row.not_excluded for row in degraded if row.id in less),
                go_on=len(go_on) if asked else None,
                not_known=len(not_known) if asked else None,
                own=sum(map(len, known)) - len(stopped) - len(less) - len(go_on),
            )


def compared(one: ScenarioResult, two: ScenarioResult) -> Comparison:
    """Return how two scenarios differ: by what they stop, then by what those who stand lose at rigid shares.

    Parameters
    ----------
    one, two : ScenarioResult
        Of one snapshot, read alike.
    """
    failed = [{row.id for row in result.failed} for result in (one, two)]
    losses = [{row.id: row.central["0"] for row in result.degraded} for result in (one, two)]
    standing = sorted((losses[0].keys() | losses[1].keys()) - failed[0] - failed[1])
    gaps = {i: losses[0].get(i, 0.0) - losses[1].get(i, 0.0) for i in standing}
    return Comparison(
        only_first=tuple(sorted(failed[0] - failed[1])),
        only_second=tuple(sorted(failed[1] - failed[0])),
        both=tuple(sorted(failed[0] & failed[1])),
        worse_in_first=tuple(i for i in standing if gaps[i] > NOTHING),
        worse_in_second=tuple(i for i in standing if gaps[i] < -NOTHING),
        assumptions=tuple(dict.fromkeys((*one.assumptions, *two.assumptions))),
    )


def _selected(snapshot: Snapshot, scenario: Scenario) -> frozenset[str]:
    return frozenset().union(*(selected(snapshot, selection) for selection in scenario.remove_where))


def _shock(snapshot: Snapshot, scenario: Scenario, remove: Sequence[str]) -> Shock:
    """Translate what is removed, and which single links are cut, into arrays."""
    removed = [snapshot.require(node_id, "remove") for node_id in remove]
    countries = [i for i in removed if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    because = {
        position: f"controlled by {', '.join(sorted(snapshot.nodes[c].name for c in snapshot.controllers(controlled)))}"
        for controlled in snapshot.controlled_by(countries) - set(countries)
        for position in snapshot.indices([controlled])
    }
    because |= dict.fromkeys(snapshot.indices(removed), "removed by the scenario")
    dead = np.zeros(snapshot.arrays.size, dtype=bool)
    dead[list(because)] = True
    links = np.zeros(snapshot.arrays.link_count, dtype=bool)
    owners = adjacency(snapshot.arrays).owner_of_link
    for pair in _links(snapshot, scenario):
        supplier, customer = snapshot.require(pair.supplier, "supplier"), snapshot.require(pair.customer, "customer")
        supplies = np.isin(snapshot.arrays.supplier, snapshot.positions.supplying([supplier]))
        links |= supplies & np.isin(owners, snapshot.indices([customer]))
    return Shock(dead, links, because, with_shares(snapshot, scenario.shares))


def _links(snapshot: Snapshot, scenario: Scenario) -> list[Supply]:
    return [row for row in scenario.bans if not isinstance(row, Coalition) and terms_of_pair(snapshot, row) is None]


def _bans(snapshot: Snapshot, scenario: Scenario) -> tuple[list[BanTerms], list[str]]:
    """Return the bans of a scenario, and what has to be said about them."""
    bans, said = [], []
    for row in scenario.bans:
        terms = terms_of_coalition(snapshot, row) if isinstance(row, Coalition) else terms_of_pair(snapshot, row)
        bans += [terms] if terms else []
    for policy in scenario.policy:
        terms, reason = terms_of_policy(snapshot, policy)
        bans += [terms] if terms else []
        said += [reason] if reason else []
    said += [f"{terms.label}: {terms.rules.said()}" for terms in bans]
    said += said_of_policies_in_force(snapshot, bans, scenario.policy)
    return bans, said


def _listed(snapshot: Snapshot, ids: Sequence[str], past: Collection[str]) -> tuple[Survivor, ...]:
    rows = [Survivor(id=i, kind=snapshot.nodes[i].kind, name=snapshot.nodes[i].name, past=i in past) for i in ids]
    return tuple(sorted(rows, key=lambda row: row.past))


def _stocks(snapshot: Snapshot, hit: Collection[str]) -> tuple[RunOut, ...]:
    """Return the stocks that delay what is used up; what works on without its maker does not run out."""
    consumed = snapshot.gathered.supplying(Role.CONSUMED)
    held = {edge.end for edge in snapshot.edges.of(EdgeKind.HOLDS)} & consumed & set(hit)
    held = {item for item in held if snapshot.nodes[item].kind is NodeKind.INPUT}
    return run_out(snapshot, sorted(held)).rows if held else ()
