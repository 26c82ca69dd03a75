"""Whoever needs a product with no word of its kind knows no more of its makers than whoever names the kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.exposure.exposure import To, exposure
from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import declare
from tests.graph.supply.claimed import DAY, WORLD, claim, needs

FIRMS = ("company:s", "company:m")
HUNDREDTHS = st.integers(0, 100)
STATED = st.one_of(st.none(), HUNDREDTHS)


def made(what, first, both=True):
    """What two firms make: the first has so many hundredths, the other the rest, or no source says how much."""
    parts = (None, None) if first is None else (first / 100, 1 - first / 100 if both else None)
    return [claim(what, "SUPPLIED_BY", firm, share=part, **WORLD) for firm, part in zip(FIRMS, parts, strict=True)]


def memory(market, *kinds):
    """A market and its kinds, each as ``made`` takes it, with a chip that needs each and one that only needs memory."""
    claims = [*made("input:hbm", market), claim("chip:any", "REQUIRES", "input:hbm")]
    for kind, (first, both) in enumerate(kinds):
        claims += made(f"input:{kind}", first, both)
        claims += [
            claim(f"input:{kind}", "VARIANT_OF", "input:hbm"),
            claim(f"chip:{kind}", "REQUIRES", f"input:{kind}"),
        ]
    return claims


@settings(max_examples=40, deadline=None)
@given(HUNDREDTHS, st.lists(st.tuples(STATED, st.booleans()), min_size=1, max_size=3))
def test_less_knowledge_never_gives_a_narrower_interval(market, kinds):
    claims = memory(market, *kinds)
    ids = dict.fromkeys(end for one in claims for end in (one.start, one.end))
    snapshot = KnowledgeGraph.build([*map(declare, ids), *claims]).snapshot(DAY)

    def widths(chip):
        rows = {row.to: row.loss for row in exposure(snapshot, chip, To.COMPANY).rows}
        return {firm: rows[firm][2] - rows[firm][0] if firm in rows else 0.0 for firm in FIRMS}

    unnamed = widths("chip:any")
    for kind in range(len(kinds)):
        assert all(unnamed[firm] >= width - 1e-9 for firm, width in widths(f"chip:{kind}").items())


def test_the_shares_of_a_market_give_its_central_value_where_those_of_its_kinds_are_not_stated():
    need = needs(*memory(60, (None, True), (70, True)))["input:hbm", "supplier"]
    assert [(one.share, one.assumed) for one in need.suppliers] == [(pytest.approx(0.4), True), (0.6, True)]
    assert str(need.basis).startswith("as of the whole market")


def test_the_shares_of_a_market_stay_stated_where_those_of_its_kinds_are_or_nothing_needs_it_unnamed():
    stated = needs(*memory(60, (50, True), (70, True)))["input:hbm", "supplier"]
    named = [one for one in memory(60, (None, True)) if one.start != "chip:any"]
    assert not any(one.assumed for need in (stated, needs(*named)["input:hbm", "supplier"]) for one in need.suppliers)
