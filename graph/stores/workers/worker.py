"""A worker process: runs one user query at a time and decodes its answer, under limits of its own.

It takes jobs from the socket that its first argument names, under the memory limit (MB) of its second, and answers
each with one frame. It may be killed at any moment. It imports little, so that its memory is spent on answers.
"""

import asyncio
import json
import os
import socket
import sys
import time
from contextlib import suppress
from typing import Any, LiteralString, TypedDict, cast

from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase, AsyncResult, AsyncSession, Query
from neo4j.exceptions import DriverError, Neo4jError, ServiceUnavailable, SessionExpired

from graph.stores.bolt.packed_rows import PackedRows, unpacked_parameters
from graph.stores.embedded.engine import ask_over_http
from graph.stores.property_graph.settled import settled_version_async
from graph.stores.workers.frames import LAST, MORE, READY, receive, send
from graph.stores.workers.query_errors import WRITES, Failure, Kind, failure
from graph.stores.workers.typed_json import TypedRows

MOST_SOURCES = 1_000
"""Sources named with an answer; all of them can be asked for."""
READ_ONLY_COMPLAINT = "on a read only database"


class Job(TypedDict):
    """One query with its limits.

    ``bolt`` is 0 where parameters come and rows go as JSON; else the version of the protocol in whose PackStream they
    do (graph/stores/bolt/packed_rows.py).
    """

    uri: str
    user: str
    password: str
    database: str
    http: str | None
    version: str | None
    query: str
    asked: str
    mode: str
    parameters: dict[str, Any] | str
    bolt: int
    rows: int
    bytes: int
    seconds: float


class WriteAttemptedError(Exception):
    """The engine counted updates in a query that had to read."""


def main() -> None:
    """Serve jobs until the socket closes."""
    memory = int(sys.argv[2]) * 1024 * 1024
    import resource  # Unix alone has it; this module is imported everywhere

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with socket.socket(fileno=int(sys.argv[1])) as connection:
        send(connection, READY)
        asyncio.run(_serve(connection))


async def _serve(connection: socket.socket) -> None:
    drivers: dict[str, AsyncDriver] = {}
    while (frame := receive(connection)) is not None:
        try:
            answer = await _answer(json.loads(frame), drivers)
        except MemoryError:
            # What is half decoded cannot be trusted, so this worker ends; the pool has another one ready.
            send(connection, LAST + _failed({"kind": "memory", "message": "the answer is too large"}))
            os._exit(0)
        send(connection, MORE + answer)


async def _answer(job: Job, drivers: dict[str, AsyncDriver]) -> bytes:
    try:
        return await _run(job, await _driver(job, drivers))
    except WriteAttemptedError:
        return _failed({"kind": "write", "message": WRITES})
    except Neo4jError as error:
        if READ_ONLY_COMPLAINT in str(error.message) and job["http"]:
            return _failed(_explained(job))
        return _failed(failure(error.code or "", error.message or str(error), job["query"]))
    except (ServiceUnavailable, SessionExpired, OSError) as error:
        text = str(error).split("\n")[0]
        kind: Kind = "away" if text.startswith(("Couldn't connect", "Unable to retrieve")) else "broken"
        return _failed({"kind": kind, "message": text})
    except (DriverError, ValueError, TypeError, RecursionError, OverflowError) as error:
        return _failed({"kind": "query", "message": f"{type(error).__name__}: {error}"[:400]})


async def _driver(job: Job, drivers: dict[str, AsyncDriver]) -> AsyncDriver:
    key = f"{job['uri']} {job['user']} {job['password']}"
    if key not in drivers:
        for old in drivers.values():
            await old.close()
        drivers.clear()
        drivers[key] = AsyncGraphDatabase.driver(
            job["uri"], auth=(job["user"], job["password"]), notifications_min_severity="OFF",
            connection_timeout=5, max_transaction_retry_time=0,
        )  # fmt: skip
    return drivers[key]


async def _run(job: Job, driver: AsyncDriver) -> bytes:
    if job["http"] and job["mode"] != "run":
        return _plan(job)
    async with driver.session(
        database=job["database"], default_access_mode=READ_ACCESS, fetch_size=min(job["rows"] + 1, 500)
    ) as session:
        content, unread = await (_run_embedded if job["http"] else _run_neo4j)(job, session)
        if unread:
            # Closing would discard the rest, and engines compute what they discard: drop the connection instead.
            session.cancel()
        return content


async def _run_embedded(job: Job, session: AsyncSession) -> tuple[bytes, bool]:
    """Run in a transaction of its own making: a read-only database takes no explicit one."""
    result = await session.run(Query(_text(job["query"])), _parameters(job))
    return await _content(job, result, str(job["version"]))


async def _run_neo4j(job: Job, session: AsyncSession) -> tuple[bytes, bool]:
    """Run in a transaction that is never committed, and again if the graph was replaced meanwhile."""
    deadline = time.monotonic() + job["seconds"]
    while True:
        transaction = await session.begin_transaction(timeout=max(deadline - time.monotonic(), 0.1))
        version = await settled_version_async(transaction, deadline)
        result = await transaction.run(_text(job["asked"]), _parameters(job))
        content, unread = await _content(job, result, version or "none")
        settled = await settled_version_async(transaction, deadline) == version
        if settled and unread:
            return content, True
        await transaction.rollback()
        if settled:
            return content, False


def _failed(why: Failure) -> bytes:
    return json.dumps({"failure": why}).encode()


async def _content(job: Job, result: AsyncResult, version: str) -> tuple[bytes, bool]:
    """Return rows as text or packed, as many as the limits allow, and whether some were left unread."""
    rows = PackedRows(job["bolt"], own_ids=bool(job["http"])) if job["bolt"] else TypedRows()
    columns, size, cut = list(result.keys()), 0, None
    async for record in result:
        if rows.count == job["rows"]:
            cut = "rows"
            break
        size += rows.add(record.values())
        if size > job["bytes"]:
            rows.drop_last()
            if not rows.count:
                message = f"one row alone has more than {job['bytes']:,} characters; return less of it"
                return _failed({"kind": "size", "message": message}), True
            cut = "bytes"
            break
    plan = None
    if cut is None:
        summary = await result.consume()
        if summary.counters.contains_updates or summary.counters.contains_system_updates:
            raise WriteAttemptedError
        plan = _plan_text(summary.profile or summary.plan)
    return _framed({"version": version, "cut": cut, "plan": plan}, columns, rows), cut is not None


def _framed(told: dict[str, Any], columns: list[str], rows: TypedRows | PackedRows) -> bytes:
    """Return one line about the answer, then the answer as it need not be read again."""
    head = {**told, "count": rows.count, "columns": columns, "sources": rows.sources()[:MOST_SOURCES]}
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + rows.body(columns)


def _plan(job: Job) -> bytes:
    prefix = "EXPLAIN" if job["mode"] == "explain" else "PROFILE"
    answer = ask_over_http(str(job["http"]), job["password"], f"{prefix} {job['query'].lstrip()}", job["seconds"])
    if "explain" not in answer:
        return _failed(_from_http(answer, job["query"]))
    told = {"version": str(job["version"]), "cut": None, "plan": answer["explain"].strip()}
    return _framed(told, [], PackedRows(job["bolt"]) if job["bolt"] else TypedRows())


def _explained(job: Job) -> Failure:
    """Ask what is wrong with a query: over Bolt a read-only database says no more than that it would write."""
    with suppress(OSError, ValueError):
        answer = ask_over_http(str(job["http"]), job["password"], f"EXPLAIN {job['query'].lstrip()}", 2.0)
        if "explain" not in answer:
            return _from_http(answer, job["query"])
    return {"kind": "write", "message": WRITES}


def _from_http(answer: dict[str, Any], query: str) -> Failure:
    text = query.lstrip()
    found = failure("", str(answer.get("detail") or answer.get("error") or "the query failed"), text)
    if "line" in found:
        before = query[: len(query) - len(text)]
        if found["line"] == 1:
            found["column"] += len(before) - before.rfind("\n") - 1
        found["line"] += before.count("\n")
    return found


def _plan_text(plan: Any, depth: int = 0) -> str | None:
    if not plan:
        return None
    described = plan.get("args", {}).get("Details", "")
    lines = [f"{'  ' * depth}{plan['operatorType'].split('@')[0]} {described}".rstrip()]
    lines += [text for child in plan.get("children", ()) if (text := _plan_text(child, depth + 1))]
    return "\n".join(lines)


def _parameters(job: Job) -> dict[str, Any]:
    given = job["parameters"]
    return unpacked_parameters(given) if isinstance(given, str) else given


def _text(query: str) -> LiteralString:
    """Mark a user's query for the driver, which takes literals only; the guard has judged it."""
    return cast(LiteralString, query)  # type: ignore[redundant-cast]
