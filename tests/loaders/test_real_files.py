"""The real upstream files, all together: what a version depends on, and what it does not."""

import csv
import gzip
import io
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.facts.fact import EdgeFact
from graph.knowledge_graph import KnowledgeGraph
from loaders.registry import collect
from tests.environment import unset

pytestmark = pytest.mark.feeds
BYTES = "latin-1"
"""Keeps every byte of a table as it is, whatever character set it is written in."""
ROOT = Path(__file__).parents[2]


def version_of(folder: Path) -> str:
    return KnowledgeGraph.build(collect(folder, noncommercial=True, unverified=True).facts).version


def shuffled_table(text: str, chance: random.Random) -> str:
    """Put the records in another order; a record may hold line breaks."""
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines)
    records, begin = [], 0
    for _ in reader:
        records.append("".join(lines[begin : reader.line_num]).rstrip("\r\n"))
        begin = reader.line_num
    header, *rest = records
    chance.shuffle(rest)
    return "\n".join([header, *rest]) + "\n"


def shuffled_document(content, chance: random.Random):
    """Put keys, and lists of records, in another order; other lists may mean their order."""
    if isinstance(content, dict):
        items = [(key, shuffled_document(value, chance)) for key, value in content.items()]
        chance.shuffle(items)
        return dict(items)
    if isinstance(content, list):
        items = [shuffled_document(value, chance) for value in content]
        if all(isinstance(value, dict) for value in items):
            chance.shuffle(items)
        return items
    return content


@pytest.fixture(scope="module")
def copied(feeds, tmp_path_factory) -> Path:
    """A copy of the files, which a test may change."""
    folder = tmp_path_factory.mktemp("feeds") / "feeds"
    shutil.copytree(feeds, folder, copy_function=shutil.copyfile)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def test_the_order_of_rows_and_keys_does_not_change_the_version(feeds, copied, tmp_path):
    folder = shutil.copytree(copied, tmp_path / "feeds")
    chance, tables, documents = random.Random(11), 0, 0
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".csv":
            path.write_text(shuffled_table(path.read_text(encoding=BYTES), chance), encoding=BYTES)
            tables += 1
        elif path.suffix == ".json" and path.parent.name != "world-atlas":
            path.write_text(json.dumps(shuffled_document(json.loads(path.read_text()), chance)))
            documents += 1
        elif path.name.endswith(".json.gz"):
            content = shuffled_document(json.loads(gzip.decompress(path.read_bytes())), chance)
            path.write_bytes(gzip.compress(json.dumps(content).encode()))
            documents += 1
    assert tables >= 10
    assert documents >= 100
    assert version_of(folder) == version_of(feeds)


def test_one_changed_figure_changes_the_version_and_diff_names_the_fact(copied, tmp_path):
    def supplygraph(*arguments: str) -> dict:
        settings = {
            "SUPPLYGRAPH_DATA": str(tmp_path / "data"), "SUPPLYGRAPH_FEEDS": str(copied),
            "SUPPLYGRAPH_NONCOMMERCIAL": "1", "SUPPLYGRAPH_UNVERIFIED": "1", "NEO4J_URI": "",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "api.cli", *arguments, "--json"], cwd=ROOT, env={**unset(), **settings},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return json.loads(done.stdout)

    before = supplygraph("build")["version"]
    table = copied / "eto-semiconductor" / "provision.csv"
    text = table.read_text(encoding="utf-8")
    assert text.count("ACM Research,P313,Etch and clean tools,N55,2.4,2025,") == 1
    table.write_text(text.replace("N55,2.4,2025,", "N55,2.5,2025,"), encoding="utf-8")
    after = supplygraph("build")["version"]
    assert after != before
    told = supplygraph("diff", before, after)
    (gone,), (come,) = told["only_in_a"], told["only_in_b"]
    assert "acm-research" in gone
    assert '"share":0.024' in gone
    assert '"share":0.025' in come
    assert told["sources"] == []


def test_a_region_told_by_the_atlas_and_by_a_list_is_one_region_with_one_country_and_operator(feeds):
    facts = collect(feeds, noncommercial=False, unverified=False, only={"countries", "atlas", "cloud-regions"}).facts
    told: dict[str, dict[tuple[str, str], set[str]]] = {"atlas": {}, "cloud-regions": {}}
    for fact in facts:
        if isinstance(fact, EdgeFact) and fact.kind in ("LOCATED_IN", "OPERATES"):
            region, other = (fact.start, fact.end) if fact.kind == "LOCATED_IN" else (fact.end, fact.start)
            told[fact.source.dataset].setdefault((region, fact.kind), set()).add(other)
    both = told["atlas"].keys() & told["cloud-regions"].keys()
    assert len(both) > 500
    assert [key for key in both if told["atlas"][key] != told["cloud-regions"][key]] == []
