import random
from datetime import date

import pytest

from graph.errors import BuildError, UnknownIdError
from graph.facts.fact import EdgeFact, NodeFact, Redirect
from graph.knowledge_graph import KnowledgeGraph


def test_all_faults_are_reported_together_with_file_and_field(facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:y supplier .7\ninput:x SUPPLIED_BY company:z supplier .7")
    broken = [
        facts[3].model_copy(update={"end": "company:nobody", "locator": "own.csv:7"}),
        facts[3].model_copy(update={"end": "input:x", "locator": "own.csv:8"}),
        facts[0],
    ]
    with pytest.raises(BuildError) as caught:
        KnowledgeGraph.build(facts + broken)
    told = str(caught.value)
    assert "own.csv:7 [to]: dangling: no node 'company:nobody'" in told
    assert "own.csv:8 [to]: SUPPLIED_BY takes Company, Facility here, not 'input:x'" in told
    assert "duplicate id 'input:x'" in told
    assert "shares of need 'supplier' of input:x sum to 2.8 > 1" in told


def test_one_data_set_may_tell_of_a_node_twice_what_it_does_not_tell_twice(facts_of):
    site = facts_of("cloud:c OPERATES facility:f")[1]

    def told(**properties):
        return site.model_copy(update={"properties": properties, "locator": f"own.csv:{len(properties)}"})

    graph = KnowledgeGraph.build([told(), told(opened_on="2018")])
    assert graph.nodes["facility:f"].begins == date(2018, 1, 1)
    for again in (told(), told(opened_on="2018"), told(opened_on="2019", status="existing")):
        with pytest.raises(BuildError, match="duplicate id 'facility:f'"):
            KnowledgeGraph.build([told(opened_on="2018") if again.properties else told(), again])


def test_one_source_may_not_contradict_itself(facts_of):
    facts = facts_of("input:x SUPPLIED_BY company:y supplier .7")
    again = facts[-1].model_copy(update={"share": 0.6, "locator": "own.csv:2"})
    with pytest.raises(BuildError, match="contradicts itself"):
        KnowledgeGraph.build([*facts, again])


def test_undeclared_properties_and_subtypes_are_faults(facts_of):
    model = facts_of("model:m DEVELOPED_BY lab:l")[0]
    odd = NodeFact.model_validate(
        dict(model) | {"id": "model:odd", "subtype": "huge", "properties": {"size": 3, "open_weights": "yes"}}
    )
    with pytest.raises(BuildError) as caught:
        KnowledgeGraph.build([odd])
    assert [fault.field for fault in caught.value.faults] == ["open_weights", "size", "subtype"]


def test_the_order_of_facts_does_not_matter_and_one_figure_does(facts_of, m1):
    facts = list(m1.facts())
    random.Random(7).shuffle(facts)
    assert KnowledgeGraph.build(facts).version == m1.version
    position = next(i for i, f in enumerate(facts) if isinstance(f, EdgeFact) and f.share == 0.9)
    facts[position] = facts[position].model_copy(update={"share": 0.89})
    assert KnowledgeGraph.build(facts).version != m1.version


def test_a_name_alone_is_taken_for_the_one_thing_that_has_it(facts_of):
    graph = KnowledgeGraph.build(facts_of("model:glm DEVELOPED_BY lab:zhipu\ncompany:nvidia BASED_IN country:USA"))
    assert (graph.resolve("ZHIPU"), graph.resolve("usa")) == ("lab:zhipu", "country:USA")
    twice = KnowledgeGraph.build(facts_of("lab:nvidia BASED_IN country:USA\ncompany:nvidia BASED_IN country:USA"))
    with pytest.raises(UnknownIdError) as caught:
        twice.resolve("nvidia")
    assert set(caught.value.suggestions) == {"lab:nvidia", "company:nvidia"}
    for nothing in ("", " ", "lab:usa"):
        with pytest.raises(UnknownIdError):
            graph.resolve(nothing)


def test_a_merged_id_leads_to_the_new_one(facts_of):
    facts = facts_of("model:glm DEVELOPED_BY lab:zhipu")
    moved = facts[-1].model_copy(update={"end": "lab:z-ai", "locator": "own.csv:1", "note": "renamed"})
    graph = KnowledgeGraph.build([*facts[:-1], moved, Redirect(id="lab:z-ai", to="lab:zhipu")])
    assert graph.resolve("lab:z-ai") == "lab:zhipu"
    assert graph.claims[0].end == "lab:zhipu"


def test_an_unknown_id_comes_with_near_matches(m1):
    with pytest.raises(UnknownIdError) as caught:
        m1.resolve("company:asmi")
    assert "company:asml" in caught.value.suggestions


def test_a_snapshot_is_made_once(m1):
    assert m1.snapshot(date(2026, 1, 1)) is m1.snapshot(date(2026, 1, 1))
