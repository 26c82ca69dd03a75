"""The tools for assistants, asked by the SDK's own client: in process, over pipes, over HTTP."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

import supplygraph
from supplygraph.assistants.server import TOOLS, server_of

ROOT = Path(__file__).parents[2]
PAGE = "http://127.0.0.1:8123"
ASKED = {
    "find": {"text": "zhipu"},
    "profile": {"id": "country:NLD", "compare": "country:TWN"},
    "why": {"dependent": "model:glm-5", "supplier": "country:NLD", "horizon": "grow"},
    "what-if": {"remove": ["country:TWN"]},
    "chokepoints": {},
    "spheres": {},
    "compare": {"first": ["country:TWN"], "second": ["country:NLD"]},
    "series": {"name": "token-shares"},
    "cypher": {"query": "MATCH (m:Model) RETURN m.id, m.name ORDER BY m.id LIMIT 200"},
    "sources": {"id": "country:USA"},
}
TOKENS = 4_000
WITHOUT_SOURCES = {"find", "cypher", "series"}
"""Names rest on no source; rows of scalars name none; what ships has no series of tokens."""


@pytest.fixture(scope="module")
def graph(stored_atlas):
    with supplygraph.connect(stored_atlas) as connected:
        yield connected


def asking(server, calls):
    """Ask tools of a server, and return the tools there are and each answer."""

    async def talk():
        async with Client(server) as client:
            listed = (await client.list_tools()).tools
            return listed, [await client.call_tool(name, given) for name, given in calls]

    return anyio.run(talk)


def text_of(answer):
    return "".join(part.text for part in answer.content)


def test_every_tool_answers_below_its_size_with_sources_and_a_link(graph):
    assert set(ASKED) == {name.replace("_", "-") for name in TOOLS}
    listed, answers = asking(server_of(graph, PAGE), list(ASKED.items()))
    assert {tool.name for tool in listed} == set(ASKED)
    assert all(tool.description and tool.annotations.read_only_hint for tool in listed)
    for name, answer in zip(ASKED, answers, strict=True):
        text = text_of(answer)
        assert not answer.is_error, text
        assert len(text.encode()) / 3 < TOKENS, f"{name}: more than 4,000 tokens, at three bytes each"
        assert f"{PAGE}/?" in text, name
        assert "graph " in text, name
        assert "Sources" in text or name in WITHOUT_SOURCES, name
        if name not in WITHOUT_SOURCES:
            assert "https://" in text, name


def test_the_tools_together_are_small(graph):
    listed, _ = asking(server_of(graph, PAGE), [])
    assert sum(len(tool.model_dump_json()) for tool in listed) / 3 < TOKENS


def test_what_is_wrong_says_what_to_try(graph):
    calls = [("profile", {"id": "company:asmll"}), ("series", {"name": "pricez"}), ("cypher", {"query": "CREATE (n)"})]
    _, (unknown, series, writing) = asking(server_of(graph, PAGE), calls)
    assert unknown.is_error
    assert "company:asml" in text_of(unknown)
    assert series.is_error
    assert "token-shares" in text_of(series)
    assert writing.is_error


def test_over_pipes_as_an_assistant_starts_it(stored_atlas):
    process = StdioServerParameters(
        command=sys.executable, args=["-m", "api.cli", "mcp"], cwd=str(ROOT),
        env={"SUPPLYGRAPH_DATA": str(stored_atlas), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    _, (answer,) = asking(process, [("find", {"text": "zhipu"})])
    assert "lab:zhipu-ai" in text_of(answer)


def test_over_http(stored_atlas):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "mcp", "--http", "--port", str(port)], cwd=ROOT,
        env={"SUPPLYGRAPH_DATA": str(stored_atlas), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None
            time.sleep(0.1)
        _, (answer,) = asking(f"http://127.0.0.1:{port}/mcp", [("find", {"text": "zhipu"})])
        assert "lab:zhipu-ai" in text_of(answer)
    finally:
        server.terminate()
        server.wait()
