"""Generated requests over the whole OpenAPI document: right ones, wrong ones, and what nobody would send."""

import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import jsonschema

from tests.trust.served import served
from tests.trust.stage import Report, Sizes

WILD = (
    "", " ", "x", "-1", "0", "1", "1e999", "nan", "inf", "-inf", "null", "true", "[]", "{}", "%00", "\x00", "\u202e",
    "'; DROP TABLE x; --", "<script>alert(1)</script>", "../../../etc/passwd", "{{7*7}}", "${jndi:ldap://x}", "🏭",
    "2026-02-30", "0001-01-01", "9999-12-31", "86400", "-3", "9" * 400, "country:TWN", "model:none", "kind:model",
    "company:asml,country:NLD", "labs", ",", ":", "a:b:c", "*", "\ud7ff", "\\", "\r\nX-Evil: 1", "A" * 3_000,
)  # fmt: skip
LEAKS = re.compile(r"Traceback|File \"/|site-packages|/proc/|\.py\b.*line \d+|PASSWORD|sqlite3?\.|pydantic_core")
SECONDS = 10
CHECKED_SCHEMA = 0.1
"""Share of whole answers that are compared with their schema, which takes longer than answering."""
OF_TYPE = {"integer": ("1", "3", "20"), "number": ("0.5", "0.1"), "date": ("2026-01-01", "2024-06-30")}
IDS = ("model:glm-5", "lab:openai", "company:asml", "country:TWN", "chip:nvidia-h100", "input:euv-lithography-tools")


class Asking:
    """A source of requests for one document."""

    def __init__(self, document: dict[str, Any], chance: random.Random) -> None:
        self._chance = chance
        self.operations = [
            (method, path, one) for path, methods in document["paths"].items() for method, one in methods.items()
        ]

    def requests(self, count: int) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """Yield (operation, method, address, what httpx takes more)."""
        for number in range(count):
            method, path, one = self.operations[number % len(self.operations)]
            query: list[tuple[str, str]] = []
            address = path
            for row in one.get("parameters", ()):
                if row["in"] == "path":
                    address = address.replace(f"{{{row['name']}}}", quote(str(self._value(row)), safe=":"))
                elif row["in"] == "query" and (row.get("required") or self._chance.random() < 0.3):
                    query += [(row["name"], self._value(row))] * (2 if self._chance.random() < 0.03 else 1)
            if self._chance.random() < 0.03:
                query.append((self._chance.choice(WILD) or "x", "1"))
            more: dict[str, Any] = {"params": query}
            if "requestBody" in one:
                more |= self._body(one["requestBody"]["content"]["application/json"])
            if self._chance.random() < 0.05:
                more.setdefault("headers", {})["Accept"] = self._chance.choice(["text/csv", "image/png", "*/*", "x"])
            yield f"{method.upper()} {path}", method.upper(), address, more

    def _value(self, row: dict[str, Any]) -> str:
        kinds, pick = [row["schema"], *row["schema"].get("anyOf", ())], self._chance.random()
        if pick < 0.2:
            return self._chance.choice(WILD)
        known: list[object] = [one.get("value") for one in row.get("examples", {}).values()]
        known += [value for kind in kinds for value in kind.get("enum", ())]
        for kind in kinds:
            known += OF_TYPE.get(kind.get("format") or kind.get("type"), ())
        if not known or pick < 0.3:
            known += IDS
        value = self._chance.choice(known)
        return json.dumps(value) if isinstance(value, dict | list) else str(value)

    def _body(self, content: dict[str, Any]) -> dict[str, Any]:
        examples = [row["value"] for row in content.get("examples", {}).values()] or [{}]
        body = json.loads(json.dumps(self._chance.choice(examples)))
        pick = self._chance.random()
        if pick < 0.4:
            return {"json": body}
        if pick < 0.8 and isinstance(body, dict) and body:
            body[self._chance.choice(list(body))] = self._chance.choice(
                [None, [], {}, -1, 1e308, "x", ["x"], True, "A" * 999]
            )
            return {"json": body}
        raw = self._chance.choice([b"", b"[", b"null", b"[" * 50_000, b"\xff", b'{"a":1}', b"1" * 100_000])
        return {"content": raw, "headers": {"Content-Type": self._chance.choice(["application/json", "text/plain"])}}


def run(sizes: Sizes, data: Path) -> Report:
    """Ask, eight at a time."""
    report = Report("generated requests")
    statuses: Counter[str] = Counter()
    slowest = 0.0
    chance = random.Random(16)
    with served(
        data, SUPPLYGRAPH_SECONDS=str(SECONDS), SUPPLYGRAPH_PLACES="64", SUPPLYGRAPH_CYPHER_SECONDS=str(SECONDS)
    ) as server:
        document = httpx2.get(f"{server.address}/openapi.json", timeout=60).json()
        asking = Asking(document, chance)
        declared = {f"{m.upper()} {p}": one["responses"] for m, p, one in asking.operations}

        def ask(one: tuple[str, str, str, dict[str, Any]]) -> float:
            name, method, address, more = one
            started = time.perf_counter()
            try:
                answer = client.request(method, f"{server.address}{address}", **more)
            except httpx2.HTTPError as error:
                report.expect(False, f"{name} {more}: {error!r}")
                return 0.0
            took = time.perf_counter() - started
            statuses[str(answer.status_code)] += 1
            check(report, declared[name], document, f"{name} {address} {more}", answer, chance)
            report.expect(took < SECONDS + 1, f"{name} {more}: {took:.1f} s")
            return took

        with httpx2.Client(timeout=60, follow_redirects=False) as client, ThreadPoolExecutor(8) as pool:
            for took in pool.map(ask, asking.requests(sizes.requests)):
                slowest = max(slowest, took)
        report.figures = {"requests": sizes.requests, "operations": len(declared), **dict(sorted(statuses.items()))}
        report.figures |= {"slowest_seconds": round(slowest, 2), "megabytes": round(server.megabytes)}
    report.expect(statuses["500"] == 0, "a 500")
    return report


def check(
    report: Report, declared: dict[str, Any], document: dict[str, Any], what: str, answer: Any, chance: random.Random
) -> None:
    """Compare an answer with what the document declares."""
    status = str(answer.status_code)
    if status in ("404", "307", "405") and status not in declared:
        return  # an address that the generated values made another one
    report.expect(status in declared, f"{what}: {status} is not declared: {answer.text[:200]}")
    media = answer.headers.get("content-type", "").partition(";")[0]
    content = declared.get(status, {}).get("content", {})
    known = {name.partition(";")[0]: one for name, one in content.items()}
    report.expect(not known or media in known, f"{what}: {status} as {media!r}")
    for header in ("content-security-policy", "x-content-type-options", "x-request-id"):
        report.expect(header in answer.headers, f"{what}: no {header}")
    report.expect("x-evil" not in answer.headers, f"{what}: a header of the caller's")
    if not status.startswith("2"):
        report.expect(not LEAKS.search(answer.text), f"{what}: leaks {answer.text[:300]}")
    elif media == "application/json" and chance.random() < CHECKED_SCHEMA:
        try:
            jsonschema.validate(answer.json(), known[media]["schema"] | {"components": document["components"]})
        except jsonschema.ValidationError as error:
            report.expect(False, f"{what}: {error.message[:200]}")
