"""The table of findings. To add one, add a ``FindingKind`` to one of the files that it names."""

from graph.measures.findings.sentences import compute, countries, debate, division
from graph.measures.findings.sentences.finding import FindingKind

KINDS: tuple[FindingKind, ...] = (*division.of_layers(), *countries.KINDS, *debate.KINDS, *compute.KINDS)
