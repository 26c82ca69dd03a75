from datetime import date

import pytest
from pydantic import ValidationError

from graph.facts.fact import EdgeFact, Source

PAGE = {"title": "t", "publisher": "p", "url": "https://example.org", "licence": "CC0"}
EDGE = {"kind": "SUPPLIED_BY", "from": "input:x", "to": "company:y", "source": PAGE}


def edge(**fields):
    return EdgeFact.model_validate(EDGE | fields)


def test_the_default_need_comes_from_the_ontology():
    assert edge().need == "supplier"
    required = edge(kind="REQUIRES", to="input:z")
    assert required.need == "input:z"
    assert edge(kind="VARIANT_OF", to="input:z").need == ""


def test_an_edge_without_dependency_takes_no_need():
    with pytest.raises(ValidationError, match="makes no dependency"):
        edge(kind="VARIANT_OF", to="input:z", need="parent")


def test_a_recalled_fact_is_never_confirmed():
    with pytest.raises(ValidationError, match="at most 'likely'"):
        edge(confidence="confirmed", checked="recalled")


def test_a_read_fact_names_the_day_of_reading():
    with pytest.raises(ValidationError, match="no retrieved_on"):
        edge(checked="read")


def test_validity_is_half_open():
    fact = edge(valid_from="2025-01-01", valid_to="2026-01-01")
    assert fact.holds_on(date(2025, 1, 1))
    assert fact.holds_on(date(2025, 12, 31))
    assert not fact.holds_on(date(2026, 1, 1))
    with pytest.raises(ValidationError, match="half open"):
        edge(valid_from="2025-01-01", valid_to="2025-01-01")


@pytest.mark.parametrize("share", [-0.01, 1.01])
def test_a_share_lies_between_nothing_and_all(share):
    with pytest.raises(ValidationError):
        edge(share=share)


def test_unknown_fields_are_refused():
    with pytest.raises(ValidationError, match="Extra inputs"):
        edge(shares=0.5)


def test_a_source_is_known_from_the_last_day_of_its_date():
    assert Source.model_validate(PAGE | {"published_on": "2025"}).known_from == date(2025, 12, 31)
    assert edge().known_on(date(1990, 1, 1))


def test_the_row_a_fact_was_found_in_is_no_part_of_it():
    assert edge(locator="a:1").claim_id == edge(locator="b:2").claim_id
    assert edge(share=0.5).claim_id != edge(share=0.25).claim_id
