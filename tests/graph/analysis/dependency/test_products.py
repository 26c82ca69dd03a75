"""A maker itself needs little; what it makes needs more, and is pointed to."""

from datetime import date

from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cut_sets.cut_sets import Cut, cut_sets
from graph.analysis.dependency.exposure.exposure import exposure
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.paths.why import why
from graph.analysis.dependency.products import products_of, said_of_products
from graph.analysis.profile.profile import profile
from graph.facts.fact import NodeFact
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
FOUNDRY = """
input:five SUPPLIED_BY company:foundry
input:seven SUPPLIED_BY company:foundry
input:five REQUIRES input:scanner
input:scanner SUPPLIED_BY company:optics
company:foundry BASED_IN country:TWN
company:optics BASED_IN country:NLD
chip:c FABRICATED_WITH input:five
chip:d FABRICATED_WITH input:five
chip:e FABRICATED_WITH input:seven
"""


def test_what_a_firm_makes_rests_on_what_the_firm_does_not(world):
    """It was said that nothing tells that TSMC rests on ASML, at any horizon."""
    found = why(world(FOUNDRY).snapshot(DAY), "company:foundry", "company:optics")
    assert found.sentence.startswith("What foundry makes rests on optics, not the firm itself. Five needs scanner;")
    assert (found.start, found.product, found.weight) == ("company:foundry", "input:five", None)
    assert [(step.of, step.need, step.id) for step in found.chain[:2]] == [
        ("company:foundry", "makes", "input:five"),
        ("input:five", "input:scanner", "input:scanner"),
    ]
    assert [edge.start for edge in found.shares] == ["input:five"], "that it is made there has its source"


def test_of_several_products_it_is_said_how_many_rest_on_it(world):
    found = why(world(FOUNDRY + "input:seven REQUIRES input:scanner").snapshot(DAY), "company:foundry", "country:NLD")
    assert found.assumptions[-1].startswith("2 of its products do")
    assert found.product == "input:five", "more is made with it"


def test_who_makes_nothing_that_rests_on_it_is_told_so(world):
    found = why(world(FOUNDRY).snapshot(DAY), "company:optics", "company:foundry")
    assert (found.chain, found.horizon) == ((), Horizon.GROW)
    assert found.sentence.startswith("Nothing in the graph says that optics rests on foundry")


def test_every_answer_about_a_maker_points_to_its_products(world):
    snapshot = world(FOUNDRY).snapshot(DAY)
    (told,) = said_of_products(snapshot, "company:foundry")
    assert told.endswith("each product: five (input:five), seven (input:seven)")
    assert told in exposure(snapshot, "company:foundry", To.COUNTRY).assumptions
    assert told in cut_sets(snapshot, "company:foundry", Cut(Over.COUNTRY)).assumptions
    assert told in profile(snapshot, "company:foundry").assumptions
    assert said_of_products(snapshot, "chip:c") == ()


def test_what_is_made_no_more_is_no_product():
    facts = parse_facts("chip:old DESIGNED_BY company:a\nchip:new DESIGNED_BY company:a")
    others = [fact for fact in facts if not (isinstance(fact, NodeFact) and fact.id.startswith("chip:"))]
    chips = [declare("chip:old", properties={"released_on": "2016"}), declare("chip:new")]
    assert products_of(KnowledgeGraph.build([*chips, *others]).snapshot(DAY), "company:a") == ("chip:new",)
