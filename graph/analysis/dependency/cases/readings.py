"""When something counts as stopped, and how an answer reads what is not known (methods A1, A1d, A2)."""

from dataclasses import dataclass
from enum import StrEnum

from graph.analysis.dependency.kernels.loss import Bound
from graph.analysis.results import percent
from graph.errors import QuestionError


class Reading(StrEnum):
    """How an answer reads what nobody states: which of the three values of a loss it goes by.

    *Certain*: what the facts force, whoever else there may be (low). *Likely*: shares as stated, the rest split
    by computing power or equally, the unknown supplier keeps its part (central). *Known*: only the suppliers we
    know exist, so that an open need empties when they are all out (high).
    """

    KNOWN = "known"
    LIKELY = "likely"
    CERTAIN = "certain"

    @property
    def bound(self) -> Bound:
        """The value of a loss that the reading goes by."""
        return {Reading.CERTAIN: Bound.LOW, Reading.LIKELY: Bound.CENTRAL, Reading.KNOWN: Bound.HIGH}[self]


class Semantics(StrEnum):
    """What happens to a cycle that nothing outside supports.

    *Operational*: what runs keeps running unless a need empties (least fixpoint). *Bootstrap*: it fails,
    because it cannot be rebuilt from primary inputs alone. They agree on graphs without cycles.
    """

    OPERATIONAL = "operational"
    BOOTSTRAP = "bootstrap"


_LOST = {
    Reading.CERTAIN: "at least {} of capacity lost for certain",
    Reading.LIKELY: "more than {0} of capacity lost by central values, or {0} for certain",
    Reading.KNOWN: "at least {} of capacity possibly lost",
}


@dataclass(frozen=True)
class Criterion:
    """When something is stopped: it loses ``loss`` of its capacity for certain, or more of it likely (methods A1d).

    Parameters
    ----------
    loss : float
        Threshold, above 0 and at most 1.
    sigma : float
        Substitutability, 0..1. At 1 a need is met by any live supplier, and the criterion is Boolean failure.
    reading : Reading
        Which of the three values of a loss is held against the threshold.
    semantics : Semantics
        Bootstrap is asked of Boolean failure only.

    Raises
    ------
    QuestionError
    """

    loss: float = 0.5
    sigma: float = 0.0
    reading: Reading = Reading.LIKELY
    semantics: Semantics = Semantics.OPERATIONAL

    def __post_init__(self) -> None:
        if not 0 < self.loss <= 1:
            raise QuestionError("loss is a share above 0 and at most 1", "loss", ["0.5", "1"])
        if not 0 <= self.sigma <= 1:
            raise QuestionError("sigma is a share from 0 to 1", "sigma", ["0", "0.5", "1"])
        if self.semantics == Semantics.BOOTSTRAP and not self.boolean:
            raise QuestionError("bootstrap asks what can be rebuilt at all: it goes with sigma=1", "sigma", ["1"])

    @property
    def boolean(self) -> bool:
        """Whether any live supplier suffices, so that losses are 0 or 1."""
        return self.sigma >= 1

    def said(self) -> str:
        """Return the criterion in words, for an answer's assumptions."""
        if self.boolean:
            return f"stopped: a need has no supplier left, {self.reading.value} reading, {self.semantics.value}"
        lost = _LOST[self.reading].format(percent(self.loss))
        if self.reading is Reading.LIKELY and self.loss >= 1:
            lost = "all of capacity lost by central values"
        return f"stopped: {lost}, substitutability {self.sigma:g}, {self.reading.value} reading"


ROUNDING = 1e-9
"""A loss this much under the threshold reaches it: sums of doubles are not exact."""
