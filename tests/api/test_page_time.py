"""Time and motion in a real browser: one slider for all views, one layout for all days, and what falls, in order."""

import itertools
import re
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.test_page_views import settled

pytestmark = pytest.mark.browser
CLAUDE = "view=dependencies&root=model:claude-opus-4-5&mode=picture"
STRUCK = "view=dependencies&root=model:glm-5&mode=picture&out=country:TWN"


def places(page: Page) -> dict[str, str]:
    expect(page.locator("svg.figure .box").first).to_be_visible()
    found: dict[str, str] = page.locator("svg.figure .box").evaluate_all(
        "all => Object.fromEntries(all.map(one => [one.dataset.id, one.querySelector('rect').getAttribute('x') + ' '"
        " + one.querySelector('rect').getAttribute('y')]))"
    )
    return found


def test_the_same_layout_for_all_days(page, server):
    page.goto(f"{server}/?{CLAUDE}")
    now = places(page)
    slider = page.get_by_role("slider", name="month")
    months = page.evaluate("import('/static/time/days.js').then(({ stops }) => stops())")
    slider.fill(str(months.index("2026-01-01")))
    expect(page).to_have_url(re.compile("as_of=2026-01-01"))
    expect(page.get_by_text(re.compile(r"as it stood on 2026-01-01: \d+ of its \d+ boxes"))).to_be_visible()
    assert places(page) == now
    asked = f"as_of=2026-01-01&laid_out={date.today()}"
    drawn = page.request.get(f"{server}/v1/drawing/model:claude-opus-4-5?{asked}").json()
    away = {box["id"] for box in drawn["boxes"] if not box["there"]}
    assert away
    assert set(page.locator("svg.figure .box.absent").evaluate_all("all => all.map(one => one.dataset.id)")) == away


def test_the_day_of_the_slider_goes_along_to_map_and_over_time(page, server):
    page.goto(f"{server}/?view=map&as_of=2024-03-01")
    expect(page.get_by_role("slider", name="month")).to_have_attribute("aria-valuetext", "2024-03-01")
    page.get_by_role("navigation").get_by_role("link", name="Over time").click()
    expect(page.get_by_role("slider", name="month")).to_have_attribute("aria-valuetext", "2024-03-01")
    expect(page.locator("svg.chart .daymark")).to_have_count(1)
    first = page.locator("svg.chart").get_attribute("aria-label")
    page.get_by_role("button", name="today").click()
    expect(page).to_have_url(re.compile(r"view=timeline$"))
    assert page.locator("svg.chart").get_attribute("aria-label") == first, "the chart does not move with the day"
    page.go_back()
    page.get_by_role("link", name="a picture of what Claude rests on").click()
    expect(page.get_by_role("status").filter(has_text="did not exist, or was not known, on 2024-03-01")).to_be_visible()
    assert page.locator("svg.figure .box:not(.absent)").count() == 0


def test_what_falls_is_shown_in_order_and_stops_when_asked(page, server):
    page.goto(f"{server}/?{STRUCK}")
    struck = page.locator("svg.figure .box.fallen")
    expect(struck.first).to_be_visible()
    all_at_once = struck.count()
    page.get_by_role("button", name="Show how it falls").click()
    expect(page.get_by_text(re.compile(r"^Step 1 of \d+"))).to_be_visible()
    assert struck.count() < all_at_once
    page.get_by_role("button", name="Stop").click()
    step = page.get_by_text(re.compile(r"^Step \d+ of \d+"))
    said = step.inner_text()
    page.wait_for_timeout(2500)
    assert step.inner_text() == said, "it stops when asked"
    before = struck.count()
    page.get_by_role("button", name="Next step").click()
    expect(step).not_to_have_text(said)
    assert struck.count() >= before
    page.get_by_role("button", name="all at once").click()
    expect(struck).to_have_count(all_at_once)
    rows = page.request.post(
        f"{server}/v1/scenarios/run",
        data='{"remove":["country:TWN"]}',
        headers={"Content-Type": "application/json", "Prefer": "whole"},
    ).json()["failed"]
    rounds = {row["id"]: row["round"] for row in rows}
    names = {row["name"]: row["round"] for row in rows}
    assert rounds["model:glm-5"] > rounds["company:tsmc"]
    shown = page.locator(".cascade ul > li").evaluate_all("all => all.map(one => one.firstChild.textContent.trim())")
    order = [names[name] for name in shown]
    assert order == sorted(order)


def test_a_step_that_is_not_listed_is_said(page, server):
    page.goto(f"{server}/?view=dependencies&root=lab:openai&horizon=grow&out=country:TWN")
    steps = page.locator(".cascade > li")
    expect(steps.first).to_be_visible()
    listed = steps.evaluate_all("all => all.map(one => [one.value, one.innerText])")
    gaps = [(text, step, later) for (step, text), (later, _) in itertools.pairwise(listed) if later > step + 1]
    assert gaps, "the list is cut, and what is asked about falls late"
    for text, _, later in gaps:
        assert re.search(rf"… and \d+ more, until step {later - 1}$", text)
    left = sum(int(count) for _, text in listed for count in re.findall(r"… and (\d+) more", text))
    shown, of = map(int, re.search(r"(\d+) of (\d+)\.", page.locator("aside").inner_text()).groups())
    assert left == of - shown


def test_days_are_typed_and_shown_in_one_way(page, server):
    settled(page, f"{server}/?view=map")  # what still loads draws the field anew
    field = page.get_by_label("as of")
    expect(field).to_have_attribute("placeholder", "YYYY-MM-DD")
    expect(page.locator(".timeslider")).to_contain_text(f"today, {date.today()}")
    assert page.locator("input[type=date]").count() == 0
    for wrong in ("03/01/2024", "2024-02-31"):
        field.fill(wrong)
        field.press("Enter")
        assert field.evaluate("one => one.validationMessage") == "a day, such as 2026-01-31"
        assert "as_of" not in page.url
    field.fill("2024-03-01")
    field.press("Enter")
    expect(page).to_have_url(re.compile("as_of=2024-03-01"))
    expect(page.get_by_role("slider", name="month")).to_have_attribute("aria-valuetext", "2024-03-01")


def test_nothing_moves_by_itself_where_motion_is_not_wanted(browser: Browser, server: str):
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1400, "height": 900})
    page.goto(f"{server}/?{STRUCK}")
    page.get_by_role("button", name="Show how it falls").click()
    step = page.get_by_text(re.compile(r"^Step 1 of \d+"))
    expect(step).to_be_visible()
    page.wait_for_timeout(2500)
    expect(step).to_be_visible()
    moving = page.locator("svg.figure .box rect").first.evaluate("one => getComputedStyle(one).transitionDuration")
    assert set(moving.split(", ")) == {"0s"}
    page.close()
