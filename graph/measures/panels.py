"""The subjects under which measures are listed: on the command line, in the OpenAPI document, in the docs."""

FACTS = "The graph"
DEPENDENCY = "What rests on what"
FRAGMENTATION = "How far the world is divided"
SERIES = "Series"
FINDINGS = "Findings"
