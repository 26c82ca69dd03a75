"""Broken upstream files, each loader at the size at hand: a fault with its place, and the old graph stays."""

import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from loaders.checking import read_source
from loaders.registry import SOURCES
from scripts.golden_facts import FIXTURES
from tests.loaders.breaking import as_bytes, as_document, as_table, generator
from tests.loaders.test_broken_files import BYTES, files_of
from tests.trust.stage import Report, Sizes

WAYS = 55
"""In which a table or document is broken, about; other files in fewer."""


def run(sizes: Sizes, feeds: Path | None) -> Report:
    """Break files one at a time, each source in turn."""
    report = Report("broken upstream files")
    told: Counter[str] = Counter()
    fed = [spec for spec in SOURCES if spec.feed]
    each = max(sizes.mutations // len(fed), 1)
    for spec in fed:
        real = feeds / str(spec.feed) if feeds else None
        whole = real if real and real.is_dir() else FIXTURES / spec.dataset
        told["at full size" if whole == real else "as fixtures"] += 1
        with TemporaryDirectory() as name:
            folder = Path(shutil.copytree(whole, Path(name) / "copy"))
            files = files_of(folder)
            for file in files:
                for what in _some(file, max(each // len(files), 1), spec.dataset):
                    told["files"] += 1
                    _read(report, told, spec, folder, f"{spec.dataset}/{file.name}: {what}")
    report.figures = dict(told)
    return report


def _some(file: Path, count: int, seed: str) -> Iterator[str]:
    """Break a file in some of the ways there are, evenly; it is whole again afterwards."""
    content = file.read_bytes()
    ways = as_bytes(content, generator(seed))
    if file.suffix in (".csv", ".psv"):
        told = as_table(content.decode(BYTES), "|" if file.suffix == ".psv" else ",", generator(seed))
        ways = chain(ways, ((what, text.encode("utf-8", "replace")) for what, text in told))
    elif file.suffix == ".json":
        told = as_document(content.decode(), generator(seed))
        ways = chain(ways, ((what, text.encode()) for what, text in told))
    step = max(WAYS // count, 1)
    for what, broken in islice(ways, generator(seed).randrange(step), None, step):
        file.write_bytes(broken)
        yield what
    file.write_bytes(content)


def _read(report: Report, told: Counter[str], spec: object, folder: Path, what: str) -> None:
    try:
        _, facts, faults = read_source(spec, folder)  # type: ignore[arg-type]
    except Exception as error:  # what nobody foresaw is what this looks for
        report.expect(False, f"{what}: {error!r}")
        return
    told["refused" if faults else "taken"] += 1
    report.expect(bool(facts or faults), f"{what}: neither facts nor a fault")
    for fault in faults:
        report.expect("the loader cannot read it" not in fault.message, f"{what}: {fault}")
