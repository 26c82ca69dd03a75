"""What a rule found, and what a rule is."""

from collections.abc import Callable, Iterator

from pydantic import BaseModel, ConfigDict, Field

from graph.facts.fact import EdgeFact, NodeFact
from graph.snapshots.snapshot import Snapshot


class AuditFinding(BaseModel):
    """Something that deserves a second look.

    ``rests`` ranks: so many laboratories and models rest on the subject, over however many steps.
    """

    model_config = ConfigDict(frozen=True)

    rule: str
    subject: str = Field(description="a node's id, or dependent|KIND|supplier of a relation")
    where: str = Field(description="data set, file and row, where known")
    why: str
    rests: int = Field(default=0, ge=0, description="laboratories and models that rest on the subject")


class Rule(BaseModel):
    """One rule: its name, what it looks for in one line, and the function that looks."""

    model_config = ConfigDict(frozen=True)

    name: str
    meaning: str
    look: Callable[[Snapshot], Iterator[AuditFinding]]


def where(fact: EdgeFact | NodeFact) -> str:
    """Return data set, file and row of a fact.

    Parameters
    ----------
    fact : EdgeFact or NodeFact
        Named by its source where its row is not known.
    """
    return f"{fact.source.dataset}/{fact.locator}" if fact.locator else fact.source.id
