"""axe-core over every view, in both sizes and both themes, all rules, target size included."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.api.test_page_views import settled
from tests.api.views import SIZES, VIEWS, WHOLE, by_turns

pytestmark = pytest.mark.browser
EVERY_RULE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
TURNS = ("light", "desktop"), ("dark", "phone")
SHOWN = tuple((theme, size) for theme in ("light", "dark") for size in SIZES) if WHOLE else TURNS


@pytest.mark.parametrize(("view", "way"), by_turns(SHOWN))
def test_axe_finds_nothing(browser: Browser, server: str, view: str, way: tuple[str, str]) -> None:
    theme, size = way
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    settled(page, f"{server}/{VIEWS[view]}")
    found = Axe().run(page, options=EVERY_RULE).response["violations"]
    page.close()
    assert [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3], rule["nodes"][0]["failureSummary"])
        for rule in found
    ] == []
