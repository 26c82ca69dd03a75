"""What holds in every view, in both sizes: names instead of ids, readable text, nothing wider than the window."""

import re

import pytest
from playwright.sync_api import Page, expect

from graph.ontology import NodeKind
from tests.api.views import SIZES, VIEWS, by_turns

pytestmark = pytest.mark.browser
ID = re.compile(
    r"\b(?:benchmark|chip|cloud|company|country|dataset|facility|input|lab|model|platform|policy|security):[\w-]+"
)
LABEL = re.compile(r"\b(?:[A-Z][a-z]+){2,}\b")
"""Words run together, of which kinds of node have those of more than one word: people read words."""
LABELS = {kind.value for kind in NodeKind if LABEL.fullmatch(kind.value)}
LONG = re.compile(r"\d{13,}")
SAME_ENDS = re.compile(r"\b(\d+)–\1 %")
SMALL = """() => [...document.querySelectorAll("body *")].flatMap(element => {
    if (![...element.childNodes].some(child => child.nodeType === 3 && child.data.trim())) return [];
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height) return [];
    let size = parseFloat(getComputedStyle(element).fontSize);
    const svg = element.ownerSVGElement;
    if (svg) size *= svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return size < 10.99 ? [`${size.toFixed(1)} px: ${element.textContent.slice(0, 30)}`] : [];
})"""
UNKNOWN = """() => [...document.querySelectorAll("table")].flatMap(table => {
    const cells = [...table.tBodies].flatMap(body => [...body.rows]).flatMap(row => [...row.cells].slice(1))
        .filter(cell => cell.innerText.trim() || cell.querySelector("svg, [role=img]"));
    const told = cells.filter(cell => !/^(unknown|not known|–)$/.test(cell.innerText.trim()));
    return cells.length > 1 && told.length === 0 ? [table.innerText.slice(0, 60)] : [];
})"""
"""A table that knows nothing, which is a sentence."""
PICTURE = """() => {
    const boxes = [...document.querySelectorAll(".graph g.box > rect, .graph .tools, .graph .bandname")]
        .map(one => [one.classList.contains("bandname") || one.classList.contains("tools"), one.getBoundingClientRect(),
            one.textContent]);
    return boxes.filter(([label]) => label).flatMap(([, a, text]) => boxes.filter(([label, b]) => !label
        && a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom).map(() => text));
}"""
"""Names of layers and buttons that lie over a box."""
OVERRULED = """() => [...document.querySelectorAll("main svg :is([fill], [stroke])")].flatMap(element =>
    ["fill", "stroke"].filter(name => element.hasAttribute(name)).flatMap(name => {
        const probe = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        probe.setAttribute(name, element.getAttribute(name));
        element.ownerSVGElement.append(probe);
        const given = getComputedStyle(probe)[name];
        probe.remove();
        const shown = getComputedStyle(element)[name];
        return given === shown ? [] : [`${element.outerHTML.slice(0, 90)}: ${given}, shown ${shown}`];
    }))"""
"""Paint that a figure gives an element and a rule of the style sheets takes away."""
CUT = """() => [...document.querySelectorAll("main .scroll")].filter(frame => {
    const said = frame.previousElementSibling?.classList.contains("wider");
    return (frame.scrollWidth > frame.clientWidth + 1 && !said) || (frame.querySelector("table") && said);
}).map(frame => `${frame.getAttribute("aria-label")}: ${frame.scrollWidth} in ${frame.clientWidth}`)"""
"""What is wider than it shows without saying so, and tables that are wider at all."""
LIKELY = """() => [...document.querySelectorAll("h2, h3, h4, td, li, p, [aria-label]")]
    .map(element => element.getAttribute("aria-label") ?? element.innerText)
    .filter(text => /\\b\\d+ (of \\d+[^.%]*|labs |here )?likely\\b|likely (stops|fall) at \\d/.test(text))
    .filter(text => !/certain/.test(text))"""
"""Likely counts without the certain ones beside them."""


def settled(page: Page, address: str) -> None:
    """Open a view and wait until nothing is loading."""
    page.goto(address)
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(re.compile("^Loading"))).to_have_count(0)


@pytest.mark.parametrize(("view", "size"), by_turns(tuple(SIZES), first=1))
def test_every_view_reads_as_names_in_letters_that_can_be_read(page, server, view, size):
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    settled(page, f"{server}/{VIEWS[view]}")
    text = page.locator("body").inner_text()
    assert ID.findall(text) == []
    if view != "cypher":  # whose schema has the labels
        assert LABELS.intersection(LABEL.findall(text)) == set()
    assert LONG.findall(text) == []
    assert SAME_ENDS.findall(text) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(UNKNOWN) == []
    assert page.evaluate(PICTURE) == []
    assert page.evaluate(LIKELY) == []
    assert page.evaluate(OVERRULED) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("address", [*VIEWS.values(), "docs"])
def test_on_a_phone_nothing_is_cut_without_a_word(page, server, address):
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, f"{server}/{address}")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.evaluate("dispatchEvent(new Event('resize'))")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(CUT) == []


def test_on_a_phone_every_figure_of_a_table_stands_under_its_head(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, f"{server}/?view=timeline")
    table = page.get_by_role("region", name="Points")
    heads = table.locator("th").all_text_contents()
    row = table.locator("tbody tr").first
    assert row.locator("td").evaluate_all("all => all.map(one => one.dataset.head)") == heads
    shown = row.locator("td").nth(1).evaluate("one => getComputedStyle(one, '::before').content")
    assert shown == f'"{heads[1]}"'


def test_the_whole_world_is_on_a_phone(page, server):
    page.set_viewport_size({"width": 390, "height": 844})
    settled(page, f"{server}/?view=map&selected=country:IDN")
    world = page.get_by_role("img", name="Whose suppliers each country rests on")
    box = world.bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    assert world.locator(".tile").count() == 200
    assert world.locator(".tile.selected title").text_content().startswith("Indonesia")
    page.get_by_role("button", name="Brazil").click()
    expect(world.locator(".tile.selected title")).to_contain_text("Brazil")
