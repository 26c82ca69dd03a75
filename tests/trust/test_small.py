"""``make trust`` at a small size, so that it never stops working unnoticed; its real sizes take minutes."""

import pytest

from tests.neo4j.server import neo4j_server
from tests.trust import __main__ as trust
from tests.trust.stage import Sizes

pytestmark = pytest.mark.trust
SMALL = Sizes(requests=112, callers=4, seconds=4, replacements=2, heavy=2, leaving=3, idle=60, kills=1, mutations=14)
"""Together less than a minute on a quiet machine."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return trust.shipped(tmp_path_factory.mktemp("trust"))


OTHERS = {
    "hostile": "tests of their own", "neo4j": "a test of its own, which may have no server",
    "throughput": "a figure that a busy machine changes, and nothing that has to hold",
}  # fmt: skip


@pytest.mark.parametrize("name", [name for name in trust.STAGES if name not in OTHERS])
def test_a_stage_holds(data, name):
    report = trust.STAGES[name](SMALL, data)
    assert report.wrong == []
    assert report.figures


@pytest.mark.neo4j
def test_a_server_holds_while_its_database_does_not(data):
    neo4j_server()  # skipped here where there is none
    test_a_stage_holds(data, "neo4j")
