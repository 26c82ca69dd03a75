"""What people type finds what they mean: other names, other scripts, codes, legal forms, typing errors."""

from datetime import date

import pytest

from graph.facts.things import NodeTable
from graph.knowledge_graph import KnowledgeGraph
from graph.search.search import rested_on, search
from loaders.registry import collect


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build(collect(None, noncommercial=False, unverified=False).facts)


FIRST = {
    "UAE": "country:ARE", "UK": "country:GBR", "US": "country:USA", "PRC": "country:CHN", "Turkey": "country:TUR",
    "Burma": "country:MMR", "Republic of Korea": "country:KOR", "Korea": "country:KOR", "DPRK": "country:PRK",
    "Holland": "country:NLD", "日本": "country:JPN", "中国": "country:CHN", "台灣": "country:TWN",
    "대한민국": "country:KOR",
    "Niederlande": "country:NLD", "삼성전자": "company:samsung-electronics",
    "Taiwan Semiconductor Manufacturing Company Limited": "company:tsmc", "Advanced Micro Devices, Inc.": "company:amd",
    "ASML Holding N.V.": "company:asml", "nvidia": "company:nvidia", "nvidea": "company:nvidia",
    "GLM-5": "model:glm-5", "DeepSeek": "lab:deepseek", "HBM": "input:hbm",
    "2330.TW": "company:tsmc", "000660.KS": "company:sk-hynix", "US0091581068": "company:air-products",
    "model:glm-5": "model:glm-5",
}  # fmt: skip


@pytest.mark.parametrize("text", FIRST)
def test_what_is_meant_comes_first(shipped, text):
    snapshot = shipped.snapshot(date(2026, 11, 25))
    found = search(shipped.name_index, snapshot.nodes, text, rested_on(snapshot.edges.every_end()))
    assert found
    assert found[0].id == FIRST[text]


def test_a_code_of_two_letters_does_not_stand_before_what_is_called_so(shipped):
    snapshot = shipped.snapshot(date(2026, 11, 25))
    found = search(shipped.name_index, snapshot.nodes, "AI+", rested_on(snapshot.edges.every_end()))
    assert "country:AIA" not in [node.id for node in found[:5]]


@pytest.mark.parametrize(
    ("unknown", "meant"),
    [("GLM-5", "model:glm-5"), ("model:glm-55", "model:glm-5"), ("h100", "chip:nvidia-h100"), ("UAE", "country:ARE")],
)
def test_suggestions_for_an_unknown_id_are_found_the_same_way(shipped, unknown, meant):
    assert shipped.near(unknown)[0] == meant


def test_a_name_is_looked_up_without_making_what_is_called_otherwise(shipped, monkeypatch):
    made = []
    node = NodeTable.__getitem__
    monkeypatch.setattr(NodeTable, "__getitem__", lambda nodes, node_id: made.append(node_id) or node(nodes, node_id))
    assert shipped.resolve("OpenAI") == "lab:openai"
    assert shipped.named("2330.TW") == ["company:tsmc"]
    assert made == ["lab:openai", "company:tsmc"]
    found = search(shipped.name_index, shipped.nodes, "hynix")
    assert set(made[2:]) == {node.id for node in found}
