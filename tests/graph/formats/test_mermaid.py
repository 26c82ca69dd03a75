import re
from datetime import date

import pytest

from graph.drawing.drawing import drawing
from graph.formats.mermaid import escaped, mermaid


@pytest.fixture
def drawn(m1):
    return drawing(m1.snapshot(date(2026, 1, 1)), "input:chip")


def test_every_box_pill_and_link_is_written_once(drawn):
    lines = mermaid(drawn, "A chip").splitlines()
    assert lines[:2] == ["%% A chip", "flowchart TD"]
    boxes = [line for line in lines if re.match(r'  n\d+\["', line)]
    pills = [line for line in lines if re.match(r'  n\d+\(\["', line)]
    links = [line for line in lines if re.fullmatch(r"  n\d+ --> n\d+", line)]
    assert (len(boxes), len(pills), len(links)) == (len(drawn.boxes), len(drawn.pills), len(drawn.links))
    assert len(pills) == 3, "hbm, fabrication and eda have several suppliers, lithography one"
    assert len(set(links)) == len(links)


def test_links_name_boxes_that_exist_and_single_points_are_marked(drawn):
    text = mermaid(drawn, "A chip")
    declared = set(re.findall(r"^  (n\d+)[\[(]", text, re.MULTILINE))
    ends = {end for pair in re.findall(r"^  (n\d+) --> (n\d+)$", text, re.MULTILINE) for end in pair}
    assert ends == declared
    (asml,) = (line for line in text.splitlines() if "asml" in line.lower())
    assert asml.endswith('▲"]:::other'), "its share of the need is all of it"


@pytest.mark.parametrize(
    ("text", "written"),
    [('a "b"', "a #quot;b#quot;"), ("C#", "C#35;"), ("<b>&", "#lt;b#gt;#amp;"), ("two\nlines", "two lines")],
)
def test_labels_cannot_break_out_of_their_quotes(text, written):
    assert escaped(text) == written


def test_a_caption_cannot_become_a_directive(drawn):
    assert mermaid(drawn, "%%{init: 1}%%\nflowchart LR").splitlines()[0] == "%% %%(init: 1)%% flowchart LR"
