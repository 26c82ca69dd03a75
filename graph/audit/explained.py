"""Findings that somebody has looked at and left as they are: ``explained.csv``, one a row, with the reason.

Columns: ``rule``, ``subject`` (``*`` stands for any text) and ``reason``. What is from memory is listed one by one: a
pattern would explain facts that nobody has looked up yet.
"""

import csv
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from graph.audit.finding import AuditFinding

FILE = Path(__file__).with_name("explained.csv")


class Explanation(BaseModel):
    """Why findings of one rule on some subjects are right as they are."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    subject: str
    reason: str = Field(min_length=10)

    def covers(self, finding: AuditFinding) -> bool:
        """Say whether a finding is one of those.

        Parameters
        ----------
        finding : AuditFinding
            Of the same rule, and with a subject that matches; its ``where`` does not matter.
        """
        return self.rule == finding.rule and fnmatchcase(finding.subject, self.subject)


@cache
def explanations() -> tuple[Explanation, ...]:
    """Return the explanations, in the order of their file."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        return tuple(Explanation.model_validate(row) for row in csv.DictReader(stream))
