"""The counters of a process, in Prometheus text form."""

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from graph.stores.versions import StoredGraph


class Counters:
    """Answers by status, and the size of the graph in use.

    Attributes
    ----------
    answered : Counter
        Requests answered, by ``status``.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.answered = Counter(
            "supplygraph_requests", "Requests answered, by status", ["status"], registry=self._registry
        )
        self._info = Gauge(
            "supplygraph_graph_info", "The graph in use", ["version", "built_at"], registry=self._registry
        )
        self._nodes = Gauge("supplygraph_graph_nodes", "Nodes of the graph in use", registry=self._registry)
        self._claims = Gauge("supplygraph_graph_claims", "Claims of the graph in use", registry=self._registry)

    def text(self, stored: StoredGraph) -> str:
        """Return the counters.

        Parameters
        ----------
        stored : StoredGraph
            The graph in use.
        """
        self._info.clear()
        self._info.labels(version=stored.graph.version, built_at=stored.built_at).set(1)
        self._nodes.set(len(stored.graph.nodes))
        self._claims.set(len(stored.graph.claims))
        return generate_latest(self._registry).decode()
