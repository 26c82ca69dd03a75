"""What a server makes ready before anybody asks, and that a server which is stopped does not wait for it."""

import threading

import pytest

from api.app import create_app
from api.settings import Settings
from api.warming import Warming


@pytest.fixture
def app(atlas_data):
    return create_app(Settings(data=atlas_data))


def test_what_the_first_view_asks_is_kept_with_the_snapshot(app):
    kept = app.state.current.get().graph.kept_snapshots
    before = kept.derived_bytes
    Warming(app).run()
    assert len(kept) >= 2, "today and a year before"
    assert kept.derived_bytes > before
    app.state.cypher.close()


def test_a_server_that_is_stopped_does_not_wait_for_it(app):
    warming = Warming(app)
    warming.stop()
    worker = threading.Thread(target=warming.run)
    worker.start()
    worker.join(timeout=60)
    assert not worker.is_alive()
    assert len(app.state.current.get().graph.kept_snapshots) == 0
    app.state.cypher.close()
