"""What the facts leave open, laid in one sphere as far as they allow; the null has an interval too."""

from datetime import date

import numpy as np
import pytest

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.kernels.splits import share_bounds
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.layers.tilted import tilted
from graph.ontology import Layer
from tests.graph.analysis.fragmentation.layer_worlds import cloud_world

DAY = date(2026, 1, 1)
CONTROL = presets()["control"]
CLOUDS = Choice(CONTROL, (Layer.CLOUDS,), min_known=0.0)


@pytest.mark.parametrize("sphere", range(3))
def test_a_tilted_layer_gives_the_sphere_all_that_it_may_have(sphere):
    regions = {"BRA": {"amazon": 2, "mystery": 1}, "IDN": {"ali": 1, "mystery": 3}}
    (one,) = measure(cloud_world(regions).snapshot(DAY), CLOUDS)
    amounts, mixes = tilted(one.portfolios, one.portfolios.supplier_spheres(CONTROL), sphere)
    placed = amounts @ mixes
    shares = placed / placed.sum(axis=1, keepdims=True)
    assert shares[:, sphere] == pytest.approx(share_bounds(one.masses)[1][:, sphere])
    assert amounts.sum(axis=1) == pytest.approx(one.portfolios.amounts.sum(axis=1) + one.portfolios.unnamed)


def test_two_operators_of_one_region_may_each_have_all_of_it():
    extra = "cloud:ali OPERATES facility:bra-amazon-0\ncloud:ali BASED_IN country:CHN"
    (one,) = measure(cloud_world({"BRA": {"amazon": 1}}, extra).snapshot(DAY), CLOUDS)
    for sphere in (0, 1):
        amounts, mixes = tilted(one.portfolios, one.portfolios.supplier_spheres(CONTROL), sphere)
        assert (amounts @ mixes)[0] == pytest.approx(np.eye(3)[sphere])
    amounts, mixes = tilted(one.portfolios, one.portfolios.supplier_spheres(CONTROL), 2)
    assert (amounts @ mixes)[0] == pytest.approx([0.5, 0.5, 0]), "nobody else may have any of it"


def test_the_null_has_an_interval_where_splits_are_open_and_none_where_they_are_not():
    settled = {"BRA": {"amazon": 2, "ali": 1}, "IDN": {"ali": 2}, "IND": {"azure": 1}}
    (row,) = fragmentation(cloud_world(settled).snapshot(DAY), CLOUDS, draws=20).layers
    assert row.null.mean_range is None
    loose = settled | {"KEN": {"amazon": 1, "mystery": 2}}
    (row,) = fragmentation(cloud_world(loose).snapshot(DAY), CLOUDS, draws=20).layers
    assert row.null.mean_range[0] <= row.null.mean <= row.null.mean_range[1]
    assert row.null.mean_range[0] < row.null.mean_range[1]
