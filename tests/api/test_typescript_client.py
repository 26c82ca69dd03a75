"""Types generated from the OpenAPI document compile, strictly, and a client with them asks and reads a problem."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.test_every_operation import OPERATIONS, example_of

PACKAGES = ("openapi-typescript@7.13.0", "openapi-fetch@0.17.0", "typescript@5.9.3")
GENERATED = ("--default-non-nullable=false", "-o", "schema.d.ts")
"""What has a default may be left out of a question."""
OPTIONS = {
    "strict": True, "module": "nodenext", "target": "es2022", "lib": ["es2022", "dom"], "types": [],
    "noEmitOnError": True,
}  # fmt: skip

EVERY = """
import createClient from "openapi-fetch";
import type { paths } from "./schema.js";

declare const process: { argv: string[] };
const client = createClient<paths>({ baseUrl: process.argv[2] });
const all: Record<string, number> = {};
const note = (name: string, { response }: { response: Response }) => {
  all[name] = response.status;
  void response.body?.cancel().catch(() => undefined);
};
"""
"""What stands before the calls of every operation."""

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


@pytest.fixture(scope="module")
def types(folder, atlas):
    """Generate the types of the document; gives the folder."""
    (folder / "openapi.json").write_text(json.dumps(atlas.get("/openapi.json").json()))
    _done(folder, str(folder / "node_modules" / ".bin" / "openapi-typescript"), "openapi.json", *GENERATED)
    return folder


def test_the_types_compile_and_a_client_asks_and_reads_a_problem(types, server):
    folder = types
    programs = folder / "node_modules" / ".bin"
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


def _asking(name):
    """Return a line of TypeScript that asks one operation with its own examples."""
    method, path, operation = OPERATIONS[name]
    given: dict[str, dict[str, object]] = {"path": {}, "query": {}}
    for parameter in operation.get("parameters", ()):
        kind = parameter["in"]
        if kind == "path" or (kind == "query" and (parameter.get("required") or "examples" in parameter)):
            value = example_of(parameter)
            listed = parameter["schema"].get("type") == "array" and not isinstance(value, list)
            given[kind][parameter["name"]] = [value] if listed else value
    asked: dict[str, object] = {
        "params": {kind: values for kind, values in given.items() if values},
        "parseAs": "stream",
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if examples := list(body.get("examples", {}).values()):
        asked["body"] = examples[0]["value"]
    return f"note({json.dumps(name)}, await client.{method.upper()}({json.dumps(path)}, {json.dumps(asked)}));"


def test_every_operation_is_asked_as_its_types_say(types, server):
    """The compiler checks each call against the generated types, and the server answers it."""
    folder = types
    (folder / "every.ts").write_text("\n".join([EVERY, *map(_asking, OPERATIONS), "console.log(JSON.stringify(all));"]))
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS, "files": ["every.ts"]}))
    _done(folder, str(folder / "node_modules" / ".bin" / "tsc"))
    statuses = json.loads(_done(folder, "node", "every.js", server))
    assert statuses == dict.fromkeys(OPERATIONS, 200)
