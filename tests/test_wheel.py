"""The wheel: all that a run needs is inside, and where nothing else is installed it builds a graph and serves it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "loaders", "api", "supplygraph")
ASKED = (
    "/", "/openapi.json", "/llms.txt", "/v1/queries", "/v1/scenarios", "/v1/sources", "/v1/findings",
    "/v1/export?format=bundle", "/static/vendor/preact.js", "/static/vendor/preact.LICENSE",
)  # fmt: skip
"""Addresses that each need other files of the wheel."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel of a copy: what a build leaves behind in a folder is packed the next time."""
    copy = tmp_path_factory.mktemp("copy")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / file, copy)
    out = tmp_path_factory.mktemp("wheel")
    made = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), "."],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    (built,) = out.glob("*.whl")
    return built


def test_every_file_of_the_packages_is_in_the_wheel_and_its_licence(wheel):
    wanted = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    names = zipfile.ZipFile(wheel).namelist()
    assert sorted(wanted - set(names)) == []
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.index
def test_a_wheel_in_an_empty_environment_builds_and_serves(wheel, tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    installed = subprocess.run(
        [str(programs / "python"), "-m", "pip", "install", "-q", "--retries", "1", str(wheel)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if installed.returncode:
        told = "the wheel was NOT tried in an empty environment: pip cannot get what it needs"
        pytest.skip(f"{told}\n{installed.stderr}")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "HOME", "LANG")}
    environment = kept | {"SUPPLYGRAPH_DATA": str(tmp_path / "data")}
    program = str(programs / "supplygraph")
    built = subprocess.run(
        [program, "build"], cwd=elsewhere, env=environment, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [program, "serve", "--port", str(port)], cwd=elsewhere, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        address = f"http://127.0.0.1:{port}"
        ready = json.loads(_asked(f"{address}/ready", patience=60))
        assert ready["nodes"] > 1_000
        for path in ASKED:
            assert _asked(address + path), path
    finally:
        server.terminate()
        server.wait(30)


def _asked(url, patience=0.0):
    """Return an answer of 200; wait so many seconds for one."""
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=60) as answer:
                return answer.read()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
