"""The command line as a user runs it."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import unset

ROOT = Path(__file__).parents[2]
SOURCE = {"title": "Books", "publisher": "Us", "url": "https://example.org", "licence": "private"}


def run(data: Path, *arguments: str, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
    environment = unset()
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT, env=environment | {"SUPPLYGRAPH_DATA": str(data), "COLUMNS": "160"} | more,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def facts(folder: Path, *rows: dict[str, object], name: str = "mine.jsonl") -> Path:
    path = folder / name
    path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


def node(node_id: str, kind: str) -> dict[str, object]:
    return {"type": "node", "id": node_id, "kind": kind, "name": node_id, "source": SOURCE}


def edge(kind: str, start: str, end: str, **fields: object) -> dict[str, object]:
    return {"type": "edge", "kind": kind, "from": start, "to": end, "source": SOURCE} | fields


WORLD = [
    node("input:tool", "Input"), node("company:z", "Company"), node("country:NLD", "Country"),
    edge("SUPPLIED_BY", "input:tool", "company:z", share=1.0), edge("BASED_IN", "company:z", "country:NLD"),
]  # fmt: skip


def test_build_from_own_facts_alone_then_show_path_cut_and_diff(tmp_path):
    first = json.loads(run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *WORLD)), "--json").stdout)
    assert first["nodes"] == {"Company": 1, "Country": 1, "Input": 1}
    shown = run(tmp_path / "data", "show", "input:tool").stdout
    assert "company:z" in shown
    assert "▲" in shown
    path = json.loads(run(tmp_path / "data", "path", "input:tool", "country:NLD", "--json").stdout)
    assert path["paths"][0]["nodes"] == ["input:tool", "company:z", "country:NLD"]
    assert all(e["claim"]["own"] for e in path["paths"][0]["edges"])
    assert "country:NLD" in run(tmp_path / "data", "cut", "input:tool", "--over", "country").stdout
    assert "Fall (3)" in run(tmp_path / "data", "whatif", "country:NLD").stdout
    changed = [*WORLD[:3], edge("SUPPLIED_BY", "input:tool", "company:z", share=0.5), WORLD[4]]
    second = json.loads(run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *changed)), "--json").stdout)
    told = json.loads(run(tmp_path / "data", "diff", first["version"][:12], second["version"], "--json").stdout)
    assert ['"share":1.0' in line for line in told["only_in_a"]] == [True]
    assert ['"share":0.5' in line for line in told["only_in_b"]] == [True]


def test_changes_say_what_the_findings_of_two_versions_say_differently(tmp_path):
    decided = {"properties": {"by": "Ministry", "sector": "government"}}
    lab = [node("lab:x", "Lab"), node("country:CHN", "Country"), edge("BASED_IN", "lab:x", "country:CHN")]
    one = [*lab, node("country:SGP", "Country"), edge("ADOPTED", "country:SGP", "lab:x", **decided)]
    two = [*one, node("country:BRA", "Country"), edge("ADOPTED", "country:BRA", "lab:x", **decided)]
    versions = [
        json.loads(run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *rows)), "--json").stdout)["version"]
        for rows in (one, two)
    ]
    told = json.loads(run(tmp_path / "data", "changes", versions[0][:12], "--json").stdout)
    assert [told["before"], told["after"]] == versions
    (changed,) = told["changed"]
    assert "Of the 1 decisions" in changed["statement"]
    assert "Of the 2 decisions" in changed["statement"]
    assert "Both versions say the same." in run(tmp_path / "data", "changes", versions[1]).stdout


def test_a_broken_fact_says_line_and_field_and_the_old_graph_stays(tmp_path):
    data = tmp_path / "data"
    before = json.loads(run(data, "build", "--only", str(facts(tmp_path, *WORLD)), "--json").stdout)["version"]
    broken = facts(tmp_path, *WORLD, edge("SUPPLIED_BY", "input:tool", "company:nobody"), name="broken.jsonl")
    done = run(data, "build", "--only", str(broken), code=2)
    assert "broken.jsonl:6 [to]: dangling: no node 'company:nobody'" in done.stderr
    assert json.loads((data / "current").read_text())["version"] == before


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("show", "model:glm-5"), 3, "supplygraph build"),
        (("build", "--only", "nowhere.jsonl"), 2, "cannot read nowhere.jsonl"),
        (("build", "--source", "atals"), 2, "there are atlas, countries"),
        (("check",), 3, "supplygraph build"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(tmp_path, arguments, code, told):
    assert told in run(tmp_path, *arguments, code=code).stderr.replace("\n", " ")


def test_own_facts_beside_ours_are_marked(atlas_data, tmp_path):
    own = [node("facility:fab-x", "Facility"), edge("SUPPLIED_BY", "input:euv-lithography-tools", "facility:fab-x")]
    run(tmp_path / "data", "build", "--facts", str(facts(tmp_path, *own)), "--source", "countries", "--source", "atlas")
    content = json.loads(
        run(tmp_path / "data", "path", "chip:nvidia-h100", "facility:fab-x", "--horizon", "grow", "--json").stdout
    )
    last = content["paths"][0]["edges"][-1]
    assert last["claim"]["own"]
    assert content["sources"][last["claim"]["source"]]["dataset"] == "facts:mine"
    assert any("the user's own facts" in text for text in content["meta"]["assumptions"])


def test_check_lists_what_nobody_opened(atlas_data):
    content = json.loads(run(atlas_data, "check", "--json").stdout)
    assert content["facts"] > 4000
    assert content["recalled"]
    assert all("http" in line for line in content["recalled"][:20])


def test_find_reads_other_scripts(atlas_data):
    assert "lab:zhipu-ai" in run(atlas_data, "find", "智谱").stdout


def test_sync_takes_files_at_hand_and_resolve_finds_nothing_unreviewed(tmp_path, feeds):
    data = tmp_path / "data"
    (row,) = json.loads(run(data, "sync", "epoch-hardware", "--from", str(feeds), "--json").stdout)
    assert row["status"] == "fetched"
    assert (data / "feeds" / "epoch-models-hardware" / "ml_hardware.csv").is_file()
    assert json.loads(run(data, "resolve", "epoch-hardware", "--json").stdout) == []


@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "md"])
def test_every_form_is_printed_for_programs(tmp_path, form):
    run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *WORLD)))
    for command in (
        ["show", "input:tool"],
        ["whatif", "country:NLD"],
        ["exposure", "input:tool"],
        ["scenarios"],
        ["find", "z"],
    ):
        text = run(tmp_path / "data", *command, "--format", form).stdout
        match form:
            case "json":
                assert json.loads(text)
            case "ndjson":
                assert [json.loads(line) for line in text.splitlines()]
            case "csv":
                head, *rows = csv.reader(io.StringIO(text))
                assert rows
                assert {len(row) for row in rows} == {len(head)}
            case "md":
                assert text.splitlines()[1].startswith("| ---")
    refused = run(tmp_path / "data", "show", "input:tool", "--format", "pdf", code=2)
    assert "ndjson" in refused.stderr


def test_a_tree_fits_a_screen_and_says_how_to_see_more(atlas_data):
    tree = run(atlas_data, "show", "model:claude-opus-4-5").stdout.partition("Single points")[0]
    assert len(tree.splitlines()) < 90
    assert "levels are drawn; --depth 3 opens more" in tree
    deeper = run(atlas_data, "show", "model:claude-opus-4-5", "--depth", "4").stdout.partition("Single points")[0]
    assert len(deeper.splitlines()) > 2 * len(tree.splitlines())
    assert "opens more" not in deeper


@pytest.mark.parametrize("columns", ["20", "40", "80"])
def test_an_id_is_never_cut(tmp_path, columns):
    long = "company:" + "a-very-long-name-of-a-firm-" * 5 + "x"
    world = [node("input:tool", "Input"), node(long, "Company"), edge("SUPPLIED_BY", "input:tool", long, share=1.0)]
    run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *world)))
    shown = run(tmp_path / "data", "find", "firm", COLUMNS=columns).stdout
    assert long in shown


def test_version_and_completion(tmp_path):
    assert run(tmp_path, "--version").stdout.startswith("supplygraph ")
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}  # a test may have no shell above it to detect
    assert "complete" in run(tmp_path, "--show-completion", "bash", **named).stdout.lower()


def test_the_exit_codes_that_are_documented(tmp_path):
    table = (ROOT / "docs" / "command-line.md").read_text()
    assert {
        line.split("|")[1].strip() for line in table.splitlines() if line[:3] in ("| 0", "| 1", "| 2", "| 3", "| 4")
    } == set("01234")
    run(tmp_path / "none", "find", "x", code=3)
    run(tmp_path / "none", "find", "--nonsense", code=2)


def test_a_near_name_is_suggested_once(tmp_path):
    told = run(tmp_path / "data", "whatif", "taiwan-cutoff", code=2).stderr
    assert told.count("did you mean") == 1
    assert told.count("taiwan-cut-off") == 1


def test_an_error_leads_to_a_way_out_that_a_terminal_has(tmp_path):
    """It said "See /docs", which is an address, and of an id that is like none it said nothing."""
    data = tmp_path / "data"
    run(data, "build", "--only", str(facts(tmp_path, *WORLD)))
    told = run(data, "exposure", "input:tool", "--horizon", "ever", code=2).stderr
    assert "`supplygraph exposure --help` says what it takes" in told
    assert "/docs" not in told
    assert "`find` searches names" in run(data, "exposure", "lab:xylophone", code=2).stderr


NAMED = (["input:tool"], ["--node-id", "input:tool"], ["--node-id=input:tool"])


def test_the_one_argument_of_a_command_may_be_given_by_its_name(tmp_path):
    """``fragmentation`` takes ``--layer``, and ``timeline`` refused it."""
    data = tmp_path / "data"
    run(data, "build", "--only", str(facts(tmp_path, *WORLD)))
    asked = [run(data, "exposure", *given, "--csv").stdout for given in NAMED]
    assert len(set(asked)) == 1
    assert "country:NLD" in asked[0]
    assert "--layer" in run(data, "fragmentation", "--help").stdout
    run(data, "timeline", "--layer", "clouds", "--from", "2025-01-01", "--step", "year")


def test_a_file_has_every_row_and_what_is_read_as_many_as_the_address_gives(atlas_data):
    whole, cut = (run(atlas_data, "headlines", *more, "--csv").stdout.splitlines() for more in ((), ("--limit", "3")))
    read = json.loads(run(atlas_data, "headlines", "--json").stdout)
    assert len(whole) - 1 == read["meta"]["totals"]["rows"] > len(read["rows"]) == 10
    assert cut == whole[:4]
    assert "(default 10)" in run(atlas_data, "headlines", "--help").stdout


def test_the_head_of_an_interval_says_which_value_is_which(atlas_data):
    assert "days (low, high)" in run(atlas_data, "stocks").stdout
    assert "hhi (low, high)" in run(atlas_data, "concentration", "input:hbm").stdout
