"""Make the vendored files of the page again, from the versions and digests pinned in ``vendor.lock.json``.

Run ``python scripts/vendor.py`` with npm on the PATH; it uses whatever registry npm is set up with. It fails if a
package's content is not the one that was reviewed.
"""

import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

VENDOR = Path(__file__).parents[1] / "api" / "static" / "vendor"


def main() -> int:
    """Fetch, check and unpack each file of the lock."""
    lock = json.loads((VENDOR / "vendor.lock.json").read_text())
    with tempfile.TemporaryDirectory() as folder:
        for package, entry in lock.items():
            command = ["npm", "pack", f"{package}@{entry['version']}", "--silent", "--pack-destination", folder]
            name = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
            with tarfile.open(Path(folder) / name) as archive:
                for inside, target in entry["files"].items():
                    stream = archive.extractfile(f"package/{inside}")
                    if stream is None:
                        sys.stderr.write(f"{package} has no {inside}\n")
                        return 1
                    content = stream.read()
                    digest = hashlib.sha256(content).hexdigest()
                    if digest != entry["sha256"].setdefault(target, digest):
                        sys.stderr.write(f"{package}: {inside} is not the reviewed file\n")
                        return 1
                    (VENDOR / target).write_bytes(content)
    (VENDOR / "vendor.lock.json").write_text(json.dumps(lock, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
