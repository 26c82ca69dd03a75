"""What is guessed, disputed or made no more is told as that in every tree, picture and chain, and comes last."""

from datetime import date

import pytest

from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.caveats import Caveat, believed, caveats, legend
from graph.analysis.dependency.chokepoints.stopped_by import example, stopped_by
from graph.analysis.dependency.cut_sets.cut_sets import Cut
from graph.analysis.dependency.paths.closure import upstream
from graph.analysis.dependency.paths.paths import dependency_paths
from graph.analysis.dependency.paths.why import why
from graph.drawing.drawing import drawing
from graph.drawing.svg import svg
from graph.facts.fact import Checked, Confidence
from graph.formats.mermaid import mermaid
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import declare, parse_facts

DAY = date(2026, 1, 1)
SITES = """
lab:l RUNS_ON facility:guessed compute .6
lab:l RUNS_ON facility:denied compute .1
lab:l RUNS_ON facility:sure compute .2
facility:guessed HOSTS chip:new
facility:denied HOSTS chip:new
facility:sure HOSTS chip:new
chip:new DESIGNED_BY company:t
"""
DOUBTS = {"facility:guessed": Confidence.SPECULATIVE, "facility:denied": Confidence.DISPUTED}


def built(text, doubts=DOUBTS, *declared, **fields):
    """A world whose links to some suppliers are doubted."""
    own = {fact.id for fact in declared}
    facts = [fact for fact in parse_facts(text) if getattr(fact, "id", "") not in own]
    told = [
        fact.model_copy(update={"confidence": doubts[fact.end], **fields})
        if getattr(fact, "end", None) in doubts
        else fact
        for fact in facts
    ]
    return KnowledgeGraph.build([*declared, *told])


def test_a_tree_a_picture_and_a_path_tell_the_same():
    snapshot = built(SITES).snapshot(DAY)
    told = {"facility:guessed": Caveat.GUESS, "facility:denied": Caveat.DISPUTED}
    assert caveats(snapshot, "lab:l", "compute") == told
    told_apart = zip(snapshot.edges, believed(snapshot.edges).tolist(), strict=True)
    assert {edge.end for edge, sure in told_apart if edge.start == "lab:l" and sure} == {"facility:sure"}
    closure = upstream(snapshot, "lab:l")
    (need,) = [need for need in closure.needs if need.of == "lab:l"]
    assert {one.id: one.caveat for one in need.suppliers if one.caveat} == told
    assert {node.id: node.caveat for node in closure.nodes if node.caveat} == told
    assert {link.supplier: link.caveat for link in closure.edges if link.caveat} == told
    drawn = drawing(snapshot, "lab:l")
    assert {link.end: link.caveat for link in drawn.links if link.caveat} == told
    assert drawn.legend == legend(told.values())
    picture = svg(drawn, "l")
    assert picture.count("<title>a guess</title>") == picture.count("<title>disputed</title>") == 1
    assert "Dotted lines: a guess: nobody confirms that it supplies;" in picture.replace("</text>", " ")
    assert mermaid(drawn, "l").count('-. "a guess" .->') == 1


def test_a_line_that_stands_for_something_sure_too_is_plain():
    both = SITES + "lab:k RUNS_ON facility:guessed compute .6\nlab:k RUNS_ON facility:sure compute .2\n"
    both += "lab:k RUNS_ON facility:denied compute .1\nmodel:m DEVELOPED_BY lab:l\nmodel:m DEVELOPED_BY lab:k"
    doubted = [
        one.model_copy(update={"confidence": DOUBTS[one.end]})
        if getattr(one, "end", "") in DOUBTS and one.start == "lab:l"
        else one
        for one in parse_facts(both)
    ]
    drawn = drawing(KnowledgeGraph.build(doubted).snapshot(DAY), "model:m")
    pills = [pill for pill in drawn.pills if set(pill.of) == {"lab:l", "lab:k"}]
    assert len(pills) == 1
    assert [link.caveat for link in drawn.links if link.start == pills[0].id] == [None, None, None]


def test_what_is_made_no_more_is_told_where_it_is_asked_what_can_be_made():
    old = declare("chip:new", properties={"released_on": "2015-01-01"})
    graph = built(SITES, DOUBTS, old)
    for horizon, expected in ((Horizon.RUN, {}), (Horizon.MAKE, {"chip:new": Caveat.PAST})):
        snapshot = graph.snapshot(DAY, horizon=horizon)
        assert caveats(snapshot, "facility:sure", "accelerators") == expected
    assert "accelerators of sure: new (made no more)" in why(graph.snapshot(DAY), "lab:l", "company:t").sentence


def test_what_is_confirmed_comes_before_a_stronger_guess_and_it_is_said():
    snapshot = built(SITES).snapshot(DAY)
    found = dependency_paths(snapshot, "lab:l", "company:t")
    assert [path.nodes[1] for path in found.paths] == ["facility:sure", "facility:guessed", "facility:denied"]
    said = "a stronger way (60% of it against 20%) leads through guessed (a guess): what is confirmed comes first"
    assert found.assumptions == (said,)
    told = why(snapshot, "lab:l", "company:t")
    assert [step.caveat for step in told.chain] == [None, None, None]
    assert said in told.assumptions


def test_a_shorter_way_through_a_guess_is_said():
    text = """
    input:u REQUIRES input:p either .5
    input:u REQUIRES input:q either .5
    input:p REQUIRES input:r
    input:q REQUIRES input:end
    input:r REQUIRES input:end
    """
    found = dependency_paths(built(text, {"input:q": Confidence.SPECULATIVE}).snapshot(DAY), "input:u", "input:end")
    assert [path.length for path in found.paths] == [3, 2]
    (said,) = found.assumptions
    assert said == "a shorter way (2 steps against 3) leads through q (a guess): what is confirmed comes first"


@pytest.mark.parametrize("read", ["facility:a", "facility:b"])
def test_of_two_as_good_the_one_that_somebody_read_comes_first(read):
    (other,) = {"facility:a", "facility:b"} - {read}
    text = "lab:l RUNS_ON facility:a\nlab:l RUNS_ON facility:b\nfacility:a HOSTS chip:c\nfacility:b HOSTS chip:c"
    recalled = {"checked": Checked.RECALLED}
    snapshot = built(text, {other: Confidence.CONFIRMED}, **recalled).snapshot(DAY)
    assert dependency_paths(snapshot, "lab:l", "chip:c").paths[0].nodes[1] == read


def test_the_example_of_a_profile_is_one_without_a_guess():
    text = """
    lab:a RUNS_ON facility:guessed compute .9
    lab:b RUNS_ON facility:site compute .6
    facility:guessed HOSTS chip:one
    facility:site HOSTS chip:one
    chip:one DESIGNED_BY company:maker
    """
    snapshot = built(text).snapshot(DAY)
    stops, _, told = stopped_by(snapshot, "company:maker", ["lab:a", "lab:b"], Cut(Over.COMPANY, 1))
    assert [one.id for one in stops] == ["lab:a", "lab:b"], "most is lost of the first"
    best = example(stops, told)
    assert best is not None
    assert best.sentence.startswith("b ← compute: site")
    only = example(stops[:1], told)
    assert only is not None
    assert only.caveats == ("a guess",)
    assert example([], told) is None
