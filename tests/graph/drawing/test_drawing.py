"""Geometry, not pixels: no box over a box, no line over a foreign box, layers in order."""

from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis.dependency.paths.closure import upstream
from graph.drawing.bands import BANDS
from graph.drawing.became import Became
from graph.drawing.drawing import Drawing, drawing, path_data
from graph.drawing.layout import place
from graph.drawing.picture import Box, Picture, Pill, strengths
from graph.drawing.svg import svg
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import Horizon
from tests.conftest import parse_facts

DAY = date(2026, 1, 1)


def overlap(a, b):
    return abs(a.x - b.x) < (a.width + b.width) / 2 and abs(a.y - b.y) < (a.height + b.height) / 2


def crossings(drawn: Drawing):
    """Yield lines that enter a box that is not one of their ends; lines are sampled along their curves."""
    for link in drawn.links:
        for x, y in sampled(link.points):
            for box in (*drawn.boxes, *drawn.pills):
                inside = abs(x - box.x) < box.width / 2 - 0.5 and abs(y - box.y) < box.height / 2 - 0.5
                if inside and box.id not in (link.start, link.end):
                    yield link.start, link.end, box.id


def sampled(points):
    for (x0, y0), (x1, y1) in pairwise(points):
        for step in range(11):
            t = step / 10
            ease = 3 * t * t - 2 * t * t * t  # x of a cubic with vertical tangents
            yield x0 + (x1 - x0) * ease, y0 + (y1 - y0) * t


def check(drawn: Drawing):
    shapes = [*drawn.boxes, *drawn.pills]
    assert [(a.id, b.id) for a, b in combinations(shapes, 2) if overlap(a, b)] == []
    assert list(crossings(drawn)) == []
    for shape in shapes:
        assert shape.x - shape.width / 2 >= 0
        assert shape.x + shape.width / 2 <= drawn.width
        assert 0 <= shape.y - shape.height / 2 <= drawn.height


def test_m1_is_drawn_in_layers(m1):
    drawn = drawing(m1.snapshot(DAY), "input:chip")
    check(drawn)
    y = {box.id: box.y for box in drawn.boxes}
    assert y["input:chip"] < y["company:asml"] < y["country:NLD"]
    assert {pill.need: pill.count for pill in drawn.pills} == {"hbm": 3, "fabrication": 2, "eda": 3}
    (asml,) = (box for box in drawn.boxes if box.id == "company:asml")
    assert (asml.weak, asml.countries, asml.sphere) == ("certain", ("country:NLD",), "other")


def test_the_same_question_gives_the_same_picture(m1):
    snapshot = m1.snapshot(DAY)
    assert drawing(snapshot, "input:chip") == drawing(snapshot, "input:chip")


def test_what_does_not_fit_is_collapsed_and_named(world):
    lines = [f"input:x SUPPLIED_BY company:c{n:02}" for n in range(40)]
    drawn = drawing(world("\n".join(lines)).snapshot(DAY), "input:x")
    (more,) = (box for box in drawn.boxes if box.collapsed)
    shown = [box for box in drawn.boxes if box.id.startswith("company:")]
    assert more.label == f"+{40 - len(shown)} more"
    assert len(more.collapsed) + len(shown) == 40
    assert drawn.total == 41


def test_downwards_it_shows_who_rests_on_it(world):
    text = "model:m TRAINED_ON chip:c\nchip:c DESIGNED_BY company:d"
    drawn = drawing(world(text).snapshot(DAY), "company:d", down=True)
    assert {box.id for box in drawn.boxes} == {"company:d", "chip:c", "model:m"}


def test_the_svg_is_well_formed_and_escapes_names(facts_of):
    import xml.etree.ElementTree as ElementTree

    from graph.knowledge_graph import KnowledgeGraph

    facts = facts_of("input:x SUPPLIED_BY company:at")
    facts[1] = facts[1].model_copy(update={"name": 'AT&S <"quoted">'})
    drawn = drawing(KnowledgeGraph.build(facts).snapshot(DAY), "input:x")
    root = ElementTree.fromstring(svg(drawn, "What x rests on", "caption"))
    titles = [element.text for element in root.iter("{http://www.w3.org/2000/svg}title")]
    assert 'AT&S <"quoted">' in titles


def test_a_line_stays_within_the_gap_it_bends_in():
    assert path_data([(0, 0), (10, 20), (10, 40)]) == "M0 0C0 10 10 10 10 20V40"


@st.composite
def pictures(draw):
    count = draw(st.integers(2, 24))
    boxes = {
        f"b{n}": Box(f"b{n}", "x" * draw(st.integers(1, 30)), draw(st.integers(0, len(BANDS) - 1)))
        for n in range(count)
    }
    ids = st.sampled_from(sorted(boxes))
    direct = draw(st.sets(st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1]), max_size=40))
    pills = []
    links = set(direct)
    for number in range(draw(st.integers(0, 5))):
        owner = draw(ids)
        suppliers = draw(st.sets(ids.filter(lambda i, owner=owner: i != owner), min_size=1, max_size=5))
        pill = Pill(f"p{number}", "need", (owner,), tuple(sorted(suppliers)), len(suppliers), False)
        pills.append(pill)
        links |= {(owner, pill.id), *((pill.id, end) for end in suppliers)}
    return Picture("b0", boxes, tuple(pills), tuple(sorted(links)))


@settings(max_examples=150, deadline=None)
@given(pictures())
def test_no_line_crosses_a_foreign_box(shown):
    placed = place(shown)
    ends = {box.id: 26.0 for box in shown.boxes.values()} | {pill.id: 18.0 for pill in shown.pills}
    rows = {i: placed.slots[i].row for i in ends}
    for box in shown.boxes.values():
        for other in shown.boxes.values():
            if box.band < other.band:
                assert rows[box.id] < rows[other.id], "layers are in order"
    for (start, end), points in placed.routes.items():
        for x, y in sampled(points):
            for i, height in ends.items():
                slot = placed.slots[i]
                inside = abs(x - slot.x) < slot.width / 2 - 0.5 and abs(y - placed.row_y[slot.row]) < height / 2 - 0.5
                assert not inside or i in (start, end), f"{start} -> {end} crosses {i}"


WIDEST = 1500
"""Pixels: what a large screen shows at full size. Letters are 11 px or larger there."""


@pytest.mark.parametrize("horizon", Horizon)
def test_the_atlas_draws_cleanly_and_fits_a_screen(horizon):
    from loaders.registry import collect

    collected = collect(None, noncommercial=False, unverified=False, only={"countries", "atlas"})
    from graph.knowledge_graph import KnowledgeGraph

    snapshot = KnowledgeGraph.build(collected.facts).snapshot(date(2026, 11, 1), horizon=horizon)
    for root in ("model:glm-5", "model:claude-opus-4-5", "chip:nvidia-h100", "company:tsmc"):
        check(drawing(snapshot, root))
    for root in ("company:asml", "country:TWN", "company:nvidia", "company:tsmc", "country:USA"):
        drawn = drawing(snapshot, root, down=True)
        check(drawn)
        assert drawn.width < WIDEST, f"what rests on {root} is {drawn.width} px wide"


def test_needs_beyond_the_most_of_a_band_become_one_pill(world):
    chips = [f"chip:c{chip:02} REQUIRES input:i{chip:02}" for chip in range(20)]
    suppliers = [f"input:i{n:02} SUPPLIED_BY company:{name}{n:02}" for n in range(20) for name in ("a", "b")]
    lab = [f"model:m TRAINED_ON chip:c{n:02}" for n in range(20)]
    drawn = drawing(world("\n".join([*lab, *chips, *suppliers])).snapshot(DAY), "model:m", scale=4)
    check(drawn)
    (rest,) = (pill for pill in drawn.pills if pill.merged)
    assert rest.label == "+15 more needs"
    assert len(rest.of) == 15
    pointed_at = {link.end for link in drawn.links}
    assert {box.id for box in drawn.boxes} - pointed_at == {"model:m"}, "no box hangs in the air"


def test_what_an_entity_needs_directly_is_always_visible(world):
    """Chips that everything else rests on more heavily do not push out the one that the model was trained on."""
    lines = ["model:m TRAINED_ON chip:own", "model:m DEVELOPED_BY lab:l", "lab:l RUNS_ON cloud:x"]
    lines += [f"cloud:x HOSTS chip:a{n:02}" for n in range(30)]
    drawn = drawing(world("\n".join(lines)).snapshot(DAY), "model:m")
    assert "chip:own" in {box.id for box in drawn.boxes}


def test_strength_is_the_largest_product_of_shares_on_a_path(world):
    text = """
        input:x SUPPLIED_BY company:big - 0.8
        input:x SUPPLIED_BY company:small - 0.2
        company:big BASED_IN country:NLD
        company:small BASED_IN country:NLD
    """
    closure = upstream(world(text).snapshot(DAY), "input:x")
    assert strengths(closure) == pytest.approx(
        {"input:x": 1, "company:big": 0.8, "company:small": 0.2, "country:NLD": 0.8}
    )


def test_a_what_if_is_drawn_without_moving_anything(m1):
    snapshot = m1.snapshot(DAY)
    plain = drawing(snapshot, "input:chip")
    struck = drawing(snapshot, "input:chip", became=Became({"company:asml": "out", "input:chip": "falls"}))
    assert [(box.id, box.x, box.y) for box in plain.boxes] == [(box.id, box.x, box.y) for box in struck.boxes]
    text = svg(struck, "What a chip rests on, if ASML is cut off")
    assert text.count('class="fallen"') == 2
    assert "prefers-color-scheme" not in text, "the same colours for every reader"
    assert 'class="headline"' in text
    assert "Struck out: falls" in text


def test_another_day_moves_nothing_and_says_what_was_not_there():
    text = """
        input:x SUPPLIED_BY company:old supplier 0.5
        input:x SUPPLIED_BY company:new supplier 0.5
        company:old BASED_IN country:NLD
        company:new BASED_IN country:JPN
    """
    facts = [
        fact.model_copy(update={"valid_from": date(2025, 6, 1)}) if getattr(fact, "end", "") == "company:new" else fact
        for fact in parse_facts(text)
    ]
    graph = KnowledgeGraph.build(facts)
    today, then = graph.snapshot(DAY), graph.snapshot(date(2024, 1, 1))
    now = drawing(today, "input:x")
    before = drawing(today, "input:x", then=then)
    assert [(box.id, box.x, box.y) for box in now.boxes] == [(box.id, box.x, box.y) for box in before.boxes]
    assert {box.id for box in before.boxes if not box.there} == {"company:new", "country:JPN"}
    assert all(box.there for box in now.boxes)
    (pill,) = before.pills
    assert {(link.start, link.end) for link in before.links if not link.there} == {
        (pill.id, "company:new"), ("company:new", "country:JPN"),
    }  # fmt: skip
    assert before.boxes[[box.id for box in before.boxes].index("company:old")].weak, "alone on that day"
    assert "Pale and dotted: not there on the day" in svg(before, "What x rests on")


def test_what_is_no_longer_there_is_named():
    text = """
        input:x SUPPLIED_BY company:left supplier 0.5
        input:x SUPPLIED_BY company:stays supplier 0.5
    """
    facts = [
        fact.model_copy(update={"valid_to": date(2025, 1, 1)}) if getattr(fact, "end", "") == "company:left" else fact
        for fact in parse_facts(text)
    ]
    graph = KnowledgeGraph.build(facts)
    drawn = drawing(graph.snapshot(DAY), "input:x", then=graph.snapshot(date(2024, 1, 1)))
    assert drawn.gone == ("company:left",)
    assert drawn.not_there is None


RUN = """
    cloud:k OPERATES facility:a
    cloud:k HOSTS chip:h
    chip:h DESIGNED_BY company:n
    lab:l RUNS_ON facility:a
"""


@pytest.mark.parametrize(("more", "state"), [("", None), ("lab:l RUNS_ON cloud:k other", "falls")])
def test_a_site_whose_cloud_falls_keeps_who_runs_it(world, more, state):
    became = Became({"cloud:k": "falls"}, {"cloud:k"})
    drawn = drawing(world(RUN + more).snapshot(DAY), "lab:l", became=became)
    assert {box.id: box.state for box in drawn.boxes}["cloud:k"] == state
    assert not {(link.start, link.end): link.cut for link in drawn.links}["facility:a", "cloud:k"]
    assert any(link.cut for link in drawn.links) == (state == "falls"), "as what it supplies itself it is lost"
    assert ("cutline" in svg(drawn, "A laboratory").rpartition("</style>")[2]) == (state == "falls")
