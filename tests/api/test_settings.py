"""Settings that are wrong are refused: silently a default would be in force that somebody thought was changed."""

from contextlib import closing
from pathlib import Path

import pytest

from api.cypher_answers import cypher_service
from api.settings import Settings, SettingsError
from graph.stores.neo4j import Neo4jStore
from graph.stores.opening import open_store
from graph.stores.target import Target


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("SUPPLYGRAPH_SECOND", "5", "did you mean SUPPLYGRAPH_SECONDS"),
        ("SUPPLYGRAPH_QUITE_OTHER", "5", "there is no setting"),
        ("SUPPLYGRAPH_SECONDS", "inf", "SUPPLYGRAPH_SECONDS='inf'"),
        ("SUPPLYGRAPH_SECONDS", "nan", "SUPPLYGRAPH_SECONDS='nan'"),
        ("SUPPLYGRAPH_BODY_SECONDS", "-1", "greater than 0"),
        ("SUPPLYGRAPH_MEMORY_MB", "much", "SUPPLYGRAPH_MEMORY_MB='much'"),
        ("SUPPLYGRAPH_WITHOUT_KEY", "everything", "read, cypher, admin"),
        ("SUPPLYGRAPH_ORIGINS", "*", "no origin"),
        ("SUPPLYGRAPH_LOG", "loud", "SUPPLYGRAPH_LOG='loud'"),
        ("SUPPLYGRAPH_BOLT_PORT", "70000", "less than or equal to 65535"),
        ("NEO4J_DATABASE", "a b", "should match pattern"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(monkeypatch, variable, value, told):
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=told):
        Settings.from_environment()


def test_the_database_of_a_neo4j_reaches_the_store_and_cypher(monkeypatch):
    for name, value in (("URI", "bolt://db:7687"), ("PASSWORD", "secret"), ("DATABASE", "chains")):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    settings = Settings.from_environment()
    wanted = Target("bolt://db:7687", "neo4j", "secret", "chains")
    with closing(open_store(settings.data, settings.neo4j)) as store, closing(cypher_service(settings)) as service:
        assert isinstance(store, Neo4jStore)
        assert store.target == wanted
        with service.backend.lend("any", 0) as target:
            assert target == wanted


def test_what_is_set_is_read_and_what_is_empty_is_unset(monkeypatch):
    for name, value in (("SECONDS", "3.5"), ("BOLT", "1"), ("WORKERS", ""), ("FEEDS", "/somewhere")):
        monkeypatch.setenv(f"SUPPLYGRAPH_{name}", value)
    found = Settings.from_environment()
    assert (found.seconds, found.bolt, found.workers, found.feeds) == (3.5, True, None, Path("/somewhere"))
