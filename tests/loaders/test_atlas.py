"""The shipped tables: what the first minute rests on."""

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from graph.facts.fact import Checked, Confidence, EdgeFact, NodeFact, Redirect
from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect

ATLAS = Path(__file__).parents[2] / "loaders" / "atlas"
AT_LEAST = {
    "Lab": 40, "Model": 60, "Chip": 30, "Input": 20, "CloudProvider": 20, "SecurityStructure": 15, "Policy": 40,
    "Country": 250,
}  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    every = collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"}).facts
    return [fact for fact in every if not isinstance(fact, Redirect)]


def test_it_holds_what_the_first_minute_needs(facts):
    counts = Counter(fact.kind.value for fact in facts if isinstance(fact, NodeFact))
    assert {kind: counts[kind] >= least for kind, least in AT_LEAST.items()} == dict.fromkeys(AT_LEAST, True)
    processes = {fact.id for fact in facts if isinstance(fact, NodeFact) and fact.subtype == "process"}
    assert len(processes) >= 15
    supplied = {fact.start for fact in facts if isinstance(fact, EdgeFact) and fact.kind == "SUPPLIED_BY"}
    assert len(supplied) >= 20


def test_every_fact_is_cited_and_honest(facts):
    for fact in facts:
        assert fact.source.url.startswith("http"), fact.locator
        if fact.checked is Checked.RECALLED:
            assert fact.confidence is not Confidence.CONFIRMED, fact.locator
        if fact.checked is Checked.READ:
            assert fact.source.retrieved_on is not None, fact.locator
            assert fact.source.retrieved_on <= date(2026, 12, 31), fact.locator


def test_every_organisation_has_a_seat_and_every_place_a_country(facts):
    seated = {f.start for f in facts if isinstance(f, EdgeFact) and f.kind in ("BASED_IN", "LOCATED_IN")}
    placed = ("Company", "Lab", "CloudProvider", "Platform", "Facility")
    missing = [f.id for f in facts if isinstance(f, NodeFact) and f.kind in placed and f.id not in seated]
    assert missing == []


def test_the_check_digits_of_every_lei_hold(facts):
    """ISO 17442: letters as two digits each, the whole modulo 97 is one."""
    codes = {f.id: f.properties["lei"] for f in facts if isinstance(f, NodeFact) and "lei" in f.properties}
    assert len(codes) >= 16
    assert {id_ for id_, lei in codes.items() if int("".join(str(int(c, 36)) for c in lei)) % 97 != 1} == set()
    assert {id_ for id_, lei in codes.items() if len(lei) != 20} == set()


def test_no_id_is_declared_twice_over_all_tables():
    ids: Counter[str] = Counter()
    for path in (ATLAS / "nodes").glob("*.csv"):
        with path.open(encoding="utf-8") as stream:
            ids.update(row["id"] for row in csv.DictReader(stream))
    assert [node_id for node_id, count in ids.items() if count > 1] == []


def test_a_model_does_not_exist_before_its_release(facts):
    graph = KnowledgeGraph.build(facts)
    assert "model:glm-5" not in graph.snapshot(date(2024, 6, 1)).nodes
    assert "model:glm-5" in graph.snapshot(date(2026, 11, 1)).nodes


def test_nato_has_32_members_and_had_31_before_sweden(facts):
    graph = KnowledgeGraph.build(facts)

    def members(day: date, of: str) -> set[str]:
        return {e.start for e in graph.snapshot(day).edges if e.kind == "MEMBER_OF" and e.end == of}

    assert len(members(date(2026, 1, 1), "security:nato")) == 32
    assert len(members(date(2024, 3, 1), "security:nato")) == 31
    assert "country:GBR" not in members(date(2021, 1, 1), "security:eu")
    assert len(members(date(2025, 12, 13), "security:pax-silica")) < len(
        members(date(2026, 7, 1), "security:pax-silica")
    )


def test_adoptions_and_bans_are_dated_and_say_who_decided_and_how_far(facts):
    decided = [f for f in facts if isinstance(f, EdgeFact) and f.kind in ("ADOPTED", "BANNED")]
    assert [f.locator for f in decided if not (f.valid_from and {"by", "sector", "scope"} <= f.properties.keys())] == []
    seats = {f.start: f.end for f in facts if isinstance(f, EdgeFact) and f.kind == "BASED_IN"}
    assert len(decided) >= 60
    assert len({seats.get(f.start, f.start) for f in decided}) >= 40


def test_a_decision_to_use_is_a_plan_a_trial_or_use_and_says_whose_machines_where_known(facts):
    adopted = [fact.properties for fact in facts if isinstance(fact, EdgeFact) and fact.kind == "ADOPTED"]
    assert {known.get("stage") for known in adopted} == {"plan", "trial", "use"}
    assert {known.get("runs_on") for known in adopted} == {"own", None}
    banned = [fact.properties for fact in facts if isinstance(fact, EdgeFact) and fact.kind == "BANNED"]
    assert not any({"stage", "runs_on"} & known.keys() for known in banned)


def test_the_largest_clouds_stand_in_their_countries_without_any_feed(facts):
    edges = [f for f in facts if isinstance(f, EdgeFact)]
    placed = {f.start: f.end for f in edges if f.kind == "LOCATED_IN"}
    stands: dict[str, set[str]] = {}
    for f in edges:
        if f.kind == "OPERATES" and f.start.startswith("cloud:"):
            stands.setdefault(f.start, set()).add(placed[f.end])
    largest = ("aws", "azure", "google-cloud", "oracle-cloud", "ibm-cloud", "alibaba-cloud", "tencent-cloud",
               "huawei-cloud", "ovhcloud", "baidu-ai-cloud")  # fmt: skip
    assert {name: len(stands[f"cloud:{name}"]) >= 3 for name in largest} == dict.fromkeys(largest, True)


RUNS_ON_ITS_OWN_LIST = {"platform:openai-api"}
"""Its sources say by day which clouds may serve it: fewer than its laboratory uses."""


def test_a_platform_rests_on_the_compute_of_its_laboratory_to_the_day(facts):
    edges = [fact for fact in facts if isinstance(fact, EdgeFact)]
    owners = {edge.start: edge.end for edge in edges if edge.kind == "PART_OF" and edge.end.startswith("lab:")}
    own = {platform: lab for platform, lab in owners.items() if platform.startswith("platform:")}
    assert len(own) >= 9

    def compute(of: str) -> set[tuple[str, date | None, date | None]]:
        return {(e.end, e.valid_from, e.valid_to) for e in edges if e.kind == "RUNS_ON" and e.start == of}

    told = {platform: compute(platform) == compute(lab) for platform, lab in own.items()}
    assert {platform for platform, same in told.items() if not same} == RUNS_ON_ITS_OWN_LIST


@pytest.mark.parametrize(
    ("day", "shares"),
    [
        (date(2024, 5, 31), {"cloud:oracle-cloud": 1.0}),
        (date(2024, 12, 31), {"company:x-ai": 0.971, "cloud:oracle-cloud": 0.029}),
        (date(2026, 3, 1), {"company:spacex": 0.987, "cloud:oracle-cloud": 0.013}),
        (date(2026, 11, 27), {"company:spacex": 0.978, "cloud:oracle-cloud": 0.022}),
    ],
)
def test_xai_rests_first_on_what_it_rents_and_then_on_its_own(facts, day, shares):
    snapshot = KnowledgeGraph.build(facts).snapshot(day)
    (need,) = [need for need in snapshot.needs_of["lab:xai"] if need.need == "compute"]
    runs = {edge.end: edge.start for edge in snapshot.edges if edge.kind == "OPERATES"}
    told = Counter()
    for supplier in need.suppliers:
        told[runs[supplier.id]] += supplier.share
    assert {who: round(share, 3) for who, share in told.items()} == shares


@pytest.mark.parametrize(
    ("cloud", "shares"),
    [
        ("cloud:azure", {"chip:nvidia-a100": 1.0}),
        ("cloud:aws", {"chip:nvidia-a100": 0.784, "chip:aws-trainium1": 0.216}),
        ("cloud:google-cloud", {"chip:nvidia-a100": 0.5, "chip:google-tpu-v4": 0.5}),
    ],
)
def test_a_cloud_has_at_the_end_of_2022_no_chips_that_it_offered_later(facts, cloud, shares):
    snapshot = KnowledgeGraph.build(facts).snapshot(date(2022, 12, 31))
    (need,) = [need for need in snapshot.needs_of[cloud] if need.need == "accelerators"]
    assert {supplier.id: round(supplier.share, 3) for supplier in need.suppliers} == shares


def test_the_house_of_a_laboratory_runs_its_own_cloud_and_site(facts):
    edges = {(fact.kind, fact.start, fact.end) for fact in facts if isinstance(fact, EdgeFact)}
    firm = "company:krutrim-si-designs"
    assert {("PART_OF", "lab:krutrim", firm), ("PART_OF", "cloud:krutrim-cloud", firm)} <= edges
    assert {("PART_OF", "lab:deepl", "company:deepl"), ("OPERATES", "company:deepl", "facility:deepl-mercury")} <= edges


def test_microsofts_own_sites_come_first_for_its_laboratory(facts):
    snapshot = KnowledgeGraph.build(facts).snapshot(date(2026, 11, 27))
    (need,) = [need for need in snapshot.needs_of["lab:microsoft-ai"] if need.need == "compute"]
    own = {edge.end for edge in snapshot.edges if edge.kind == "OPERATES" and edge.start == "cloud:azure"}
    assert sum(one.share for one in need.suppliers if one.id in own) == pytest.approx(0.741, abs=0.001)


def test_a_size_of_compute_that_somebody_uses_says_whether_it_is_contracted_or_for_which_year(facts):
    sized = [f for f in facts if isinstance(f, EdgeFact) and f.kind == "RUNS_ON" and f.quantity]
    assert sized
    assert [f.locator for f in sized if not f.unit or not f.period] == []
    stated = {f.unit.split(",")[0] for f in sized}
    assert stated <= {"gigawatts", "TPUs", "billion US dollars"}, "a new unit: compared with others word for word"
    started = [f for f in sized if "contracted" not in f.unit]
    assert {(f.start, f.end) for f in started} >= {
        ("lab:anthropic", "facility:google-tpus-anthropic"),
        ("lab:anthropic", "cloud:aws"),
    }


FAMILIES = {"TPU": "chip:google-tpu", "Trainium": "chip:aws-trainium", "GPU": "chip:nvidia", "MI3": "chip:amd-mi3"}
"""What a source calls accelerators of one kind."""


def test_a_size_that_is_stated_of_one_kind_of_accelerators_is_not_that_of_all_chips_of_a_cloud(facts):
    """It leads to a site that has them, or the laboratory also uses a site of that cloud that has no others."""
    edges = [fact for fact in facts if isinstance(fact, EdgeFact)]
    inside = defaultdict(set)
    for edge in edges:
        if edge.kind == "HOSTS":
            inside[edge.start].add(edge.end)
    run = {(e.start, e.end) for e in edges if e.kind == "OPERATES"}
    used = {(e.start, e.end) for e in edges if e.kind == "RUNS_ON"}

    def has_only(site: str, families: list[str]) -> bool:
        return bool(inside[site]) and all(chip.startswith(tuple(families)) for chip in inside[site])

    wrong = []
    for claim in (e for e in edges if e.kind == "RUNS_ON" and e.quantity and "contracted" not in str(e.unit)):
        families = [family for word, family in FAMILIES.items() if word in str(claim.as_reported)]
        sites = [claim.end, *(end for start, end in used if start == claim.start and (claim.end, end) in run)]
        if families and not any(has_only(site, families) for site in sites):
            wrong.append(claim.locator)
    assert wrong == []


def test_whose_chip_it_is_has_one_need_and_whom_that_firm_hires_another(facts):
    """A subcontractor would be a home of the chip, and its country left out of what falls with it."""
    assert {f.need for f in facts if isinstance(f, EdgeFact) and f.kind == "DESIGNED_BY"} == {"designer"}
    hired = {(f.start, f.end) for f in facts if isinstance(f, EdgeFact) and f.kind == "IMPLEMENTED_BY"}
    assert ("chip:google-tpu-8i", "company:mediatek") in hired


def test_what_computes_has_a_day_since_when_and_its_chips_are_no_older(facts):
    """A site opens with its first capacity for AI; what is planned has not, and no chip is there before itself."""
    nodes = {fact.id: fact for fact in facts if isinstance(fact, NodeFact)}
    sites = [node for node in nodes.values() if node.subtype in ("data-centre", "cluster")]
    standing = {node.id for node in sites if node.properties.get("status") != "planned"}
    assert {node.id for node in sites if "opened_on" in node.properties} == standing
    processes = [node for node in nodes.values() if node.subtype == "process"]
    needed = {fact.start for fact in facts if isinstance(fact, EdgeFact) and fact.kind == "REQUIRES"}
    assert {node.id for node in processes if node.id in needed and node.valid_from is None} == set()
    early = [
        (edge.start, edge.end)
        for edge in facts
        if isinstance(edge, EdgeFact) and edge.kind == "HOSTS" and edge.start in standing and edge.valid_from
        for end in (edge.start, edge.end)
        if (nodes[end].valid_from or date.min) > edge.valid_from
    ]
    assert early == []
