"""Every control of every view is driven: it does something that the page can show, and nothing that it cannot."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.test_page_views import settled
from tests.api.views import VIEWS

pytestmark = pytest.mark.browser
OPTIONS = 4
BUTTONS = 12


def spread(items: list[str], most: int) -> list[str]:
    """At most so many, the first and the last among them."""
    if len(items) <= most:
        return items
    return [items[round(number * (len(items) - 1) / (most - 1))] for number in range(most)]


def shown_well(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=2).first).to_be_visible()
    expect(page.get_by_text("This takes a while")).to_have_count(0, timeout=60_000)
    alerts = page.get_by_role("alert").all_inner_texts()
    assert alerts == [], f"{page.url}: {alerts}"


def values(select: Locator) -> list[str]:
    found: list[str] = select.locator("option").evaluate_all("all => all.map(one => one.value)")
    return [value for value in found if value]


@pytest.mark.parametrize(
    "view", [view for view in VIEWS if view not in ("every question", "cypher", "evidence drawer")]
)
def test_every_select_takes_each_of_its_values(page: Page, server: str, view: str) -> None:
    address = f"{server}/{VIEWS[view]}"
    settled(page, address)
    for number in range(page.locator("main select:visible").count()):
        settled(page, address)
        for value in spread(values(page.locator("main select:visible").nth(number)), OPTIONS):
            select = page.locator("main select:visible").nth(number)
            select.select_option(value)
            shown_well(page)
            expect(select).to_have_value(value)


@pytest.mark.parametrize("view", VIEWS)
def test_every_button_can_be_pressed(page: Page, server: str, view: str) -> None:
    address = f"{server}/{VIEWS[view]}"
    settled(page, address)
    count = page.locator("main button:visible").count()
    for number in spread([str(at) for at in range(count)], BUTTONS):
        settled(page, address)
        page.locator("main button:visible").nth(int(number)).click()
        shown_well(page)
