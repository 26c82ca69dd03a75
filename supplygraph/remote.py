"""The graph behind an address: the same questions, over HTTP."""

from collections.abc import Iterable, Mapping
from typing import Any

import httpx2

from graph.errors import SupplygraphError
from graph.measures.measure import Measure
from graph.measures.named import NamesById

SECONDS = 120.0
AT_ONCE = 200
"""Ids that are named by one request, so that an address stays short."""


class RemoteError(SupplygraphError):
    """What the server says is wrong: its status, the field at fault and near matches.

    Parameters
    ----------
    message : str
    status : int
        0 where no server answered.
    field : str or None
    suggestions : sequence of str
    """

    def __init__(
        self, message: str, status: int = 0, field: str | None = None, suggestions: tuple[str, ...] = ()
    ) -> None:
        self.status = status
        self.field = field
        self.suggestions = suggestions
        near = f" Did you mean {', '.join(suggestions[:6])}?" if suggestions and "Did you mean" not in message else ""
        super().__init__(message + near)


class GraphServer:
    """A server of Supplygraph.

    Parameters
    ----------
    address : str
        Such as ``http://127.0.0.1:8123``.
    key : str, optional
        Where the server asks for one.
    """

    def __init__(self, address: str, key: str | None = None) -> None:
        self._address = address.rstrip("/")
        told = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx2.Client(base_url=self._address, timeout=SECONDS, headers=told)

    def __str__(self) -> str:
        return self._address

    def answer(self, measure: Measure[Any], given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer of a measure as JSON, with every row."""
        rest = {name: value for name, value in given.items() if value is not None}
        path = measure.path
        for name in measure.in_path:
            path = path.replace(f"{{{name}}}", str(rest.pop(name, "")))
        body = rest.pop(measure.body, None) if measure.body else None
        found: dict[str, Any] = self._send(measure.method, f"/v1{path}", rest | {"whole": "true"}, body).json()
        return found

    def names(self, ids: Iterable[str]) -> NamesById:
        """Return what ids are called; one that nothing has is left out."""
        wanted, found = sorted(ids), []
        for start in range(0, len(wanted), AT_ONCE):
            found += self._send("GET", "/v1/names", {"ids": ",".join(wanted[start : start + AT_ONCE])}).json()["items"]
        return {one["id"]: one["name"] for one in found}

    def picture(self, node_id: str, given: Mapping[str, Any]) -> str:
        """Return the layered picture of a node as SVG."""
        return str(self._send("GET", f"/v1/drawing/{node_id}", {**given, "format": "svg"}).text)

    def cypher(self, query: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return the rows of a reading query."""
        body = {"query": query, "parameters": dict(parameters)}
        found: dict[str, Any] = self._send("POST", "/v1/cypher", {}, body).json()
        return found

    def graphml(self, given: Mapping[str, Any]) -> str:
        """Return the dependency structure of the day."""
        return str(self._send("GET", "/v1/export", {**given, "format": "graphml"}).text)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _send(self, method: str, path: str, query: Mapping[str, Any], body: Any = None) -> httpx2.Response:
        try:
            answer = self._client.request(method, path, params=dict(query), json=body)
        except httpx2.HTTPError as error:
            raise RemoteError(f"no answer from {self._address}: {error}. Is it served? (`make run`)") from error
        if answer.is_success:
            return answer
        try:
            told = answer.json()
        except ValueError:
            raise RemoteError(f"{self._address}{path} answers {answer.status_code}", answer.status_code) from None
        suggestions = tuple(told.get("suggestions") or ())
        detail = told.get("detail") or told.get("title", "the question was refused")
        raise RemoteError(detail, answer.status_code, told.get("field"), suggestions)
