"""Who may ask: by which name, with which key, how often; and what every answer says for safety."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.keys import KeyFileError, Scope, add_key, read_keys
from api.middleware.access import is_served
from api.middleware.guard import SAFE_HEADERS
from api.settings import Settings
from graph.stores.versions.store import VersionStore
from tests.api.conftest import LOCAL
from tests.api.test_cli import run

Opened = Callable[..., TestClient]


@pytest.fixture
def opened(tmp_path, m1) -> Iterator[Opened]:
    """Serve a small world on terms."""
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    clients: list[TestClient] = []

    def start(client: tuple[str, int] = ("192.0.2.1", 50_000), **settings: object) -> TestClient:
        app = create_app(Settings(data=tmp_path, **settings))
        clients.append(TestClient(app, LOCAL, raise_server_exceptions=False, client=client))
        clients[-1].__enter__()
        return clients[-1]

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("host", "served"),
    [
        ("localhost", True), ("LOCALHOST:8123", True), ("127.0.0.1:8123", True), ("[::1]:8123", True),
        ("localhost.", True), ("evil.example", False), ("localhost.evil.example", False),
        ("127.0.0.1.evil.example:8123", False), ("", False),
        ("[::2]", False), ("evil.example:localhost", False), ("graph.example.org", False),
    ],
)  # fmt: skip
def test_only_the_names_of_the_server_are_served(host, served):
    assert is_served(host, Settings().hosts.split(",")) is served


def test_names_under_a_domain_are_served_where_the_setting_says_so():
    assert is_served("a.example.org:443", ["*.example.org"])
    assert not is_served("example.org", ["*.example.org"])
    assert not is_served("evilexample.org", ["*.example.org"])
    assert is_served("anything", ["*"])


@pytest.mark.parametrize("address", ["/v1/nodes", "/", "/docs", "/openapi.json", "/metrics", "/v1/nodes/", "/nowhere"])
def test_a_page_that_rebinds_its_name_reads_nothing(opened, address):
    client = opened()
    answer = client.get(address, headers={"Host": "evil.example:8123"}, follow_redirects=False)
    assert answer.status_code == 421
    assert answer.json()["type"] == "/docs/errors#wrong-host"
    assert "location" not in answer.headers
    assert "input:chip" not in answer.text


def test_probes_ask_by_any_name(opened):
    client = opened()
    for address in ("/health", "/ready"):
        assert client.get(address, headers={"Host": "10.0.0.7:8123"}).status_code == 200


CYPHER = {"json": {"query": "RETURN 1 AS one"}}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_a_key_may_what_its_scopes_say(opened, tmp_path):
    file = tmp_path / "keys.toml"
    reader = add_key(file, "reader", frozenset([Scope.READ]), 0)
    admin = add_key(file, "admin", frozenset([Scope.ADMIN]), 0)
    client = opened(keys=file)
    assert client.get("/v1/nodes").status_code == 401
    assert "Bearer" in client.get("/v1/nodes").headers["www-authenticate"]
    assert client.get("/v1/nodes", headers=bearer("guessed")).status_code == 401
    assert client.get("/v1/nodes", headers=bearer(reader)).status_code == 200
    assert client.get("/metrics", headers=bearer(reader)).status_code == 403
    assert client.post("/v1/cypher", headers=bearer(reader), **CYPHER).status_code == 403
    assert client.get("/metrics", headers=bearer(admin)).status_code == 200
    assert client.get("/v1/nodes", headers=bearer(admin)).status_code == 403
    assert client.get("/docs").status_code == 200, "what is no answer is open"
    basic = base64.b64encode(f"anybody:{reader}".encode()).decode()
    assert client.get("/v1/nodes", headers={"Authorization": f"Basic {basic}"}).status_code == 200, "as a browser asks"


@pytest.mark.parametrize("given", ["Bearer", "Bearer ", "Basic !!", "Basic YQ==", "Digest x", "\xff\xfe"])
def test_a_broken_key_is_no_key(opened, tmp_path, given):
    file = tmp_path / "keys.toml"
    add_key(file, "reader", frozenset([Scope.READ]), 0)
    assert opened(keys=file).get("/v1/nodes", headers={"Authorization": given.encode("latin-1")}).status_code == 401


def test_a_key_withdrawn_opens_nothing_without_a_restart(opened, tmp_path, monkeypatch):
    monkeypatch.setattr("api.keys.LOOKED_EVERY", 0.0)
    file = tmp_path / "keys.toml"
    key = add_key(file, "reader", frozenset([Scope.READ]), 0)
    client = opened(keys=file)
    assert client.get("/v1/nodes", headers=bearer(key)).status_code == 200
    time.sleep(0.01)
    file.write_text("")
    assert client.get("/v1/nodes", headers=bearer(key)).status_code == 401
    time.sleep(0.01)
    file.write_text("{broken")
    assert client.get("/v1/nodes", headers=bearer(key)).status_code == 401


def test_the_file_holds_no_key_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "keys.toml"
    key = add_key(file, "reader", frozenset([Scope.READ, Scope.CYPHER]), 60)
    assert key not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    (found,) = read_keys(file).values()
    assert (found.name, found.scopes, found.per_minute) == ("reader", {Scope.READ, Scope.CYPHER}, 60)
    file.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_keys(file)


@pytest.mark.parametrize("content", ["[", "x = 1", "[a]\nsha256 = 'x'\nscopes = ['read']", "[a]\nscopes = ['all']"])
def test_a_wrong_file_of_keys_names_the_entry(tmp_path, content):
    file = tmp_path / "keys.toml"
    file.write_text(content)
    file.chmod(0o600)
    with pytest.raises(KeyFileError, match=r"keys\.toml"):
        read_keys(file)


def test_the_command_makes_a_key(tmp_path):
    file = tmp_path / "keys.toml"
    told = json.loads(run(tmp_path, "key", "paper", "--scope", "read", "--file", str(file), "--json").stdout)
    assert told["key"].startswith("sg_")
    assert "already" in run(tmp_path, "key", "paper", "--file", str(file), code=2).stderr
    assert "no name" in run(tmp_path, "key", "../x", "--file", str(file), code=2).stderr
    assert "SUPPLYGRAPH_KEYS" in run(tmp_path, "key", "paper", code=2).stderr


def test_one_address_asks_so_often_and_others_go_on(opened):
    client = opened(per_minute=3)
    assert [client.get("/v1/nodes").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/v1/nodes")
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert client.get("/health").status_code == 200
    other = TestClient(client.app, LOCAL, client=("192.0.2.2", 50_000))
    assert other.get("/v1/nodes").status_code == 200


def test_all_of_one_ipv6_network_is_one_caller(opened):
    client = opened(client=("2001:db8::1", 50_000), per_minute=1)
    assert client.get("/v1/nodes").status_code == 200
    neighbour = TestClient(client.app, LOCAL, client=("2001:db8::ffff", 50_000))
    assert neighbour.get("/v1/nodes").status_code == 429


def test_a_key_has_a_rate_of_its_own_and_wrong_keys_count_for_the_address(opened, tmp_path):
    file = tmp_path / "keys.toml"
    key = add_key(file, "reader", frozenset([Scope.READ]), 5)
    client = opened(keys=file, per_minute=2)
    asked = [client.get("/v1/nodes", headers=bearer("guess")).status_code for _ in range(3)]
    assert asked == [401, 401, 429]
    asked = [client.get("/v1/nodes", headers=bearer(key)).status_code for _ in range(6)]
    assert asked == [200] * 5 + [429]


def test_other_pages_read_answers_only_where_the_setting_names_their_origin(opened):
    asking = {"Origin": "https://paper.example"}
    assert "access-control-allow-origin" not in opened().get("/v1/nodes", headers=asking).headers
    client = opened(origins="https://paper.example")
    assert client.get("/v1/nodes", headers=asking).headers["access-control-allow-origin"] == "https://paper.example"
    assert "access-control-allow-origin" not in client.get("/v1/nodes", headers={"Origin": "https://x.example"}).headers
    before = asking | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    assert client.options("/v1/cypher", headers=before).status_code == 200


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/", 200), ("GET", "/v1/nodes", 200), ("GET", "/v1/nodes/x:y", 404), ("GET", "/nowhere", 404),
        ("GET", "/v1/nodes?limit=x", 422), ("DELETE", "/v1/nodes", 405), ("GET", "/static/nothing.js", 404),
        ("POST", "/v1/cypher", 415), ("GET", "/v1/nodes/", 307), ("POST", "/static/page.css", 405), ("PUT", "/", 405),
    ],
)  # fmt: skip
def test_every_answer_has_safe_headers(opened, method, address, status):
    client = opened()
    answer = client.request(method, address, content=b"x" if method == "POST" else None, follow_redirects=False)
    assert answer.status_code == status
    for name, value in SAFE_HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["x-request-id"]


def test_a_host_that_is_refused_has_safe_headers_too(opened):
    answer = opened().get("/", headers={"Host": "evil.example"})
    assert {name: answer.headers[name] for name in SAFE_HEADERS} == SAFE_HEADERS


def test_keys_are_never_in_the_log(opened, tmp_path, caplog):
    caplog.set_level("INFO", "supplygraph.requests")
    file = tmp_path / "keys.toml"
    key = add_key(file, "reader", frozenset([Scope.READ]), 0)
    opened(keys=file).get("/v1/nodes", headers=bearer(key))
    assert key not in caplog.text
    assert json.loads(caplog.records[-1].message)["caller"] == "reader"


def test_a_wrong_setting_of_access_is_refused(tmp_path):
    for name, value in {"without_key": "all", "origins": "paper.example/x"}.items():
        with pytest.raises(ValueError, match=name):
            Settings(data=Path(tmp_path), **{name: value})
