"""What a profile says of an entity's relations."""

from datetime import date

from graph.analysis.fragmentation.ties.membership import memberships
from graph.analysis.profile.profile import profile
from graph.facts.fact import Confidence
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import declare, parse_facts

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
