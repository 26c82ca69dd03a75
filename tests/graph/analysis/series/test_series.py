from datetime import date

import pytest

from graph.analysis.blocs import presets
from graph.analysis.series.capability import DAYS_PER_MONTH
from graph.analysis.series.scores import scored_models
from graph.analysis.series.table import BENCHMARK, SERIES, series
from graph.errors import QuestionError
from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
CONTROL = presets()["control"]
LABS = "lab:us BASED_IN country:USA\nlab:cn BASED_IN country:CHN\nlab:fr BASED_IN country:FRA"


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def edge(kind, start, end, **fields):
    content = {
        "kind": kind,
        "from": start,
        "to": end,
        "source": SOURCE,
        "checked": "read",
        "locator": f"{start}{fields}",
    }
    return EdgeFact.model_validate(content | fields)


def world(models, extra=()):
    """Models as name -> (lab, released, score or None, properties, price or None)."""
    facts = [*parse_facts(LABS), declare(BENCHMARK), declare("platform:router")]
    for name, (lab, released, score, properties, price) in models.items():
        facts.append(declare(f"model:{name}", properties={"released_on": released} | properties))
        facts.append(edge("DEVELOPED_BY", f"model:{name}", f"lab:{lab}"))
        if score is not None:
            facts.append(edge("SCORED", f"model:{name}", BENCHMARK, quantity=score, unit="points"))
        if price is not None:
            given = {"input_price": price[0], "output_price": price[1]}
            facts.append(edge("SERVED_BY", f"model:{name}", "platform:router", properties=given))
    return KnowledgeGraph.build([*facts, *extra])


FRONTIER = {
    "us-1": ("us", "2024-01-01", 100, {}, None),
    "us-2": ("us", "2024-07-01", 120, {}, None),
    "us-worse": ("us", "2024-08-01", 110, {}, None),
    "cn-1": ("cn", "2024-04-01", 90, {}, None),
    "cn-2": ("cn", "2025-01-01", 115, {}, None),
    "fr-1": ("fr", "2024-02-01", 119, {}, None),
}


def of(name, graph, day=DAY, **fields):
    return series(graph.snapshot(day), name, CONTROL, **fields)[0]


def months(first, last):
    return (last - first).days / DAYS_PER_MONTH


def test_the_lag_is_the_time_since_the_united_states_first_did_as_well():
    found = of("capability-lag", world(FRONTIER))
    first, second, newest = found.points
    assert (first.at, first.label, first.compared_with) == (date(2024, 4, 1), "model:cn-1", "model:us-1")
    assert first.value == exactly(months(date(2024, 1, 1), date(2024, 4, 1)))
    assert second.compared_with == "model:us-2"
    assert second.value == exactly(months(date(2024, 7, 1), date(2025, 1, 1)))
    assert newest.at == date(2025, 1, 1)
    assert found.summary["mean_at_records"] == exactly((first.value + second.value) / 2)
    assert found.summary["most_over_days"] == exactly(months(date(2024, 1, 1), date(2024, 12, 31)))
    assert found.assumptions == ("scores end with a model of 2025-01-01: nothing is said of later days",)


def test_the_lag_is_negative_where_china_is_ahead():
    ahead = FRONTIER | {"cn-3": ("cn", "2025-06-01", 200, {}, None)}
    point = of("capability-lag", world(ahead)).points[-1]
    assert point.value == exactly(0)
    later = ahead | {"us-3": ("us", "2025-09-01", 150, {}, None)}
    point = of("capability-lag", world(later)).points[-1]
    assert point.value == exactly(-months(date(2025, 6, 1), date(2025, 9, 1)))


def test_the_lag_knows_nothing_of_models_to_come():
    found = of("capability-lag", world(FRONTIER), date(2024, 12, 31))
    assert [point.label for point in found.points] == ["model:cn-1", "model:cn-1"]
    early = of("capability-lag", world(FRONTIER), date(2024, 2, 1))
    assert early.points == ()
    assert early.reason == f"no scored model of China on {BENCHMARK} by 2024-02-01"


def test_a_later_version_of_a_model_counts_from_its_own_day():
    later = edge(
        "SCORED", "model:cn-1", BENCHMARK, quantity=118.0, unit="points", period="2025-03",
        properties={"released_on": "2025-03-01"},
    )  # fmt: skip
    points = of("capability-lag", world(FRONTIER, [later])).points
    assert [(point.at, point.label) for point in points[:-1]] == [
        (date(2025, 1, 1), "model:cn-2"),
        (date(2025, 3, 1), "model:cn-1"),
    ]


@pytest.mark.parametrize(
    ("properties", "day"),
    [
        ({}, date(2024, 5, 13)),
        ({"released_on": "2024-05"}, date(2024, 5, 13)),
        ({"released_on": "2024-05-06"}, date(2024, 5, 13)),
        ({"released_on": "2025-03-26"}, date(2025, 3, 26)),
        ({"released_on": "2024-11"}, date(2024, 11, 1)),
        ({"version": "05-13"}, date(2024, 5, 13)),
        ({"version": "11-20"}, date(2024, 11, 20)),
        ({"version": "03-26"}, date(2025, 3, 26)),
    ],
)
def test_a_version_counts_from_its_day_or_the_first_such_day_of_the_model(properties, day):
    scored = edge("SCORED", "model:one", BENCHMARK, quantity=1.0, unit="points", period="2025", properties=properties)
    graph = world({"one": ("us", "2024-05-13", None, {}, None)}, [scored])
    models, _ = scored_models(graph.snapshot(DAY), BENCHMARK, CONTROL)
    assert [one.released for one in models] == [day]


def test_a_model_of_labs_on_both_sides_counts_for_neither():
    joint = world(FRONTIER, [edge("DEVELOPED_BY", "model:cn-2", "lab:us")])
    found = of("capability-lag", joint)
    assert [point.label for point in found.points][:-1] == ["model:cn-1"]
    assert found.counts["of shared or unknown sphere"] == 1


def test_prices_compare_the_cheapest_model_of_each_side_that_reaches_a_score():
    found = of(
        "prices",
        world(
            {
                "us-good": ("us", "2025-01-01", 120, {}, (4, 8)),
                "us-dear": ("us", "2025-01-01", 130, {}, (40, 80)),
                "us-free": ("us", "2025-01-01", 125, {}, (0, 0)),
                "cn-good": ("cn", "2025-01-01", 115, {}, (1, 1)),
                "cn-best": ("cn", "2025-01-01", 122, {}, (2, 6)),
            }
        ),
    )
    low, high = found.points
    assert (low.figures, low.value) == ({"score": 115, "China": 1, "US": 5}, exactly(1 / 5))
    assert (high.figures, high.value) == ({"score": 122, "China": 3, "US": 50}, exactly(3 / 50))
    assert (high.label, high.compared_with) == ("model:cn-best", "model:us-dear")
    assert found.counts["with a price"] == 4


def test_two_models_that_are_the_cheapest_at_several_scores_are_one_pair():
    """One model counted fourteen times in the middle of all ratios."""
    models = {
        "us": ("us", "2025-01-01", 130, {}, (4, 4)),
        "cn-low": ("cn", "2025-01-01", 100, {}, (9, 9)),
        "cn-top": ("cn", "2025-01-01", 120, {}, (2, 2)),
    }
    (point,) = of("prices", world(models)).points
    assert (point.label, point.compared_with, point.figures["score"]) == ("model:cn-top", "model:us", 120)


def test_a_model_costs_what_its_hosts_ask_in_the_middle():
    hosts = [declare(f"platform:host-{number}") for number in range(3)]
    offers = [
        edge("SERVED_BY", "model:cn", f"platform:host-{number}", properties={"input_price": ask, "output_price": ask})
        for number, ask in enumerate((0.01, 3.0, 9.0))
    ]
    models = {"cn": ("cn", "2025-01-01", 100, {}, None), "us": ("us", "2025-01-01", 100, {}, (6, 6))}
    (point,) = of("prices", world(models, [*hosts, *offers])).points
    assert (point.figures["China"], point.value) == (3, 0.5)


def test_open_weights_leave_what_is_unknown_out_of_the_share():
    found = of(
        "open-weights",
        world(
            {
                "a": (
                    "cn",
                    "2025-01-01",
                    None,
                    {"open_weights": True, "access": "Open weights (non-commercial)"},
                    None,
                ),
                "b": ("cn", "2025-02-01", None, {"open_weights": False}, None),
                "c": ("cn", "2025-03-01", None, {}, None),
                "d": ("us", "2025-03-01", None, {}, None),
            }
        ),
    )
    china, america = found.points
    assert (china.value, china.figures) == (0.5, {"open": 1, "open on terms": 1, "known": 2, "unknown": 1})
    assert (china.low, china.high) == (exactly(1 / 3), exactly(2 / 3)), "each unknown one may be open or closed"
    assert (america.value, america.low, america.high) == (None, 0, 1)
    assert america.note == "known of 0 of 1: may be 0% to 100%"


def test_what_only_price_lists_have_is_another_population():
    listing = SOURCE.model_copy(update={"id": "models-dev/x", "dataset": "models-dev"})
    graph = world({"a": ("cn", "2025-01-01", None, {"open_weights": True}, None)})
    relisted = [
        declare(f"model:a-{number}", source=listing, properties={"open_weights": False, "released_on": "2025-02-01"})
        for number in range(3)
    ]
    made = [
        edge("DEVELOPED_BY", f"model:a-{number}", "lab:cn").model_copy(update={"source": listing})
        for number in range(3)
    ]  # fmt: skip
    both = world({"a": ("cn", "2025-01-01", None, {"open_weights": True}, None)}, [*relisted, *made])
    assert of("open-weights", both).points == of("open-weights", graph).points
    (listed,) = of("open-listings", both).points
    assert (listed.value, listed.low, listed.high, listed.figures["known"]) == (None, 0, 1, 3)
    assert of("open-weights", both).population != of("open-listings", both).population


def test_the_first_lead_in_tokens_is_of_those_named_and_of_all():
    weeks = {"2025-06": (0.3, 0.2), "2025-07": (0.3, 0.35), "2025-08": (0.2, 0.65)}
    ranked = [
        edge(
            "SERVED_BY", f"model:{name}", "platform:router", share=share, basis="tokens", period=period,
            denominator="all tokens of the week",
        )
        for period, shares in weeks.items()
        for name, share in zip(("us-1", "cn-1"), shares, strict=True)
    ]  # fmt: skip
    assert of("token-shares", world(FRONTIER, ranked)).milestones == {
        "Chinese models lead among those named": "2025-07",
        "Chinese models lead whoever made the unnamed ones": "2025-08",
    }
    later = [one for one in ranked if one.period == "2025-08"]
    told = of("token-shares", world(FRONTIER, later)).milestones
    assert told["Chinese models lead among those named"] == "2025-08, the first period counted, or before"


def test_token_shares_name_their_denominator_and_the_unnamed_rest():
    fields = {"basis": "tokens", "denominator": "all tokens of the week", "period": "2025-06"}
    ranked = [
        edge("SERVED_BY", f"model:{name}", "platform:router", share=share, **fields)
        for name, share in (("us-1", 0.3), ("cn-1", 0.25), ("cn-2", 0.05))
    ]
    found = of("token-shares", world(FRONTIER, ranked))
    by_group = {point.group: point for point in found.points}
    for sphere, named in (("China", 0.3), ("US", 0.3), ("other", 0.0)):
        point = by_group[sphere]
        assert (point.value, point.low, point.high) == (None, exactly(named), exactly(named + 0.4)), sphere
    assert by_group["models that the ranking does not name"].value == exactly(0.4)
    assert {point.denominator for point in found.points} == {"all tokens of the week"}


def test_token_counts_without_a_whole_are_shares_of_the_models_named():
    ranked = [
        edge("SERVED_BY", f"model:{name}", "platform:router", quantity=tokens, unit="tokens", period="2025-06")
        for name, tokens in (("us-1", 30.0), ("cn-1", 10.0))
    ]
    found = of("token-shares", world(FRONTIER, ranked))
    assert {point.group: point.value for point in found.points} == {"US": 0.75, "China": 0.25, "other": 0}
    assert {point.denominator for point in found.points} == {"tokens of the 2 models named"}


def test_tokens_of_a_week_count_once_though_two_data_sets_tell_them():
    """The atlas has part of what OpenRouter's rankings have: the ranking that names more is taken, alone."""

    def told(dataset, shares):
        page = SOURCE.model_copy(update={"id": f"{dataset}/week", "dataset": dataset})
        fields = {"denominator": "all tokens of the week", "period": "2025-06", "source": page}
        return [edge("ROUTES", "platform:router", f"model:{name}", share=share, basis="tokens", **fields)
                for name, share in shares.items()]  # fmt: skip

    ranked = [*told("atlas", {"us-1": 0.3}), *told("rankings", {"us-1": 0.3, "cn-1": 0.25})]
    counted = SOURCE.model_copy(update={"id": "counts/week", "dataset": "counts"})
    counts = [edge("SERVED_BY", f"model:{name}", "platform:router", quantity=9.0, unit="tokens", period="2025-06",
                   source=counted) for name in ("us-1", "us-2", "cn-1")]  # fmt: skip
    found = of("token-shares", world(FRONTIER, [*ranked, *counts]))
    assert {point.group: point.low for point in found.points} == {
        "US": 0.3, "China": 0.25, "other": 0, "models that the ranking does not name": exactly(0.45),
    }  # fmt: skip
    assert found.counts == {"rankings": 1}


def test_figures_of_use_stand_as_their_sources_state_them():
    uses = [
        declare("country:BRA"),
        edge("USES", "country:BRA", "lab:cn", share=0.2, basis="chatbot use", period="2025"),
        edge("USES", "country:BRA", "lab:us", quantity=3.0, unit="index", period="2025"),
        edge("USES", "country:FRA", "lab:us"),
    ]
    found = of("users", world(FRONTIER, uses))
    assert [(p.group, p.label, p.value, p.unit) for p in found.points] == [
        ("country:BRA", "lab:cn", 0.2, "share"),
        ("country:BRA", "lab:us", 3.0, "index"),
    ]


def test_contradicting_published_figures_stand_side_by_side_newest_first():
    def said(name, value, published):
        page = SOURCE.model_copy(update={"id": f"facts:test/{name}", "published_on": published})
        return declare(f"statement:{name}", source=page, properties={"topic": "download-share", "value": value})

    graph = world({}, [said("one", 17.1, "2025-12-01"), said("two", 41.0, "2026-02-01")])
    found = of("downloads", graph, date(2026, 6, 1))
    assert [(row.id, row.value) for row in found.published] == [("statement:two", 41.0), ("statement:one", 17.1)]
    known = series(graph.snapshot(date(2026, 6, 1), date(2026, 1, 1)), "downloads", CONTROL)[0]
    assert [row.id for row in known.published] == ["statement:one"], "two was not public yet"


@pytest.mark.parametrize("name", SERIES)
def test_every_series_of_an_empty_world_has_a_reason(name):
    found = of(name, KnowledgeGraph.build(parse_facts(LABS)))
    assert found.points == ()
    assert found.reason


def test_unknown_series_and_idle_benchmarks_are_refused():
    graph = world(FRONTIER)
    with pytest.raises(QuestionError, match="no series 'x'"):
        of("x", graph)
    with pytest.raises(QuestionError, match="does not go by a benchmark"):
        of("users", graph, benchmark=BENCHMARK)
