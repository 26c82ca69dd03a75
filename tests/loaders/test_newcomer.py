"""What a newcomer does first: `sync`, then `build`, without any setting, on the default feeds.

The real upstream files are served on this machine under the addresses' own names, so that the way they take is the
network's; sources on terms that need a word of consent are left out, and those without an address wait for a hand.
"""

import gzip
import json
import re
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from loaders.registry import SOURCES
from loaders.source import FILE, SourceSpec
from loaders.syncing import sync
from tests.environment import unset

pytestmark = pytest.mark.feeds
ROOT = Path(__file__).parents[2]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def served(feeds, tmp_path_factory):
    """Serve the files of every source that has addresses; yields the address of the folder."""
    folder = tmp_path_factory.mktemp("served")
    for spec in SOURCES:
        for file in spec.metadata.files:
            target = folder / str(spec.feed) / file
            target.parent.mkdir(parents=True, exist_ok=True)
            at_hand = feeds / str(spec.feed) / file
            packed = at_hand.with_name(at_hand.name + ".gz")
            if at_hand.is_file():
                shutil.copyfile(at_hand, target)
            else:
                target.write_bytes(gzip.decompress(packed.read_bytes()))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def at(address: str, spec: SourceSpec, room: Path) -> SourceSpec:
    """Return a source whose addresses are those of the local server, all else as it ships."""
    home = room / spec.home.name
    home.mkdir(parents=True)
    for file in spec.home.iterdir():
        if file.suffix in (".csv", ".toml"):
            shutil.copyfile(file, home / file.name)
    told = (spec.home / FILE).read_text(encoding="utf-8")
    for file, url in spec.metadata.files.items():
        told = told.replace(f'"{file}" = "{url}"', f'"{file}" = "{address}/{spec.feed}/{file}"')
    assert not re.search(r'^"[^"]+" = "https://', told, re.MULTILINE), "an address that the test does not know"
    (home / FILE).write_text(told, encoding="utf-8")
    return SourceSpec(spec.dataset, spec.load, home)


def test_sources_on_terms_come_too_once_they_are_admitted(served, tmp_path):
    fed = [at(served, spec, tmp_path / "sources") if spec.feed else spec for spec in SOURCES]
    on_terms = [spec for spec in fed if spec.metadata.noncommercial and spec.metadata.files]
    told = sync(tmp_path / "feeds", [spec.dataset for spec in on_terms], noncommercial=True, sources=fed)
    assert [(one.status, one.reason) for one in told] == [("fetched", "")] * len(on_terms)
    assert told


def test_sync_and_build_work_for_a_newcomer_without_any_setting(served, tmp_path):
    fed = [at(served, spec, tmp_path / "sources") if spec.feed else spec for spec in SOURCES]
    told = {one.dataset: one for one in sync(tmp_path / "feeds", sources=fed)}
    consent = {spec.dataset for spec in SOURCES if spec.metadata.noncommercial or spec.metadata.unverified}
    by_hand = {spec.dataset for spec in SOURCES if spec.feed and not spec.metadata.files} - consent
    assert {name for name, one in told.items() if one.status == "left out"} == consent
    assert {name for name, one in told.items() if one.status == "by hand"} == by_hand
    rest = {name: (one.status, one.reason) for name, one in told.items() if name not in consent | by_hand}
    assert rest == dict.fromkeys(rest, ("fetched", ""))

    settings = {"SUPPLYGRAPH_DATA": str(tmp_path / "data"), "SUPPLYGRAPH_FEEDS": str(tmp_path / "feeds")}
    clean = unset()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "build", "--json"], cwd=ROOT, capture_output=True, text=True,
        env=clean | settings,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    reports = {report["dataset"]: report["status"] for report in json.loads(done.stdout)["reports"]}
    assert {name for name, status in reports.items() if status == "loaded"} >= {
        spec.dataset for spec in SOURCES if spec.dataset not in consent | by_hand
    }
