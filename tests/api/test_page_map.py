"""The map of countries in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_map_gives_every_country_a_square_and_says_what_is_unknown(page, server):
    page.goto(f"{server}/?view=map")
    squares = page.get_by_role("group", name="Whose suppliers each country rests on: clouds").get_by_role("button")
    expect(squares).to_have_count(200, timeout=30_000)
    labels = [squares.nth(number).get_attribute("aria-label") for number in range(200)]
    assert all(re.search(r": no cloud regions known here$|US sphere .*% known$", label) for label in labels)
    assert any(label.startswith("Indonesia: US sphere") for label in labels)
    unknown = page.locator("[data-id='country:GTM'] .square")
    fill = unknown.evaluate("one => getComputedStyle(one).fill")
    assert fill == 'url("#unknown")', "unknown is hatched, never blank or a colour"
    assert page.locator(".tilemap [tabindex='0']").count() == 1


@pytest.mark.parametrize("slow", ["/v1/fragmentation/ties", "/v1/nodes?kind=Country"])
def test_no_square_says_that_nothing_is_known_before_all_is_read(page, server, slow):
    held = []
    page.route(lambda url: slow in url, lambda route: held.append(route))
    with page.expect_response(lambda answer: "/v1/fragmentation/countries" in answer.url):
        page.goto(f"{server}/?view=map")
    expect(page.get_by_text("Loading the countries")).to_be_visible()
    assert page.locator("[data-id]").count() == 0
    held.pop().continue_()
    expect(page.locator("[data-id='country:IDN']")).to_have_attribute("aria-label", re.compile("Indonesia: US sphere"))


def test_map_and_table_say_the_same_and_a_click_shows_exposure(page, server):
    page.goto(f"{server}/?view=map&layer=clouds")
    square = page.locator("[data-id='country:IDN']")
    said = square.get_attribute("aria-label", timeout=30_000)
    row = page.get_by_role("region", name="Countries").get_by_role("row").filter(has_text="Indonesia")
    cells = row.get_by_role("cell").all_inner_texts()
    assert said.startswith(f"Indonesia: US sphere {cells[0]}, China sphere {cells[1]}, other countries {cells[2]}")
    square.click()
    assert "selected=country:IDN" in page.url
    expect(page.get_by_role("region", name="Indonesia").get_by_text("rests on").first).to_be_visible()
    page.reload()
    expect(page.locator("[data-id='country:IDN']")).to_have_attribute("aria-pressed", "true", timeout=30_000)


def test_arrow_keys_walk_the_map(page, server):
    page.goto(f"{server}/?view=map&selected=country:DEU")
    page.locator("[data-id='country:DEU']").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-id='country:POL'][aria-pressed='true']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-id='country:SVK'][aria-pressed='true']")).to_be_focused()


def test_the_month_of_the_map_is_in_the_address(page, server):
    page.goto(f"{server}/?view=map&layer=compute+sites")  # of which nothing is known so early
    slider = page.get_by_role("slider", name="month")
    slider.fill("0")
    expect(page.get_by_text("As of 2019-01-01")).to_be_visible(timeout=30_000)
    assert "as_of=2019-01-01" in page.url
    expect(page.get_by_role("status").filter(has_text="No figure")).to_be_visible()
    page.go_back()
    expect(slider).to_have_attribute("aria-valuetext", "today")


def test_the_letters_of_the_map_favour_no_sphere(page, server):
    page.goto(f"{server}/?view=map")
    marks = page.evaluate(
        """async () => {
            const { mark } = await import("/static/map/tiles.js");
            const at = (US, China, other, hedging) => mark({ spheres: { US, China, other }, hedging });
            return [at(0.5, 0.5, 0, true), at(0.6, 0.4, 0, true), at(0.4, 0.6, 0, true), at(0.05, 0.05, 0.9, false),
                    at(0.5, 0, 0.5, false), mark(undefined), mark({ spheres: null })];
        }"""
    )
    assert marks == ["±", "U±", "C±", "o", "·", "?", "?"]
