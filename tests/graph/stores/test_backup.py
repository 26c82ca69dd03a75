import io
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from graph.errors import StoreError
from graph.stores.versions.backup import back_up, restore
from graph.stores.versions.store import VersionStore

ROOT = Path(__file__).parents[3]


@pytest.fixture
def two(tmp_path, m1, world):
    """A store with two versions, of which the older is in use."""
    store = VersionStore(tmp_path / "data")
    store.write(m1, "first")
    store.write(world("model:m DEVELOPED_BY lab:l"), "second")
    store.use(m1.version)
    return store


def test_everything_comes_back_from_one_file(tmp_path, two, m1):
    saved = back_up(two, tmp_path / "backup.tar")
    assert (tmp_path / "backup.tar").stat().st_mode & 0o777 == 0o600
    other = VersionStore(tmp_path / "other")
    assert restore(other, tmp_path / "backup.tar").versions == saved.versions
    assert other.current() == m1.version
    assert sorted(other.versions()) == sorted(two.versions())
    for version in two.versions():
        assert other.read(version, checked=True).built_at == two.read(version).built_at
    assert list((tmp_path / "other").rglob(".aside-*")) == []


def test_a_damaged_old_version_is_left_out_and_named_a_damaged_current_one_is_refused(tmp_path, two, m1):
    (old,) = (version for version in two.versions() if version != m1.version)
    two.path(old).write_bytes(b"x")
    saved = back_up(two, tmp_path / "backup.tar")
    assert saved.versions == (m1.version,)
    assert old in saved.left_out[0]
    two.path(m1.version).write_bytes(b"x")
    with pytest.raises(StoreError, match="damaged"):
        back_up(two, tmp_path / "second.tar")
    assert not (tmp_path / "second.tar").exists()


def _tar(path: Path, **members: bytes) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return path


@pytest.mark.parametrize("content", [b"", b"x" * 3000, "cut", "foreign", "no version", "outside", "link"])
def test_what_is_no_backup_changes_nothing(tmp_path, two, m1, content):
    source = tmp_path / "backup.tar"
    if content == "cut":
        back_up(two, source)
        source.write_bytes(source.read_bytes()[:1500])
    elif content == "foreign":
        _tar(source, **{f"graphs/{'a' * 64}.graph.zip": b"x", "current": f'{{"version": "{"a" * 64}"}}'.encode()})
    elif content == "no version":
        _tar(source, current=f'{{"version": "{"a" * 64}"}}'.encode())
    elif content == "outside":
        _tar(source, **{"../outside": b"x"})
    elif content == "link":
        with tarfile.open(source, "w") as tar:
            link = tarfile.TarInfo("current")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)
    else:
        source.write_bytes(content)
    before = {path: path.read_bytes() for path in two.folder.rglob("*") if path.is_file()}
    with pytest.raises(StoreError, match=str(tmp_path)):
        restore(two, source)
    assert {path: path.read_bytes() for path in two.folder.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "outside").exists()


RESTORE = """
import sys
from pathlib import Path
from graph.stores.versions.backup import restore
from graph.stores.versions.store import VersionStore
print("ready", flush=True)
while True:
    for backup in sys.argv[2:]:
        restore(VersionStore(Path(sys.argv[1])), Path(backup))
"""


def test_killed_while_it_restores_one_whole_graph_is_in_use(tmp_path, two, m1):
    back_up(two, tmp_path / "first.tar")
    (other,) = (version for version in two.versions() if version != m1.version)
    two.use(other)
    back_up(two, tmp_path / "second.tar")
    for turn in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", RESTORE, two.folder, tmp_path / "first.tar", tmp_path / "second.tar"],
            stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.013 * turn)
        process.kill()
        process.wait()
        process.stdout.close()
        assert two.read(checked=True).graph.version in (m1.version, other)
