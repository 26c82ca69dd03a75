"""Files that are whole at any moment: written aside, flushed to disk, renamed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

PRIVATE, PUBLIC = 0o600, 0o644
"""Modes of files."""
ASIDE = ".aside-"
LEFT_BEHIND = 3_600.0
"""Seconds after which a file aside has surely lost its writer."""


def replace(target: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Put a file in the place of another: at any moment the old one or the new one is there, whole.

    Parameters
    ----------
    target : Path
        In a folder that exists.
    content : bytes
        All of the file.
    mode : int
        Who may read it.

    Raises
    ------
    OSError
        It cannot be written; the old one is there still.
    """
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=ASIDE, delete=False) as aside:
        try:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
            os.chmod(aside.name, mode)
            os.replace(aside.name, target)
        except BaseException:
            Path(aside.name).unlink(missing_ok=True)
            raise
    flush_folder(target.parent)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk; on Windows a folder cannot be opened, and the system does it.

    Parameters
    ----------
    folder : Path
        Not what is in the files, which is flushed before.
    """
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def left_behind(folders: Iterable[Path]) -> list[Path]:
    """Return the files and folders aside whose writer was killed.

    Parameters
    ----------
    folders : Iterable[Path]
        Those that are not there are passed over.

    Returns
    -------
    list of Path
        Older than ``LEFT_BEHIND`` seconds: a younger one may be written still.
    """
    now = time.time()
    found = (aside for folder in folders if folder.is_dir() for aside in folder.glob(f"{ASIDE}*"))
    return [aside for aside in found if now - aside.lstat().st_mtime > LEFT_BEHIND]


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there.

    Parameters
    ----------
    path : Path
        A link is removed, not what it leads to.
    """
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
