"""Three samples of computing power: each counts its own population, and none adds up with another."""

from datetime import date

import pytest

from graph.analysis.series.compute_by_country import compute_by_country
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import SOURCE, declare, parse_facts

DAY = date(2026, 1, 1)
EPOCH = SOURCE.model_copy(update={"id": "epoch-clusters/x", "dataset": "epoch-clusters"})


def site(name, country, size, subtype="cluster", source=EPOCH, **known):
    """A site that stands in a country; of no known size where that is None."""
    sized = {"h100_equivalents": float(size)} if size else {}
    properties = {"status": "existing", "standard_analysis": True, **sized, **known}
    place = declare(f"facility:{name}", subtype=subtype, properties=properties, source=source)
    stands = [one for one in parse_facts(f"facility:{name} LOCATED_IN country:{country}") if hasattr(one, "start")]
    return [place, *(stands if country else [])]


def samples(*sites, **fields):
    facts = [declare(f"country:{code}") for code in ("USA", "CHN", "DEU")]
    graph = KnowledgeGraph.build([*facts, *(fact for one in sites for fact in one)])
    found, _ = compute_by_country(graph.snapshot(DAY), **fields)
    return {one.sample: one for one in found.samples}


def test_a_cluster_and_a_frontier_site_are_never_added_up():
    found = samples(
        site("a", "USA", 60),
        site("b", "CHN", 20),
        site("c", None, 20),
        site("campus", "USA", 900, "data-centre", SOURCE),
    )
    clusters, frontier = found["clusters"], found["frontier sites"]
    assert (clusters.value, frontier.value) == (100, 900)
    shares = {row.country: (row.share, row.at_most, row.units) for row in clusters.countries}
    assert shares == {
        "country:USA": (pytest.approx(0.6), pytest.approx(0.8), 1),
        "country:CHN": (pytest.approx(0.2), pytest.approx(0.4), 1),
    }
    assert [(row.country, row.share) for row in frontier.countries] == [("country:USA", 1)]
    assert "no source" in found["owners"].reason


def test_what_its_source_keeps_out_of_its_analysis_or_is_only_planned_does_not_count():
    found = samples(
        site("a", "USA", 60), site("b", "USA", 60, standard_analysis=False), site("c", "USA", 60, status="planned")
    )
    assert (found["clusters"].value, found["clusters"].units) == (60, 1)


def test_a_sample_of_unknown_sizes_gives_no_shares():
    clusters = samples(site("a", "USA", 60), site("b", "CHN", None), site("c", "DEU", None))["clusters"]
    assert (clusters.value, clusters.countries) == (None, ())
    assert clusters.reason == "withheld: the size of 1 of 3 sites is known"


def test_one_country_keeps_the_share_of_the_whole():
    (row,) = samples(site("a", "USA", 60), site("b", "CHN", 40), country="country:CHN")["clusters"].countries
    assert (row.country, row.share) == ("country:CHN", pytest.approx(0.4))
