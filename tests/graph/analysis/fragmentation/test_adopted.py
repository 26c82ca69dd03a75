"""Adoptions: each decision is a relation of its own, none makes a need, and none counts as a share of use."""

from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.errors import BuildError
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Layer
from tests.conftest import SOURCE, parse_facts

DAY = date(2026, 1, 1)
SEATS = """
lab:deepseek BASED_IN country:CHN
lab:openai BASED_IN country:USA
company:telco BASED_IN country:SGP
country:SGP USES lab:openai - .9
"""


def decided(kind, start, end, by, **fields):
    stated = {"kind": kind, "from": start, "to": end, "properties": {"by": by}, "source": SOURCE, "checked": "read"}
    return EdgeFact.model_validate(stated | fields)


def world(*decisions):
    return KnowledgeGraph.build([*parse_facts(SEATS), *decisions])


def test_two_bodies_of_one_country_are_no_rivals_and_two_sources_on_one_body_are():
    page = SOURCE.model_copy(update={"id": "facts:test/other", "url": "https://example.org/other"})
    graph = world(
        decided("ADOPTED", "country:SGP", "lab:deepseek", "Ministry"),
        decided("ADOPTED", "country:SGP", "lab:deepseek", "University"),
        decided("ADOPTED", "country:SGP", "lab:deepseek", "University", source=page),
    )
    edges = [edge for edge in graph.snapshot(DAY).edges if edge.kind == "ADOPTED"]
    assert [(edge.id, len(edge.rivals)) for edge in edges] == [
        ("country:SGP|ADOPTED|lab:deepseek|Ministry", 0),
        ("country:SGP|ADOPTED|lab:deepseek|University", 1),
    ]


def test_neither_an_adoption_nor_a_ban_makes_a_need():
    graph = world(
        decided("ADOPTED", "country:SGP", "lab:deepseek", "Ministry"),
        decided("BANNED", "country:SGP", "lab:openai", "Ministry"),
    )
    snapshot = graph.snapshot(DAY)
    assert [(need.need, [s.id for s in need.suppliers]) for need in snapshot.needs_of["country:SGP"]] == [
        ("models in use", ["lab:openai"])
    ]


def test_the_tie_counts_each_decision_once_a_firm_for_its_country_and_no_share_of_use():
    graph = world(
        decided("ADOPTED", "country:SGP", "lab:deepseek", "Ministry"),
        decided("ADOPTED", "country:SGP", "lab:deepseek", "University", valid_to=date(2025, 6, 1)),
        decided("ADOPTED", "company:telco", "lab:openai", "Telco"),
        decided("ADOPTED", "country:CHN", "lab:deepseek", "Guangzhou"),
    )
    choice = Choice(presets()["control"], (Layer.MODELS,), tie="adopted")
    (layer,) = fragmentation(graph.snapshot(DAY), choice).layers
    assert layer.spheres == {"US": 0.25, "China": 0.75, "other": 0.0}
    assert layer.coverage.units == 3


def test_a_firm_that_invested_twice_counts_once_among_the_funders():
    def round_of(company, name):
        return EdgeFact.model_validate(
            {"kind": "FUNDED_BY", "from": "lab:openai", "to": company, "properties": {"round": name}, "source": SOURCE}
        )

    facts = [round_of("company:us", "A"), round_of("company:us", "B"), round_of("company:jp", "B")]
    seats = "company:us BASED_IN country:USA\ncompany:jp BASED_IN country:JPN"
    graph = KnowledgeGraph.build([*parse_facts(SEATS + seats), *facts])
    choice = Choice(presets()["control"], (Layer.LABS,), tie="funders")
    (layer,) = fragmentation(graph.snapshot(DAY), choice).layers
    assert layer.spheres == {"US": None, "China": 0.0, "other": None}, "nobody says how much each gave"
    (one,) = measure(graph.snapshot(DAY), choice)
    assert one.whole.tolist() == [0.5, 0.0, 0.5]


def test_what_a_relation_says_of_itself_is_typed():
    with pytest.raises(BuildError, match="5 is not a text"):
        world(decided("ADOPTED", "country:SGP", "lab:openai", 5))
