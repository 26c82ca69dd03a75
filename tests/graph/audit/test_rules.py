"""Each rule finds its fault in a small world, and the shipped graph holds nothing that nobody has explained."""

from datetime import date
from pathlib import Path

import pytest

from graph.audit.explained import explanations
from graph.audit.finding import AuditFinding
from graph.audit.rules import RULES, audit
from graph.facts.fact import Checked, EdgeFact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import EdgeKind, NodeKind
from loaders.registry import SOURCES, collect

PAGE = Source(
    id="page",
    title="A page",
    publisher="A paper",
    url="https://example.org/page",
    licence="facts only",
    retrieved_on="2026-11-25",
)
DAY = date(2026, 11, 25)


def node(name: str, kind: NodeKind, source: Source = PAGE, **properties: object) -> NodeFact:
    return NodeFact(id=name, kind=kind, name=name, properties=properties, source=source, checked=Checked.READ)


def edge(kind: EdgeKind, start: str, end: str, **more: object) -> EdgeFact:
    return EdgeFact.model_validate(
        {"kind": kind, "start": start, "end": end, "source": PAGE, "checked": Checked.READ, **more}
    )


def found(rule: str, *facts: NodeFact | EdgeFact) -> list[AuditFinding]:
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    return list(audit(snapshot, [known for known in RULES if known.name == rule]).findings)


def test_a_note_that_names_an_end_needs_valid_to() -> None:
    nodes = [node("company:a", NodeKind.COMPANY), node("company:b", NodeKind.COMPANY)]
    told = {"note": "the agreement ended in 2024"}
    assert found("ended-by-its-note", *nodes, edge(EdgeKind.PART_OF, "company:a", "company:b", **told))
    ended = edge(EdgeKind.PART_OF, "company:a", "company:b", valid_to="2024-12-31", **told)
    assert not found("ended-by-its-note", *nodes, ended)


def test_a_site_that_its_note_calls_planned_has_a_status() -> None:
    site = NodeFact(
        id="facility:p", kind=NodeKind.FACILITY, name="P", note="Cheongju; planned", source=PAGE, checked=Checked.READ
    )
    assert [finding.subject for finding in found("unbuilt-by-its-note", site)] == ["facility:p"]
    assert not found("unbuilt-by-its-note", site.model_copy(update={"properties": {"status": "planned"}}))


@pytest.mark.parametrize(("base", "faults"), [("2025-06", 1), ("2024-01", 0)])
def test_a_child_is_no_older_than_its_base(base: str, faults: int) -> None:
    facts: list[NodeFact | EdgeFact] = [
        node("model:child", NodeKind.MODEL, released_on="2024-06-01"),
        node("model:base", NodeKind.MODEL, released_on=base),
        edge(EdgeKind.DERIVED_FROM, "model:child", "model:base"),
    ]
    assert len(found("child-before-base", *facts)) == faults


def test_a_figure_cites_more_than_a_front_door() -> None:
    door = Source(
        id="door",
        title="A site",
        publisher="A site",
        url="https://example.org/",
        licence="facts only",
        retrieved_on="2026-11-25",
    )
    assert found("bare-home-page", node("model:m", NodeKind.MODEL, door, parameters=7e9))
    assert not found("bare-home-page", node("model:m", NodeKind.MODEL, PAGE, parameters=7e9))


def test_a_page_is_cited_where_it_is_published() -> None:
    def cited(url: str) -> list[AuditFinding]:
        source = PAGE.model_copy(update={"id": "copy", "url": url})
        return found("cited-through-a-copy", node("model:m", NodeKind.MODEL, source))

    assert cited("https://mirror.example/https/www.example.org/page")
    assert not cited("https://www.example.org/page")
    assert not cited("https://web.archive.org/web/2025/https://www.example.org/page")


LAB, CHIP = "lab:l", "chip:c"


def makers(*rows: EdgeFact) -> list[NodeFact | EdgeFact]:
    """Return an input with makers, on which a chip and a laboratory rest."""
    names = {"company:a": NodeKind.COMPANY, "company:b": NodeKind.COMPANY, "cloud:k": NodeKind.CLOUD_PROVIDER}
    return [
        *(node(name, kind) for name, kind in names.items()),
        node("input:i", NodeKind.INPUT), node(CHIP, NodeKind.CHIP), node(LAB, NodeKind.LAB),
        edge(EdgeKind.RUNS_ON, LAB, "cloud:k"), edge(EdgeKind.HOSTS, "cloud:k", CHIP),
        edge(EdgeKind.REQUIRES, CHIP, "input:i"), *rows,
    ]  # fmt: skip


def other_page(name: str, dataset: str = PAGE.dataset) -> Source:
    return PAGE.model_copy(update={"id": name, "url": f"https://example.org/{name}", "dataset": dataset})


RECALLED = {"checked": Checked.RECALLED, "confidence": "likely"}


def test_a_list_is_not_closed_from_memory() -> None:
    closed = {"closed": True, "note": "the only maker"}
    facts = makers(edge(EdgeKind.SUPPLIED_BY, "input:i", "company:a", **closed, **RECALLED))
    assert [finding.rests for finding in found("closed-without-proof", *facts)] == [1]
    assert not found("closed-without-proof", *makers(edge(EdgeKind.SUPPLIED_BY, "input:i", "company:a", **closed)))


def test_a_closed_list_stands_against_every_other_source() -> None:
    closing = edge(EdgeKind.SUPPLIED_BY, "input:i", "company:a", closed=True, note="the only maker")
    rival = edge(EdgeKind.SUPPLIED_BY, "input:i", "company:b", source=other_page("rival"))
    told = found("closed-against-a-source", *makers(closing, rival))
    assert [finding.subject for finding in told] == ["input:i|SUPPLIED_BY|company:b"]
    assert not found("closed-against-a-source", *makers(closing))


def test_one_maker_that_nobody_calls_the_only_one_is_told() -> None:
    one = edge(EdgeKind.SUPPLIED_BY, "input:i", "company:a")
    subjects = {finding.subject for finding in found("lone-supplier", *makers(one))}
    assert "input:i|SUPPLIED_BY|company:a" in subjects
    two = edge(EdgeKind.SUPPLIED_BY, "input:i", "company:b")
    subjects = {finding.subject for finding in found("lone-supplier", *makers(one, two))}
    assert not any(subject.startswith("input:i|") for subject in subjects)


@pytest.mark.parametrize(("price", "faults"), [(500.0, 1), (3.0, 0), (0.04, 1)])
def test_a_price_far_from_the_others_is_told(price: float, faults: int) -> None:
    hosts = [f"cloud:h{number}" for number in range(3)]
    facts: list[NodeFact | EdgeFact] = [node("model:m", NodeKind.MODEL)]
    for host, asked in zip(hosts, (1.0, 1.2, price), strict=True):
        facts += [node(host, NodeKind.CLOUD_PROVIDER)]
        facts += [edge(EdgeKind.SERVED_BY, "model:m", host, properties={"input_price": asked})]
    assert len(found("price-outlier", *facts)) == faults


@pytest.mark.parametrize(("other", "faults"), [("2024-01-20", 0), ("2024-09-01", 1), ("1900-01-01", 1)])
def test_days_of_one_release_lie_together(other: str, faults: int) -> None:
    elsewhere = other_page("other", "other")
    first = node("model:m", NodeKind.MODEL, released_on="2024-01-01")
    second = node("model:m", NodeKind.MODEL, elsewhere, released_on=other)
    assert len(found("date-outlier", first, second)) == faults


@pytest.mark.parametrize(("other", "faults"), [("2018", 0), ("2018-H2", 0), ("2018-06", 1), ("2014-01-01", 1)])
def test_a_period_agrees_with_its_days_and_sites_are_dated_alike(other: str, faults: int) -> None:
    elsewhere = other_page("other", "other")
    first = node("facility:f", NodeKind.FACILITY, opened_on="2018-11-01")
    second = node("facility:f", NodeKind.FACILITY, elsewhere, opened_on=other)
    assert len(found("date-outlier", first, second)) == faults


def test_two_ids_of_one_name_are_told_unless_linked() -> None:
    twins = [
        NodeFact(id=name, kind=NodeKind.COMPANY, name="Acme Corp", source=PAGE, checked=Checked.READ)
        for name in ("company:acme", "company:acme-corporation")
    ]
    assert found("alike-by-name", *twins)
    assert not found("alike-by-name", *twins, edge(EdgeKind.PART_OF, "company:acme", "company:acme-corporation"))


def test_two_ids_called_alike_with_the_same_links_are_told() -> None:
    ends = ["input:x", "input:y", "input:z"]
    chips = [
        NodeFact(id=f"chip:{n}", kind=NodeKind.CHIP, name=f"Accelerator 910B{n}", source=PAGE, checked=Checked.READ)
        for n in (1, 2)
    ]
    facts = [*(node(end, NodeKind.INPUT) for end in ends), *chips]
    same = [edge(EdgeKind.REQUIRES, chip.id, end) for chip in chips for end in ends]
    assert found("alike-by-neighbours", *facts, *same)
    assert not found("alike-by-neighbours", *facts, *same[:-1])


@pytest.mark.parametrize(("owner_seat", "faults"), [("country:JPN", 1), ("country:USA", 0)])
def test_a_seat_abroad_from_its_owner_is_told(owner_seat: str, faults: int) -> None:
    facts: list[NodeFact | EdgeFact] = [
        node("company:a", NodeKind.COMPANY), node("company:b", NodeKind.COMPANY),
        node("country:USA", NodeKind.COUNTRY), node("country:JPN", NodeKind.COUNTRY),
        edge(EdgeKind.BASED_IN, "company:a", "country:USA"), edge(EdgeKind.BASED_IN, "company:b", owner_seat),
        edge(EdgeKind.PART_OF, "company:a", "company:b"),
    ]  # fmt: skip
    assert len(found("seat-against-owner", *facts)) == faults


@pytest.mark.parametrize(("checked", "labs", "faults"), [("recalled", 12, 1), ("read", 12, 0), ("recalled", 3, 0)])
def test_a_single_point_of_many_is_looked_up(checked: str, labs: int, faults: int) -> None:
    only = edge(
        EdgeKind.SUPPLIED_BY, "input:i", "company:a", closed=True, note="the only maker", checked=checked,
        confidence="likely",
    )  # fmt: skip
    facts = makers(only)
    for number in range(labs):
        facts += [node(f"lab:n{number}", NodeKind.LAB), edge(EdgeKind.RUNS_ON, f"lab:n{number}", "cloud:k")]
    told = [one for one in found("recalled-single-point", *facts) if one.subject.startswith("input:i|")]
    assert len(told) == faults


@pytest.mark.parametrize(("other", "faults"), [(64e9, 1), (40e9, 0)])
def test_figures_of_one_chip_lie_together(other: float, faults: int) -> None:
    first = node("chip:c", NodeKind.CHIP, memory_bytes=32e9)
    second = node("chip:c", NodeKind.CHIP, other_page("other", "other"), memory_bytes=other)
    assert len(found("figure-outlier", first, second)) == faults


@pytest.mark.parametrize(("latitude", "faults"), [(41.0, 1), (39.1, 0)])
def test_a_site_has_one_place(latitude: float, faults: int) -> None:
    first = node("facility:f", NodeKind.FACILITY, latitude=39.0, longitude=-77.0)
    second = node("facility:f", NodeKind.FACILITY, other_page("other", "other"), latitude=latitude, longitude=-77.0)
    assert len(found("two-under-one", first, second)) == faults


@pytest.mark.parametrize(
    ("other", "number", "begun", "faults"),
    [
        ("Acme cluster phase 2", 500.0, "2024-01-01", 1),
        ("Acme cluster phase 2", 501.0, "2024-01-01", 0),
        ("Zeta", 500.0, "2024-01-01", 0),
        ("Acme cluster phase 2", 500.0, "2025-01-01", 0),
    ],
)
def test_the_same_chips_do_not_count_at_two_alike_sites(other: str, number: float, begun: str, faults: int) -> None:
    facts: list[NodeFact | EdgeFact] = [node("company:a", NodeKind.COMPANY), node(CHIP, NodeKind.CHIP)]
    sites = {
        "facility:one": ("Acme cluster", 500.0, "2023-01-01", "2025-01-01"),
        "facility:two": (other, number, begun, None),
    }
    for name, (called, count, start, end) in sites.items():
        facts += [NodeFact(id=name, kind=NodeKind.FACILITY, name=called, source=PAGE, checked=Checked.READ)]
        facts += [edge(EdgeKind.OPERATES, "company:a", name)]
        facts += [edge(EdgeKind.HOSTS, name, CHIP, quantity=count, valid_from=start, valid_to=end)]
    assert len(found("counted-twice", *facts)) == faults


def test_a_laboratory_named_for_a_firm_has_an_owner() -> None:
    facts: list[NodeFact | EdgeFact] = [
        NodeFact(id="company:acme", kind=NodeKind.COMPANY, name="Acme", source=PAGE, checked=Checked.READ),
        NodeFact(id="lab:x", kind=NodeKind.LAB, name="Acme Research Asia", source=PAGE, checked=Checked.READ),
        NodeFact(id="lab:y", kind=NodeKind.LAB, name="Acmeville University", source=PAGE, checked=Checked.READ),
    ]
    assert [finding.subject for finding in found("owner-missing", *facts)] == ["lab:x"]
    assert not found("owner-missing", *facts, edge(EdgeKind.PART_OF, "lab:x", "company:acme"))


@pytest.mark.parametrize(("period", "faults"), [("2019", 1), ("2020-Q1", 0), ("2025", 0)])
def test_shares_of_long_ago_are_seen(period: str, faults: int) -> None:
    nodes = [node("input:x", NodeKind.INPUT), node("company:a", NodeKind.COMPANY)]
    share = edge(EdgeKind.SUPPLIED_BY, "input:x", "company:a", share=0.8, period=period, basis="units")
    assert len(found("old-share", *nodes, share)) == faults


def test_a_platform_of_one_laboratorys_models_has_an_owner() -> None:
    models = [f"model:m{number}" for number in range(3)]
    facts: list[NodeFact | EdgeFact] = [node("lab:x", NodeKind.LAB), node("platform:own", NodeKind.PLATFORM)]
    for model in models:
        facts += [node(model, NodeKind.MODEL), edge(EdgeKind.DEVELOPED_BY, model, "lab:x")]
        facts.append(edge(EdgeKind.SERVED_BY, model, "platform:own"))
    assert [finding.subject for finding in found("house-missing", *facts)] == ["platform:own"]
    assert not found("house-missing", *facts, edge(EdgeKind.PART_OF, "platform:own", "lab:x"))
    others = [
        node("model:z", NodeKind.MODEL),
        node("lab:z", NodeKind.LAB),
        edge(EdgeKind.DEVELOPED_BY, "model:z", "lab:z"),
    ]
    assert not found("house-missing", *facts, *others, edge(EdgeKind.SERVED_BY, "model:z", "platform:own"))


@pytest.mark.parametrize(
    ("end", "known", "faults"), [("2026-11-10", False, 1), ("2026-11-10", True, 0), ("2027-01-01", False, 0)]
)
def test_an_end_that_has_come_is_seen_to_have_come(end: str, known: bool, faults: int) -> None:
    policy = node("policy:p", NodeKind.POLICY, ended_on=end, end_known=known)
    assert len(found("end-only-stated", policy)) == faults


def test_every_rule_has_a_world_that_fails_it() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert [rule.name for rule in RULES if f'found("{rule.name}"' not in here] == []


def test_explanations_name_rules_and_reasons() -> None:
    names = {rule.name for rule in RULES}
    assert explanations()
    assert all(explanation.rule in names and explanation.reason for explanation in explanations())


def test_what_is_from_memory_is_explained_one_by_one() -> None:
    memory = [one.subject for one in explanations() if one.rule == "recalled-single-point"]
    assert memory
    assert [subject for subject in memory if "*" in subject] == []


def test_what_ships_holds_nothing_unexplained() -> None:
    shipped = collect(
        None, noncommercial=False, unverified=False, only={spec.dataset for spec in SOURCES if not spec.feed}
    ).facts
    assert audit(KnowledgeGraph.build(shipped).snapshot(DAY)).findings == ()


def test_chips_in_a_cloud_have_a_day_since_when() -> None:
    nodes = [
        node("cloud:c", NodeKind.CLOUD_PROVIDER),
        node("facility:f", NodeKind.FACILITY),
        node("chip:x", NodeKind.CHIP),
    ]
    told = found("undated-chips", *nodes, edge(EdgeKind.HOSTS, "cloud:c", "chip:x"))
    assert [one.subject for one in told] == ["cloud:c|HOSTS|chip:x"]
    assert not found("undated-chips", *nodes, edge(EdgeKind.HOSTS, "cloud:c", "chip:x", valid_from="2023-08-07"))
    assert not found("undated-chips", *nodes, edge(EdgeKind.HOSTS, "facility:f", "chip:x"))


@pytest.mark.parametrize(
    ("platform", "lab", "faults"),
    [
        ({"valid_from": "2024-01-01"}, {"valid_from": "2023-01-01"}, 0),
        ({"valid_from": "2022-12-31"}, {"valid_from": "2023-01-01"}, 1),
        ({}, {"valid_from": "2023-01-01"}, 1),
        ({"valid_from": "2024-01-01"}, {"valid_from": "2023-01-01", "valid_to": "2025-01-01"}, 1),
        (
            {"valid_from": "2024-01-01", "valid_to": "2025-01-01"},
            {"valid_from": "2023-01-01", "valid_to": "2025-01-01"},
            0,
        ),
        ({}, None, 1),
    ],
)
def test_a_platform_rests_on_no_cloud_that_its_laboratory_does_not_use(
    platform: dict[str, str], lab: dict[str, str] | None, faults: int
) -> None:
    facts: list[NodeFact | EdgeFact] = [
        node("platform:p", NodeKind.PLATFORM), node("lab:l", NodeKind.LAB), node("cloud:c", NodeKind.CLOUD_PROVIDER),
        edge(EdgeKind.PART_OF, "platform:p", "lab:l"), edge(EdgeKind.RUNS_ON, "platform:p", "cloud:c", **platform),
    ]  # fmt: skip
    if lab is not None:
        facts.append(edge(EdgeKind.RUNS_ON, "lab:l", "cloud:c", **lab))
    assert len(found("beside-its-laboratory", *facts)) == faults
