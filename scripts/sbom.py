"""Print the bill of materials as CycloneDX JSON; ``--licences`` writes docs/licences.md instead."""

import sys

from components import ROOT, Component, components
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component as Part
from cyclonedx.model.component import ComponentType
from cyclonedx.output.json import JsonV1Dot6

TITLE = """# Licences of what we rest on

What `make run` installs, as locked, and the scripts of the page. Written by `scripts/sbom.py --licences`; `make sbom`
prints the same as a bill of materials (CycloneDX 1.6) with the accepted hashes.

| component | version | licence |
|---|---|---|
"""


def main(arguments: list[str]) -> int:
    """Print one of both."""
    found = components()
    if "--licences" in arguments:
        rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in found)
        (ROOT / "docs" / "licences.md").write_text(TITLE + rows)
    else:
        sys.stdout.write(bill(found) + "\n")
    return 0


def bill(found: list[Component]) -> str:
    """Return the bill of materials."""
    licences = LicenseFactory()
    bom = Bom()
    bom.metadata.component = Part(name="supplygraph", type=ComponentType.APPLICATION, bom_ref="supplygraph")
    parts = [
        Part(
            name=one.name, version=one.version, type=ComponentType.LIBRARY, purl=one.url, bom_ref=str(one.url),
            licenses=[licences.make_from_string(one.licence)],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        )
        for one in found
    ]  # fmt: skip
    bom.components.update(parts)
    bom.register_dependency(bom.metadata.component, parts)
    return JsonV1Dot6(bom).output_as_string(indent=2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
