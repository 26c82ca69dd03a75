"""Facts as columns: what comes back is what was put in, to the type, the order and the last bit."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date

import numpy as np
import pytest

from graph.errors import StoreError
from graph.facts.claims import DERIVED, identities, with_derived
from graph.facts.fact import EdgeFact, NodeFact, Source, identity
from graph.facts.facts import Facts
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.columns import Stored, facts_of, members
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import packed, read_file

BUILT = "2026-11-23T00:00:00+00:00"
SOURCE = Source(id="facts/x", title="t", publisher="p", url="u", licence="CC0", published_on="2025-Q3")


def back(model, facts):
    held = {name: memoryview(content) for name, content in members(Facts.of(model, facts))}
    return list(facts_of(model, held.__getitem__, {SOURCE.id: SOURCE}))


def stored_again(graph, folder):
    file = folder / "file"
    file.write_bytes(packed(graph, BUILT, ()))
    return read_file(file, graph.version).graph


def written(fact):
    """All of a fact as it would be written, the types and the order of its fields included."""
    return type(fact), list(vars(fact))[: len(type(fact).model_fields)], fact.model_dump_json()


def test_the_atlas_comes_back_bit_for_bit(atlas_graph, tmp_path):
    again = stored_again(atlas_graph, tmp_path)
    assert again.version == atlas_graph.version == KnowledgeGraph.build(again.facts()).version
    assert [written(fact) for fact in again.facts()] == [written(fact) for fact in atlas_graph.facts()]
    assert dict(again.nodes) == dict(atlas_graph.nodes)
    assert [written(source) for source in again.sources.values()] == [written(s) for s in atlas_graph.sources.values()]
    assert again.redirects == atlas_graph.redirects


def test_what_is_kept_with_a_fact_is_what_it_would_derive(atlas_graph, tmp_path):
    again = stored_again(atlas_graph, tmp_path)
    for kept, fact in zip(again.claims, atlas_graph.claims, strict=True):
        for name in DERIVED:
            assert name in vars(kept)
            assert vars(kept)[name] == getattr(fact.model_copy(), name)


def test_a_snapshot_of_what_comes_back_is_the_same(atlas_graph, tmp_path):
    again = stored_again(atlas_graph, tmp_path)
    for day in (date(2023, 1, 1), date(2026, 11, 25)):
        one, two = atlas_graph.snapshot(day), again.snapshot(day)
        assert list(one.edges) == list(two.edges)
        assert list(one.needs) == list(two.needs)
        assert one.dependencies == two.dependencies
        assert one.ids == two.ids


def test_the_facts_of_a_node_keep_their_rank(atlas_graph, tmp_path):
    again = stored_again(atlas_graph, tmp_path)
    turned = KnowledgeGraph.build(reversed(list(again.facts())))
    assert dict(turned.nodes) == dict(again.nodes)


def test_values_that_are_equal_but_written_otherwise_stay_apart():
    values = [1, 1.0, True, 0, 0.0, -0.0, False, "1", "true", "", 0.1 + 0.2, 2**62, 1e300]
    facts = [
        NodeFact(id=f"chip:c{i}", kind="Chip", name="c", source=SOURCE, properties={"x": value})
        for i, value in enumerate(values)
    ]
    for one, two in zip(back(NodeFact, facts), facts, strict=True):
        assert repr(one.properties) == repr(two.properties)


def test_no_facts_give_no_facts():
    none = with_derived(Facts.of(EdgeFact, []), [])
    held = {name: memoryview(content) for name, content in members(none)}
    assert list(facts_of(EdgeFact, held.__getitem__, {})) == []


def test_the_texts_that_are_hashed_are_those_of_the_facts(atlas_graph):
    for facts in (atlas_graph.claims, atlas_graph.nodes.facts):
        assert identities(facts) == [identity(fact) for fact in facts]


def test_one_fact_and_all_facts_are_put_together_alike(atlas_graph):
    every, again = list(atlas_graph.claims), atlas_graph.claims.take(np.arange(len(atlas_graph.claims)))
    for place in range(-5, len(every), 97):
        assert written(again[place]) == written(every[place])


def test_facts_in_the_places_of_others(m1):
    place = np.zeros(len(m1.claims), bool)
    place[2] = True
    other = m1.claims[0].model_copy(update={"note": "another", "share": 0.123})
    changed = m1.claims.but(place, [other])
    assert [written(fact) for fact in changed] == [
        written(other if number == 2 else fact) for number, fact in enumerate(m1.claims)
    ]


def test_the_same_graph_gives_the_same_bytes(m1):
    assert packed(m1, BUILT, ()) == packed(m1, BUILT, ())


def test_any_program_reads_it(m1, tmp_path):
    path = VersionStore(tmp_path).write(m1, BUILT)
    with zipfile.ZipFile(path) as archive:
        values = json.loads(archive.read("edges/start.json"))
        numbers = np.load(io.BytesIO(archive.read("edges/start.npy")), allow_pickle=False)
    assert [values[number] for number in numbers] == [claim.start for claim in m1.claims]


@pytest.mark.parametrize("part", ["edges/start.json", "edges/start.npy", "header.json"])
def test_a_file_of_another_form_is_refused(tmp_path, m1, part):
    path = VersionStore(tmp_path).write(m1, BUILT)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = json.dumps({"format": 1, "kind": ["x"]}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, held in parts.items():
            archive.writestr(name, held)
    with pytest.raises(StoreError, match="damaged"):
        VersionStore(tmp_path).read(m1.version)


def test_a_graph_is_read_without_what_only_some_questions_need():
    """Import a store and every measure: neither server, database driver nor the large libraries of analysis come."""
    code = """
import sys
import api.commands.derived, graph.stores.versions.store
from graph.measures.declared import every
every()
heavy = {"fastapi", "starlette", "uvicorn", "neo4j", "scipy", "networkx", "pyarrow", "arcadedb"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_arrays_are_aligned_in_the_file(atlas_graph, tmp_path):
    facts = stored_again(atlas_graph, tmp_path).claims
    assert len(facts) > 0
    assert all(column.numbers.flags.aligned for column in facts.columns.values())


def test_values_are_parsed_together_once_more_than_a_few_were_asked_for():
    texts = [f"name {number}" for number in range(32)]
    ends = np.cumsum([1 + len(json.dumps(text)) for text in texts])
    values = Stored(str, memoryview(json.dumps(texts, separators=(",", ":")).encode()), ends)
    assert [values[place] for place in (3, 31, 0, 17)] == [texts[place] for place in (3, 31, 0, 17)]
    assert len(values.by_place) == 4
    assert values[5] == texts[5]
    assert len(values.by_place) == 32
    assert list(values) == texts
