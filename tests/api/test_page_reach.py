"""Every address that a person would want is reached from the page: the OpenAPI beside what the views ask."""

from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from tests.api.test_page_views import ID

pytestmark = pytest.mark.browser

FOR_MACHINES = {
    "/health": "for watchers",
    "/ready": "for watchers",
    "/metrics": "for watchers",
    "/v1/export": "the whole graph as a file",
    "/v1/nodes/{node_id}": "asked by the drawer, in no list of questions",
    "/v1/drawing/{node_id}": "asked by the picture",
    "/v1/cypher": "asked by the Cypher view",
}
"""Addresses that are not asked from the list of questions, with the reason."""


def test_every_question_of_the_interface_can_be_asked_on_the_page(page, server):
    """One click from anywhere: the list is made from the OpenAPI; each question has a view that answers it."""
    paths = page.request.get(f"{server}/openapi.json").json()["paths"]
    page.goto(f"{server}/?view=sources")
    page.get_by_role("link", name="Every question").click()
    choice = page.get_by_role("combobox", name="question")
    expect(choice).to_be_visible()
    listed = set(choice.locator("option").evaluate_all("all => all.map(one => one.value)"))
    wanted = {
        f"{method.upper()} {path}" for path, methods in paths.items() for method in methods if path not in FOR_MACHINES
    }
    assert listed == wanted


@pytest.mark.parametrize("number", range(6))
def test_each_question_answers_with_its_own_example(browser, server, number):
    page = browser.new_page()  # a busy server is asked again, which the console notes
    paths = page.request.get(f"{server}/openapi.json").json()["paths"]
    keys = [f"{method.upper()} {path}" for path, methods in paths.items() for method in methods]
    for key in [one for one in keys if one.partition(" ")[2] not in FOR_MACHINES][number::6]:
        page.goto(f"{server}/?view=questions&mode={quote(key)}")
        expect(page.get_by_role("region", name="Answer").or_(page.get_by_text("No rows."))).to_be_visible(
            timeout=60_000
        )
        assert ID.findall(page.locator("main").inner_text()) == [], key
    page.close()


def test_a_question_is_asked_with_other_values(page, server):
    page.goto(f"{server}/?view=questions&mode={quote('GET /v1/paths')}")
    page.get_by_label("to", exact=True).fill("country:TWN")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_role("region", name="Answer")).to_contain_text("Taiwan")
    assert "country:TWN" in unquote(page.url)


def test_the_page_of_the_interface_has_every_address(page, server):
    page.goto(f"{server}/docs")
    expect(page.get_by_role("navigation", name="Views")).to_be_visible()
    for path in page.request.get(f"{server}/openapi.json").json()["paths"]:
        expect(page.get_by_text(path, exact=True).first).to_be_visible()


@pytest.mark.parametrize("view", ["home", "why", "spheres", "timeline", "questions", "sources"])
def test_on_a_phone_the_view_that_is_open_is_seen_in_the_list_of_views(page, server, view):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{server}/?view={view}")
    tab = page.get_by_role("navigation", name="Views").locator("[aria-current]")
    expect(tab).to_be_visible()
    expect(tab).to_be_in_viewport(ratio=0.99)
