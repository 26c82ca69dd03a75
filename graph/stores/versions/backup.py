"""One file with every version at hand and the pointer, and the way back from it.

A tar file, so that any machine can look into it. Nothing damaged goes in, and nothing that is not proved by its content
hash comes out: versions are put in place one by one, and the pointer last.
"""

import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreError
from graph.stores.versions.files import ASIDE, PRIVATE, replace
from graph.stores.versions.pointer import VERSION, read_pointer, write_pointer
from graph.stores.versions.store import VersionStore
from graph.stores.versions.version_file import SUFFIX

LARGEST = 4_000_000_000
"""Bytes of one version that are restored."""
_MEMBER = re.compile(rf"graphs/({VERSION}){re.escape(SUFFIX)}")


@dataclass(frozen=True)
class Backup:
    """What was saved or brought back.

    Attributes
    ----------
    current : str
        The version in use.
    versions : tuple of str
        Hashes of the versions that are in the file, and were brought back.
    left_out : tuple of str
        Why versions are not among them: they are damaged.
    """

    current: str
    versions: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def back_up(store: VersionStore, target: Path) -> Backup:
    """Write every whole version, and which is in use, to one file.

    Parameters
    ----------
    store : VersionStore
        A version in it that is damaged is left out and named, unless it is the one in use.
    target : Path
        Replaced whole; only its owner may read it.

    Raises
    ------
    StoreError
        The version in use is damaged, or the file cannot be written.
    """
    current = store.read(checked=True).graph.version
    saved, left_out = [], []
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=ASIDE) as folder:
            aside = Path(folder) / "backup"
            with tarfile.open(aside, "w") as tar:
                for version in store.versions():
                    copy = Path(folder) / version
                    try:
                        shutil.copy2(store.path(version), copy)  # it may be removed at any moment
                        store.read(version, checked=True)
                    except StoreError as error:
                        left_out.append(str(error))
                        continue
                    except FileNotFoundError:
                        continue
                    tar.add(copy, f"graphs/{version}{SUFFIX}", filter=_nobody)
                    copy.unlink()
                    saved.append(version)
                pointer = Path(folder) / "current"
                write_pointer(pointer.parent, current)
                tar.add(pointer, "current", filter=_nobody)
            aside.chmod(PRIVATE)  # it may hold an overlay that is private
            aside.replace(target)
    except OSError as error:
        raise StoreError(f"cannot write {target}: {error}") from error
    return Backup(current, tuple(saved), tuple(left_out))


def restore(store: VersionStore, source: Path) -> Backup:
    """Bring versions back from a file, and make that the current one which was current then.

    Parameters
    ----------
    store : VersionStore
        Versions that it has already stay.
    source : Path
        A file that ``back_up`` wrote.

    Raises
    ------
    StoreError
        The file is damaged or none of ours, or the folder cannot be written; the graph in use is unchanged.
    """
    with _unpacked(source, store.folder) as folder:
        found = VersionStore(folder)
        current = read_pointer(folder)
        versions = found.versions()
        if current is None or current not in versions:
            raise StoreError(f"{source} does not hold the version that was in use; nothing has changed")
        for version in versions:
            found.read(version, checked=True)
        try:
            store.path(current).parent.mkdir(parents=True, exist_ok=True)
            for version in reversed(versions):  # the newest is written last, and so kept longest
                replace(store.path(version), found.path(version).read_bytes(), PRIVATE)
            write_pointer(store.folder, current)
        except OSError as error:
            raise StoreError(f"cannot write to {store.folder}: {error}") from error
    return Backup(current, tuple(versions))


@contextmanager
def _unpacked(source: Path, beside: Path) -> Iterator[Path]:
    """Give a folder with what a backup holds; members with other names than ours are refused."""
    try:
        beside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=beside, prefix=ASIDE) as name:
            folder = Path(name)
            (folder / "graphs").mkdir()
            with tarfile.open(source, "r:") as tar:
                for member in tar:
                    if not member.isfile() or not (member.name == "current" or _MEMBER.fullmatch(member.name)):
                        raise StoreError(f"{source} is no backup of ours: it holds {member.name[:100]!r}")
                    if member.size > LARGEST:
                        raise StoreError(f"{source} holds a file of {member.size:,} bytes; {LARGEST:,} are restored")
                    tar.extract(member, folder, filter="data")
            yield folder
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise StoreError(f"{source} is damaged or no backup of ours ({error}); nothing has changed") from error
    except OSError as error:
        raise StoreError(f"cannot read {source}: {error}") from error


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made a file, and let only the owner read it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = PRIVATE
    return member
