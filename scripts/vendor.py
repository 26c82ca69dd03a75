"""Make the vendored files of the page again, from the packages that ``vendor.lock.json`` pins.

``python scripts/vendor.py`` fetches them with npm, from whatever registry npm is set up with, and checks each package
by its sha512 and each file by its sha256: what was not reviewed is not written. ``--check`` compares the files that are
there with the lock, without any network; a test does the same. ``--pin`` takes the digests of what it fetched, for a
review.

Files are those of the package but for three things: modules are imported by path, which browsers need, what is no
module yet gets a line that imports or exports its name, and the line that names a source map, which is not shipped, is
dropped.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parents[1] / "api" / "static" / "vendor"
LOCK = VENDOR / "vendor.lock.json"
BY_PATH = {b'from"preact"': b'from"./preact.js"'}
AS_MODULE = {
    "prism.js": (b"", b"\nexport default Prism;\n"),
    "prism-cypher.js": (b'import Prism from "./prism.js";\n', b"\nexport default Prism.languages.cypher;\n"),
}
"""What is put before and after a script that is no module."""
_MAP = re.compile(rb"\n//# sourceMappingURL=\S+\s*$")


def main(arguments: list[str]) -> int:
    """Check, pin or fetch."""
    lock = json.loads(LOCK.read_text())
    if "--check" in arguments:
        wrong = faults(lock)
        sys.stderr.write("".join(f"{fault}\n" for fault in wrong))
        return 1 if wrong else 0
    with tempfile.TemporaryDirectory() as folder:
        for package, entry in lock.items():
            for target, content in fetched(package, entry, Path(folder), pin="--pin" in arguments).items():
                (VENDOR / target).write_bytes(content)
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")
    return 0


def faults(lock: dict[str, Any]) -> list[str]:
    """Return what differs between the files that are there and the lock."""
    pinned = {target: digest for entry in lock.values() for target, digest in entry["sha256"].items()}
    there = {file.name: _sha256(file.read_bytes()) for file in VENDOR.iterdir() if file.name not in (LOCK.name, OURS)}
    return [
        f"{name}: {there.get(name, 'missing')}, the lock says {pinned.get(name, 'nothing')}"
        for name in sorted(there.keys() | pinned.keys())
        if there.get(name) != pinned.get(name)
    ]


OURS = "htm-preact.js"
"""The module of ours that puts the packages together."""


def fetched(package: str, entry: dict[str, Any], folder: Path, *, pin: bool) -> dict[str, bytes]:
    """Return the files of a package by their names here; with ``pin`` their digests are taken into the entry."""
    command = ["npm", "pack", f"{package}@{entry['version']}", "--silent", "--pack-destination", str(folder)]
    name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    packed = (folder / name).read_bytes()
    integrity = "sha512-" + base64.b64encode(hashlib.sha512(packed).digest()).decode()
    if pin:
        entry["integrity"] = integrity
    if integrity != entry["integrity"]:
        sys.exit(f"{package} {entry['version']} is not the reviewed package")
    found = {}
    with tarfile.open(folder / name) as archive:
        for inside, target in entry["files"].items():
            stream = archive.extractfile(f"package/{inside}")
            if stream is None:
                sys.exit(f"{package} has no {inside}")
            content = _MAP.sub(b"\n", stream.read())
            for module, path in BY_PATH.items():
                content = content.replace(module, path)
            before, after = AS_MODULE.get(target, (b"", b""))
            content = before + content + after
            if pin:
                entry.setdefault("sha256", {})[target] = _sha256(content)
            if entry["sha256"][target] != _sha256(content):
                sys.exit(f"{package}: {inside} is not the reviewed file")
            found[target] = content
    return found


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
