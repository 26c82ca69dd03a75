"""Ways in which an upstream file can be broken: as bytes, as a table, as a document, as a database."""

import copy
import csv
import gzip
import io
import json
import random
import sqlite3
from contextlib import closing

CELLS = (
    "", "-", "nan", "inf", "-inf", "1e999", "-1", "0", "1,5", "9" * 400, "9999-12-31", "0000-00-00", "x" * 5_000,
    "a\x00b", "a\x1b[31mb", "\u202eabc", "\ufeff", "a:b/c#d|e", "javascript:alert(1)", "Türkiye", "true", "[]", "{}",
    "country:ZZZ", ",", "#unheard-of",
)  # fmt: skip
VALUES = (
    None, True, -1, 0, 1e308, 10**400, "", "nan", "x" * 5_000, "a\x00b", "\ud800", "9999-12-31", [], {}, [[]],
    [None], {"": None}, [1, "a"], {"a": {"b": []}}, "\u2028", "a/b/c", "/",
)  # fmt: skip


def as_bytes(content, chance):
    """Yield (what, broken content) of any file."""
    half, spot = len(content) // 2, chance.randrange(max(len(content), 1))
    yield "empty", b""
    yield "half", content[:half]
    yield "its end alone", content[half:]
    yield "twice", content + content
    yield "a byte that is no text", content[:spot] + b"\xff\xfe\xfd" + content[spot:]
    yield "a zero byte", content[:spot] + b"\x00" + content[spot:]
    yield "a changed bit", content[:spot] + bytes([content[spot] ^ 0x80]) + content[spot + 1 :] if content else b"x"
    yield "utf-16", content.decode("latin-1").encode("utf-16")
    yield "packed", gzip.compress(content)
    yield "a web page", b"<!doctype html><html><body>Not found</body></html>"
    yield "noise", chance.randbytes(2_000)
    yield "line breaks of old", content.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    yield "a mark in front", b"\xef\xbb\xbf\xef\xbb\xbf" + content
    yield "a quote in the middle", content[:spot] + b'"' + content[spot:]
    yield "a huge cell", content[:spot] + b"x" * 300_000 + content[spot:]
    yield "deep brackets", b"[" * 200_000
    yield "deep braces", b'{"a":' * 100_000
    yield "a null", b"null"
    yield "a number", b"1"
    yield "a word", b'"word"'
    yield "a list", b"[]"
    yield "an object", b"{}"


def as_table(text, delimiter, chance):
    """Yield (what, broken text) of a table."""
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)

    def written(*lines):
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows(lines)
        return stream.getvalue()

    column = chance.randrange(len(header))
    yield "no rows", written(header)
    yield "no header", written(*rows)
    yield "a column less", written(*([cell for at, cell in enumerate(row) if at != column] for row in (header, *rows)))
    yield "a column twice", written(*([*row, row[column]] for row in (header, *rows)))
    yield "a short row", written(header, *rows, rows[0][:-1])
    yield "another delimiter", written(header, *rows).replace(delimiter, ";")
    yield "every row twice", written(header, *rows, *rows)
    for number, value in enumerate(CELLS):
        row = chance.randrange(len(rows))
        at = (column + number) % len(header)
        changed = [list(line) for line in rows]
        changed[row][at] = value
        yield f"{header[at]} of row {row + 2} is {value[:20]!r}", written(header, *changed)


def as_document(text, chance, times=40):
    """Yield (what, broken text) of a JSON document: a value somewhere in it is another one, or gone."""
    whole = json.loads(text)
    for number in range(times):
        content = copy.deepcopy(whole)
        places = list(_places(content))
        holder, key = places[chance.randrange(len(places))]
        if number % 5 == 4:
            del holder[key]
            yield f"{key!r} is gone", json.dumps(content)
        else:
            value = copy.deepcopy(VALUES[number % len(VALUES)])
            holder[key] = value
            yield f"{key!r} is {value!r:.20}", json.dumps(content)
    yield "a figure that is none", text.replace("1", "NaN", 1)
    yield "a figure without end", text.replace("1", "1e999", 1)
    yield "a figure of many digits", text.replace("1", "1" * 5_000, 1)


def _places(content):
    """Yield (holder, key) of every value in a document."""
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in list(items):
        yield content, key
        yield from _places(value)


def break_database(path, chance):
    """Yield (what, None) as a database is broken, a copy at a time, by what it holds."""
    whole = path.read_bytes()
    with closing(sqlite3.connect(path)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for statement in (
            'UPDATE "{0}" SET Country = NULL', 'UPDATE "{0}" SET Country_ISO = \'ZZZ\'', 'DELETE FROM "{0}"',
            'UPDATE "{0}" SET "2023" = \'many\'', 'UPDATE "{0}" SET "2023" = -1', 'UPDATE "{0}" SET "2023" = 9e999',
            'UPDATE "{0}" SET unit = x\'ff00\'', 'UPDATE "{0}" SET data_source = 5', 'DROP TABLE "{0}"',
            'ALTER TABLE "{0}" RENAME TO "a""b"', 'ALTER TABLE "{0}" ADD COLUMN surprise',
            'UPDATE "{0}" SET Country = CAST(x\'ff\' AS TEXT)', 'ALTER TABLE "{0}" RENAME COLUMN unit TO units',
        ):  # fmt: skip
            path.write_bytes(whole)
            with closing(sqlite3.connect(path)) as database:
                try:
                    database.execute(statement.format(table))
                except sqlite3.OperationalError:
                    continue  # this table has no such column
                database.commit()
            yield statement.format(table), None
    for _ in range(30):
        spot = chance.randrange(len(whole))
        path.write_bytes(whole[:spot] + chance.randbytes(20) + whole[spot + 20 :])
        yield f"noise at {spot}", None
    path.write_bytes(whole)


def generator(seed):
    """Return a source of chance that is the same at every run."""
    return random.Random(seed)
