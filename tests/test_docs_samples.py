"""What the docs tell a newcomer to type works as written: commands, addresses, and the site that is built of them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from api.settings import Settings
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from loaders.registry import collect

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
CHANGES = {
    "build",
    "serve",
    "sync",
    "resolve",
    "mcp",
    "backup",
    "restore",
    "key",
    "use",
    "cypher",
    "doctor",
    "diff",
    "verify",
}
"""Commands that write, serve, fetch or start an engine: their own tests run them."""
MADE_UP = re.compile(r"[A-Z]{4,}|\.jsonl|<|\[|…")
"""Words that stand for something of the reader's."""
SENT = re.compile(r"/run$|/reconcile|/cypher|/queries/|/adoption")
"""Addresses that take a body or start the engine."""


def sections(kind):
    for page in PAGES:
        for block in re.findall(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            yield from ((page.name, line) for line in block.replace("\\\n", " ").splitlines())


def commands():
    found = {}
    for page, line in sections("sh"):
        if not line.removeprefix(".venv/bin/").startswith("supplygraph "):
            continue
        words = shlex.split(line.partition(" > ")[0].replace("|", " "), comments=True)
        if words and words[0].removeprefix(".venv/bin/") == "supplygraph":
            named = next((word for word in words[1:] if not word.startswith("-")), "")
            if named not in CHANGES and "completion" not in line and not MADE_UP.search(" ".join(words[2:])):
                found[" ".join(map(shlex.quote, words[1:]))] = page
    return found


def addresses():
    found = {}
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for path in re.findall(r"(?:localhost|127\.0\.0\.1):8123(/v1/[^\s'\"`)>]*)", text):
            if not MADE_UP.search(path.replace("NLD", "").replace("TWN", "").replace("country:", "")):
                found[path] = page.name
    return {path: page for path, page in found.items() if not SENT.search(path)}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    collected = collect(None, noncommercial=False, unverified=False)
    VersionStore(folder).write(KnowledgeGraph.build(collected.facts), "2026-11-23T00:00:00+00:00", collected.reports)
    return folder


@pytest.fixture(scope="module")
def client(data):
    with TestClient(create_app(Settings(data=data, seconds=300)), base_url="http://127.0.0.1:8123") as asked:
        yield asked


def test_there_are_samples():
    assert len(commands()) > 15
    assert len(addresses()) > 8


@pytest.mark.parametrize("line", commands())
def test_a_command_runs_as_written(data, monkeypatch, line):
    monkeypatch.setenv("SUPPLYGRAPH_DATA", str(data))
    monkeypatch.setenv("SUPPLYGRAPH_SECONDS", "300")
    done = CliRunner().invoke(app, shlex.split(line))
    assert done.exit_code == 0, f"{commands()[line]}: {done.output} {done.exception!r}"
    assert done.output.strip()


@pytest.mark.parametrize("path", addresses())
def test_an_address_answers(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, f"{addresses()[path]}: {answer.text[:300]}"


def test_the_site_is_built_and_every_link_in_it_leads_somewhere(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path)], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} <= {page.stem for page in tmp_path.glob("*.html")}
    outside = [
        (page.name, found)
        for page in tmp_path.glob("*.html")
        for found in re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(https?://[^\"]+)\"", page.read_text())
    ]
    assert outside == [], "the site fetches nothing from elsewhere"
