"""What is known of the files of a folder that `sync` filled: address, validators, checksum, days."""

import hashlib
import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

MANIFEST = ".sync.json"
"""The file that says it, in the folder itself."""


@dataclass(frozen=True)
class Known:
    """What is known of a file at hand."""

    url: str
    sha256: str
    etag: str = ""
    last_modified: str = ""
    fetched_on: str = ""

    @property
    def published_on(self) -> str:
        """The day by which the file was surely public: when it was last changed, or else when it was fetched."""
        try:
            return parsedate_to_datetime(self.last_modified).date().isoformat()
        except ValueError:
            return self.fetched_on


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_manifest(folder: Path) -> dict[str, Known]:
    """Return what is known of the files of a folder, by name; nothing where `sync` never filled it."""
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    try:
        return {file: Known(**one) for file, one in json.loads(path.read_text(encoding="utf-8")).items()}
    except (ValueError, TypeError, AttributeError):
        return {}  # a damaged manifest costs one unconditional download


def published(folder: Path) -> dict[str, str]:
    """Return the day by which each file that `sync` fetched was public; files put there by hand have none."""
    return {
        file: known.published_on
        for file, known in read_manifest(folder).items()
        if (folder / file).is_file() and known.sha256 == sha256(folder / file)
    }
