"""What every stage has: its size, and what it found."""

import os
from dataclasses import dataclass, field, fields
from pathlib import Path


@dataclass(frozen=True)
class Sizes:
    """How much is tried; each is set by ``TRUST_<NAME>``.

    Attributes
    ----------
    requests : int
        Generated requests.
    callers, seconds, replacements : int
        Callers of the heaviest questions at once, for how long, and how often the graph is replaced meanwhile.
    heavy : int
        Questions they choose from, the heaviest last.
    leaving, idle : int
        Callers who leave in the middle; idle and slow connections.
    kills : int
        In each of build, use, restore and sync; and disturbances of workers.
    mutations : int
        Broken upstream files.
    """

    requests: int = 20_000
    callers: int = 64
    seconds: int = 600
    replacements: int = 3
    heavy: int = 8
    leaving: int = 40
    idle: int = 300
    kills: int = 25
    mutations: int = 300

    @classmethod
    def from_environment(cls) -> "Sizes":
        """Read the sizes."""
        return cls(**{one.name: int(os.environ.get(f"TRUST_{one.name.upper()}", one.default)) for one in fields(cls)})


@dataclass
class Report:
    """What a stage came to."""

    name: str
    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, what: str) -> None:
        """Note what is wrong where something does not hold."""
        if not holds and len(self.wrong) < 50:
            self.wrong.append(what[:500])


ROOT = Path(__file__).parents[2]
