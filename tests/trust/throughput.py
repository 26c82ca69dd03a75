"""How many answers a second threads, one worker and two give: 32 callers, no answer kept."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2

from tests.trust.served import served
from tests.trust.stage import Report, Sizes

CALLERS = 32
SECONDS = 20
"""For each number of workers, at most."""
AIM = 1.8
"""Of two workers over one; it takes a machine that does nothing else, and is told, not demanded."""
QUESTIONS = "/v1/dependencies/{id}?limit=500"


def run(sizes: Sizes, data: Path) -> Report:
    """Ask each."""
    report = Report("answers a second by threads, one and two workers")
    rates = {workers: _rate(data, workers, min(SECONDS, sizes.seconds)) for workers in (0, 1, 2)}
    report.figures = {
        "callers": CALLERS, **{f"a_second_by_{workers}": round(rate, 1) for workers, rate in rates.items()},
        "two_over_one": round(rates[2] / max(rates[1], 1e-9), 2), "aim": AIM,
    }  # fmt: skip
    report.expect(min(rates.values()) > 0, "no answers")
    return report


def _rate(data: Path, workers: int, seconds: float) -> float:
    """Return the whole answers a second of a server that keeps none."""
    settings = {"WORKERS": str(workers), "ANSWERS_MB": "0", "PLACES": "64"}
    with served(data, **{f"SUPPLYGRAPH_{name}": value for name, value in settings.items()}) as server:
        listed = httpx2.get(f"{server.address}/v1/nodes?kind=Model&limit=50", timeout=60).json()["items"]
        ids = itertools.cycle([one["id"] for one in listed])

        def ask(until: float) -> int:
            done = 0
            with httpx2.Client(base_url=server.address, timeout=60) as client:
                while time.monotonic() < until:
                    done += client.get(QUESTIONS.format(id=next(ids))).status_code == 200
            return done

        def asked(seconds: float) -> int:
            until = time.monotonic() + seconds
            with ThreadPoolExecutor(CALLERS) as callers:
                return sum(callers.map(ask, [until] * CALLERS))

        asked(seconds / 4)  # every worker has loaded what it needs
        return asked(seconds) / seconds
