"""A span of every request by OpenTelemetry, where the setting asks for it and the extra ``telemetry`` is installed.

Where spans go is said by OpenTelemetry's own variables (``OTEL_EXPORTER_OTLP_ENDPOINT`` and its like). Nothing is
instrumented: a span is made of the record of a request when it is over, so that it costs nothing while it is answered.
"""

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import Scope

from api.observability.record import LEFT, Record, operation_of
from api.settings import SettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter


class Tracing:
    """Sends spans.

    Parameters
    ----------
    exporter : SpanExporter
        Where they go.
    """

    def __init__(self, exporter: "SpanExporter") -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        resource = Resource.create({"service.name": "supplygraph", "service.version": version("supplygraph")})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("supplygraph")

    def note(self, scope: Scope, record: Record) -> None:
        """Send the span of a request that is over; a child of the caller's, where it says which that is."""
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        ended = time.time_ns()
        status = LEFT if record.left else record.status
        operation = operation_of(scope)
        span = self._tracer.start_span(
            f"{scope['method']} {operation}",
            context=TraceContextTextMapPropagator().extract(dict(Headers(scope=scope))),
            kind=SpanKind.SERVER,
            start_time=ended - int(record.seconds * 1e9),
            attributes={
                "http.request.method": scope["method"], "http.route": operation, "http.response.status_code": status,
                "supplygraph.request_id": record.id, "supplygraph.lane": record.lane,
                "supplygraph.queued": record.queued, "supplygraph.version": record.version[:12],
            },
        )  # fmt: skip
        if status >= 500:
            from opentelemetry.trace import Status, StatusCode

            span.set_status(Status(StatusCode.ERROR))
        span.end(ended)

    def close(self) -> None:
        """Send what has not been sent yet."""
        self._provider.shutdown()


def tracing_of(wanted: bool, exporter: Callable[[], "SpanExporter"] | None = None) -> Tracing | None:
    """Return what sends spans, None where the setting does not want it.

    Raises
    ------
    SettingsError
        The extra is not installed.
    """
    if not wanted:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        return Tracing((exporter or OTLPSpanExporter)())
    except ImportError as error:
        told = "SUPPLYGRAPH_TELEMETRY needs the extra `telemetry`: pip install 'supplygraph[telemetry]'"
        raise SettingsError(told) from error
