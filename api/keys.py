"""Keys of callers: a file with the hash of each, what it may ask and how often.

A key is 256 random bits, so a plain hash of it is as hard to guess as the key itself; slow hashes are for passwords
that people think of.
"""

import hashlib
import os
import re
import secrets
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from graph.errors import SupplygraphError

LOOKED_EVERY = 1.0
"""Seconds between two looks at whether the file has changed."""
PREFIX = "sg_"
"""By which a key that was published by mistake is recognised."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Scope(StrEnum):
    """What a caller may do."""

    READ = "read"
    CYPHER = "cypher"
    ADMIN = "admin"


class Key(BaseModel):
    """One caller, as the file names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    scopes: frozenset[Scope]
    per_minute: int = Field(default=0, ge=0, description="questions a minute; the setting of addresses where 0")


class KeyFileError(SupplygraphError):
    """The file of keys cannot be used."""


@dataclass(frozen=True)
class Caller:
    """Who asks."""

    name: str
    scopes: frozenset[Scope]
    per_minute: int = 0


@dataclass
class Keys:
    """The keys in a file; read anew when it changes, so that a key can be withdrawn without a restart.

    Parameters
    ----------
    file : Path

    Raises
    ------
    KeyFileError
        At the start. A file that is damaged later opens to nobody.
    """

    file: Path
    _callers: dict[str, Caller] = field(default_factory=dict, init=False)
    _seen: tuple[int, int] = field(default=(0, 0), init=False)
    _looked: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        """Read the file."""
        self._callers, self._seen = read_keys(self.file), self._state()
        self._looked = time.monotonic()

    def caller(self, key: str) -> Caller | None:
        """Return whose key it is, None where it is nobody's."""
        now = time.monotonic()
        if now - self._looked > LOOKED_EVERY:
            self._looked = now
            self._read_if_changed()
        return self._callers.get(hashed(key))

    def _read_if_changed(self) -> None:
        seen = self._state()
        if seen != self._seen:
            self._seen = seen
            try:
                self._callers = read_keys(self.file)
            except KeyFileError:
                self._callers = {}

    def _state(self) -> tuple[int, int]:
        try:
            found = self.file.stat()
        except OSError:
            return 0, 0
        return found.st_mtime_ns, found.st_ino


def hashed(key: str) -> str:
    """Return the hash under which a key is kept."""
    return hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()


def read_keys(file: Path) -> dict[str, Caller]:
    """Return the callers by the hash of their key.

    Raises
    ------
    KeyFileError
        The file cannot be read, others can read it too, or an entry is wrong.
    """
    import tomllib  # nothing else of a command needs it

    try:
        if file.stat().st_mode & 0o077:
            raise KeyFileError(f"{file} can be read by others; chmod 600 {file}")
        found = {name: Key.model_validate(entry) for name, entry in tomllib.loads(file.read_text()).items()}
    except ValidationError as error:
        first = error.errors()[0]
        raise KeyFileError(f"{file}: {first['loc'][0] if first['loc'] else 'an entry'}: {first['msg']}") from error
    except (OSError, ValueError, RecursionError) as error:
        raise KeyFileError(f"cannot read the keys in {file}: {error}") from error
    return {key.sha256: Caller(name, key.scopes, key.per_minute) for name, key in found.items()}


def add_key(file: Path, name: str, scopes: frozenset[Scope], per_minute: int) -> str:
    """Add a caller to a file, and return the key: it is shown once and kept nowhere.

    Raises
    ------
    KeyFileError
        The name is wrong or taken, or the file cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise KeyFileError(f"{name!r} is no name of a key: lower-case letters, digits and -, at most 40")
    if file.exists() and name in {caller.name for caller in read_keys(file).values()}:
        raise KeyFileError(f"{file} has a key named {name} already; remove its lines first")
    key = PREFIX + secrets.token_urlsafe(32)
    listed = ", ".join(f'"{scope}"' for scope in sorted(scopes))
    entry = f'[{name}]\nsha256 = "{hashed(key)}"\nscopes = [{listed}]\nper_minute = {per_minute}\n\n'
    try:
        with open(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "w") as opened:
            opened.write(entry)
    except OSError as error:
        raise KeyFileError(f"cannot write {file}: {error.strerror}") from error
    return key
