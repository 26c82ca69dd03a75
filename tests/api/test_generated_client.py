"""A client generated from the OpenAPI document imports, asks every operation, and can read a problem."""

import importlib
import json
import subprocess
import sys
import types
import typing
from enum import Enum

import httpx
import pytest

GENERATED = "generated_client"


@pytest.fixture(scope="module")
def document(atlas):
    return atlas.get("/openapi.json").json()


@pytest.fixture(scope="module")
def package(document, tmp_path_factory):
    """Generate the client as a user would, and import it."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "config.yml").write_text("post_hooks: []\n")  # its files need not be formatted
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json",
         "--config", "config.yml", "--meta", "none", "--output-path", GENERATED, "--fail-on-warning"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(GENERATED)
    sys.path.remove(str(folder))


def operations(document):
    for path, methods in document["paths"].items():
        for operation in methods.values():
            yield path, operation


def module_of(operation):
    tag = operation["tags"][0].lower().replace(",", "").replace(" ", "_")
    return importlib.import_module(f"{GENERATED}.api.{tag}.{operation['operationId']}")


def typed(value, hint):
    """Return a value as the generated signature wants it: enums and bodies have classes of their own."""
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    for one in options:
        if isinstance(one, type) and issubclass(one, Enum):
            return one(value)
        if isinstance(value, dict) and hasattr(one, "from_dict"):
            return one.from_dict(value)
        if isinstance(value, str) and one not in (str, list) and hasattr(one, "fromisoformat"):
            return one.fromisoformat(value)
    return value


def given(operation, function):
    hints = typing.get_type_hints(function)
    values = {
        row["name"]: row["examples"]["example"]["value"] for row in operation.get("parameters", ()) if "examples" in row
    }
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    if body:
        values["body"] = body["examples"]["example"]["value"]
    named = {name: name if name in hints else f"{name}_" for name in values}
    return {named[name]: typed(value, hints[named[name]]) for name, value in values.items()}


def ask(package, server, operation, **more):
    function = module_of(operation).sync_detailed
    with package.Client(base_url=server, timeout=httpx.Timeout(60)) as client:
        return function(client=client, **(given(operation, function) | more))


def test_it_has_a_function_of_every_operation_and_each_is_answered(package, server, document):
    for path, operation in operations(document):
        answer = ask(package, server, operation)
        assert answer.status_code == 200, f"{path}: {answer.content[:300]}"
        content = operation["responses"]["200"]["content"]
        if "$ref" in content.get("application/json", {}).get("schema", {}):
            assert answer.parsed is not None, path


def test_it_reads_a_problem(package, server, document):
    operation = document["paths"]["/v1/nodes/{node_id}"]["get"]
    unknown = {row["name"]: "company:tsmcc" for row in operation["parameters"] if row["in"] == "path"}
    problem = ask(package, server, operation, **unknown)
    assert problem.status_code == 404
    assert "tsmcc" in problem.parsed.detail
    assert "company:tsmc" in problem.parsed.suggestions
