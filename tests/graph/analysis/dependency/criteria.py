"""Criteria that tests judge by."""

from graph.analysis.dependency.cases.readings import Criterion, Reading

BOOLEAN = Criterion(loss=1.0, sigma=1.0, reading=Reading.KNOWN)
"""Failure as in methods A1: some need has no supplier left, as far as we know."""
