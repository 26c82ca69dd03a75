"""What was met when the upstream files were opened, told by name; the fixtures hold the rows."""

import csv
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from graph.facts.fact import EdgeFact, NodeFact
from loaders.checking import read_source
from loaders.names import read_names
from loaders.registry import SOURCES, collect, find_sources
from scripts.golden_facts import FIXTURES

SPECS = {spec.dataset: spec for spec in SOURCES}


@pytest.fixture(scope="module")
def facts_from():
    """Read the fixture of a source: (nodes by id, edges)."""
    kept = {}

    def read(dataset):
        if dataset not in kept:
            _, facts, _ = read_source(SPECS[dataset], FIXTURES / dataset)
            kept[dataset] = (
                {fact.id: fact for fact in facts if isinstance(fact, NodeFact)},
                [fact for fact in facts if isinstance(fact, EdgeFact)],
            )
        return kept[dataset]

    return read


def ends(edges, kind):
    return {(edge.start, edge.end) for edge in edges if edge.kind == kind}


def test_eto_keeps_shares_of_countries_and_of_firms_apart(facts_from):
    _, edges = facts_from("eto")
    assert {edge.start.partition(":")[0] for edge in edges if edge.kind == "SHARE_OF"} == {"country"}
    assert {edge.end.partition(":")[0] for edge in edges if edge.kind == "SUPPLIED_BY"} == {"company"}


def test_eto_blank_share_is_a_supplier_of_unknown_share_never_zero(facts_from):
    _, edges = facts_from("eto")
    (furnaces,) = [edge for edge in edges if edge.start == "input:crystal-growing-furnaces"]
    assert furnaces.share is None
    assert all(edge.share != 0 for edge in edges)


def test_eto_firms_listed_by_alias_are_one_firm(facts_from):
    nodes, _ = facts_from("eto")
    assert nodes["company:canon"].aliases == ("Canon ANELVA", "Canon Machinery")


def test_eto_country_is_the_seat_but_the_site_for_fabrication(facts_from):
    _, edges = facts_from("eto")
    basis = {edge.end: edge.basis for edge in edges if edge.kind == "SHARE_OF"}
    assert basis["input:stage-fabrication"].endswith("by site of production")
    assert basis["input:lithography-tools"].endswith("by headquarters of the firm")


def test_eto_order_of_steps_is_no_need_and_europe_is_no_country(facts_from):
    _, edges = facts_from("eto")
    assert ("input:photolithography", "input:deposition") not in ends(edges, "REQUIRES")
    assert not any("EUR" in edge.start for edge in edges)


def test_epoch_cells_with_several_names_are_taken_apart(facts_from):
    _, edges = facts_from("epoch-models")
    assert {("model:gpt-5-5", "chip:nvidia-gb200"), ("model:gpt-5-5", "chip:nvidia-gb300")} <= ends(edges, "TRAINED_ON")


def test_epoch_comma_in_a_models_own_name_does_not_part_it(facts_from):
    nodes, _ = facts_from("epoch-models")
    assert nodes["model:msra-c-prelu"].name == "MSRA (C, PReLU)"


def test_epoch_model_put_together_of_two_needs_both(facts_from):
    _, edges = facts_from("epoch-models")
    needs = {edge.need for edge in edges if edge.kind == "DERIVED_FROM" and edge.start == "model:nvlm-d-72b"}
    assert len(needs) == 2


def test_epoch_hardware_names_that_differ_meet_in_one_chip(facts_from):
    _, edges = facts_from("epoch-models")
    assert ("model:nvlm-d-72b", "chip:nvidia-h100") in ends(edges, "TRAINED_ON")


def test_anonymised_systems_that_look_alike_are_systems_of_their_own(facts_from):
    """Their figures are rounded, and upstream flags what it takes for duplicates: 72 systems were lost."""
    nodes, _ = facts_from("epoch-clusters")
    found = sorted(node for node in nodes if "anonymized" in node)
    assert len(found) == 3, "three rows, two of them the same"
    assert [node for node in found if node.endswith("-2")] == [f"{node}-2" for node in found if f"{node}-2" in found]


def test_a_phase_ends_when_the_one_that_supersedes_it_begins(facts_from):
    """Each phase has the chips of those before it: xAI's Colossus stood in the graph three times over."""
    nodes, edges = facts_from("epoch-clusters")
    first, second = nodes["facility:nvidia-israel-1-phase-1"], nodes["facility:israel-1"]
    assert (first.valid_to, second.valid_from, second.valid_to) == (date(2024, 11, 20), date(2024, 11, 20), None)
    assert {edge.valid_to for edge in edges if first.id in (edge.start, edge.end)} == {date(2024, 11, 20)}
    assert "facility:sesterce-h100s-phase-1" not in nodes, "superseded on the day it began"


def test_me_central_1_is_riyadh_for_alibaba_and_the_emirates_for_aws(facts_from):
    _, edges = facts_from("cloud-regions")
    placed = dict(ends(edges, "LOCATED_IN"))
    assert placed["facility:alibaba-cloud-me-central-1"] == "country:SAU"
    assert placed["facility:aws-me-central-1"] == "country:ARE"


def test_closed_regions_are_not_sites_and_regions_in_china_have_a_local_operator(facts_from):
    nodes, edges = facts_from("cloud-regions")
    assert "facility:alibaba-cloud-ap-southeast-2" not in nodes
    operators = {site: operator for operator, site in ends(edges, "OPERATES")}
    assert operators["facility:aws-cn-north-1"] == "company:sinnet"
    assert operators["facility:azure-china-beijing"] == "company:vnet-group"


def test_a_secret_region_has_no_country_rather_than_a_guess(facts_from):
    nodes, edges = facts_from("cloud-regions")
    assert "facility:aws-eu-isoe-west-1" in nodes
    assert "facility:aws-eu-isoe-west-1" not in dict(ends(edges, "LOCATED_IN"))


def test_a_region_that_a_list_says_nothing_of_has_no_accelerators_flag(facts_from):
    nodes, _ = facts_from("cloud-regions")
    told = {name: node.properties.get("accelerators") for name, node in nodes.items() if node.kind == "Facility"}
    assert {name for name, flag in told.items() if flag} == {"facility:coreweave-ord1"}
    assert set(told.values()) == {True, None}, "silence is no answer"


def test_what_owners_hold_in_all_stands_as_published_with_its_range(facts_from):
    nodes, _ = facts_from("epoch-chip-counts")
    totals = {node.properties["subject"]: node.properties for node in nodes.values() if node.kind == "Statement"}
    assert set(totals) >= {"company:microsoft", "country:CHN", "cloud:coreweave", "lab:xai", "others together"}
    assert (totals["country:CHN"]["low"], totals["country:CHN"]["high"]) == (40, 60)
    assert "low" not in totals["lab:xai"], "counted by hand, without a range"


def test_hosts_relist_one_model(facts_from):
    _, edges = facts_from("models-dev")
    served = [edge for edge in edges if edge.kind == "SERVED_BY" and edge.start == "model:glm-5"]
    assert {edge.end for edge in served} == {"platform:z-ai-platform", "cloud:deepinfra"}
    assert {edge.properties["input_price"] for edge in served} == {1.0, 0.8}


def test_weights_on_which_listings_disagree_stay_unknown(facts_from):
    nodes, _ = facts_from("models-dev")
    assert "open_weights" not in nodes["model:gpt-oss-120b"].properties
    assert nodes["model:glm-5"].properties["open_weights"] is True, "the model's own record goes before its listings"


@pytest.mark.parametrize(("listed", "told"), [(True, True), (False, None)])
def test_a_listing_opens_weights_and_never_closes_them(tmp_path, listed, told):
    """A host that did not look writes "not open" of OLMo and of the distillates of DeepSeek-R1."""
    folder = shutil.copytree(FIXTURES / "models-dev", tmp_path / "copy")
    api = json.loads((folder / "api.json").read_text())
    for provider in api.values():
        for listing in provider["models"].values():
            listing["open_weights"] = listed
    (folder / "api.json").write_text(json.dumps(api))
    _, facts, _ = read_source(SPECS["models-dev"], folder)
    nodes = {fact.id: fact for fact in facts if isinstance(fact, NodeFact)}
    assert nodes["model:gpt-oss-120b"].properties.get("open_weights") is told
    assert nodes["model:claude-opus-4-5"].properties["open_weights"] is False, "by the model's own record"


def test_prices_per_token_become_prices_per_million(facts_from):
    _, edges = facts_from("models-dev")
    (routed,) = [edge for edge in edges if edge.end == "platform:openrouter"]
    assert routed.properties == {"input_price": 0.1, "output_price": 0.4}


def test_a_price_of_nought_is_no_price(facts_from):
    _, edges = facts_from("llmledger")
    (free,) = [edge for edge in edges if edge.kind == "SERVED_BY" and edge.start == "model:glm-5"]
    assert free.properties == {}


def test_a_fine_tune_belongs_to_who_made_it_not_to_its_base(facts_from):
    _, edges = facts_from("llmledger")
    assert ("model:llama-3-1-nemotron-70b", "lab:nvidia-ai") in ends(edges, "DEVELOPED_BY")


def test_token_shares_name_their_denominator_and_add_up_a_models_versions(facts_from):
    _, edges = facts_from("openrouter-rankings")
    (sonnet,) = [edge for edge in edges if edge.kind == "ROUTES" and edge.end == "model:claude-3-5-sonnet"]
    assert (sonnet.share, sonnet.quantity) == (0.45, 450)
    assert sonnet.denominator == "all tokens on OpenRouter in the week to 2025-02-04 (195 models counted, 3 named)"
    assert sonnet.note == "the week to 2025-02-04 reaches into the next month"
    assert sonnet.source.published_on == "2025-02-04"


def test_only_what_stands_is_run_on(facts_from):
    nodes, edges = facts_from("epoch-data-centers")
    assert nodes["facility:qts-eagle-mountain"].properties["status"] == "planned"
    assert "facility:qts-eagle-mountain" not in {end for _, end in ends(edges, "RUNS_ON")}
    confidence = {edge.start: edge.confidence for edge in edges if edge.kind == "RUNS_ON"}
    assert (confidence["lab:anthropic"], confidence["lab:anysphere"]) == ("confirmed", "speculative")
    opened = {node.id: node.properties.get("opened_on") for node in nodes.values() if node.kind == "Facility"}
    assert opened == {
        "facility:colossus-2": "2025-10-19", "facility:google-bristow": None, "facility:qts-eagle-mountain": None,
    }  # fmt: skip


def test_the_total_of_a_sheet_does_not_halve_the_shares(facts_from):
    _, edges = facts_from("world-mining")
    shares = {edge.start: edge.share for edge in edges if edge.end == "input:gallium" and edge.period == "2023"}
    assert shares == {"country:CHN": 0.75, "country:JPN": 0.25}


def test_a_wrong_code_upstream_is_mended_by_name(facts_from):
    _, edges = facts_from("world-mining")
    shares = {edge.start: edge.share for edge in edges if edge.end == "input:gold" and edge.period == "2024"}
    assert shares == {"country:GUF": round(1.5 / 11, 6), "country:GUY": round(8.5 / 11, 6)}, "Kosovo is in the total"


def test_the_atlas_goes_before_groups_with_errors(facts_from):
    nodes, edges = facts_from("country-groups")
    assert set(nodes) == {"security:osce"}
    assert ("country:VAT", "security:osce") in ends(edges, "MEMBER_OF"), "a member without a code, with hidden marks"


def test_a_group_left_to_the_atlas_is_there():
    facts = collect(None, noncommercial=False, unverified=False, only={"atlas"}).facts
    held = {fact.id for fact in facts if isinstance(fact, NodeFact)}
    with (SPECS["country-groups"].home / "overrides.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["security_id"] for row in csv.DictReader(stream)} <= held


def test_turkiye_is_read_in_the_character_set_of_the_file(facts_from):
    _, edges = facts_from("ai-diffusion")
    assert [edge.quantity for edge in edges if edge.start == "country:TUR"] == [0.105, 0.11, 0.12]
    assert [edge.period for edge in edges if edge.start == "country:COD"] == ["2025-H1", "2026-Q1"]


def test_the_walk_of_the_docs_can_be_walked(tmp_path, monkeypatch):
    """Every file that docs/add-a-source.md shows, put where it says, is found and makes a source that reads."""
    text = (Path(__file__).parents[2] / "docs" / "add-a-source.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    table, names = [body for language, body in blocks if not language]
    home = tmp_path / "walked" / "world_fabs"
    home.mkdir(parents=True)
    (home / "names.csv").write_text(names, encoding="utf-8")
    (home / "source.toml").write_text(dict(blocks)["toml"], encoding="utf-8")
    imports = """
from collections.abc import Iterator
from graph.facts.fact import EdgeFact, Fact, NodeFact
from loaders.reading import Reader
"""
    (home / "loader.py").write_text(imports + dict(blocks)["python"], encoding="utf-8")
    (tmp_path / "fabs.csv").write_text(table, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    (spec,) = find_sources(home.parent, "walked")
    assert (spec.dataset, spec.feed) == ("world-fabs", "world-fabs")
    reader, facts, faults = read_source(spec, tmp_path)
    assert faults == []
    assert json.dumps(dict(reader.counted_out)) == '{"the total": 1}'
    assert {fact.source.id for fact in facts} == {"world-fabs/fabs"}
    assert ends([fact for fact in facts if isinstance(fact, EdgeFact)], "OPERATES") == {
        ("company:tsmc", "facility:tsmc-fab-18"), ("company:samsung-electronics", "facility:samsung-line-7"),
    }  # fmt: skip


def test_without_the_lists_of_the_providers_the_report_says_what_is_missing(tmp_path):
    listed = FIXTURES / "cloud-regions" / "mcp-server-cloud-regions.json"
    (tmp_path / listed.name).write_bytes(listed.read_bytes())
    reader, facts, _ = read_source(SPECS["cloud-regions"], tmp_path)
    assert reader.counted_out["a list that is not at hand (sync --from brings it)"] == 3
    assert {fact.locator.partition(":")[0] for fact in facts} == {listed.name}


def test_a_seat_that_no_catalogue_gives_is_recalled_and_says_so():
    """From names.csv: 42 hosts had no seat, so the lens of ownership could not see them."""
    for dataset in ("models-dev", "llmledger"):
        _, facts, _ = read_source(SPECS[dataset], FIXTURES / dataset)
        seats = [f for f in facts if f.kind == "BASED_IN" and f.start.startswith(("platform:", "cloud:"))]
        assert {(f.checked, f.note) for f in seats} <= {("recalled", "seat from memory; the file does not give it")}
        names = read_names(SPECS[dataset].home / "names.csv")
        reviewed = {raw: node_id for (kind, raw), node_id in names.items() if kind == "seat"}
        assert reviewed
        assert all(reviewed[f.start] == f.end for f in seats)


@pytest.mark.parametrize("dataset", ["models-dev", "llmledger"])
def test_a_maker_from_memory_has_a_reviewed_name(dataset):
    """Else the lab would be called as its model is, or as the source calls the maker of the base model."""
    names = read_names(SPECS[dataset].home / "names.csv")
    labs = {lab for (kind, _), lab in names.items() if kind == "developer"} - {"-"}
    assert labs
    assert [lab for lab in sorted(labs) if ("name", lab) not in names] == []


def test_eto_closes_no_list_since_its_lists_are_categories_of_a_market_report(facts_from):
    _, edges = facts_from("eto")
    suppliers = [edge for edge in edges if edge.kind == "SUPPLIED_BY"]
    assert suppliers
    assert all(edge.properties["open"] and edge.note.startswith("open: ") for edge in suppliers)
