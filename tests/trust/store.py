"""The store: killed writers, a full disk, clocks that jump, every file damaged."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.errors import SupplygraphError
from graph.stores.versions.backup import back_up
from graph.stores.versions.store import VersionStore
from tests.trust.stage import ROOT, Report, Sizes

CODES = {0, 2, 3, 4}
"""Exit codes that docs/errors.md names, but for those of a process that was killed."""


def _command(*arguments: str) -> list[str]:
    """Return a command of the command line."""
    return [sys.executable, "-m", "api.cli", *arguments]


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLYGRAPH_", "NEO4J_"))}
    return kept | {"SUPPLYGRAPH_DATA": str(data)}


def done_in(data: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        _command(*arguments), cwd=ROOT, env=_environment(data) | settings, capture_output=True, text=True, check=False
    )


def is_told(done: subprocess.CompletedProcess[str]) -> bool:
    """Say whether a command ended as the docs say, without a traceback."""
    return done.returncode in CODES and "Traceback" not in done.stderr


def kills(sizes: Sizes, data: Path) -> Report:
    """Kill commands at random moments; afterwards one whole version is in use, and the next command works."""
    report = Report("kills in build, use, restore, sync")
    ended: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(data, Path(folder) / "data"))
        store = VersionStore(copy)
        whole = store.read(checked=True).graph.version
        backup = Path(folder) / "backup.tar"
        back_up(store, backup)
        facts = Path(folder) / "own.jsonl"
        source = {"title": "t", "publisher": "p", "url": "https://example.org", "licence": "private"}
        facts.write_text(
            json.dumps({"type": "node", "id": "company:x", "kind": "Company", "name": "x", "source": source})
        )
        feeds = ROOT / "tests" / "loaders" / "fixtures"
        commands = {
            "build": ("build", "--only", str(facts)), "use": ("use", whole), "restore": ("restore", str(backup)),
            "sync": ("sync", "epoch-hardware", "--from", str(feeds)),
        }  # fmt: skip
        usual = {name: _seconds(copy, given) for name, given in commands.items()}
        for turn in range(sizes.kills):
            for name, given in commands.items():
                chance = random.Random(f"{name}{turn}")
                process = subprocess.Popen(
                    _command(*given), cwd=ROOT, env=_environment(copy),
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )  # fmt: skip
                time.sleep(chance.uniform(0.3, 1.1) * usual[name])
                process.kill()
                ended[f"{name}_{'killed' if process.wait() < 0 else 'done'}"] += 1
                try:
                    store.read(checked=True)
                except SupplygraphError as error:
                    report.expect(False, f"{name}: {error}")
        for name, given in commands.items():
            done = done_in(copy, *given)
            report.expect(is_told(done), f"{name}: {done.stderr[-300:]}")
    report.figures = dict(sorted(ended.items()))
    return report


def _seconds(data: Path, given: tuple[str, ...]) -> float:
    started = time.perf_counter()
    done_in(data, *given)
    return time.perf_counter() - started


WAYS: dict[str, object] = {
    "gone": "gone", "empty": lambda c, r: b"", "a bit": lambda c, r: _at(c, r, lambda part: bytes([part[0] ^ 1])),
    "a byte more": lambda c, r: c + b"x", "a byte less": lambda c, r: c[:-1], "half": lambda c, r: c[: len(c) // 2],
    "the other half": lambda c, r: c[len(c) // 2 :], "twice": lambda c, r: c + c,
    "noise": lambda c, r: r.randbytes(3_000), "zeros": lambda c, r: bytes(len(c)),
    "zeros inside": lambda c, r: _at(c, r, lambda part: bytes(8)), "a list": lambda c, r: b"[]",
    "null": lambda c, r: b"null", "an object": lambda c, r: b"{}", "deep": lambda c, r: b"[" * 200_000,
    "deeper": lambda c, r: b'{"version":' * 100_000, "no text": lambda c, r: b"\xff\xfe" + c,
    "utf-16": lambda c, r: c[:2_000].decode("latin-1").encode("utf-16"), "upper case": lambda c, r: c.upper(),
    "a folder": "folder", "a link to itself": "link", "letters changed": lambda c, r: c.replace(b"a", b"b"),
}  # fmt: skip


def _at(content: bytes, chance: random.Random, change: object) -> bytes:
    spot = chance.randrange(max(len(content) - 8, 1))
    made = change(content[spot : spot + 8])  # type: ignore[operator]
    return content[:spot] + made + content[spot + len(made) :]


def damage(sizes: Sizes, data: Path) -> Report:
    """Damage every file of a store in twenty ways: the right version or a clear refusal."""
    report = Report("every file of the store damaged")
    told: Counter[str] = Counter()
    with TemporaryDirectory() as folder:
        clean = Path(folder) / "clean"
        store = VersionStore(Path(shutil.copytree(data, clean)))
        version = store.read(checked=True).graph.version
        files = [path.relative_to(clean) for path in (clean / "current", *(clean / "graphs").iterdir())]
        for number, (file, (way, change)) in enumerate((f, w) for f in files for w in WAYS.items()):
            broken = Path(folder) / "broken"
            shutil.rmtree(broken, ignore_errors=True)
            shutil.copytree(clean, broken)
            _break(broken / file, change, random.Random(number))
            try:
                found = VersionStore(broken).read(checked=True).graph.version
                told["answered"] += 1
                report.expect(found == version, f"{file}, {way}: {found[:12]} was read")
            except SupplygraphError as error:
                told["refused"] += 1
                report.expect("supplygraph" in str(error), f"{file}, {way}: no way out in {error}")
            except Exception as error:  # what nobody foresaw is what this looks for
                report.expect(False, f"{file}, {way}: {error!r}")
            if number % 11 == 0:
                done = done_in(broken, "versions")
                told["commands"] += 1
                report.expect(is_told(done), f"{file}, {way}: {done.stderr[-300:]}")
        told |= _full(report, clean, Path(folder))
        told |= _clocks(report, clean, Path(folder))
    report.figures = {"ways": len(WAYS), "files": len(files), **told}
    return report


def _break(path: Path, change: object, chance: random.Random) -> None:
    content = path.read_bytes()
    path.unlink()
    if change == "folder":
        path.mkdir()
    elif change == "link":
        path.symlink_to(path)
    elif callable(change):
        path.write_bytes(change(content, chance))


def _full(report: Report, clean: Path, folder: Path) -> Counter[str]:
    """Write where a file may have no more than so many bytes, as on a full disk; the old graph stays."""
    told: Counter[str] = Counter()
    program = (
        "import resource, sys; from pathlib import Path; from graph.stores.versions.store import VersionStore;"
        "store = VersionStore(Path(sys.argv[1])); found = store.read();"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY));"
        "store.write(found.graph, 'later', found.reports)"
    )
    size = max(path.stat().st_size for path in (clean / "graphs").iterdir())
    for most in (0, 10, 4_096, size // 2, 9 * size // 10):
        full = folder / "full"
        shutil.rmtree(full, ignore_errors=True)
        shutil.copytree(clean, full)
        done = subprocess.run(
            [sys.executable, "-c", program, full, str(most)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        report.expect("cannot write" in done.stderr, f"a full disk at {most} bytes: {done.stderr[-200:]}")
        left = [path.name for path in full.rglob(".aside-*")]
        report.expect(not left, f"a full disk at {most} bytes leaves {left}")
        try:
            VersionStore(full).read(checked=True)
            told["full_disks"] += 1
        except SupplygraphError as error:
            report.expect(False, f"a full disk at {most} bytes: {error}")
    return told


def _clocks(report: Report, clean: Path, folder: Path) -> Counter[str]:
    """Let versions come from the future and the past; the one in use is never removed."""
    told: Counter[str] = Counter()
    for name, shift in (("future", 10**9), ("past", -(10**9))):
        jumped = folder / name
        shutil.copytree(clean, jumped)
        for path in (jumped / "graphs").iterdir():
            moved = path.stat().st_mtime + shift
            os.utime(path, (moved, moved))
        store = VersionStore(jumped, kept=1)
        stored = store.read()
        store.write(stored.graph, "2099-01-01T00:00:00+00:00", stored.reports)
        report.expect(store.read(checked=True).graph.version == stored.graph.version, f"a clock in the {name}")
        told["clocks"] += 1
    return told
