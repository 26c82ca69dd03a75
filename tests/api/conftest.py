"""A client of the real application over a stored graph: the atlas, or a small world."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import httpx2
import psutil
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from loaders.registry import collect
from tests.api.processes import started
from tests.api.toy_server import SETTINGS, TOYS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LOCAL = "http://localhost"
"""A name by which the server answers."""
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="session")
def atlas_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graph of what is shipped."""
    folder = tmp_path_factory.mktemp("atlas")
    collected = collect(None, noncommercial=False, unverified=False)
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    return folder


@pytest.fixture(scope="session")
def atlas(atlas_data: Path) -> Iterator[TestClient]:
    """The application over the atlas."""
    with TestClient(create_app(Settings(data=atlas_data)), LOCAL, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def toys(tmp_path, m1) -> Iterator[SimpleNamespace]:
    """A server of toys: its client, process, log and data folder."""
    data, log = tmp_path / "data", tmp_path / "log"
    VersionStore(data).write(m1, "2026-01-01T00:00:00+00:00")
    with (
        log.open("wb") as written,
        started(data, TOYS, SETTINGS, written) as (address, process),
        httpx2.Client(base_url=address, timeout=30) as client,
    ):
        yield SimpleNamespace(client=client, process=psutil.Process(process.pid), log=log, data=data, address=address)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[[KnowledgeGraph], TestClient]]:
    """Serve a small world."""
    clients: list[TestClient] = []

    def start(graph: KnowledgeGraph) -> TestClient:
        VersionStore(tmp_path).write(graph, "2026-01-01T00:00:00+00:00")
        clients.append(TestClient(create_app(Settings(data=tmp_path)), LOCAL, raise_server_exceptions=False))
        clients[-1].__enter__()
        return clients[-1]

    yield start
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The system's Chromium; skips where there is none, fails in CI."""
    import shutil

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        told = "no Chromium: apt-get install chromium, then `make test` looks at the page in a real browser"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    return path


@pytest.fixture(scope="session")
def server(atlas_data: Path) -> Iterator[str]:
    """The real server, started as a user would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
        cwd=ROOT, env={"SUPPLYGRAPH_DATA": str(atlas_data), "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/ready").close()
            break
        except OSError:
            assert process.poll() is None, "the server stopped"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator["Browser"]:
    """Chromium, for the tests of one file: its loop runs in this thread, where tests of other files want theirs."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # an upper bound for a busy machine: what is awaited is said in each test
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: "Browser", server: str) -> Iterator["Page"]:
    """A page whose console errors, violations and outside requests fail the test."""
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:", "blob:")) else wrong.append(request.url),
    )
    page.wrong = wrong  # type: ignore[attr-defined]
    yield page
    page.close()
    assert wrong == []
