"""Small worlds of one layer: cloud regions in countries, by providers of known or unknown seat."""

from graph.knowledge_graph import KnowledgeGraph
from tests.conftest import declare, parse_facts

SEATS = {"amazon": "USA", "azure": "USA", "ali": "CHN", "tencent": "HKG", "ovh": "FRA"}
"""Providers; any other name has no seat that a source states."""


def cloud_facts(regions, extra=""):
    """Regions by country and provider: ``{"BRA": {"amazon": 3, "ali": 1}}``; ``None`` is no operator."""
    lines, places = [], []
    for country, held in regions.items():
        for provider, count in held.items():
            for number in range(count):
                place = f"facility:{country.lower()}-{provider or 'nobody'}-{number}"
                places.append(place)
                lines.append(f"{place} LOCATED_IN country:{country}")
                if provider:
                    lines.append(f"cloud:{provider} OPERATES {place}")
    used = {provider for held in regions.values() for provider in held if provider}
    lines += [f"cloud:{provider} BASED_IN country:{SEATS[provider]}" for provider in sorted(used & SEATS.keys())]
    facts = parse_facts("\n".join([*lines, extra]))
    kept = [fact for fact in facts if getattr(fact, "id", None) not in places]
    return [declare(place, subtype="cloud-region") for place in places] + kept


def cloud_world(regions, extra=""):
    return KnowledgeGraph.build(cloud_facts(regions, extra))
