"""The ten tasks of a new user: from Home, by at most two clicks or one search; by mouse and by keyboard, in both sizes
and themes."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.api.views import SIZES, WHOLE

pytestmark = pytest.mark.browser
WAYS = {
    "mouse, desktop, light": ("mouse", "desktop", "light"),
    "keyboard, desktop, dark": ("keyboard", "desktop", "dark"),
    "mouse, phone, dark": ("mouse", "phone", "dark"),
    "keyboard, phone, light": ("keyboard", "phone", "light"),
}
TURNS = ("mouse, desktop, light", "keyboard, phone, light")


@pytest.fixture(params=WAYS if WHOLE else TURNS)
def task(
    browser: Browser, server: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, Callable[[Locator], None]]]:
    """Home, and a way to press something."""
    way, size, theme = WAYS[request.param]
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=theme)
    page.goto(server)

    def press(target: Locator) -> None:
        if way == "mouse":
            target.click()
            return
        target.focus()
        page.keyboard.press("Enter")

    yield page, press
    page.close()


def link(page: Page, name: str) -> Locator:
    """A link of the content, not of the navigation."""
    return page.get_by_role("main").get_by_role("link", name=name).first


def heading(page: Page, said: str) -> Locator:
    return page.get_by_role("heading", name=re.compile(said)).first


def test_a_whose_stop_hits_most_labs_and_why(task):
    page, press = task
    press(link(page, "Whose loss stops most labs, and why?"))
    expect(heading(page, r"Without .* \d+ of \d+ labs likely lose")).to_be_visible()
    press(page.get_by_role("link", name=re.compile("^Why, for .*Production")).first)
    expect(heading(page, "rests on")).to_be_visible()
    expect(page.get_by_role("list", name="The chain")).to_be_visible()


def test_b_what_deepseek_needs_from_the_netherlands(task):
    page, press = task
    press(link(page, "What does DeepSeek need from the Netherlands?"))
    expect(heading(page, "DeepSeek rests on the Netherlands")).to_be_visible()
    expect(page.get_by_role("list", name="The chain")).to_contain_text("ASML")


def test_c_what_falls_without_taiwan_at_each_horizon(task):
    page, press = task
    press(link(page, "What falls if Taiwan is cut off?"))
    for said in ("What stops now: none", r"Production: \d+ likely stop", r"Growth: \d+ likely stop"):
        expect(heading(page, said)).to_be_visible()


def test_d_how_indonesia_and_the_emirates_moved_since_2023(task):
    page, press = task
    press(link(page, "How did Indonesia's and the UAE's alignment change?"))
    for country in ("Indonesia", "United Arab Emirates"):
        part = page.get_by_role("region", name=country, exact=True)
        told = r"security structures: −?\d\.\d\d \(\d+ counted\) on 2023-\d\d-\d\d, −?\d\.\d\d \(\d+ counted\) on 20"
        expect(part).to_contain_text(re.compile(told))
    expect(page.get_by_role("region", name="United Arab Emirates", exact=True)).to_contain_text(
        "too few are counted to tell a direction"
    )


def test_e_who_is_contested_and_how_much_is_known(task):
    page, press = task
    press(link(page, "Which countries are contested?"))
    expect(page.get_by_role("img", name=re.compile("Between the spheres"))).to_be_visible()
    expect(page.get_by_role("region", name="Countries")).to_contain_text(
        re.compile(r"not ranked: enough is known on \d")
    )


def test_f_hbm_beside_foundries(task):
    page, press = task
    press(link(page, "Is HBM more concentrated than foundries?"))
    expect(
        page.get_by_role("img", name=re.compile(r"^High-bandwidth memory.*: HHI .*; Foundry services.*: HHI"))
    ).to_be_visible()


def test_g_a_picture_for_an_article(task):
    page, press = task
    press(link(page, "The sentence, sources, and a card for an article"))
    card = page.get_by_role("region", name="For an article")
    expect(card.get_by_role("img", name=re.compile("^Card: GLM-5 rests on the Netherlands"))).to_be_visible()
    with page.expect_download() as download:
        press(card.get_by_role("button", name="PNG 16:9"))
    assert download.value.path().read_bytes().startswith(b"\x89PNG")


def test_h_who_says_what_glm_5_was_trained_on(task):
    page, press = task
    press(link(page, "Who says GLM-5 was trained on Ascend, and who disputes it?"))
    evidence = page.get_by_role("dialog", name="Evidence")
    expect(evidence).to_contain_text("trained on")
    expect(evidence).to_contain_text("Huawei Ascend 910B")
    expect(
        evidence.get_by_text(re.compile("page read|recalled|from a data file")).locator("visible=true").first
    ).to_be_visible()


def test_i_the_spheres_layer_by_layer_with_names(task):
    page, press = task
    press(link(page, "US and China spheres, layer by layer"))
    figure = page.get_by_role("img", name=re.compile("What the countries of each sphere rest on"))
    expect(figure).to_be_visible()
    for name in ("Huawei", "NVIDIA", "Amazon Web Services"):
        expect(figure).to_contain_text(name)


def test_j_a_query_as_graph_and_as_table(task):
    page, press = task
    press(link(page, "Ask in Cypher, see the graph"))
    expect(page.get_by_role("region", name="Rows").or_(page.get_by_role("tab", name="graph"))).to_be_visible(
        timeout=60_000
    )
    press(page.get_by_role("tab", name="table"))
    expect(page.get_by_role("region", name="Rows")).to_be_visible()
