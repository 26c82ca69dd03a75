"""Spans by OpenTelemetry, against a collector that really listens."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from fastapi.testclient import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from api.app import create_app
from api.observability.tracing import tracing_of
from api.settings import Settings, SettingsError
from graph.stores.versions.store import VersionStore
from tests.api.conftest import LOCAL


@pytest.fixture
def collected(monkeypatch):
    """Spans that a collector got, decoded."""
    spans: list[object] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["Content-Length"])))
            spans.extend(s for r in got.resource_spans for scope in r.scope_spans for s in scope.spans)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    yield spans
    server.shutdown()
    server.server_close()


def test_every_request_is_a_span_under_that_of_its_caller(collected, tmp_path, m1):
    VersionStore(tmp_path).write(m1, "2026-01-01T00:00:00+00:00")
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with TestClient(create_app(Settings(data=tmp_path, telemetry=True)), LOCAL) as client:
        client.get("/v1/nodes/input:chip", headers={"traceparent": parent})
        client.get("/v1/nodes/input:none")
    first, second = collected
    assert first.name == "GET /v1/nodes/{node_id}"
    assert first.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    told = {one.key: one.value for one in first.attributes}
    assert told["http.response.status_code"].int_value == 200
    assert told["supplygraph.lane"].string_value == "short"
    assert told["supplygraph.version"].string_value == m1.version[:12]
    assert first.end_time_unix_nano > first.start_time_unix_nano
    assert {one.key: one.value for one in second.attributes}["http.response.status_code"].int_value == 404


def test_without_the_extra_the_setting_is_refused_and_not_silent(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    assert tracing_of(False) is None
    with pytest.raises(SettingsError, match="telemetry"):
        tracing_of(True)
