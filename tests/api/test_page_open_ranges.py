"""On the page a likely share stands before no range that may be anything, and an id is read once, as its name."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.api.test_page_views import settled

pytestmark = pytest.mark.browser
BEFORE = re.compile(r"(\d+|under 1|over 99) %,? \((?:under )?(\d+)(?:–| %? ?to )(?:over )?(\d+) %\)")
VIEWS = (
    "?view=chokepoints",
    "?view=profile&root=country:FRA",
    "?view=profile&root=lab:openai",
    "?view=profile&root=model:glm-5",
    "?view=map&selected=country:BLR",
    "?view=dependencies&root=model:glm-5&out=country:TWN&mode=outline",
)


@pytest.mark.parametrize("view", VIEWS)
def test_no_likely_share_stands_before_a_range_that_may_be_anything(page: Page, server, view):
    settled(page, f"{server}/{view}")
    text = page.locator("main").inner_text()
    for value, low, high in BEFORE.findall(text):
        assert int(high) - int(low) <= 51, f"{value} % before {low} to {high} %"


def test_the_panel_of_a_country_tells_what_it_loses(page: Page, server):
    """It read fields that the answer no longer has, and said that no source states anything."""
    settled(page, f"{server}/?view=map&selected=country:BLR")
    panel = page.get_by_role("table", name=re.compile("loses without each country"))
    expect(panel.get_by_role("row", name=re.compile("China"))).to_contain_text("56 % (56–100 %)")
    expect(
        panel.get_by_role("cell", name=re.compile(r"^anything from 0–100 %, \d+ % in the likely reading$")).first
    ).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_name_in_the_panel_of_a_country_is_broken_within_a_word(page: Page, server, width):
    page.set_viewport_size({"width": width, "height": 900})
    settled(page, f"{server}/?view=map&selected=country:BLR")
    assert page.locator(".beside section tbody tr").count() > 5
    broken = """() => [...document.querySelectorAll(".beside section tbody td:first-child")].filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        const rows = new Set([...range.getClientRects()].map((one) => Math.round(one.top))).size;
        return rows > cell.textContent.trim().split(/[ -]/).length;
    }).map((cell) => cell.textContent)"""
    assert page.evaluate(broken) == []


@pytest.mark.parametrize("view", ["?view=profile&root=lab:openai", "?view=chokepoints"])
def test_what_a_ranking_is_sorted_by_stands_after_a_range_that_may_be_anything(page: Page, server, view):
    settled(page, f"{server}/{view}")
    text = page.locator("main").inner_text()
    wide = re.findall(r"(anything from )?(\d+)–(\d+) %, (?:under |over )?\d+ % (?:in the likely reading|likely)", text)
    assert wide, "it has losses that may be anything"
    assert all(int(high) - int(low) > 49 for _, low, high in wide)
    assert all((low, high) == ("0", "100") for anything, low, high in wide if anything)
    assert "may be anything from" not in text


@pytest.mark.parametrize("width", [390, 900, 1280])
def test_no_text_beside_a_bar_runs_into_the_next_column(page: Page, server, width):
    page.set_viewport_size({"width": width, "height": 900})
    settled(page, f"{server}/?view=chokepoints")
    over = """() => [...document.querySelectorAll(".besides")].flatMap((each) => {
        const room = each.closest("td").getBoundingClientRect().right + 1;
        const beyond = (one) => one.getBoundingClientRect().right > room || one.scrollWidth > one.clientWidth + 1;
        return [...each.children].filter(beyond).map((one) => one.textContent)})"""
    assert page.locator(".besides").count() > 5
    assert page.evaluate(over) == []


def test_a_column_of_names_is_not_shown_beside_ids_read_as_names(page: Page, server):
    settled(page, f"{server}/?view=questions")
    heads = page.get_by_role("columnheader").all_inner_texts()
    assert "members" in heads
    assert "members name" not in heads
