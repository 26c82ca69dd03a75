from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.blocs import presets
from graph.analysis.fragmentation.figures.coupling import cross_sphere_matrix
from graph.analysis.fragmentation.layers.shares import Choice
from graph.ontology import Layer
from tests.graph.analysis.fragmentation.layer_worlds import SEATS, cloud_world

DAY = date(2026, 1, 1)
CLOUDS = Choice(presets()["control"], (Layer.CLOUDS,))


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def matrix(regions, extra=""):
    (layer,) = cross_sphere_matrix(cloud_world(regions, extra).snapshot(DAY), CLOUDS).layers
    return layer, {row.sphere: row for row in layer.rows}


def test_worked_coupling_end_to_end():
    """40, 10, 10, 40: r 3/5 and E-I -3/5."""
    layer, rows = matrix({"USA": {"amazon": 4, "ali": 1}, "CHN": {"amazon": 1, "ali": 4}})
    assert (layer.coupling, layer.ei_index) == (exactly(3 / 5), exactly(-3 / 5))
    assert rows["US"].direct == {"US": exactly(0.8), "China": exactly(0.2), "other": 0}
    assert rows["other"].direct is None, "no country of that sphere is known"


def test_suppliers_are_looked_through_to_what_they_rest_on():
    """OVH has two needs, its sites and its accelerators; the accelerators are designed in the United States."""
    extra = "cloud:ovh HOSTS chip:h\nchip:h DESIGNED_BY company:nvidia\ncompany:nvidia BASED_IN country:USA"
    layer, rows = matrix({"BRA": {"ovh": 1}, "USA": {"amazon": 1}}, extra)
    assert rows["other"].direct == {"US": 0, "China": 0, "other": 1}
    assert rows["other"].looked_through == {"US": exactly(0.5), "China": 0, "other": exactly(1)}
    assert rows["US"].looked_through["US"] == exactly(1)
    assert layer.coupling == exactly(1)
    assert layer.coupling_looked_through < 1


def test_an_empty_layer_has_no_rows_of_figures_and_a_reason():
    layer, rows = matrix({}, "lab:x BASED_IN country:FRA")
    assert (layer.coupling, layer.null, rows["US"].direct) == (None, None, None)
    assert "no cloud regions" in layer.reason


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(
        st.sampled_from(["BRA", "FRA", "USA", "CHN"]),
        st.dictionaries(st.sampled_from([*SEATS, "mystery"]), st.integers(1, 3), min_size=1, max_size=4),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
def test_looked_through_is_never_less_than_direct(regions, chips):
    extra = "cloud:ovh HOSTS chip:h\nchip:h DESIGNED_BY company:nvidia\ncompany:nvidia BASED_IN country:USA" * chips
    layer, rows = matrix(regions, extra)
    for row in rows.values():
        if row.direct is None:
            continue
        assert sum(row.direct.values()) == exactly(1)
        for sphere, share in row.direct.items():
            assert row.looked_through[sphere] >= share - 1e-12
            assert row.looked_through[sphere] <= 1 + 1e-12
    for figure in (layer.coupling, layer.coupling_looked_through):
        assert figure is None or (np.isfinite(figure) and -1 - 1e-9 <= figure <= 1 + 1e-9)


def test_rows_have_intervals_and_a_withheld_layer_has_no_figures():
    loose = {"USA": {"amazon": 3, "mystery": 1}, "CHN": {"ali": 2}, "BRA": {"amazon": 1, "ali": 1}}
    choice = Choice(presets()["control"], (Layer.CLOUDS,))
    (found,) = cross_sphere_matrix(cloud_world(loose).snapshot(DAY), choice, draws=2).layers
    american = found.rows[0]
    assert american.direct_range["US"] == (pytest.approx(3 / 4), pytest.approx(1))
    assert american.direct_range["China"] == (0, pytest.approx(1 / 4))
    assert found.coupling_range[0] <= found.coupling <= found.coupling_range[1]
    unseen = {"USA": {"amazon": 1, None: 5}, "CHN": {"ali": 2}}
    (found,) = cross_sphere_matrix(cloud_world(unseen).snapshot(DAY), choice, draws=2).layers
    assert (found.coupling, [row.direct for row in found.rows]) == (None, [None, None, None])
    assert found.reason.startswith("withheld: ")
