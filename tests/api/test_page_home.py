"""Home in a real browser: findings first, and a chain with switches."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

STATIC = Path(__file__).parents[2] / "api" / "static"
pytestmark = pytest.mark.browser


def test_search_is_the_largest_thing(page, server):
    page.goto(server)
    box = page.get_by_role("combobox")
    expect(box).to_be_visible()
    size = box.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    links = page.locator("main a, main button").all()
    assert all(link.evaluate("one => parseFloat(getComputedStyle(one).fontSize)") < size for link in links)


def test_findings_are_the_sentences_of_the_interface_and_lead_on(page, server):
    found = page.request.get(f"{server}/v1/findings").json()["findings"]
    page.goto(server)
    cards = page.get_by_role("region", name="Findings").locator(".finding")
    expect(cards.first).to_be_visible()
    said = [cards.nth(number).inner_text() for number in range(4)]
    assert all(any(one["statement"] in text for one in found) for text in said)
    assert all(re.search(r"\d", text) for text in said)
    cards.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=2).first).not_to_have_text("What AI models ultimately rest on")


def test_the_first_number_stands_beside_how_much_of_it_is_certain(page, server):
    rows = page.request.get(f"{server}/v1/headlines?over=country&targets=labs&action=collapse").json()["rows"]
    page.goto(server)
    hero = page.get_by_role("region", name="Chokepoints")
    first = rows[0]["make"]
    sure = f"({first['certain']} for certain, possibly {first['possible']})"
    expect(hero.get_by_role("heading")).to_contain_text(sure)
    shown = hero.get_by_role("row")
    for number, row in enumerate(rows[:6]):
        for at, time in enumerate(("make", "grow")):
            count = row[time]
            more = f", up to {count['possible']}" if count["possible"] > count["likely"] else ""
            said = f"{count['likely']} of {count['of']} likely, {count['certain']} certain{more}"
            expect(shown.nth(number + 1).get_by_role("cell").nth(at)).to_have_text(said)
    expect(hero.locator(".legend")).to_contain_text("for certain")


def test_a_share_in_large_type_says_whose_it_is(page, server):
    found = {one["title"]: one for one in page.request.get(f"{server}/v1/findings").json()["findings"]}
    page.goto(server)
    cards = page.get_by_role("region", name="Findings").locator(".finding")
    expect(cards).to_have_count(len(found))
    for number in range(len(found)):
        finding = found[cards.nth(number).locator(".kicker").text_content()]
        whose = cards.nth(number).locator(".whose").text_content()
        if "share" in finding["unit"]:
            before, _, _ = finding["statement"].partition(f"{round(finding['value'] * 100)}%")
            assert whose
            assert whose in before
        else:
            assert whose == ""


def test_a_country_that_is_switched_off_stops_labs_at_each_horizon(page, server):
    page.goto(server)
    chain = page.get_by_role("region", name="One chain")
    taiwan = chain.get_by_role("switch", name="Taiwan")
    expect(taiwan).to_have_attribute("aria-checked", "true")
    taiwan.focus()
    page.keyboard.press("Enter")
    expect(taiwan).to_have_attribute("aria-checked", "false")
    for said in ("What runs now: 0", r"Production: [1-9]\d*"):
        counted = re.compile(rf"{said} labs likely stop, \d+ of them for certain")
        expect(chain.get_by_role("heading", name=counted)).to_be_visible()
    assert "out=country:TWN" in page.url
    page.reload()
    expect(chain.get_by_text("GLM-5 stops, likely")).to_be_visible()
    page.go_back()
    expect(taiwan).to_have_attribute("aria-checked", "true")


def test_what_is_contested_says_how_much_is_known(page, server):
    page.goto(server)
    rows = page.get_by_role("region", name="Contested").get_by_role("row")
    expect(rows.nth(1)).to_contain_text(re.compile(r"[3-8] of 8"))
    expect(page.get_by_role("region", name="What changed")).to_contain_text("cannot be compared with then")


def modules(first: str) -> set[str]:
    """Return all that a module imports at once, and they in turn."""
    found, open_ones = set(), [first]
    while open_ones:
        name = open_ones.pop()
        if name not in found:
            found.add(name)
            text = (STATIC / name).read_text()
            named = re.findall(r'(?:from|^import) "(\.[^"]+)"', text, re.MULTILINE)
            open_ones += [str((STATIC / name).parent.joinpath(one).resolve().relative_to(STATIC)) for one in named]
    return found


def test_all_that_home_is_made_of_is_asked_for_at_once():
    """On a slow line each step from module to module costs a round trip before the first number."""
    asked = re.findall(r'rel="modulepreload" href="/static/([^"]+)"', (STATIC / "index.html").read_text())
    assert len(asked) == len(set(asked))
    assert set(asked) == (modules("app.js") | modules("home/home.js")) - {"app.js"}


def test_the_first_view_is_small(page, server):
    """All that the first view fetches, as it comes over the wire, without the answers."""
    sizes: list[int] = []
    page.on(
        "requestfinished",
        lambda request: (
            None
            if "/v1/" in request.url
            else sizes.append(
                request.response().header_value("content-length") and int(request.response().headers["content-length"])
            )
        ),
    )
    page.goto(server)
    expect(page.get_by_role("region", name="Coverage")).to_be_visible()
    assert None not in sizes
    assert sum(sizes) < 100_000
