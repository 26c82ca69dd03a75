"""Every view of the page, in the state in which it shows most."""

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
}
SIZES = {"desktop": (1400, 900), "phone": (390, 844)}
