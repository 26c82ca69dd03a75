"""The client of notebooks: a folder and a server give the same; unknown stays unknown; errors suggest."""

import inspect
import json
import socket
import threading
import time
from contextlib import contextmanager

import networkx as nx
import pandas
import pytest
import uvicorn

import supplygraph
from api.app import create_app
from api.keys import Scope, add_key
from api.settings import Settings
from graph.measures.declared import every
from graph.stores.versions.store import VersionStore


@pytest.fixture(scope="module")
def folder(tmp_path_factory, m1):
    path = tmp_path_factory.mktemp("m1")
    VersionStore(path).write(m1, "2026-01-01T00:00:00+00:00")
    return path


@contextmanager
def served(settings):
    """A server in this process, on a port that was free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def address(folder):
    with served(Settings(data=folder)) as address:
        yield address


@pytest.fixture(params=["folder", "address"])
def graph(request):
    with supplygraph.connect(request.getfixturevalue(request.param)) as connection:
        yield connection


def test_a_question_is_asked_by_position_or_name_and_answers_as_its_address(graph, folder):
    first = graph.show("input:chip", depth=1)
    assert dict(first) == dict(graph.ask("show", node_id="input:chip", depth=1))
    assert first.meta["graph_version"] == VersionStore(folder).current()
    assert {row["id"] for row in first.rows()} > {"company:asml", "company:skh"}
    assert (
        graph.why("input:chip", "country:NLD")["sentence"]
        == graph.why(from_="input:chip", to="country:NLD")["sentence"]
    )
    assert graph.scenario({"remove": ["country:NLD"]}).rows("failed")


def test_what_is_not_known_is_null_in_both_frames(graph):
    answer = graph.exposure("input:chip")
    for table in answer.tables:
        rows = answer.rows(table)
        ours, theirs = answer.pandas(table), answer.polars(table)
        assert len(ours) == theirs.height == len(rows)
        assert list(ours.columns) == theirs.columns
        for name in ours.columns:
            assert ours[name].isna().tolist() == theirs[name].is_null().to_list(), name
            if name in rows[0]:
                assert ours[name].isna().tolist() == [row[name] is None for row in rows], name
    assert answer.pandas().attrs["graph_version"] == answer.meta["graph_version"]


def test_a_share_is_a_number_and_a_missing_one_is_missing(world, tmp_path):
    built = world(
        "input:x SUPPLIED_BY company:a fab .6\ninput:x SUPPLIED_BY company:b fab\ncompany:a BASED_IN country:NLD"
    )
    VersionStore(tmp_path).write(built, "2026-01-01T00:00:00+00:00")
    frame = supplygraph.connect(tmp_path).ask("node", "input:x").pandas()
    assert frame["share"].dtype == pandas.Float64Dtype()
    network = supplygraph.connect(tmp_path).show("input:x").networkx()
    assert "share" in network.edges["input:x", "company:a", "fab"]
    assert "share" not in network.edges["input:x", "company:b", "fab"], "nobody states it"


def test_networks_of_a_closure_and_of_the_whole(graph):
    closure = graph.show("input:chip").networkx()
    whole = graph.network()
    assert isinstance(closure, nx.MultiDiGraph)
    assert set(closure.nodes) == set(nx.descendants(whole, "input:chip")) | {"input:chip"}
    assert whole.number_of_edges() == 18
    assert closure.edges["input:chip", "company:asml", "lithography"]["share"] == 1.0


def test_what_a_notebook_shows(graph):
    shown = graph.exposure("input:chip")._repr_mimebundle_()
    assert "<table>" in shown["text/html"]
    assert "sources" in shown["text/html"]
    picture = graph.draw("input:chip")._repr_mimebundle_()
    assert picture["image/svg+xml"].startswith("<svg")
    assert "fragmentation" in graph._repr_mimebundle_()["text/html"]
    assert {"why", "cut_all", "show"} <= set(dir(graph))
    assert list(inspect.signature(graph.why).parameters)[:2] == ["from_", "to"] or "to" in str(
        inspect.signature(graph.why)
    )
    assert "the dependent" in graph.why.__doc__


def test_errors_suggest(graph):
    with pytest.raises(AttributeError, match=r"did you mean.*exposure"):
        graph.exposre("input:chip")
    with pytest.raises(supplygraph.SupplygraphError, match="company:asml") as raised:
        graph.show("company:asmll")
    assert "company:asml" in raised.value.suggestions
    with pytest.raises(supplygraph.SupplygraphError, match="depht"):
        graph.show("input:chip", depht=2)
    with pytest.raises(supplygraph.SupplygraphError, match="nodes"):
        graph.show("input:chip").rows("nodez")
    with pytest.raises(supplygraph.SupplygraphError, match="horizon"):
        graph.show("input:chip", horizon="tomorrow")


def test_a_folder_without_a_graph_and_an_address_without_a_server_say_what_to_do(tmp_path):
    with pytest.raises(supplygraph.SupplygraphError, match="supplygraph build"):
        supplygraph.connect(tmp_path)
    with pytest.raises(supplygraph.RemoteError, match="make run"):
        supplygraph.connect("http://127.0.0.1:9").report()


def test_common_parameters_hold_for_every_question(folder):
    graph = supplygraph.connect(folder, as_of="2025-06-30", horizon="grow")
    meta = graph.show("input:chip").meta
    assert (meta["as_of"], meta["horizon"]) == ("2025-06-30", "grow")
    assert graph.show("input:chip", horizon="make").meta["horizon"] == "make"
    with pytest.raises(supplygraph.SupplygraphError, match="lens"):
        supplygraph.connect(folder, lens="rose")


@pytest.mark.parametrize("measure", every(), ids=lambda measure: measure.name)
def test_every_measure_is_a_method_and_draws_itself(atlas_graph, measure):
    answer = getattr(atlas_graph, measure.name.replace("-", "_"))(**{
        f"{name}_" if name == "from" else name: value for name, value in measure.example.items()
    })  # fmt: skip
    assert "text/html" in answer._repr_mimebundle_()
    json.dumps(dict(answer))
    for table in answer.tables:
        ours, theirs = answer.pandas(table), answer.polars(table)
        assert list(ours.columns) == theirs.columns
        assert len(ours) == theirs.height >= len(answer.rows(table)), (
            "a row of a file is a part of one, where it has parts"
        )
        if table != "sources":
            for name, cells in ours.items():
                nested = [
                    cell for cell in cells if isinstance(cell, dict) or (isinstance(cell, list) and lacks_text(cell))
                ]
                assert not nested, f"{table}.{name}: an interval is two columns"


def lacks_text(cell):
    return not all(isinstance(part, str | None) for part in cell)


def test_an_interval_is_columns_of_numbers_and_an_id_has_its_name_beside_it(graph):
    frame = graph.exposure("input:chip").pandas()
    assert [str(frame[f"loss_{end}"].dtype) for end in ("low", "central", "high")] == ["Float64"] * 3
    assert "loss" not in frame
    chain = graph.why("input:chip", "country:NLD").polars()
    assert chain["of_name"].to_list()[0] == graph.ask("names", ids=["input:chip"]).rows()[0]["name"]
    assert (
        f"{chain['of_name'][0]} (input:chip)" in graph.why("input:chip", "country:NLD")._repr_mimebundle_()["text/html"]
    )


def test_a_connection_gives_every_row_unless_a_limit_is_stated(atlas_graph):
    answer = atlas_graph.headlines()
    assert len(answer["rows"]) == answer.meta["totals"]["rows"] > 10
    assert len(atlas_graph.headlines(limit=3)["rows"]) == 3


@pytest.fixture(scope="module")
def atlas_graph(stored_atlas):
    """The client over what is shipped."""
    return supplygraph.connect(stored_atlas)


def test_a_server_that_asks_for_a_key_is_given_it(folder, tmp_path):
    key = add_key(tmp_path / "keys.toml", "notebook", frozenset([Scope.READ]), 0)
    with served(Settings(data=folder, keys=tmp_path / "keys.toml")) as address:
        with supplygraph.connect(address) as graph, pytest.raises(supplygraph.RemoteError, match="takes a key"):
            graph.show("input:chip")
        with supplygraph.connect(address, key=key) as graph:
            assert graph.show("input:chip").meta["lens"] == "ownership"
