"""Why one entity rests on another: the sentence, who stands beside each step, and what is said where nothing binds."""

from datetime import date

from graph.analysis.dependency.cases.targets import TargetSet
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.chokepoints.headlines import headlines
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.paths.why import why
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon, Lens
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
MEMORY = """
chip:c REQUIRES input:hbm memory
input:hbm SUPPLIED_BY company:s supplier .5
input:hbm SUPPLIED_BY company:h supplier .3
input:hbm SUPPLIED_BY company:m supplier .2
company:s BASED_IN country:KOR
company:h BASED_IN country:KOR
company:m BASED_IN country:USA
chip:c DESIGNED_BY company:d
company:d BASED_IN country:USA
"""


def test_makers_of_one_country_are_told_together_with_the_share_of_both(world):
    found = why(world(MEMORY).snapshot(DAY), "chip:c", "country:KOR")
    step = found.chain[1]
    assert (step.name, step.share, step.alike, step.alternatives) == ("s", 0.5, ("h",), ("h", "m"))
    assert found.sentence.endswith("supplier of hbm: s and h (80%), or else m; s is controlled from KOR.")


def test_a_share_that_nobody_states_is_not_told_as_a_number(world):
    unstated = MEMORY.replace(" supplier .5", "").replace(" supplier .3", "").replace(" supplier .2", "")
    found = why(world(unstated).snapshot(DAY), "chip:c", "country:KOR")
    assert "supplier of hbm: h and s (share not stated), or else m" in found.sentence
    step = found.chain[1]
    assert (round(step.share or 0, 2), step.assumed, step.share_basis) == (0.33, True, "equal parts"), "as node has it"
    stated = why(world(MEMORY).snapshot(DAY), "chip:c", "country:KOR").chain[1]
    assert (stated.share, stated.assumed, stated.share_basis, stated.share_source) == (
        0.5, False, None, "facts:test/page"
    )  # fmt: skip


def test_a_site_that_nobody_is_known_to_run_may_be_lost_with_its_country_and_is_not_likely_to_be():
    """Finland "stopped" a laboratory on LUMI, of which nobody in the graph says who runs it."""
    told = parse_facts("lab:l RUNS_ON facility:dc\nfacility:dc LOCATED_IN country:FIN")
    rented = {"subtype": "data-centre"}
    facts = [fact.model_copy(update=rented) if getattr(fact, "id", "") == "facility:dc" else fact for fact in told]
    graph = KnowledgeGraph.build(facts)
    snapshot = graph.snapshot(DAY)
    found = why(snapshot, "lab:l", "country:FIN")
    assert found.sentence.endswith("; dc stands in FIN; who controls it is not known.")
    step = found.chain[1]
    assert (step.share, step.assumed, step.share_basis) == (None, True, "who controls it is not known")
    assert found.weight is None, "not known is neither whole nor zero"
    (row,) = (
        row for row in headlines(snapshot, TargetSet.LABS, Cut(Over.COUNTRY, 1)).rows if row.id == "country:FIN"
    )  # fmt: skip
    assert (row.run.certain, row.run.likely, row.run.possible) == (0, 0, 1)
    there = why(graph.snapshot(DAY, lens=Lens.TERRITORY), "lab:l", "country:FIN")
    assert "not known" not in there.sentence


TOOL = """
chip:c FABRICATED_WITH input:process
input:process REQUIRES input:scanner
input:scanner SUPPLIED_BY company:a
company:a BASED_IN country:NLD
"""


def test_no_path_at_any_horizon_is_said_and_is_no_proof(world):
    absent = dependency_paths(world(TOOL).snapshot(DAY), "company:a", "input:process")
    assert absent.paths == ()
    assert absent.assumptions == (
        "no path at any horizon, as far as the graph knows; that is no proof of independence; "
        "what a makes may rest on it: ask of input:scanner",
    )
    told = why(world(TOOL).snapshot(DAY), "company:a", "input:process")
    assert told.sentence.startswith("Nothing in the graph says that a rests on process")


def test_a_share_of_a_country_is_told_where_no_firm_is_named(world):
    text = "chip:a REQUIRES input:w\ncountry:CHN SHARE_OF input:w - .83"
    told = why(world(text).snapshot(DAY), "input:w", "country:CHN")
    assert told.sentence.startswith(
        "No firm is named through which w rests on CHN, at any horizon; but a source gives CHN 83%"
    )
    assert [edge.claim.share for edge in told.shares] == [0.83]


def test_a_tool_binds_in_growth_only_and_an_empty_answer_says_so():
    facts = [fact for fact in parse_facts(TOOL) if getattr(fact, "id", None) != "input:scanner"]
    graph = KnowledgeGraph.build([*facts, declare("input:scanner", subtype="tool")])
    making = dependency_paths(graph.snapshot(DAY, horizon=Horizon.MAKE), "chip:c", "country:NLD")
    growing = dependency_paths(graph.snapshot(DAY, horizon=Horizon.GROW), "chip:c", "country:NLD")
    assert [path.nodes[-1] for path in growing.paths] == ["country:NLD"]
    assert making.paths == ()
    assert making.assumptions == ("no path binds at horizon make; at grow there are some: ask with horizon=grow",)
    told = why(graph.snapshot(DAY, horizon=Horizon.MAKE), "chip:c", "country:NLD").sentence
    assert told.endswith(
        "; a is controlled from NLD. This binds only where capacity grows: what is made now goes on without it."
    ), "a sentence of its own: a is Dutch at every horizon"
    assert "This binds" not in why(graph.snapshot(DAY, horizon=Horizon.GROW), "chip:c", "country:NLD").sentence


MADE_AT_HOME = """
chip:c DESIGNED_BY company:d
company:d BASED_IN country:CHN
chip:c REQUIRES input:a-memory
chip:c FABRICATED_WITH input:process
input:a-memory SUPPLIED_BY company:s
company:s BASED_IN country:KOR
input:process SUPPLIED_BY company:f
company:f BASED_IN country:CHN
input:a-memory REQUIRES input:scanner
input:process REQUIRES input:scanner
input:scanner SUPPLIED_BY facility:plant site
input:scanner SUPPLIED_BY company:z
company:z OPERATES facility:plant
company:z BASED_IN country:NLD
facility:plant LOCATED_IN country:NLD
"""


def test_of_equal_paths_that_comes_first_which_a_ban_would_follow_and_a_firm_before_its_site(world):
    snapshot = world(MADE_AT_HOME).snapshot(DAY)
    first, *others = (path.nodes for path in dependency_paths(snapshot, "chip:c", "country:NLD").paths)
    assert first == ("chip:c", "input:process", "input:scanner", "company:z", "country:NLD")
    assert {path[1] for path in others} == {"input:process", "input:a-memory"}
    sold = MADE_AT_HOME.replace("company:f BASED_IN country:CHN", "company:f BASED_IN country:TWN")
    either = dependency_paths(world(sold).snapshot(DAY), "chip:c", "country:NLD").paths
    assert {path.nodes[1] for path in either[:2]} == {"input:process", "input:a-memory"}, "both are made abroad"


def test_who_is_only_said_to_supply_is_told_apart_from_the_alternatives():
    facts = parse_facts(MEMORY.replace("supplier .5", "").replace("supplier .3", "").replace("supplier .2", ""))
    samples = next(f for f in parse_facts("input:hbm SUPPLIED_BY company:x") if f.type == "edge")
    doubted = samples.model_copy(update={"confidence": Confidence.SPECULATIVE})
    graph = KnowledgeGraph.build([*facts, declare("company:x"), doubted])
    step = why(graph.snapshot(DAY), "chip:c", "company:s").chain[1]
    assert (step.alternatives, step.unconfirmed) == (("h", "m"), ("x",))
    found = why(graph.snapshot(DAY), "chip:c", "company:x")
    assert "supplier of hbm: x (unconfirmed), or else h, m, s" in found.sentence
    assert found.weight == 0
    assert not found.chain[1].confirmed


def test_who_asks_the_wrong_way_round_or_about_one_thing_is_told(world):
    snapshot = world(MEMORY).snapshot(DAY)
    assert why(snapshot, "company:d", "chip:c").sentence.endswith("c rests on d: ask the other way round.")
    assert "asked about itself" in why(snapshot, "chip:c", "chip:c").sentence


def test_a_disputed_supplier_is_never_the_only_one_that_is_known():
    """GLM-5 "was trained on the Ascend 910B (no other known)", of which a model card and a data set differ."""
    facts = parse_facts("model:m TRAINED_ON chip:a\nmodel:m TRAINED_ON chip:b")
    told = [
        f.model_copy(update={"confidence": Confidence.DISPUTED}) if f.type == "edge" else f
        for f in facts
    ]  # fmt: skip
    found = why(KnowledgeGraph.build(told).snapshot(DAY), "model:m", "chip:a")
    assert found.sentence == "Training chips of m: a (unconfirmed, counted as 50%); also unconfirmed: b."
    assert (found.weight, found.chain[0].confirmed) == (0.5, False)


def test_what_ended_is_told_where_nothing_holds_any_more():
    """The Ascend 910C "rested on TSMC at no horizon", whose dies it has."""
    facts = [
        fact.model_copy(update={"valid_to": date(2024, 10, 27)}) if getattr(fact, "end", "") == "company:old" else fact
        for fact in parse_facts("input:c SUPPLIED_BY company:old\ninput:c SUPPLIED_BY company:new")
    ]
    told = why(KnowledgeGraph.build(facts).snapshot(DAY), "input:c", "company:old").sentence
    assert told.startswith(f"Nothing in the graph says that c rests on old on {DAY}, at any horizon")
    assert " As of 2024-10-26: Supplier of c: old" in told
    assert "As of" not in why(KnowledgeGraph.build(facts).snapshot(DAY), "company:new", "company:old").sentence
