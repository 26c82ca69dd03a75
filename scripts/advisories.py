"""Ask OSV, the open database of advisories, about every component: packages and vendored scripts in one question.

Leaves with 1 where an advisory touches a locked version, with 0 where none does. Where the database cannot be reached
it says so in a line that cannot be overlooked, and leaves with 0: a build must not hang on somebody else's server.
``SUPPLYGRAPH_ADVISORIES=required`` makes that an error, for a release.
"""

import os
import sys
from collections.abc import Mapping
from typing import Any

import httpx2
from components import components

ADDRESS = "https://api.osv.dev/v1/querybatch"
SECONDS = 30


def main() -> int:
    """Ask, and say what was found."""
    urls = [str(one.url) for one in components()]
    try:
        answer = httpx2.post(ADDRESS, json=question(urls), timeout=SECONDS)
        answer.raise_for_status()
        found = touched(urls, answer.json())
    except (httpx2.HTTPError, ValueError, KeyError) as error:
        sys.stderr.write(f"\n!!! ADVISORIES WERE NOT LOOKED UP: {ADDRESS} cannot be reached ({error}) !!!\n\n")
        return 1 if os.environ.get("SUPPLYGRAPH_ADVISORIES") == "required" else 0
    for url, advisories in found.items():
        sys.stdout.write(f"{url}: {', '.join(advisories)}\n")
    sys.stdout.write(f"{len(urls)} components, {len(found)} with advisories\n")
    return 1 if found else 0


def question(urls: list[str]) -> dict[str, Any]:
    """Return the body of the question."""
    return {"queries": [{"package": {"purl": url}} for url in urls]}


def touched(urls: list[str], answer: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the advisories of each component that has any."""
    results = answer["results"]
    if len(results) != len(urls):
        raise ValueError(f"{len(urls)} were asked about, {len(results)} were answered")
    pairs = zip(urls, results, strict=True)
    return {url: [one["id"] for one in result["vulns"]] for url, result in pairs if result.get("vulns")}


if __name__ == "__main__":
    sys.exit(main())
