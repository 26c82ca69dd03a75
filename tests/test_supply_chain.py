"""What we rest on is what the locks say, under licences that we may use, in containers that may do little."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "api" / "static" / "vendor"
ALLOWED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MPL-2.0", "PSF-2.0", "Python-2.0",
    "Zlib", "LGPL-2.1-only",  # pycountry, used as a library and unmodified
}  # fmt: skip
"""Licences that ask for no more than that they are named."""


@pytest.fixture(scope="module")
def scripts() -> dict[str, ModuleType]:
    """The scripts as modules."""
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        return {name: importlib.import_module(name) for name in ("components", "sbom", "advisories", "vendor")}
    finally:
        sys.path.remove(str(ROOT / "scripts"))


def test_vendored_scripts_are_the_ones_that_were_reviewed(scripts):
    assert scripts["vendor"].faults(json.loads((VENDOR / "vendor.lock.json").read_text())) == []


def test_a_changed_a_missing_and_a_new_vendored_file_are_found(scripts, tmp_path, monkeypatch):
    shutil.copytree(VENDOR, tmp_path / "vendor")
    monkeypatch.setattr(scripts["vendor"], "VENDOR", tmp_path / "vendor")
    (tmp_path / "vendor" / "preact.js").write_bytes(b"x")
    (tmp_path / "vendor" / "htm.js").unlink()
    (tmp_path / "vendor" / "more.js").write_bytes(b"x")
    found = scripts["vendor"].faults(json.loads((VENDOR / "vendor.lock.json").read_text()))
    assert [fault.partition(":")[0] for fault in found] == ["htm.js", "more.js", "preact.js"]


def test_the_list_of_licences_is_that_of_the_lock_and_each_may_be_used(scripts):
    table = [line for line in (ROOT / "docs" / "licences.md").read_text().splitlines() if line.startswith("| ")]
    rows = [line.strip("| ").split(" | ") for line in table[1:]]
    assert [(row[0], row[1]) for row in rows] == [(one.name, one.version) for one in scripts["components"].components()]
    for name, _, licence in rows:
        assert set(re.split(r" AND | OR ", licence)) <= ALLOWED, name


def test_the_bill_of_materials_has_every_component_with_its_hashes(scripts):
    parts = scripts["components"].components()
    bill = json.loads(scripts["sbom"].bill(parts))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {one["purl"] for one in bill["components"]} == {str(part.url) for part in parts}
    assert all(one["hashes"] for one in bill["components"])
    assert "pkg:npm/preact@10.27.2" in {one["purl"] for one in bill["components"]}


def test_advisories_are_read_as_osv_gives_them(scripts):
    urls = ["pkg:pypi/a@1", "pkg:npm/b@2"]
    assert scripts["advisories"].question(urls)["queries"][1] == {"package": {"purl": "pkg:npm/b@2"}}
    answer = {"results": [{}, {"vulns": [{"id": "GHSA-x", "modified": "2026-01-01T00:00:00Z"}]}]}
    assert scripts["advisories"].touched(urls, answer) == {"pkg:npm/b@2": ["GHSA-x"]}
    with pytest.raises(ValueError, match="2 were asked"):
        scripts["advisories"].touched(urls, {"results": [{}]})


def test_advisories_that_cannot_be_looked_up_are_said_loudly(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "advisories.py"], capture_output=True, text=True, check=False,
        env={"PATH": "/usr/bin:/bin", "HTTPS_PROXY": "http://127.0.0.1:9", "SUPPLYGRAPH_ADVISORIES": "required"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "NOT LOOKED UP" in done.stderr


def test_containers_may_do_little():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    assert set(services) == {"neo4j", "api", "api-second"}
    for name, service in services.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
    for name in ("api", "api-second"):
        assert services[name]["read_only"] is True
        assert "cap_add" not in services[name]
    assert "-p" not in services["neo4j"]["healthcheck"]["test"][1].split()
    users = [line for line in (ROOT / "Dockerfile").read_text().splitlines() if line.startswith("USER")]
    assert users == ["USER 10001"]
