"""On the data that is shipped: what a country takes from every lab follows again from the definition, slowly."""

from datetime import date
from itertools import combinations

import pytest

from graph.analysis.dependency.cases.readings import Reading
from graph.analysis.dependency.scenarios.scenarios import run_scenario
from graph.analysis.dependency.scenarios.spec import Scenario
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, NodeKind
from loaders.registry import collect
from tests.graph.analysis.dependency.ban_reference import ban_losses, collapse_losses, countries, reaching, read

DAY = date(2026, 11, 23)
EXACT = 1e-9
BOUNDS = ("low", "central", "high")
ANYTHING = 1e-6
"""A threshold so low that every lab that loses anything has a row."""
COUNTRIES = ["country:USA", "country:NLD", "country:TWN", "country:CHN"]
SIGMAS = {Horizon.RUN: (0.0,), Horizon.MAKE: (0.0,), Horizon.GROW: (0.0, 0.5)}


@pytest.fixture(scope="module")
def atlas():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts)


def agree(snapshot, question, expected, labs):
    """A scenario's losses of some labs are those of the definition."""
    result = run_scenario(snapshot, Scenario.model_validate(question | {"loss": ANYTHING}), Reading.KNOWN)
    rows = {row.id: row.loss for row in result.failed}
    for lab in labs:
        assert rows.get(lab, (0, 0, 0)) == pytest.approx([expected[bound][lab] for bound in BOUNDS], abs=EXACT), lab


@pytest.mark.parametrize("horizon", Horizon)
@pytest.mark.parametrize("country", COUNTRIES)
def test_what_its_collapse_takes(atlas, horizon, country):
    snapshot = atlas.snapshot(DAY, horizon=horizon)
    world = read(snapshot)
    labs = [i for i, node in snapshot.nodes.items() if node.kind is NodeKind.LAB]
    for sigma in SIGMAS[horizon]:
        expected = {bound: collapse_losses(world, world.controlled_by([country]), sigma, bound) for bound in BOUNDS}
        agree(snapshot, {"remove": [country], "sigma": sigma}, expected, labs)


@pytest.mark.parametrize("horizon", Horizon)
@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("width", [None, 0.25], ids=["direct", "foreign products"])
def test_what_its_ban_takes(atlas, horizon, country, width):
    snapshot = atlas.snapshot(DAY, horizon=horizon)
    world, made = read(snapshot), read(snapshot.at_horizon(Horizon.GROW))
    reach = {} if width is None else {"reach": "foreign_direct_product", "de_minimis": width}
    for customer in {"country:CHN", "country:FRA"} - {country}:
        labs = [i for i in world.nodes if i.startswith("lab:") and world.holders[i] == {customer}]
        assert labs
        for sigma in SIGMAS[horizon]:
            direct = countries(world, [country], [customer])
            terms = {b: direct if width is None else reaching(world, made, direct, b, width) for b in BOUNDS}
            expected = {bound: ban_losses(world, terms[bound], sigma, bound) for bound in BOUNDS}
            ban = {"by": [country], "on": [customer], **reach}
            agree(snapshot, {"bans": [ban], "sigma": sigma}, expected, labs)


def everybody(snapshot):
    """Every country that controls anything, and twenty coalitions of two or three that much rests on."""
    single = sorted({country for node in snapshot.nodes for country in snapshot.controllers(node)})
    leading = ["country:USA", "country:TWN", "country:KOR", "country:JPN", "country:NLD", "country:DEU"]
    pairs = list(combinations(leading, 2))
    triples = [("country:USA", "country:NLD", "country:JPN"), ("country:USA", "country:KOR", "country:TWN"),
               ("country:BEL", "country:NOR", "country:DEU"), ("country:CHN", "country:TWN", "country:KOR"),
               ("country:QAT", "country:USA", "country:RUS")]  # fmt: skip
    assert len(pairs + triples) == 20
    return [(country,) for country in single] + pairs + triples


def test_every_country_and_twenty_coalitions_take_what_the_definition_says(atlas):
    snapshot = atlas.snapshot(DAY, horizon=Horizon.GROW)
    world = read(snapshot)
    labs = [i for i, node in snapshot.nodes.items() if node.kind is NodeKind.LAB]
    for gone in everybody(snapshot):
        expected = {bound: collapse_losses(world, world.controlled_by(gone), 0.0, bound) for bound in BOUNDS}
        agree(snapshot, {"remove": list(gone)}, expected, labs)


@pytest.mark.parametrize("customer", ["country:CHN", "country:USA"])
def test_bans_by_every_country_and_twenty_coalitions_take_what_the_definition_says(atlas, customer):
    snapshot = atlas.snapshot(DAY, horizon=Horizon.GROW)
    world = read(snapshot)
    labs = [i for i in world.nodes if i.startswith("lab:") and world.holders[i] == {customer}]
    for by in everybody(snapshot):
        if customer not in by:
            terms = countries(world, by, [customer])
            expected = {bound: ban_losses(world, terms, 0.0, bound) for bound in BOUNDS}
            agree(snapshot, {"bans": [{"by": list(by), "on": [customer]}]}, expected, labs)
