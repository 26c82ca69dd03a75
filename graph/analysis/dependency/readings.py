"""How an answer reads what is not known, and what a cycle does: parameters of every dependency question."""

from enum import StrEnum


class Reading(StrEnum):
    """What happens to a need whose list of suppliers may be incomplete.

    *Known*: only the suppliers we know exist, so it empties when they are all out. *Certain*: it never
    empties; what fails in this reading fails whoever else there may be.
    """

    KNOWN = "known"
    CERTAIN = "certain"


class Semantics(StrEnum):
    """What happens to a cycle that nothing outside supports.

    *Operational*: what runs keeps running unless a need empties (least fixpoint). *Bootstrap*: it fails,
    because it cannot be rebuilt from primary inputs alone. They agree on graphs without cycles.
    """

    OPERATIONAL = "operational"
    BOOTSTRAP = "bootstrap"
