"""Answers that commands keep on disk: an equal question is read back, whatever it follows from makes another."""

import json
import os
import time
from pathlib import Path

import pytest

from api.commands import answer_files
from api.commands.answer_files import AnswerFiles
from tests.api.test_cli import WORLD, facts, run


class Counted:
    """Makes an answer, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, object]:
        self.times += 1
        return {"share": 0.1, "of": ["labs", None, "智谱"], "time": self.times}


@pytest.fixture
def made() -> Counted:
    return Counted()


def test_an_equal_question_is_made_once_and_comes_back_equal(tmp_path, made):
    files = AnswerFiles(tmp_path / "answers", 10_000)
    first = files.get(("v1", "2026-11-27", "headlines"), made)
    assert files.get(("v1", "2026-11-27", "headlines"), made) == first
    assert AnswerFiles(tmp_path / "answers", 10_000).get(("v1", "2026-11-27", "headlines"), made) == first
    assert made.times == 1


@pytest.mark.parametrize("other", [("v2", "day", "question"), ("v1", "next day", "question"), ("v1", "day", "other")])
def test_whatever_an_answer_follows_from_makes_another(tmp_path, made, other):
    files = AnswerFiles(tmp_path / "answers", 10_000)
    files.get(("v1", "day", "question"), made)
    assert files.get(other, made)["time"] == 2


def test_other_code_makes_another(tmp_path, made, monkeypatch):
    package = tmp_path / "package"
    package.mkdir()
    code = package / "measure.py"
    code.write_text("SHARE = 1\n")
    monkeypatch.setattr(answer_files.graph, "__path__", [str(package)])
    files = AnswerFiles(tmp_path / "answers", 10_000)
    files.get(("v1",), made)
    assert files.get(("v1",), made)["time"] == 1
    code.write_text("SHARE = 2\n")
    os.utime(code, ns=(1, 1))
    assert files.get(("v1",), made)["time"] == 2


@pytest.mark.parametrize("damage", [b"", b'{"share": 0.', b"\xff\xfe"])
def test_a_damaged_file_is_made_anew(tmp_path, made, damage):
    files = AnswerFiles(tmp_path / "answers", 10_000)
    files.get(("v1",), made)
    (file,) = (tmp_path / "answers").iterdir()
    file.write_bytes(damage)
    assert files.get(("v1",), made)["time"] == 2
    assert json.loads(file.read_text())["time"] == 2


def test_the_oldest_go_where_there_is_no_room_and_others_may_not_read_them(tmp_path, made):
    files = AnswerFiles(tmp_path / "answers", 200)  # three of them
    for number in range(5):
        files.get((f"v{number}",), made)
        time.sleep(0.01)
    kept = list((tmp_path / "answers").iterdir())
    assert 0 < sum(file.stat().st_size for file in kept) <= 200
    assert {file.stat().st_mode & 0o077 for file in kept} == {0}
    assert files.get(("v4",), made)["time"] == 5
    assert files.get(("v0",), made)["time"] == 6


@pytest.mark.parametrize(
    ("folder", "most_bytes"), [("data/answers", 0), ("nowhere/answers", 10_000), ("data/answers", 10)]
)
def test_none_is_kept_where_there_is_no_place_for_it(tmp_path, made, folder, most_bytes):
    (tmp_path / "data").mkdir()
    files = AnswerFiles(tmp_path / folder, most_bytes)
    assert [files.get(("v1",), made)["time"], files.get(("v1",), made)["time"]] == [1, 2]
    assert not (tmp_path / folder).exists()


def test_a_folder_that_cannot_be_written_keeps_nobody_from_an_answer(tmp_path, made):
    (tmp_path / "answers").write_text("no folder")
    files = AnswerFiles(tmp_path / "answers", 10_000)
    assert [files.get(("v1",), made)["time"], files.get(("v1",), made)["time"]] == [1, 2]


def test_a_command_that_is_asked_again_reads_no_graph(tmp_path):
    data = tmp_path / "data"
    run(data, "build", "--only", str(facts(tmp_path, *WORLD)))
    told = run(data, "cut", "input:tool", "--over", "country", "--json").stdout
    table = run(data, "whatif", "country:NLD").stdout
    for file in Path(data, "graphs").iterdir():
        file.write_bytes(b"damaged")
    assert run(data, "cut", "input:tool", "--over", "country", "--json").stdout == told
    assert run(data, "whatif", "country:NLD").stdout == table
    refused = run(data, "whatif", "country:NLD", code=2, SUPPLYGRAPH_ANSWERS_MB="0").stderr
    assert "damaged" in refused
