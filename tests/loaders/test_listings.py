"""Prices of catalogues: outliers kept apart, a range where a host lists one model several times."""

from datetime import date

import pytest

from graph.facts.fact import Source
from loaders.listings import Listing, served_by
from loaders.reading import Reader

SOURCE = Source(id="t/prices", dataset="t", title="Prices", publisher="Us", url="https://example.org/p", licence="CC0",
                retrieved_on=date(2026, 1, 1))  # fmt: skip


@pytest.fixture
def told(tmp_path):
    def tell(*offers):
        """Return host -> fact of listings (host, raw name, input price, output price)."""
        reader = Reader(tmp_path)
        evidence = {"source": SOURCE, "checked": "file"}
        listings = [
            Listing(f"t:{raw}", "model:m", f"platform:{host}", raw, evidence, {"input_price": i, "output_price": o})
            for host, raw, i, o in offers
        ]
        facts = {fact.end.partition(":")[2]: fact for fact in served_by(reader, listings)}
        assert reader.faults == []
        return facts

    return tell


def test_a_price_twenty_times_the_median_is_kept_apart_and_says_why(told):
    facts = told(("a", "a/m", 1, 2), ("b", "b/m", 1, 2), ("c", "c/m", 1.2, 2), ("d", "d/m", 75, 200))
    assert facts["a"].properties == {"input_price": 1, "output_price": 2}
    assert facts["d"].properties == {"outlying_input_price": 75, "outlying_output_price": 200}
    assert facts["d"].note == "price kept apart: input_price is 68.2 times the median of its hosts"
    assert "input_price" in told(("a", "a/m", 1, 2), ("d", "d/m", 75, 200))["d"].properties, "two hosts have no median"


def test_a_price_that_no_model_has_is_in_another_unit(told):
    fact = told(("a", "a/m", 500, 2000))["a"]
    assert fact.properties == {"outlying_input_price": 500, "outlying_output_price": 2000}
    assert "input_price" in told(("a", "a/m", 150, 600))["a"].properties


def test_a_host_that_lists_a_model_thrice_asks_a_range_and_not_the_price_of_the_shortest_name(told):
    fact = told(("a", "m", 9, 9), ("a", "m-fast", 2, 8), ("a", "m-latest", 1, 4))["a"]
    assert (fact.as_reported, fact.properties["input_price"], fact.properties["output_price"]) == ("m", 2, 8)
    assert (fact.properties["input_price_low"], fact.properties["input_price_high"]) == (1, 9)
    assert (fact.properties["output_price_low"], fact.properties["output_price_high"]) == (4, 9)
