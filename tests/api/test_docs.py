"""The docs are part of the interface: what is not documented fails."""

from pathlib import Path

from api.errors import STATUS
from api.settings import Settings, environment_name

DOCS = Path(__file__).parents[2] / "docs"


def test_every_setting_is_in_the_table_with_its_default():
    lines = (DOCS / "settings.md").read_text().splitlines()
    for name, field in Settings.model_fields.items():
        (line,) = (line for line in lines if line.startswith(f"| `{environment_name(name)}` "))
        default = int(field.default) if isinstance(field.default, bool) else field.default
        assert default in (None, "") or f"`{default}`" in line
        assert str(field.description) in line


def test_every_kind_of_error_is_documented():
    text = (DOCS / "errors.md").read_text()
    for _, kind, _ in STATUS.values():
        assert f"`{kind}`" in text


def test_every_address_has_a_summary_and_described_parameters(atlas):
    described = atlas.get("/openapi.json").json()["paths"]
    assert {"/v1/nodes", "/v1/dependencies/{node_id}", "/v1/paths", "/v1/ontology", "/v1/sources"} <= set(described)
    for path, methods in described.items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path


def test_the_ontology_answers_with_every_kind(atlas):
    from graph.ontology import EdgeKind, NodeKind

    body = atlas.get("/v1/ontology").json()
    assert {row["kind"] for row in body["nodes"]} == set(NodeKind)
    assert {row["kind"] for row in body["edges"]} == set(EdgeKind)
