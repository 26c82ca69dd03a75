"""What a profile says of an entity's relations."""

from datetime import date

import pytest

from graph.analysis.fragmentation.ties.membership import memberships
from graph.analysis.profile.profile import profile
from graph.analysis.profile.relations import UNITS
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import NODE_TYPES
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
WORLD = """
lab:a RUNS_ON cloud:k
lab:a RUNS_ON facility:one
lab:a RUNS_ON facility:two
cloud:k OPERATES facility:one
"""


def test_a_cloud_that_is_counted_through_its_sites_is_not_told_as_nothing():
    sizes = {"facility:one": 3e5, "facility:two": 1e5}
    sites = [declare(name, properties={"h100_equivalents": size}) for name, size in sizes.items()]
    facts = [fact for fact in parse_facts(WORLD) if not getattr(fact, "id", "").startswith("facility:")]
    graph = KnowledgeGraph.build([*sites, *facts])
    told = {line.id: line for line in profile(graph.snapshot(DAY), "lab:a").lines if line.section == "compute"}
    assert told["facility:one"].value == 0.75
    assert told["cloud:k"].value is None
    assert "counted through its sites" in told["cloud:k"].detail


def test_a_share_that_nobody_states_says_what_it_is_taken_from():
    """It said "by H100 equivalents" of parts that sizes, contracts or nothing but their number decide."""
    sized = [declare(f"facility:{one}", properties={"h100_equivalents": 5}) for one in ("one", "two")]
    one_of_two = parse_facts("lab:a RUNS_ON facility:one\nlab:a RUNS_ON facility:two")
    bare = [fact for fact in one_of_two if getattr(fact, "id", "") not in ("facility:one", "facility:two")]
    told = []
    for facts in (one_of_two, [*bare, *sized]):
        lines = profile(KnowledgeGraph.build(facts).snapshot(DAY), "lab:a").lines
        told.append({line.unit for line in lines if line.section == "compute" and line.value == 0.5})
    assert told == [{"of what is known, in equal parts"}, {"of what is known, by H100 equivalents"}]


def test_nearly_the_only_supplier_is_told_with_whoever_else_there_is():
    graph = KnowledgeGraph.build(
        parse_facts("input:tool SUPPLIED_BY company:big - 0.95\ninput:tool SUPPLIED_BY company:small - 0.05")
    )
    (line,) = (one for one in profile(graph.snapshot(DAY), "company:big").lines if one.section == "only it supplies")
    assert line.value == 0.95
    assert "beside small" in line.detail
    assert not [one for one in profile(graph.snapshot(DAY), "company:small").lines if one.section == line.section]


def test_a_membership_that_is_disputed_is_told_as_disputed():
    """Saudi Arabia was "member of BRICS since 2024, read", which it has not joined."""
    member = next(fact for fact in parse_facts("country:SAU MEMBER_OF security:brics") if hasattr(fact, "end"))
    others = [fact for fact in parse_facts("country:SAU MEMBER_OF security:brics") if not hasattr(fact, "end")]
    graph = KnowledgeGraph.build([*others, member.model_copy(update={"confidence": Confidence.DISPUTED})])
    (line,) = (one for one in profile(graph.snapshot(DAY), "country:SAU").lines if one.section == "member of")
    assert line.detail.startswith("member of, disputed")
    ledger = memberships(graph.snapshot(DAY), by_compute=False)
    assert (ledger.ties, ledger.assumptions) == ([], ["1 memberships that are disputed do not count"])


def test_what_nothing_rests_on_has_no_count_of_what_it_stops():
    """Gallium "stopped none of 58 laboratories"."""
    graph = KnowledgeGraph.build(parse_facts("country:CHN SHARE_OF input:gallium - 0.98\nlab:a RUNS_ON cloud:k"))
    told = profile(graph.snapshot(DAY), "input:gallium").lines
    stops = [line for line in told if line.section == "stops"]
    assert [(line.value, line.label) for line in stops] == [
        (None, f"at horizon {horizon}: not known") for horizon in ("run", "make", "grow")
    ]
    (made,) = [line for line in told if line.section == "made in countries"]
    assert (made.label, made.value, made.unit) == ("CHN", 0.98, "of the world market")
    (reason,) = {line.detail for line in told if line.section == "rests on countries"}
    assert reason.startswith("not known: sources say in which countries gallium is made, and no firm that makes it")


def test_a_site_that_is_stated_to_be_anothers_whole_says_so():
    facts = parse_facts("lab:a RUNS_ON facility:one\nlab:a RUNS_ON facility:two\nlab:b RUNS_ON facility:one")
    bare = [fact for fact in facts if not getattr(fact, "id", "").startswith("facility:")]
    whole = {"quantity": 0.3, "unit": "gigawatts, the whole site", "period": "2025"}
    told_of = [fact.model_copy(update=whole) if getattr(fact, "start", "") == "lab:b" else fact for fact in bare]
    sized = [declare(f"facility:{one}", properties={"h100_equivalents": 5}) for one in ("one", "two")]
    lines = profile(KnowledgeGraph.build([*told_of, *sized]).snapshot(DAY), "lab:a").lines
    (line,) = (line for line in lines if line.id == "facility:one")
    assert line.value is None
    assert line.detail.endswith("no part: b is stated to use the whole of it")


def test_a_section_is_of_one_whole_and_each_row_says_how_its_share_was_found():
    """Chips and regions of a cloud stood under one share; four kinds read 0.1269 beside a known one."""
    facts = parse_facts(
        "\n".join(f"cloud:c HOSTS chip:{one}" for one in ("a", "b", "c"))
        + "\n"
        + "\n".join(f"cloud:c OPERATES facility:f{n}" for n in range(20))
    )
    counted = [
        fact.model_copy(update={"quantity": 100.0, "unit": "units"}) if getattr(fact, "end", "") == "chip:a" else fact
        for fact in facts
        if getattr(fact, "id", "") != "chip:a"
    ]
    sized = declare("chip:a", properties={"fp16_flops": 1e15})
    lines = profile(KnowledgeGraph.build([*counted, sized]).snapshot(DAY), "cloud:c").lines
    chips = [line for line in lines if line.section == "chips it has"]
    assert sum(line.value for line in chips) == pytest.approx(1)
    assert {line.id: line.unit for line in chips} == {
        "chip:a": "of what is known, by H100 equivalents",
        "chip:b": "of what is known, in equal parts", "chip:c": "of what is known, in equal parts",
    }  # fmt: skip
    assert all(line.is_share and line.assumed for line in chips)
    *sites, last = (line for line in lines if line.section == "sites it runs")
    assert {line.is_share for line in sites} == {True}
    assert (last.label, last.value, last.is_share) == ("and 4 more", 20, False)


def test_a_figure_has_its_unit_and_the_day_of_its_source():
    site = declare("facility:s", properties={"power_mw": 421.0})
    (line,) = (one for one in profile(KnowledgeGraph.build([site]).snapshot(DAY), "facility:s").lines
               if one.section == "facts")  # fmt: skip
    assert (line.value, line.unit, line.is_share) == (421, "MW", False)
    assert line.detail == f"{SOURCE.publisher}, published {SOURCE.published_on}, recalled"
    numbers = {name for row in NODE_TYPES.values() for name, kind in row.properties.items() if kind == "number"}
    assert numbers - set(UNITS) <= {"value", "low", "high", "de_minimis"}, "a number without a unit"
