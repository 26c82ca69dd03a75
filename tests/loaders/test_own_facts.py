"""A user's own facts as people write them, and what does not fit held back and listed, never silently."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from api.commands.options import INCOMPLETE
from graph.errors import BuildError
from graph.facts.fact import NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from loaders.facts_file import read_facts
from loaders.own_facts import read_own
from tests.environment import unset

ROOT = Path(__file__).parents[2]
SOURCE = {"title": "Books", "publisher": "Us", "url": "https://example.org", "licence": "private"}
OURS = [
    NodeFact.model_validate(
        {"id": node_id, "kind": kind, "name": name, "source": Source.model_validate(SOURCE | {"dataset": "atlas"})}
        | more
    )
    for node_id, kind, name, more in (
        ("country:TWN", "Country", "Taiwan", {}),
        ("country:KOR", "Country", "South Korea", {}),
        ("country:PRK", "Country", "North Korea", {}),
        ("country:XKX", "Country", "Kosovo", {}),
        ("company:z", "Company", "Z", {"properties": {"isin": "NL0010273215"}}),
        ("cloud:c", "CloudProvider", "C", {}),
        ("facility:f", "Facility", "F", {}),
        ("policy:p", "Policy", "P", {}),
        ("input:tool-y", "Input", "Y", {}),
    )
]


def edge(start, kind, end, **more):
    return {"type": "edge", "kind": kind, "from": start, "to": end, "source": SOURCE} | more


def write(folder, *rows):
    path = folder / "mine.jsonl"
    path.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return path


def read(folder, *rows):
    (file,) = read_own([write(folder, *rows)], OURS, hold=False)
    KnowledgeGraph.build([*OURS, *file.facts])
    return file.facts


def test_a_share_may_be_an_interval_and_is_no_figure(tmp_path):
    (fact,) = read(tmp_path, edge("input:tool-y", "SUPPLIED_BY", "company:z", share=[0.3, 0.5]))
    assert fact.share is None
    assert fact.properties == {"share_low": 0.3, "share_high": 0.5}
    assert fact.as_reported == "0.3 to 0.5"
    (same,) = read(tmp_path, edge("input:tool-y", "SUPPLIED_BY", "company:z", share=[0.4, 0.4]))
    assert same.share == 0.4


@pytest.mark.parametrize(
    "share", [[0.5, 0.3], [0.1], [0.1, 0.2, 0.3], [-0.1, 0.2], [0.5, 1.1], ["0.1", 0.2], [True, 1]]
)
def test_what_is_no_interval_is_refused_with_its_line(share, tmp_path):
    with pytest.raises(BuildError, match=r"mine\.jsonl:1.*an interval is \[least, most\]"):
        read(tmp_path, edge("input:tool-y", "SUPPLIED_BY", "company:z", share=share))


def test_intervals_that_together_exceed_the_whole_are_a_fault(tmp_path):
    rows = [
        edge("input:tool-y", "SUPPLIED_BY", "company:z", share=[0.6, 0.7]),
        edge("input:tool-y", "SUPPLIED_BY", "facility:f", share=0.5),
    ]
    with pytest.raises(BuildError, match=r"sum to 1\.1 > 1"):
        read(tmp_path, *rows)


@pytest.mark.parametrize(
    ("stated", "first"), [("2025-09", date(2025, 9, 1)), ("2025", date(2025, 1, 1)), ("2025-Q3", date(2025, 7, 1))]
)
def test_a_part_of_a_date_is_its_first_day_and_what_was_stated_is_kept(stated, first, tmp_path):
    (fact,) = read(tmp_path, edge("company:z", "BASED_IN", "country:KOR", valid_from=stated, note="by letter"))
    assert (fact.valid_from, fact.note) == (first, f"by letter; valid_from is stated as {stated}")


def test_places_clouds_and_platforms_may_be_restricted(tmp_path):
    rows = [edge("policy:p", "RESTRICTS", end) for end in ("facility:f", "cloud:c")]
    assert [fact.end for fact in read(tmp_path, *rows)] == ["facility:f", "cloud:c"]


def test_spaces_around_words_go(tmp_path):
    row = {"type": "node", "id": " facility:x ", "kind": "Facility", "name": "  Fab X\t", "aliases": [" X "]}
    (fact,) = read(tmp_path, row | {"source": SOURCE | {"title": " Books "}})
    assert (fact.id, fact.name, fact.aliases, fact.source.title) == ("facility:x", "Fab X", ("X",), "Books")


@pytest.mark.parametrize(
    ("code", "country"),
    [
        ("158", "TWN"), ("490", "TWN"), ("TW", "TWN"), ("KR", "KOR"), ("410", "KOR"), ("kp", "PRK"), ("408", "PRK"),
        ("XK", "XKX"), ("XKX", "XKX"),
    ],
)  # fmt: skip
def test_a_country_may_have_any_of_its_codes(code, country, tmp_path):
    (fact,) = read(tmp_path, edge("company:z", "BASED_IN", f"country:{code}"))
    assert fact.end == f"country:{country}"


def test_an_end_may_be_an_identifier(tmp_path):
    (fact,) = read(tmp_path, edge("isin:NL0010273215", "BASED_IN", "country:KOR"))
    assert fact.start == "company:z"
    with pytest.raises(BuildError, match="dangling"):
        read(tmp_path, edge("isin:XX0000000000", "BASED_IN", "country:KOR"))


def test_a_date_of_a_node_is_a_date(tmp_path):
    row = {"type": "node", "id": "model:m", "kind": "Model", "name": "M", "source": SOURCE}
    with pytest.raises(BuildError, match="'soon' is not a date"):
        read(tmp_path, row | {"properties": {"released_on": "soon"}})


MISFITS = [
    edge("company:z", "BASED_IN", "country:KOR"),
    "{broken",
    edge("input:tool-y", "SUPPLIED_BY", "company:nobody"),
    edge("input:tool-y", "SUPPLIED_BY", "company:z", share=1.4),
    {"type": "node", "id": "company:new", "kind": "Company", "name": "New", "colour": "red", "source": SOURCE},
    edge("company:new", "BASED_IN", "country:KOR"),
]


def test_rows_that_do_not_fit_are_held_back_with_line_field_and_reason(tmp_path):
    (file,) = read_own([write(tmp_path, *MISFITS)], OURS, hold=True)
    assert [fact.locator for fact in file.facts] == ["mine.jsonl:1"]
    assert [(fault.where.rpartition(":")[2], fault.field) for fault in file.held] == [
        ("2", ""), ("3", "to"), ("4", "share"), ("5", "colour"), ("6", "from"),
    ]  # fmt: skip
    KnowledgeGraph.build([*OURS, *file.facts])


def test_without_holding_back_the_first_misfit_refuses_the_file(tmp_path):
    with pytest.raises(BuildError, match=r"mine\.jsonl:2"):
        read_own([write(tmp_path, *MISFITS)], OURS, hold=False)


def test_a_file_of_which_nothing_fits_is_refused(tmp_path):
    with pytest.raises(BuildError, match="company:nobody"):
        read_own([write(tmp_path, MISFITS[2])], OURS, hold=True)


def test_an_export_is_read_as_it_is(tmp_path):
    row = {"type": "node", "id": "facility:x", "kind": "Facility", "name": " Fab ", "source": SOURCE}
    (fact,) = read_facts(write(tmp_path, row), exported=True)
    assert fact.name == " Fab "


def test_the_command_lists_what_it_holds_back_and_says_so_by_its_exit_code(tmp_path):
    rows = [MISFITS[0] | {"from": "company:asml"}, MISFITS[2] | {"from": "input:hbm"}]
    settings = {"SUPPLYGRAPH_DATA": str(tmp_path / "data"), "SUPPLYGRAPH_FEEDS": str(tmp_path), "NEO4J_URI": ""}
    command = [sys.executable, "-m", "api.cli", "build", "--facts", str(write(tmp_path, *rows)), "--hold"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**unset(), **settings})
    assert done.returncode == INCOMPLETE, done.stdout + done.stderr
    assert "held back: mine.jsonl:2 [to]: dangling: no node 'company:nobody'" in done.stdout
