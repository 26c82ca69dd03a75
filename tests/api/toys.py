"""A server whose measures do what a worker should survive: ``python toys.py PORT``, settings in the environment."""

import logging
import os
import signal
import sys
import time

import uvicorn

from api.app import create_app
from api.settings import Settings
from graph.analysis.results import Result
from graph.budget import checkpoint
from graph.measures.envelope import Answer
from graph.measures.measure import Measure
from graph.measures.question import Question
from graph.stores.versions.store import VersionStore

HELD: list[bytes] = []
"""What ``grow`` never lets go of."""


class Done(Result):
    """Which process did it, from which version."""

    pid: int
    version: str


class DoQuestion(Question):
    """What to do."""

    what: str
    seconds: float = 0.0
    n: int = 0


def do(snapshot: object, question: DoQuestion, limits: object) -> Answer:
    """Do it."""
    until = time.thread_time() + question.seconds  # of the processor, so that a busy machine makes none shorter
    if question.what == "work":
        while time.thread_time() < until:
            checkpoint("turns")
    elif question.what == "stick":
        time.sleep(question.seconds)
    elif question.what == "grow":
        HELD.append(os.urandom(question.n * 1_000_000))
    elif question.what == "fail":
        raise RuntimeError("a fault of ours")
    elif question.what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    return Answer(Done(pid=os.getpid(), version=snapshot.graph.version))


TOY = Measure(answer=do, title="Do", panel="Test", path="/do", question=DoQuestion, result=Done)


def main() -> None:
    """Serve."""
    logging.basicConfig(format="%(message)s", level="INFO")
    settings = Settings.from_environment()
    stored = VersionStore(settings.data).read()
    app = create_app(settings, measures=[TOY], stored=stored, workers=settings.workers or 0)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", timeout_graceful_shutdown=settings.drain_seconds)


if __name__ == "__main__":
    main()
