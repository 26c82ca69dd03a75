"""One verdict, whoever is asked: every known lab against every country, by collapse and by ban, at every horizon.

On what ships and, where the upstream files are at hand, on the full graph; and the two never contradict each other.
"""

import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from graph.analysis.dependency.cases.readings import Criterion, Reading
from graph.analysis.dependency.cases.targets import MEANING, TargetSet, members_of
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.chokepoints import chokepoints
from graph.analysis.dependency.chokepoints.headlines import headlines
from graph.analysis.dependency.chokepoints.stopped_by import stopped_by
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.of_many import cut_sets_of_all
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.home import AtHome, home
from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.paths.strongest_first import PathLimits
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.analysis.dependency.scenarios.templates import template
from graph.analysis.profile.resting import stops
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import ORGANISATIONS, EdgeKind, Horizon, Lens, NodeKind
from graph.supply.control import Control
from loaders.registry import collect

DAY = date(2026, 11, 25)
CRITERION = Criterion()
FEEDS = Path(os.environ.get("SUPPLYGRAPH_FEEDS") or Path(__file__).parents[5] / "shared" / "data")
ON = [(horizon, action) for horizon in Horizon for action in Action]


@pytest.fixture(scope="module")
def shipped() -> KnowledgeGraph:
    return KnowledgeGraph.build(collect(Path("nowhere"), noncommercial=False, unverified=False).facts)


@pytest.fixture(scope="module")
def full() -> KnowledgeGraph:
    if not FEEDS.is_dir():
        pytest.skip(f"no upstream files in {FEEDS}: set SUPPLYGRAPH_FEEDS, or run `supplygraph sync`")
    return KnowledgeGraph.build(collect(FEEDS, noncommercial=True, unverified=True).facts)


@pytest.fixture(scope="module", params=["shipped", "full"])
def graph(request) -> KnowledgeGraph:
    return request.getfixturevalue(request.param)


def ranked_of(snapshot, action, reading=Reading.LIKELY):
    """Who stops which labs elsewhere, and whether that is certain; with the labs that are known."""
    cut = Cut(Over.COUNTRY, 1, action, criterion=Criterion(reading=reading))
    found = chokepoints(snapshot, TargetSet.LABS, cut, limit=10_000)
    labs = [lab for lab in members_of(snapshot, TargetSet.LABS) if lab not in set(found.not_known)]
    assert len(labs) > 40
    stopped = {(row.members[0], one.id): one.certain for row in found.chokepoints for one in row.stops}
    at_home = {(row.members[0], lab) for row in found.chokepoints for lab in row.home}
    possible = {row.members[0]: row.possible_stops for row in found.chokepoints}
    return labs, stopped, at_home, possible


@pytest.mark.parametrize(("horizon", "action"), ON)
def test_cut_sets_and_chokepoints(graph, horizon, action):
    snapshot = graph.snapshot(DAY, horizon=horizon)
    labs, stopped, at_home, _ = ranked_of(snapshot, action)
    found = cut_sets_of_all(snapshot, labs, Cut(Over.COUNTRY, 1, action, criterion=CRITERION))
    cutting = {(row.members[0], one.id): row.certain for one in found.targets for row in one.cut_sets}
    own = {(country, lab) for country, lab in cutting if country in home(snapshot, lab).members}
    assert {key: sure for key, sure in cutting.items() if key not in own} == stopped
    assert at_home <= own


@pytest.mark.parametrize("horizon", Horizon)
def test_scenarios_and_chokepoints_of_a_collapse(graph, horizon):
    snapshot = graph.snapshot(DAY, horizon=horizon)
    labs, stopped, at_home, _ = ranked_of(snapshot, Action.COLLAPSE)
    for country in sorted({country for country, _ in (*stopped, *at_home)} | {"country:QAT", "country:BRA"}):
        result = run_scenario(snapshot, Scenario(remove=(country,), targets=tuple(labs)), CRITERION.reading)
        fallen = {(country, row.id): row.certain for row in result.failed}
        assert {key for key in fallen if key not in at_home} == {key for key in stopped if key[0] == country}
        assert all(stopped[key] == sure for key, sure in fallen.items() if key in stopped)


@pytest.mark.parametrize("horizon", Horizon)
def test_scenarios_and_chokepoints_of_a_ban(graph, horizon):
    snapshot = graph.snapshot(DAY, horizon=horizon)
    labs, stopped, _, _ = ranked_of(snapshot, Action.BAN)
    at = {lab: tuple(sorted(snapshot.controllers(lab))) for lab in labs}
    banning = {country for country, _ in stopped} | {"country:NLD", "country:JPN", "country:QAT"}
    for customers in sorted({one for one in at.values() if one}):
        mine = tuple(lab for lab in labs if at[lab] == customers)
        for by in sorted(banning - {*customers}):
            ban = {"bans": [{"by": [by], "on": list(customers)}], "targets": mine}
            result = run_scenario(snapshot, Scenario.model_validate(ban), CRITERION.reading)
            assert {(by, row.id): row.certain for row in result.failed} == {
                key: sure for key, sure in stopped.items() if key[0] == by and key[1] in mine
            }


@pytest.mark.parametrize("horizon", Horizon)
def test_exposure_and_chokepoints(graph, horizon):
    """Exposure is the loss without each country: it stops a lab just where the chokepoints say so."""
    snapshot = graph.snapshot(DAY, horizon=horizon)
    labs, stopped, _, _ = ranked_of(snapshot, Action.COLLAPSE)
    said = {}
    for lab in labs:
        own = home(snapshot, lab).members
        for row in exposure(snapshot, lab, To.COUNTRY).rows:
            low, central, high = row.loss
            reached = low >= CRITERION.loss - 1e-9 or central > CRITERION.loss + 1e-9
            if row.to not in own and reached:
                said[row.to, lab] = low >= CRITERION.loss - 1e-9
            assert low <= central + 1e-9
            assert central <= high + 1e-9
    assert said == stopped


@pytest.mark.parametrize("action", Action)
def test_headlines_and_profiles_count_the_same(graph, action):
    snapshot = graph.snapshot(DAY)
    table = headlines(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1, action, criterion=CRITERION), limit=10_000)
    rows = {row.id: row for row in table.rows}
    for horizon in Horizon:
        labs, stopped, _, possible = ranked_of(snapshot.at_horizon(horizon), action)
        likely = Counter(country for country, _ in stopped)
        certain = Counter(country for (country, _), sure in stopped.items() if sure)
        told = {country: getattr(row, horizon.value) for country, row in rows.items()}
        assert {c: at.likely for c, at in told.items() if at.likely} == dict(likely)
        assert {c: at.certain for c, at in told.items() if at.certain} == dict(certain)
        assert {c: at.possible for c, at in told.items() if at.possible} == {c: n for c, n in possible.items() if n}
        assert all(at.of + at.own == len(labs) for at in told.values())
    for country in sorted(c for c, row in rows.items() if row.make.likely or row.grow.likely or row.run.likely):
        lines = {line.label: line for line in stops(snapshot, country)}
        for horizon in Horizon:
            line, at = (
                lines[f"{action.value}, {horizon.value}: {MEANING[TargetSet.LABS]}"],
                getattr(rows[country], horizon.value),
            )
            assert (line.low, line.value, line.high) == (at.certain, at.likely, at.possible), country
            assert line.unit.startswith(f"likely stopped of {at.of} that are known"), "33 of 55 were 33 of 36"


@pytest.mark.parametrize(("horizon", "action"), ON)
def test_what_is_possible_is_what_the_known_reading_stops(graph, horizon, action):
    snapshot = graph.snapshot(DAY, horizon=horizon)
    _, _, _, possible = ranked_of(snapshot, action)
    _, known, _, _ = ranked_of(snapshot, action, Reading.KNOWN)
    assert {c: n for c, n in possible.items() if n} == dict(Counter(country for country, _ in known))


TURNED = 2
"""Labs, of those that both graphs know, by which the likely count of a country may differ."""


@pytest.mark.parametrize(("horizon", "action"), ON)
def test_more_data_narrow_an_answer_and_do_not_turn_it_round(shipped, full, horizon, action):
    before, after = (one.snapshot(DAY, horizon=horizon) for one in (shipped, full))
    labs, likely, _, _ = ranked_of(before, action)
    _, then, _, _ = ranked_of(after, action)
    _, possible, _, _ = ranked_of(before, action, Reading.KNOWN)
    _, possible_then, _, _ = ranked_of(after, action, Reading.KNOWN)
    common = set(labs)
    assert {key for key in then if key[1] in common} <= set(possible), "what is shipped called it impossible"
    assert {key for key, sure in likely.items() if sure} <= set(possible_then), "what was certain is so no more"
    counts = Counter(c for c, lab in likely if lab in common), Counter(c for c, lab in then if lab in common)
    apart = {c: (counts[0][c], counts[1][c]) for c in {*counts[0], *counts[1]}}
    assert {c: pair for c, pair in apart.items() if abs(pair[0] - pair[1]) > TURNED} == {}


def test_an_organisation_with_an_owner_is_never_its_own_seats_under_ownership(graph):
    snapshot = graph.snapshot(DAY)
    owners: dict[str, set[str]] = {}
    for edge in snapshot.edges:
        if edge.kind == EdgeKind.PART_OF and snapshot.nodes[edge.start].kind in ORGANISATIONS:
            owners.setdefault(edge.start, set()).add(edge.end)
    seated = {edge.start: edge.end for edge in snapshot.edges if edge.kind == EdgeKind.BASED_IN}
    both = {one: above for one, above in owners.items() if one in seated}
    assert len(both) > 30
    said = {lens: Control(snapshot.nodes, snapshot.edges, lens) for lens in Lens}
    for one, above in both.items():
        behind = {country for owner in above for country in said[Lens.OWNERSHIP].controllers(owner)}
        assert set(said[Lens.OWNERSHIP].controllers(one)) == behind
        assert set(said[Lens.TERRITORY].controllers(one)), "where its sites or its seat are"


def test_glm_5_rests_on_the_netherlands_through_the_scanners_of_its_own_foundry(graph):
    snapshot = graph.snapshot(DAY, horizon=Horizon.GROW)
    found = dependency_paths(snapshot, "model:glm-5", "country:NLD", PathLimits(paths=500))
    assert not found.paths[0].caveats, "where its training chips are disputed, what is confirmed comes first"
    assert "ascend" in " ".join((*found.paths[0].nodes, *found.assumptions)).casefold()
    first = next(path for path in found.paths if path.length == 5).nodes
    kinds = [snapshot.nodes[i].kind for i in first]
    assert kinds == [NodeKind.MODEL, NodeKind.CHIP, NodeKind.INPUT, NodeKind.INPUT, NodeKind.COMPANY, NodeKind.COUNTRY]
    assert (first[1][:18], first[2][:11]) == ("chip:huawei-ascend", "input:smic-")
    assert first[3:] == ("input:arf-immersion-lithography-tools", "company:asml", "country:NLD")


def test_who_is_only_said_to_make_hbm3_is_no_equal_of_its_makers(graph):
    (need,) = [n for n in graph.snapshot(DAY).needs_of["input:hbm3"] if n.maker]
    said = {supplier.id: supplier for supplier in need.suppliers}
    assert said["company:cxmt"].unconfirmed
    assert said["company:cxmt"].share == 0
    assert (said["company:sk-hynix"].share, said["company:samsung-electronics"].share) == (0.9, pytest.approx(0.1))
    assert said["company:sk-hynix"].assumed, "of 2024: who makes HBM3 now nobody states"


def test_nobody_is_stopped_in_two_ways_by_stopped_by(shipped):
    """A profile asks one country of many labs; the ranking asks all: the losses are the same."""
    snapshot = shipped.snapshot(DAY, horizon=Horizon.GROW)
    for action in Action:
        cut = Cut(Over.COUNTRY, 1, action)
        labs, stopped, _, _ = ranked_of(snapshot, action)
        for country in ("country:NLD", "country:JPN", "country:QAT", "country:USA"):
            listed, _, why = stopped_by(snapshot, country, labs, cut)
            found = {(country, one.id): one.certain for one in listed}
            assert all(why(one.id).sentence.startswith(one.name) for one in listed)
            assert found == {key: sure for key, sure in stopped.items() if key[0] == country}


def test_every_closed_need_has_its_proof_and_no_need_mixes_kinds_of_site(graph):
    snapshot = graph.snapshot(DAY, horizon=Horizon.GROW)
    assert [need for need in snapshot.needs if need.closed and not need.closed_because] == []
    computing = {"cluster", "data-centre", "cloud-region"}
    for need in snapshot.needs:
        sites = {snapshot.nodes[s.id].subtype for s in need.suppliers if snapshot.nodes[s.id].kind is NodeKind.FACILITY}
        assert len(sites - computing) <= 1, need
        assert not (sites & computing and sites - computing), need


def test_nobody_rests_on_what_came_later(graph):
    """OpenAI of 2019 is not shown with the clusters of 2026, which no source dates."""
    snapshot = graph.snapshot(date(2019, 6, 1), horizon=Horizon.GROW)
    used = {s.id for need in snapshot.needs_of.get("lab:openai", ()) for s in need.suppliers if need.need == "compute"}
    assert not {site for site in used if site.startswith(("facility:stargate", "facility:fairwater", "facility:core"))}


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2023, 6, 1), date(2024, 6, 1)])
def test_a_past_day_is_divided_by_figures_that_came_later_and_not_into_equal_parts(graph, day):
    """On 2023-06-01 China "stopped 22 of 31 laboratories", with seven of thirteen makers of design software."""
    gathered = graph.snapshot(day, horizon=Horizon.GROW).gathered
    later = [place for place in range(len(gathered)) if gathered.later_figures(place) and not gathered.figures(place)]
    divided = [division for place in later if (division := gathered.division(place))]
    assert len(divided) == len(later) > 0
    assert not [one for one in divided if one.basis is None]
    assert all(supplier.assumed for one in divided for supplier in one.suppliers), "nobody states them of this day"


@pytest.mark.parametrize("country", ["country:TWN", "country:DEU", "country:CHN", "country:USA", "country:NLD"])
@pytest.mark.parametrize("targets", [TargetSet.LABS, TargetSet.CURRENT_MODELS])
def test_a_what_if_counts_the_laboratories_and_models_that_the_headlines_count(graph, country, targets):
    """Without Germany "25 of 80 laboratories" stopped, all of them German, while the headlines said 0 of 55."""
    kind = NodeKind.LAB if targets is TargetSet.LABS else NodeKind.MODEL
    cut = Cut(Over.COUNTRY, 1, criterion=CRITERION)
    (row,) = [one for one in headlines(graph.snapshot(DAY), targets, cut, limit=500).rows if one.id == country]
    for horizon in (Horizon.RUN, Horizon.MAKE):
        snapshot = graph.snapshot(DAY, horizon=horizon)
        (tally,) = [one for one in run_scenario(snapshot, Scenario(remove=(country,))).in_all if one.kind is kind]
        of = getattr(row, horizon.value)
        assert (tally.stopped, tally.certain, tally.stopped + tally.not_excluded) == (
            of.likely,
            of.certain,
            of.possible,
        )
        assert tally.stopped + tally.degraded + (tally.go_on or 0) == of.of, horizon


def test_what_is_at_home_with_something_is_what_its_home_says(graph):
    for lens in Lens:
        snapshot = graph.snapshot(DAY, lens=lens)
        for removed in (
            {"country:CHN"},
            {"country:DEU", "company:alphabet"},
            {"lab:openai"},
            {"company:oracle"},
            {"cloud:google-cloud"},
        ):
            at_home = AtHome(snapshot, removed)
            kinds = (NodeKind.LAB, NodeKind.MODEL, NodeKind.CHIP, NodeKind.FACILITY, NodeKind.CLOUD_PROVIDER)
            for node_id in snapshot.nodes.ids_of(*kinds)[::7]:
                own = home(snapshot, node_id).members | {node_id}
                assert at_home(node_id) == (not own.isdisjoint(removed)), (lens, node_id)


def test_a_cut_of_qatars_helium_takes_what_qatar_produces_of_it_and_who_buys_it_makes_none(shipped):
    lost = run_scenario(shipped.snapshot(DAY, horizon=Horizon.MAKE), template("qatar-helium-cut").fill())
    loss = {row.id: row.central for row in lost.degraded}
    assert loss["chip:aws-trainium2"]["0"] == pytest.approx(0.388)
    (need,) = [n for n in shipped.snapshot(DAY).needs_of["input:helium"] if n.maker]
    share = {supplier.id: supplier.share for supplier in need.suppliers}
    assert (share["company:gazprom"], share["company:sonatrach"]) == (pytest.approx(0.047), pytest.approx(0.059))
    assert share.keys().isdisjoint({"company:air-liquide", "company:linde", "company:taiyo-nippon-sanso"})
    assert need.remainder == pytest.approx(1 - sum(share.values()))
