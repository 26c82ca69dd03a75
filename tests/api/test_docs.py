"""The docs are part of the interface: what is not documented fails."""

import re
from pathlib import Path

from api.errors import STATUS
from api.kinds import KINDS
from api.settings import Settings, environment_name
from graph.measures.declared import every

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
    assert {kind for _, kind, _ in STATUS.values()} <= set(KINDS)
    for kind, (status, when, way) in KINDS.items():
        assert f"| `{kind}` | {status} | {when} | {way} |" in text


def test_every_address_has_a_summary_and_described_parameters(atlas):
    described = atlas.get("/openapi.json").json()["paths"]
    assert {"/v1/nodes", "/v1/dependencies/{node_id}", "/v1/paths", "/v1/ontology", "/v1/sources"} <= set(described)
    for path, methods in described.items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path


def test_every_form_of_an_answer_is_documented(atlas):
    rows = [line for line in (DOCS / "page.md").read_text().splitlines() if line.startswith("| ")]
    (of_measures,) = (line for line in rows if line.startswith("| every measure"))  # all have these, a few have more
    measures = {f"/v1{measure.path}" for measure in every()}
    described = atlas.get("/openapi.json").json()["paths"]
    found = 0
    for path, methods in described.items():
        for parameter in methods.get("get", {}).get("parameters", ()):
            if parameter["name"] == "format":
                named = f"`{path.replace('{node_id}', 'ID')}`"
                own = [line for line in rows if named in line.split("|")[1]]
                assert len(own) == 1 or (path in measures and not own), path
                found += path not in measures
                told = " ".join([*own, of_measures] if path in measures else own)
                for form in parameter["schema"]["enum"]:
                    assert f"`{form}`" in told, (path, form)
    assert found == 3


def test_the_ontology_answers_with_every_kind(atlas):
    from graph.ontology import EdgeKind, NodeKind

    body = atlas.get("/v1/ontology").json()
    assert {row["kind"] for row in body["nodes"]} == set(NodeKind)
    assert {row["kind"] for row in body["edges"]} == set(EdgeKind)


def test_what_the_image_copies_is_there_and_what_compose_sets_exists():
    root = DOCS.parent
    lines = (root / "Dockerfile").read_text().splitlines()
    ours = [line.split() for line in lines if line.startswith("COPY ") and "--from" not in line]
    copied = [word for line in ours for word in line[1:-1]]
    assert {"graph", "loaders", "api"} < set(copied)
    assert [name for name in copied if not (root / name).exists()] == []
    compose = (root / "docker-compose.yml").read_text()
    settings = compose.partition("environment: &settings")[2].partition("volumes:")[0]
    named = set(re.findall(r"^ +([A-Z0-9_]+):", settings, re.MULTILINE))
    assert {"NEO4J_URI", "NEO4J_USER", "NEO4J_PASSWORD"} <= named
    assert named <= {environment_name(name) for name in Settings.model_fields}


def test_what_llms_txt_points_to_is_answered(atlas):
    text = atlas.get("/llms.txt").text
    paths = re.findall(r"\]\((/[^)]*)\)", text)
    assert len(paths) > 8
    for path in paths:
        assert atlas.get(path).status_code == 200, path
