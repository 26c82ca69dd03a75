"""Loading, error with a way to try again, server gone, too large, wrong address: each says what it is."""

import itertools
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser
WHY = "**/v1/why?*"


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """A page on which failed requests are expected."""
    page = browser.new_page()
    yield page
    page.close()


def test_a_server_that_is_gone_is_said_and_can_be_asked_again(other, server):
    other.route(WHY, lambda route: route.abort())
    other.goto(f"{server}/?view=why")
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("The server does not answer")
    other.unroute(WHY)
    alert.get_by_role("button", name="Try again").click()
    expect(other.get_by_role("list", name="The chain")).to_be_visible()


def test_what_is_too_large_says_so_and_why(other, server):
    def too_large(route: Route) -> None:
        problem = {"title": "The answer is too large", "detail": "Ask for fewer months.", "status": 413}
        route.fulfill(status=413, json=problem, content_type="application/problem+json")

    other.route("**/v1/fragmentation/timeline*", too_large)
    other.goto(f"{server}/?view=timeline")
    expect(other.get_by_role("alert")).to_contain_text("Ask for fewer months.")


def test_a_wrong_value_in_the_address_says_which(other, server):
    other.goto(f"{server}/?view=why&lens=nonsense")
    expect(other.get_by_role("alert").first).to_contain_text("nonsense")
    expect(other.get_by_role("alert").first.get_by_role("link", name="Back to the start")).to_be_visible()


@pytest.mark.parametrize("view", ["profile", "dependencies", "why"])
def test_what_is_missing_is_told_by_id_with_what_is_near_and_nothing_to_press(other, server, view):
    near = other.request.get(f"{server}/v1/profile/nvidia").json()["suggestions"]
    other.goto(f"{server}/?view={view}&root=nvidia&to=country:NLD")
    alert = other.get_by_role("alert")
    expect(alert).to_contain_text("no node 'nvidia'")
    links = alert.locator("li a")
    expect(links).to_have_count(len(near))
    expect(links.first).to_have_text(f"NVIDIA ({near[0]})")
    assert [re.search(r" \((\S+)\)$", text).group(1) for text in links.all_inner_texts()] == near
    assert other.get_by_text("Export", exact=True).count() == 0
    assert other.locator("main a.button").count() == 0
    links.first.click()
    expect(other.get_by_role("alert")).to_have_count(0)


def test_a_long_wait_is_said(other, server):
    held: list[Route] = []
    other.route(WHY, lambda route: held.append(route))
    other.goto(f"{server}/?view=why")
    expect(other.get_by_text("Loading the best chain …")).to_be_visible()
    expect(other.get_by_text("This takes a while")).to_be_visible()
    held[0].continue_()
    expect(other.get_by_role("list", name="The chain")).to_be_visible()


def test_what_the_sphere_colours_are_to_colour_blind_eyes(other, server):
    """Lightness tells the three spheres apart where hue does not, in both themes: the extremes by 25 points of L*."""
    for theme in ("light", "dark"):
        other.emulate_media(color_scheme=theme)
        other.goto(f"{server}/?view=sources")
        rgb = other.evaluate(
            """() => ["us", "china", "other"].map(name => {
                const one = document.createElement("i");
                one.style.color = `var(--${name})`;
                document.body.append(one);
                return getComputedStyle(one).color.match(/[\\d.]+/g).map(Number);
            })"""
        )
        lightness = sorted(116 * (luminance(one) ** (1 / 3)) - 16 for one in rgb)
        assert all(b - a >= 5 for a, b in itertools.pairwise(lightness)), (theme, lightness)
        assert lightness[2] - lightness[0] >= 25


def luminance(rgb: list[float]) -> float:
    """Relative luminance (WCAG)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (one / 255 for one in rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_forced_colours_keep_states_apart(other, server):
    other.emulate_media(forced_colors="active")
    other.goto(f"{server}/?view=dependencies&root=model:claude-opus-4-5&out=country:TWN&mode=picture")
    fallen = other.locator(".box.fallen rect").first
    expect(fallen).to_be_visible()
    assert fallen.evaluate("one => getComputedStyle(one).strokeDasharray") != "none"
    expect(other.locator(".box.fallen").first).to_have_attribute("aria-label", re.compile("falls"))
