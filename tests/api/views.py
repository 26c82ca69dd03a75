"""Every view of the page, in the state in which it shows most; in the suite each once, in one size by turns."""

import os
from collections.abc import Sequence
from typing import TypeVar

Way = TypeVar("Way")
VIEWS = {
    "home": "",
    "home, Taiwan off": "?out=country:TWN",
    "why": "?view=why&root=model:glm-5&to=country:NLD",
    "chokepoints": "?view=chokepoints&selected=country:NLD",
    "profile": "?view=profile&root=company:tsmc",
    "two profiles": "?view=profile&root=country:NLD&beside=country:TWN",
    "picture": "?view=dependencies&root=model:glm-5&mode=picture",
    "outline without Taiwan": "?view=dependencies&root=model:glm-5&out=country:TWN&mode=outline",
    "table and evidence": "?view=dependencies&root=model:glm-5&mode=table&selected=company:asml",
    "what rests on a firm": "?view=dependencies&root=company:asml&direction=down&mode=picture",
    "spheres": "?view=spheres",
    "index": "?view=spheres&mode=index",
    "contested": "?view=spheres&mode=countries",
    "adoption": "?view=spheres&mode=adoption",
    "series": "?view=spheres&mode=series",
    "map": "?view=map&selected=country:IDN",
    "timeline": "?view=timeline",
    "two countries over time": "?view=timeline&mode=countries",
    "concentration": "?view=concentration",
    "cypher": "?view=cypher&mode=rests-on",
    "every question": "?view=questions",
    "sources": "?view=sources",
    "evidence drawer": "?view=why&root=model:glm-5&to=country:NLD&evidence=model:glm-5",
    "profile of a country": "?view=profile&root=country:FRA",
}
WHOLE = "PAGE_WHOLE" in os.environ
"""`make page`: every view in both sizes and both themes, more of its controls, each task in four ways."""
SIZES = {"desktop": (1400, 900), "phone": (390, 844)}


def by_turns(ways: Sequence[Way], first: int = 0) -> list[tuple[str, Way]]:
    """Return each view with one of the ways, by turns; with every way where the whole is asked for."""
    if WHOLE:
        return [(view, way) for view in VIEWS for way in ways]
    return [(view, ways[(number + first) % len(ways)]) for number, view in enumerate(VIEWS)]
