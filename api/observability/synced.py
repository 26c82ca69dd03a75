"""What the last sync of each source came to, beside its files: `doctor` and the metrics tell of failures."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, TypeAdapter, ValidationError

from graph.stores.versions.files import replace

FILE = ".synced.json"


class LastSync(BaseModel):
    """One source."""

    status: str
    reason: str
    at: str

    @property
    def failed(self) -> bool:
        """Whether its files could not be had or read."""
        return self.status in ("kept", "failed")


_EVERY = TypeAdapter(dict[str, LastSync])


def last_syncs(feeds: Path) -> dict[str, LastSync]:
    """Return what is noted of each source; nothing where there is no note that can be read."""
    try:
        return _EVERY.validate_json((feeds / FILE).read_bytes())
    except (OSError, ValidationError):
        return {}


def note_syncs(feeds: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    """Note what a sync came to.

    Parameters
    ----------
    feeds : Path
    rows : iterable of tuple
        Data set, status and reason.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    known = last_syncs(feeds)
    for dataset, status, reason in rows:
        known[dataset] = LastSync(status=status, reason=reason, at=now)
    text = json.dumps({name: row.model_dump() for name, row in sorted(known.items())}, indent=1, ensure_ascii=False)
    replace(feeds / FILE, text.encode())
