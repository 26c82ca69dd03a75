"""A damaged store is a clear fault that names the way out; an edited one is found by its content hash."""

import gzip
import hashlib
import io
import os
import zipfile
from collections.abc import Callable

import pytest

from graph.errors import StoreError
from graph.facts.fact import NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.embedded.projection_folder import ProjectionFolder
from graph.stores.versions.files import LEFT_BEHIND
from graph.stores.versions.store import VersionStore

POINTERS = [
    b"", b"{", b"[]", b"null", b"0", b'"x"', b"{}", b"[" * 200_000, b'{"version":' * 50_000, b"\xff\xfe{}", b"\0" * 100,
    b'{"version": null}', b'{"version": []}', b'{"version": 3}', b'{"version": ""}', b'{"version": "../../etc/passwd"}',
    b'{"version": "' + b"A" * 64 + b'"}', b"x" * 1_000_000,
]  # fmt: skip


@pytest.mark.parametrize("content", POINTERS, ids=lambda content: repr(content[:20]))
def test_a_damaged_pointer_names_the_way_out_and_the_next_build_mends_it(tmp_path, m1, content):
    store = VersionStore(tmp_path)
    store.write(m1, "now")
    (tmp_path / "current").write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged.*supplygraph versions.*supplygraph use"):
        store.read()
    assert store.reports() == ()
    assert store.use(m1.version[:8]).graph.version == m1.version
    assert store.current() == m1.version
    (tmp_path / "current").write_bytes(content)
    store.write(m1, "later")
    assert store.read().built_at == "later"


def test_a_folder_in_the_pointers_place_is_named(tmp_path, m1):
    store = VersionStore(tmp_path)
    store.write(m1, "now")
    (tmp_path / "current").unlink()
    (tmp_path / "current").mkdir()
    with pytest.raises(StoreError, match="remove"):
        store.read()
    with pytest.raises(StoreError, match="remove it"):
        store.write(m1, "later")


def test_a_pointer_to_a_version_that_is_gone_names_the_way_out(tmp_path, m1, world):
    store = VersionStore(tmp_path)
    store.write(world("model:m DEVELOPED_BY lab:l"), "before")
    (before,) = store.versions()
    store.write(m1, "now").unlink()
    with pytest.raises(StoreError, match="supplygraph use"):
        store.read()
    assert store.use(before).built_at == "before"
    assert store.read().graph.version == before


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _file(parts: dict[str, bytes]) -> bytes:
    """Put a file together, with a digest that is right."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.comment = b" " * 64
        for name, part in parts.items():
            archive.writestr(name, part)
    content = made.getvalue()[:-64]
    return content + hashlib.sha256(content).hexdigest().encode()


def _with(name: str, change: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    def edited(content: bytes) -> bytes:
        parts = _parts(content)
        parts[name] = change(parts[name])
        return _file(parts)

    return edited


def _without(name: str) -> Callable[[bytes], bytes]:
    return lambda content: _file({part: held for part, held in _parts(content).items() if part != name})


def test_an_edited_fact_with_a_matching_digest_is_found_by_the_content_hash(tmp_path, m1):
    store = VersionStore(tmp_path)
    path = store.write(m1, "now")
    path.write_bytes(_with("edges/share.json", lambda part: part.replace(b"0.5", b"0.6"))(path.read_bytes()))
    assert store.read().graph.version == m1.version, "its digest is right"
    with pytest.raises(StoreError, match="was changed"):
        store.read(checked=True)
    with pytest.raises(StoreError, match="was changed"):
        store.use(m1.version)


def _flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


DAMAGES = {
    "empty": lambda content: b"",
    "a bit changed": _flipped,
    "cut": lambda content: content[: len(content) // 2],
    "its end cut": lambda content: content[:-1],
    "something behind it": lambda content: content + b"x",
    "another file": lambda content: b"x" * 3_000,
    "lines, as in an older format": lambda content: gzip.compress(b'{"format": 2}'),
    "no header": _without("header.json"),
    "no edges": _without("edges/share.npy"),
    "a header of null": _with("header.json", lambda part: b"null"),
    "a header of a list": _with("header.json", lambda part: b"[]"),
    "a deep header": _with("header.json", lambda part: b"[" * 100_000),
    "another format": _with("header.json", lambda part: part.replace(b'"format": 4', b'"format": 5')),
    "another character set": _with("edges/share.json", lambda part: part.decode().encode("utf-16")),
    "a column lost": _without("edges/share.json"),
    "a value lost": _with("edges/share.json", lambda part: part.replace(b"0.5,", b"")),
    "a number of no value": _with("edges/share.npy", lambda part: part[:-1] + b"\xff"),
    "objects instead of numbers": _with("edges/share.npy", lambda part: part.replace(b"'|u1'", b"'|O' ")),
    "numbers cut": _with("edges/share.npy", lambda part: part[:-8]),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_names_the_way_out(tmp_path, m1, name):
    store = VersionStore(tmp_path)
    path = store.write(m1, "now")
    damaged = DAMAGES[name](path.read_bytes())
    assert damaged != path.read_bytes()
    path.write_bytes(damaged)
    with pytest.raises(StoreError, match=r"damaged.*supplygraph use"):
        store.read()


def test_a_value_of_another_type_is_found_when_it_is_read(tmp_path, m1):
    """The digest vouches for values, which are parsed when a fact with them is asked for: an edit of both is told."""
    store = VersionStore(tmp_path)
    path = store.write(m1, "now")
    path.write_bytes(_with("edges/share.json", lambda part: part.replace(b"0.5", b'"h"'))(path.read_bytes()))
    with pytest.raises(StoreError, match=r"damaged.*supplygraph use"):
        list(store.read().graph.claims)
    with pytest.raises(StoreError, match=r"damaged.*supplygraph use"):
        store.read(checked=True)


def test_a_folder_in_the_files_place_names_the_way_out(tmp_path, m1):
    store = VersionStore(tmp_path)
    path = store.write(m1, "now")
    path.unlink()
    path.mkdir()
    with pytest.raises(StoreError, match="damaged"):
        store.read()


def test_what_a_killed_writer_left_is_cleaned_by_the_next_one(tmp_path, m1):
    store = VersionStore(tmp_path)
    store.write(m1, "now")
    left = [tmp_path / "graphs" / ".aside-old", tmp_path / ".aside-old"]
    young = tmp_path / "graphs" / ".aside-young"
    left[0].write_text("x")
    left[1].mkdir()
    young.write_text("x")
    for path in left:
        before = path.stat().st_mtime - LEFT_BEHIND - 10
        os.utime(path, (before, before))
    store.write(m1, "later")
    assert [path.exists() for path in (*left, young)] == [False, False, True]


@pytest.mark.parametrize("beginning", ["", "../../etc/passwd", "zz"])
def test_a_version_that_is_not_at_hand_names_those_that_are(tmp_path, m1, beginning):
    store = VersionStore(tmp_path)
    store.write(m1, "now")
    with pytest.raises(StoreError, match=m1.version[:12]):
        store.read(beginning) if beginning else store.find(beginning)


def test_only_its_owner_reads_a_graph_with_own_facts(tmp_path, m1):
    assert VersionStore(tmp_path / "own").write(m1, "now").stat().st_mode & 0o777 == 0o600
    source = Source(title="t", publisher="p", url="u", licence="CC0", id="atlas/x", dataset="atlas")
    ours = KnowledgeGraph.build([NodeFact(id="company:c", kind="Company", name="c", source=source)])
    assert VersionStore(tmp_path / "ours").write(ours, "now").stat().st_mode & 0o777 == 0o644
    for name, graph, mode in (("own", m1, 0o700), ("ours", ours, 0o755)):
        databases = ProjectionFolder(tmp_path / name).build(graph.version)
        assert databases.stat().st_mode & 0o777 == mode
        assert {path.stat().st_mode & 0o777 for path in databases.rglob("*") if path.is_file()} == {mode & 0o666}
