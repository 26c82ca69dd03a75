"""A terminal shows names as they are: nothing in them is interpreted, and nothing is lost."""

import io
import json
import re

from hypothesis import example, given
from hypothesis import strategies as st

from api import terminal
from api.terminal import Plain, marked, visible
from tests.api.test_cli import SOURCE, edge, facts, run

HOSTILE = [
    "[/bold]",
    "[bold]x",
    "a[/]b",
    "[link=https://evil.example]x[/link]",
    ":smile:",
    "{}",
    "%s",
    "back\\",
    "\\[x]",
]
STEERING = [
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\x9b2J",
    "\x9d0;t\x9c",
    "a\rb",
    "\u202egnp.exe",
    "\x7f",
    "\u2028",
    "\x00",
]


def printed(*what: object) -> str:
    console = Plain(file=io.StringIO(), highlight=False, width=10_000)
    console.print(*what, soft_wrap=True)
    return console.file.getvalue()


@given(st.text(st.characters(exclude_characters="\t")))
def test_a_line_is_the_text(text):
    assert printed(text).removesuffix("\n").replace("\n", "") == visible(text).replace("\n", "")


@given(st.text(), st.text())
@example("", "\\[")
@example("[/]", "\\")
def test_a_template_styles_and_its_values_do_not(first, second):
    assert marked("[bold]{}[/] of [dim]{}[/]", first, second).plain == f"{visible(first)} of {visible(second)}"


@given(st.text())
def test_what_steers_is_shown_and_told_apart(text):
    shown = visible(text)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert len(shown) >= len(text)


def test_the_json_of_an_answer_is_the_same_json(capsys):
    content = {name: name for name in (*HOSTILE, *STEERING)}
    terminal.print_json(content)
    text = capsys.readouterr().out
    assert json.loads(text) == content
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_a_hostile_name_is_shown_whole_by_every_way_of_printing(tmp_path):
    name = " ".join(HOSTILE)

    def named(node_id: str, kind: str) -> dict[str, object]:
        return {"type": "node", "id": node_id, "kind": kind, "name": name, "source": SOURCE | {"title": name}}

    world = [named("input:tool", "Input"), named("company:z", "Company"), named("country:NLD", "Country"),
             edge("SUPPLIED_BY", "input:tool", "company:z"), edge("BASED_IN", "company:z", "country:NLD")]  # fmt: skip
    built = run(tmp_path / "data", "build", "--only", str(facts(tmp_path, *world)))
    assert "version" in built.stdout
    for command in (["show", "input:tool"], ["find", "tool"], ["whatif", "country:NLD"]):
        shown = run(tmp_path / "data", *command).stdout
        assert [part for part in HOSTILE if len(part) < 10 and part not in shown] == [], command
    assert repr(name)[1:-1] in run(tmp_path / "data", "show", name, code=2).stderr.replace("\n", "")


def test_a_parameter_without_a_value_is_told(atlas_data):
    assert "name=value" in run(atlas_data, "whatif", "taiwan-cut-off", "--set", "x", code=2).stderr
