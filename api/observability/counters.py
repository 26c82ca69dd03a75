"""The counters of a process, in Prometheus text form."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import Scope

from api.observability.memory import resident_bytes
from api.observability.record import LEFT, Record, operation_of
from api.observability.synced import LastSync
from graph.stores.versions.version_file import StoredGraph

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60)
"""Bounds of the histogram."""


@dataclass(frozen=True)
class WorkerFigures:
    """What a worker says of itself: its memory, and the snapshots that it keeps."""

    resident: int = 0
    snapshots: int = 0
    snapshot_bytes: int = 0
    derived_bytes: int = 0


class Counters:
    """Requests by status and by operation, what goes on now, and the graph in use.

    Parameters
    ----------
    load : callable
        Gives the questions worked on and those that wait, by lane.
    answer_bytes : callable
        Gives the size of the answers kept.
    workers : callable
        Gives what each worker says of itself; nothing where analyses run in threads.

    Attributes
    ----------
    in_flight : Gauge
        Requests that are not answered yet.
    """

    def __init__(
        self,
        load: Callable[[], Mapping[str, tuple[int, int]]],
        answer_bytes: Callable[[], int],
        workers: Callable[[], Sequence[WorkerFigures]] = tuple,
    ) -> None:
        self._load = load
        self._bytes_of_answers = answer_bytes
        self._figures = workers
        self._registry = registry = CollectorRegistry()
        self._answered = Counter(
            "supplygraph_requests", "Requests answered, by status (499: the caller left)", ["status"], registry=registry
        )
        self._seconds = Histogram(
            "supplygraph_request_seconds",
            "Seconds from request to the end of the answer, by operation",
            ["operation"],
            buckets=SECONDS,
            registry=registry,
        )
        self.in_flight = Gauge("supplygraph_in_flight", "Requests not answered yet", registry=registry)
        self._running = Gauge("supplygraph_running", "Questions worked on, by lane", ["lane"], registry=registry)
        self._waiting = Gauge("supplygraph_waiting", "Questions that wait, by lane", ["lane"], registry=registry)
        self._memory = Gauge("supplygraph_resident_bytes", "Memory of this process", registry=registry)
        self._workers = Gauge("supplygraph_workers", "Processes that work on analyses", registry=registry)
        self._worker_memory = Gauge(
            "supplygraph_worker_resident_bytes", "Memory of each worker, what it shares included", ["worker"],
            registry=registry,
        )  # fmt: skip
        self._workers_ended = Counter(
            "supplygraph_workers_ended", "Workers that ended (gone) or were replaced (memory, age, stuck)", ["why"],
            registry=registry,
        )  # fmt: skip
        self._snapshots = Gauge("supplygraph_snapshots", "Snapshots kept of the graph in use", registry=registry)
        self._snapshot_bytes = Gauge(
            "supplygraph_snapshot_bytes", "Estimated size of the snapshots kept", registry=registry
        )
        self._derived_bytes = Gauge(
            "supplygraph_derived_bytes", "Size of what is derived from the graph and its snapshots and kept with them",
            registry=registry,
        )  # fmt: skip
        self._answer_bytes = Gauge(
            "supplygraph_answer_bytes", "Size of the answers kept for equal questions", registry=registry
        )
        self._age = Gauge("supplygraph_graph_age_seconds", "Seconds since the graph was built", registry=registry)
        self._failed = Gauge(
            "supplygraph_sources_failed", "Sources that the build of the graph in use refused", registry=registry
        )
        self._queued = Histogram(
            "supplygraph_queue_seconds", "Seconds that questions waited for their turn, by lane", ["lane"],
            buckets=SECONDS, registry=registry,
        )  # fmt: skip
        self._sync_failed = Gauge(
            "supplygraph_sync_failed", "1 where the last sync of a source failed", ["dataset"], registry=registry
        )
        self._refused = Gauge(
            "supplygraph_graph_refused", "1 while a newer graph in the store cannot be taken up", registry=registry
        )
        self._versions = Gauge("supplygraph_graph_versions", "Versions of the graph on disk", registry=registry)
        self._info = Gauge("supplygraph_graph_info", "The graph in use", ["version", "built_at"], registry=registry)
        self._nodes = Gauge("supplygraph_graph_nodes", "Nodes of the graph in use", registry=registry)
        self._claims = Gauge("supplygraph_graph_claims", "Claims of the graph in use", registry=registry)

    def note(self, scope: Scope, record: Record) -> None:
        """Count a request that is over."""
        self._answered.labels(status=LEFT if record.left else record.status or 500).inc()
        self._seconds.labels(operation=operation_of(scope)).observe(record.seconds)
        if record.lane:
            self._queued.labels(lane=record.lane).observe(record.queued)

    def note_end(self, why: str) -> None:
        """Count a worker that ended."""
        self._workers_ended.labels(why=why).inc()

    def note_syncs(self, syncs: Mapping[str, LastSync]) -> None:
        """Take over what the last sync of each source came to."""
        self._sync_failed.clear()
        for dataset, last in syncs.items():
            self._sync_failed.labels(dataset=dataset).set(last.failed)

    def text(self, stored: StoredGraph | None, versions: int, *, refused: bool) -> str:
        """Return the counters.

        Parameters
        ----------
        stored : StoredGraph or None
            The graph in use.
        versions : int
            On disk.
        refused : bool
            The store names a newer graph that cannot be taken up.
        """
        self._versions.set(versions)
        self._refused.set(refused)
        for lane, (running, waiting) in self._load().items():
            self._running.labels(lane=lane).set(running)
            self._waiting.labels(lane=lane).set(waiting)
        self._memory.set(resident_bytes())
        self._workers.set(len(self._figures()))
        self._worker_memory.clear()
        for number, worker in enumerate(self._figures()):
            self._worker_memory.labels(worker=number).set(worker.resident)
        self._answer_bytes.set(self._bytes_of_answers())
        if stored is not None:
            self._describe(stored)
        return generate_latest(self._registry).decode()

    def _describe(self, stored: StoredGraph) -> None:
        self._info.clear()
        self._info.labels(version=stored.graph.version, built_at=stored.built_at).set(1)
        self._age.set(_age(stored.built_at))
        self._failed.set(sum(report.status == "refused" for report in stored.reports))
        self._nodes.set(len(stored.graph.nodes))
        self._claims.set(len(stored.graph.claims))
        kept = stored.graph.kept_snapshots
        workers = self._figures()
        self._snapshots.set(len(kept) + sum(one.snapshots for one in workers))
        self._snapshot_bytes.set(kept.bytes + sum(one.snapshot_bytes for one in workers))
        self._derived_bytes.set(kept.derived_bytes + sum(one.derived_bytes for one in workers))


def _age(built_at: str) -> float:
    try:
        return max(time.time() - datetime.fromisoformat(built_at).timestamp(), 0.0)
    except ValueError:
        return float("nan")
