"""Every control of every view is driven: it does something that the page can show, and nothing that it cannot."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.api.test_page_views import settled
from tests.api.views import VIEWS, WHOLE

pytestmark = pytest.mark.browser
OPTIONS = 4 if WHOLE else 2
BUTTONS = 12 if WHOLE else 2


@pytest.fixture
def driven(browser: Browser, server: str) -> Iterator[Page]:
    """A page on which only a busy server (503, asked again, and 504) may be noted in the console."""
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.close()
    assert [one for one in wrong if "status of 503" not in one and "status of 504" not in one] == []


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
def test_every_select_takes_each_of_its_values(driven: Page, server: str, view: str) -> None:
    page, address = driven, f"{server}/{VIEWS[view]}"
    settled(page, address)
    for number in range(page.locator("main select:visible").count()):
        settled(page, address)
        for value in spread(values(page.locator("main select:visible").nth(number)), OPTIONS):
            select = page.locator("main select:visible").nth(number)
            select.select_option(value)
            shown_well(page)
            expect(select).to_have_value(value)


@pytest.mark.parametrize("view", VIEWS)
def test_every_button_can_be_pressed(driven: Page, server: str, view: str) -> None:
    page, address = driven, f"{server}/{VIEWS[view]}"
    settled(page, address)
    count = page.locator("main button:visible:enabled").count()
    for number in spread([str(at) for at in range(count)], BUTTONS):
        settled(page, address)
        page.locator("main button:visible:enabled").nth(int(number)).click()
        shown_well(page)
