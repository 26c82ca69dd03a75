"""What is on the screen can be taken away, in a real browser."""

import csv
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

EXPORTS = {
    "dependencies&root=model:glm-5": ["SVG", "PNG", "CSV", "HTML", "GraphML", "Mermaid"],
    "map": ["SVG", "PNG", "CSV", "HTML"],
    "spheres": ["SVG", "PNG", "CSV", "HTML"],
    "timeline&layer=labs": ["SVG", "PNG", "CSV", "HTML"],
    "concentration": ["SVG", "PNG", "CSV", "HTML"],
    "sources": ["CSV", "HTML"],
}
STARTS = {"SVG": b"<svg xmlns", "PNG": b"\x89PNG", "CSV": b"\xef\xbb\xbf", "HTML": b"<!doctype html>",
          "GraphML": b"<?xml version='1.0' encoding='utf-8'?>\n<graphml",
          "Mermaid": b"%% What GLM-5 rests on"}  # fmt: skip


@pytest.mark.parametrize("view", EXPORTS)
def test_what_is_on_the_screen_can_be_taken_away(page, server, view):
    page.goto(f"{server}/?view={view}")
    menu = page.locator("details.export")
    expect(page.locator("main table" if view == "sources" else "main .basis").first).to_be_visible(timeout=30_000)
    for form in EXPORTS[view]:
        menu.locator("summary").click()
        with page.expect_download() as download:
            menu.get_by_text(form, exact=True).click()
        content = download.value.path().read_bytes()
        assert content.startswith(STARTS[form]), form
        if form == "CSV":
            first, *rows = csv.reader(content.decode("utf-8-sig").splitlines())
            assert rows
            assert all(len(row) == len(first) and row[0] for row in rows)
        if form in ("SVG", "HTML"):
            text = content.decode()
            assert re.search("[Gg]raph [0-9a-f]{12}", text), "a file says of which version it is"
            assert "<script" not in text
            assert "var(--" not in text.partition("<svg")[2], "its colours need no style sheet"
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")


def test_a_menu_can_be_left_by_keyboard(page, server):
    page.goto(f"{server}/?view=sources")
    summary = page.locator("details.export summary")
    summary.press("Enter")
    expect(page.get_by_role("button", name="CSV")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="CSV")).to_be_hidden()
    expect(summary).to_be_focused()
