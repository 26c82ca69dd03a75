"""The spheres in a real browser: what may be anything is not told as a figure, and only the ranked are headlined."""

import itertools
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
WIDEST = 0.5


def whole(share: float) -> str:
    """Return a share as the page reads it, without its sign of percent."""
    if 1e-9 < share < 0.005:
        return "under 1"
    return "over 99" if 0.995 <= share < 1 - 1e-9 else f"{int(share * 100 + 0.5)}"


def span(low: float, high: float) -> str:
    """Return both ends of a range as the page reads them."""
    ends = [whole(low), whole(high)]
    if ends[0] == ends[1]:
        return f"{ends[0]} %"
    return (" to " if any(not end.isdigit() for end in ends) else "–").join(ends) + " %"


def said(share: float | None, ends: list[float]) -> str:
    """Return what is said of a share with a range."""
    if share is None or ends[1] - ends[0] > WIDEST:
        return f"may be {span(*ends)}"
    return f"{whole(share)} %" if span(*ends) == f"{whole(share)} %" else f"{whole(share)} % ({span(*ends)})"


def test_what_may_be_anything_is_no_figure_in_heading_note_picture_or_table(page, server):
    layers = page.request.get(f"{server}/v1/fragmentation/matrix").json()["layers"]
    page.goto(f"{server}/?view=spheres")
    figure = page.locator("svg.matrix")
    expect(figure).to_be_visible(timeout=30_000)
    page.get_by_text("Every figure as a table").click()
    table = page.get_by_role("region", name="Figures").get_by_role("row").all()[1:]
    rows = [(layer, row) for layer in layers for row in layer["rows"]]
    assert len(table) == len(rows)
    drawn = " ".join(figure.locator("text").all_text_contents())
    wide = []
    for line, (layer, row) in zip(table, rows, strict=True):
        cells = line.get_by_role("cell").all_inner_texts()
        for at, sphere in enumerate(("US", "China", "other")):
            if not row["direct"]:
                assert cells[2 + at] == "unknown"
                continue
            share, ends = row["direct"][sphere], row["direct_range"][sphere]
            assert cells[2 + at] == said(share, ends)
            if ends[1] >= 0.005:
                assert f"{sphere} {said(share, ends)}" in drawn
            if ends[1] - ends[0] > WIDEST:
                wide.append((layer["layer"], row["sphere"], sphere, said(share, ends)))
    assert wide, "the atlas has shares that may be anything"
    heading = page.get_by_role("heading", level=2).inner_text()
    left_out = page.locator(".standfirst").inner_text()
    for layer, pole, other, text in wide:
        if {pole, other} == {"US", "China"}:
            assert f"{layer} ({text})" in left_out
    assert not any(layer in heading and text in heading for layer, _, _, text in wide)
    assert figure.locator(".part.open").count() >= len(wide)


def test_what_is_not_known_is_hatched(page, server):
    layers = page.request.get(f"{server}/v1/fragmentation/matrix").json()["layers"]
    partly = [row for layer in layers for row in layer["rows"] if (row["known"] or 1) < 0.995]
    page.goto(f"{server}/?view=spheres")
    unknown = page.locator("svg.matrix .part.none")
    expect(unknown).to_have_count(len(partly), timeout=30_000)
    fills = unknown.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    assert fills == ['url("#unknown")'] * len(partly) != []
    page.goto(server)
    small = page.get_by_role("region", name="Spheres").locator(".seg.unknown")
    expect(small).to_have_count(sum(row["sphere"] in ("US", "China") for row in partly))
    assert "gradient" in small.first.evaluate("one => getComputedStyle(one).backgroundImage")


def test_an_axis_has_round_steps_and_reaches_the_largest_value(page, server):
    drawn = 0
    for series in page.request.get(f"{server}/v1/series").json()["items"]:
        answer = page.request.get(f"{server}/v1/series/{series['name']}", headers={"Prefer": "whole"}).json()
        values = [point["value"] for point in answer["points"] if (point["at"] or point["period"]) and point["value"]]
        page.goto(f"{server}/?view=spheres&mode=series&series={series['name']}")
        expect(page.get_by_role("heading", level=3).first).to_have_text(series["title"])
        chart = page.get_by_role("region", name="Chart")
        if chart.count() == 0:
            continue
        drawn += 1
        marks = [float(text) for text in chart.locator(".tick.left").all_text_contents()]
        steps = {round(later - mark, 9) for mark, later in itertools.pairwise(marks)}
        assert len(steps) == 1, marks
        digits = f"{steps.pop():e}".partition("e")[0].rstrip("0").rstrip(".")
        assert digits in ("1", "2", "2.5", "5"), marks
        assert marks[0] <= min(0, *values)
        assert marks[-1] >= max(values)
    assert drawn >= 2


@pytest.mark.parametrize("layer", ["clouds", "platforms"])
def test_on_one_layer_too_only_those_of_whom_enough_is_known_are_ranked(page, server, layer):
    rows = page.request.get(f"{server}/v1/fragmentation/countries").json()["countries"]
    places = {row["name"]: one for row in rows for one in row["layers"] if one["layer"] == layer and one["counted"]}
    open_ones = {name for name, place in places.items() if place["to_rank"]}
    page.goto(f"{server}/?view=spheres&mode=countries&layer={layer}")
    shown = page.locator("svg.dots g").filter(has=page.locator(".dot"))
    expect(shown.first).to_be_visible()
    heading = page.get_by_role("heading", level=2).inner_text()
    assert re.search(layer, heading)
    assert not [name for name in open_ones if name in heading]
    for number in range(shown.count()):
        name = shown.nth(number).locator("title").text_content().partition(":")[0]
        assert ("open" in shown.nth(number).locator(".dot").get_attribute("class")) is (name in open_ones)
    assert page.locator("svg.dots .columnhead").all_text_contents() == ["alignment", "contested"]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_layer_that_is_withheld_takes_no_more_room_than_its_reason(page, server, width):
    layers = page.request.get(f"{server}/v1/fragmentation/matrix").json()["layers"]
    withheld = [layer for layer in layers if layer["reason"] and not any(row["direct"] for row in layer["rows"])]
    assert withheld
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/?view=spheres")
    expect(page.locator("svg.matrix")).to_be_visible(timeout=30_000)
    groups = page.locator("svg.matrix > g").filter(has=page.locator("text.layer"))
    expect(groups).to_have_count(len(layers))
    for layer in withheld:
        group = groups.filter(has_text=layer["layer"]).filter(has_text="withheld").first
        said = " ".join(group.locator("text.note").all_text_contents())
        assert layer["reason"].replace(" ", "") == said.replace(" ", "")
        box = group.bounding_box()
        assert box
        assert box["height"] < 110, layer["layer"]
