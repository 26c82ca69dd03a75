"""A price that only the hosts of other sources show to be far off is set apart once all are read."""

import pytest

from graph.facts.fact import EdgeFact
from loaders.outlying import set_apart
from tests.conftest import SOURCE


def offer(host: str, price: float, dataset: str) -> EdgeFact:
    source = SOURCE.model_copy(update={"dataset": dataset, "id": f"{dataset}/page"})
    content = {
        "kind": "SERVED_BY", "from": "model:m", "to": f"cloud:{host}", "source": source, "checked": "read",
        "properties": {"input_price": price, "output_price": 4 * price},
    }  # fmt: skip
    return EdgeFact.model_validate(content)


@pytest.mark.parametrize(("price", "apart"), [(0.5, False), (15.0, True), (0.01, True)])
def test_a_price_is_held_against_the_hosts_of_every_source(price: float, apart: bool) -> None:
    facts = set_apart([offer("a", price, "one"), offer("b", 0.4, "two"), offer("c", 0.5, "three")])
    first = facts[0]
    assert isinstance(first, EdgeFact)
    assert ("outlying_input_price" in first.properties) is apart
    assert ("input_price" in first.properties) is not apart
    assert ("kept apart" in (first.note or "")) is apart
    assert all("input_price" in fact.properties for fact in facts[1:] if isinstance(fact, EdgeFact))


def test_two_hosts_tell_nothing_of_each_other() -> None:
    facts = [offer("a", 15.0, "one"), offer("b", 0.4, "two")]
    assert set_apart(facts) == facts
