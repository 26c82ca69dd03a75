"""Types generated from the OpenAPI document compile, strictly, and a client with them asks and reads a problem."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

PACKAGES = ("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "typescript@5.9.3")
OPTIONS = {
    "strict": True, "module": "nodenext", "target": "es2022", "lib": ["es2022", "dom"], "types": [],
    "noEmitOnError": True,
}  # fmt: skip

pytestmark = pytest.mark.index


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Install the generator, the client and the compiler; skips where they cannot be had."""
    made = tmp_path_factory.mktemp("typescript")
    (made / "package.json").write_text(json.dumps({"private": True, "type": "module"}))
    npm = shutil.which("npm")
    quiet = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--fetch-retries=1")
    if shutil.which("node") is None or npm is None or _run(made, npm, "install", *quiet, *PACKAGES).returncode:
        told = "the TypeScript client was NOT tried: node, npm or what npm fetches is not there"
        pytest.skip(told)
    return made


def _run(folder, *command):
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def _done(folder, *command):
    done = _run(folder, *command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_types_compile_and_a_client_asks_and_reads_a_problem(folder, atlas, server):
    programs = folder / "node_modules" / ".bin"
    (folder / "openapi.json").write_text(json.dumps(atlas.get("/openapi.json").json()))
    _done(folder, str(programs / "openapi-typescript"), "openapi.json", "-o", "schema.d.ts")
    shutil.copy(Path(__file__).with_name("asks.ts"), folder)
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "files": ["asks.ts"]}))
    _done(folder, str(programs / "tsc"))
    told = json.loads(_done(folder, "node", "asks.js", server))
    assert told["statuses"] == [200, 200, 200, 200, 404]
    assert "TSMC" in told["name"] or "Taiwan Semiconductor" in told["name"]
    assert told["steps"]
    assert told["claims"] > 1_000
    assert "company:tsmc" in json.dumps(told["matched"])
    assert "tsmcc" in told["detail"]
    assert "company:tsmc" in told["suggestions"]
