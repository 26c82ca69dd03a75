"""What the program is made of: the locked packages of ``requirements/run.txt`` and the vendored scripts of the page."""

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packageurl import PackageURL

ROOT = Path(__file__).parents[1]
LOCKED = ROOT / "requirements" / "run.txt"
VENDORED = ROOT / "api" / "static" / "vendor" / "vendor.lock.json"
_PINNED = re.compile(r"^(\S+?)==(\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_SHORT = {
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0", "Apache 2.0": "Apache-2.0",
    "MIT License": "MIT", "The MIT License (MIT)": "MIT", "BSD License": "BSD-3-Clause", "BSD": "BSD-3-Clause",
    "GNU Lesser General Public License v2 (LGPLv2)": "LGPL-2.1-only", "LGPLv2": "LGPL-2.1-only",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Python Software Foundation License": "PSF-2.0",
    "ISC License (ISCL)": "ISC",
}  # fmt: skip


@dataclass(frozen=True)
class Component:
    """One thing of somebody else's.

    Attributes
    ----------
    name, version, licence : str
    url : PackageURL
        Its name in every ecosystem.
    hashes : tuple of str
        sha256 of the files that are accepted.
    """

    name: str
    version: str
    licence: str
    url: PackageURL
    hashes: tuple[str, ...]


def components() -> list[Component]:
    """Return every component, packages first."""
    return [*packages(LOCKED.read_text()), *scripts()]


def packages(lock: str) -> list[Component]:
    """Return the packages of a lock."""
    starts = list(_PINNED.finditer(lock))
    ends = [start.start() for start in starts[1:]] + [len(lock)]
    parts = [(start[1], start[2], lock[start.end() : end]) for start, end in zip(starts, ends, strict=True)]
    return [
        Component(name, version, licence_of(name), PackageURL("pypi", None, name, version), tuple(_HASH.findall(rest)))
        for name, version, rest in parts
        if "emscripten" not in rest.partition("\n")[0]  # for browsers: never installed with a server
    ]


def scripts() -> list[Component]:
    """Return the vendored scripts."""
    return [
        Component(
            name, entry["version"], entry["licence"], PackageURL("npm", None, name, entry["version"]),
            tuple(digest for file, digest in entry["sha256"].items() if file.endswith(".js")),
        )
        for name, entry in json.loads(VENDORED.read_text()).items()
    ]  # fmt: skip


def licence_of(package: str) -> str:
    """Return the licence that an installed package declares, as SPDX writes it where that is known."""
    try:
        told = metadata(package)
    except PackageNotFoundError:
        return "not installed here"
    if expression := told.get("License-Expression"):
        return str(expression)
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or () if line.startswith("License ::")
    ]
    named = [one for one in classified if one != "OSI Approved"] or [(told.get("License") or "").strip()]
    shortened = {_SHORT.get(one, one) for one in named if one and "\n" not in one}
    return " AND ".join(sorted(shortened)) or "not declared"
