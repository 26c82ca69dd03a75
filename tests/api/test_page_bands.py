"""The name of a band lies over no box of the picture, at any width, however far the picture is moved."""

import pytest
from playwright.sync_api import Page

from tests.api.test_page_views import settled

pytestmark = pytest.mark.browser
OVER = """() => {
    const over = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const places = selector => [...document.querySelectorAll(selector)].map(one => [one, one.getBoundingClientRect()]);
    const boxes = places(".graph g.box > rect, .graph rect.pill");
    const said = (name, box) => `${name.textContent} over ${box.parentElement.textContent}`;
    return places(".graph .bandname").flatMap(([name, a]) =>
        boxes.filter(([, b]) => over(a, b)).map(([box]) => said(name, box)));
}"""
SUBJECTS = (
    "company:asml&direction=down",
    "company:tsmc&direction=down",
    "country:NLD&direction=down",
    "input:euv-lithography-tools&direction=down",
    "chip:nvidia-h100",
    "model:glm-5",
)


@pytest.mark.parametrize("width", [320, 390, 1400])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_name_of_a_band_lies_over_no_box(page: Page, server, subject, width):
    page.set_viewport_size({"width": width, "height": 844})
    settled(page, f"{server}/?view=dependencies&root={subject}&mode=picture")
    for left in (0, 120, 300, 600):
        page.locator(".graph .scroll").evaluate("(frame, left) => { frame.scrollLeft = left; }", left)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate(OVER) == [], f"moved by {left}"
