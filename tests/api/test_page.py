"""The page in a real browser: no console error, no policy violation, no request to anywhere else."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

pytestmark = pytest.mark.browser
ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def server(atlas_data: Path) -> Iterator[str]:
    """The real server, started as a user would."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", str(port)],
        cwd=ROOT, env={"SUPPLYGRAPH_DATA": str(atlas_data), "PATH": "/usr/bin:/bin"}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/ready").close()
            break
        except OSError:
            assert process.poll() is None, "the server stopped"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, server: str) -> Iterator[Page]:
    """A page whose console errors, violations and outside requests fail the test."""
    page = browser.new_page(viewport={"width": 1500, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:", "blob:")) else wrong.append(request.url),
    )
    page.wrong = wrong  # type: ignore[attr-defined]
    yield page
    page.close()
    assert wrong == []


def test_home_says_what_it_is_and_leads_on(page, server):
    page.goto(server)
    expect(page.get_by_role("heading", name="What AI models ultimately rest on")).to_be_visible()
    expect(page.get_by_text("How their claims were checked")).to_be_visible()
    page.get_by_role("link", name="What does Claude Opus 4.5 rest on?").click()
    expect(page.get_by_role("heading", name="Claude Opus 4.5", exact=True)).to_be_visible()
    assert "root=model:claude-opus-4-5" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="What AI models ultimately rest on")).to_be_visible()


def test_search_leads_to_an_entity_by_keyboard(page, server):
    page.goto(server)
    box = page.get_by_role("combobox")
    box.fill("asml")
    expect(page.get_by_role("option").first).to_contain_text("ASML")
    box.press("Enter")
    expect(page.get_by_role("heading", name="ASML", exact=True)).to_be_visible()


@pytest.mark.parametrize("root", ["model:claude-opus-4-5", "model:glm-5", "model:gemini-2-5-pro"])
def test_the_picture_has_every_layer_and_names_every_node(page, server, root):
    page.goto(f"{server}/?view=dependencies&root={root}")
    picture = page.get_by_role("group", name="Layered picture of dependencies")
    expect(picture).to_be_visible()
    boxes = picture.get_by_role("button")
    labels = [boxes.nth(number).get_attribute("aria-label") for number in range(boxes.count())]
    assert len(labels) > 30
    assert all(labels)
    assert any("Company" in label for label in labels)
    assert any("Country" in label for label in labels)
    assert any("single point of failure" in label for label in labels)
    stops = picture.locator("[tabindex='0']")
    assert stops.count() == 1, "one tab stop; arrow keys go on from there"


def test_selecting_shows_evidence_and_is_in_the_address(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5")
    page.locator("[data-id='company:asml']").click()
    panel = page.get_by_label("Details")
    expect(panel.get_by_role("heading", name="ASML", exact=True)).to_be_visible()
    panel.get_by_text("what it is").click()
    expect(panel.get_by_text("recalled: page not opened").or_(panel.get_by_text("page read")).first).to_be_visible()
    assert "selected=company:asml" in page.url
    page.reload()
    expect(page.locator("[data-id='company:asml']")).to_have_attribute("aria-pressed", "true")


def test_arrow_keys_walk_the_picture(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5")
    page.locator("[data-id='model:glm-5']").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-id='model:glm-5'][aria-pressed='true']")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.id") not in (None, "model:glm-5")


def test_outline_and_table_carry_the_same_facts(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5&mode=outline")
    expect(page.get_by_role("tree")).to_be_visible()
    expect(page.get_by_role("treeitem").first).to_contain_text("GLM-5")
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("cell", name="ASML", exact=True)).to_be_visible()


def test_an_unknown_entity_says_what_to_do(browser, server):
    page = browser.new_page()
    page.goto(f"{server}/?view=dependencies&root=model:glm-55")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("no node 'model:glm-55'")
    alert.get_by_role("link", name="model:glm-5", exact=True).click()
    expect(page.get_by_role("heading", name="GLM-5", exact=True)).to_be_visible()
    page.close()


def test_sources_name_licences_and_what_is_left_out(page, server):
    page.goto(f"{server}/?view=sources")
    expect(page.get_by_role("row", name="The Supplygraph atlas")).to_be_visible()


def test_a_phone_opens_on_the_outline_and_nothing_is_wider_than_it(browser, server):
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.goto(f"{server}/?view=dependencies&root=model:deepseek-v3")
    expect(page.get_by_role("tree")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


def test_the_interface_is_described_without_outside_assets(page, server):
    page.goto(f"{server}/docs")
    expect(page.get_by_text("/v1/dependencies/{node_id}")).to_be_visible()


def test_spheres_show_every_layer_beside_its_null_model(page, server):
    page.goto(f"{server}/?view=spheres")
    table = page.get_by_role("region", name="Layers")
    expect(table.get_by_role("row")).to_have_count(9, timeout=30_000)
    expect(table).to_contain_text("of the layer")
    expect(page.get_by_role("region", name="Countries")).to_be_visible(timeout=30_000)


def test_concentration_names_basis_and_period(page, server):
    page.goto(f"{server}/?view=concentration")
    page.get_by_label("input", exact=True).fill("euv litho")
    row = page.get_by_role("region", name="Concentration").get_by_role("row").nth(1)
    expect(row).to_contain_text("ASML 100 %")


def test_the_timeline_marks_points_whose_coverage_changed(page, server):
    page.goto(f"{server}/?view=timeline&layer=labs")
    expect(page.get_by_role("img", name="Index from")).to_be_visible(timeout=30_000)
    assert page.locator("circle.break").count() > 0


def test_knocking_out_a_country_says_what_falls_and_why(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:claude-opus-4-5&out=country:TWN")
    verdict = page.get_by_role("status").filter(has_text="Claude Opus 4.5")
    expect(verdict).to_contain_text("falls")
    expect(page.locator("[data-id='country:USA'].fallen")).to_have_count(0)
    page.get_by_role("link", name="✕ restore Taiwan").click()
    expect(page.get_by_text("Select something and knock it out")).to_be_visible()
