"""Each file of the page, read again by a tool that is not ours, shows what was on the screen: the what-if included."""

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from graph.drawing.palette import LIGHT

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
STRUCK = "view=dependencies&root=model:glm-5&mode=picture&out=country:TWN"
PICTURES = {
    "map": "view=map",
    "spheres": "view=spheres",
    "timeline": "view=timeline&layer=security+structures",
    "concentration": "view=concentration",
    "contested": "view=spheres&mode=countries",
    "dependencies": "view=dependencies&root=model:glm-5&mode=picture",
}


def taken(page: Page, form: str) -> Path:
    """Take one file from the menu; it closes by itself."""
    menu = page.locator("details.export")
    menu.locator("summary").click()
    with page.expect_download() as download:
        menu.get_by_text(form, exact=True).click()
    page.keyboard.press("Escape")
    return Path(download.value.path())


@pytest.fixture
def struck(page: Page, server: str) -> tuple[Page, dict[str, set[str]]]:
    """GLM-5 without Taiwan, in the dark theme; and what the screen says of each box."""
    page.emulate_media(color_scheme="dark")
    page.goto(f"{server}/?{STRUCK}")
    expect(page.get_by_text(re.compile(r"GLM-5 falls"))).to_be_visible()
    expect(page.locator("svg.figure .box.fallen").first).to_be_visible()
    labels = page.locator("svg.figure .box").evaluate_all(
        "all => all.map(one => [one.querySelector('text').textContent, one.getAttribute('aria-label')])"
    )
    said = {
        state: {text.replace("✕ ", "") for text, label in labels if label.endswith(f", {state}")}
        for state in ("falls", "degraded")
    }
    assert said["falls"]
    assert said["degraded"]
    return page, said


def texts(root: ElementTree.Element) -> list[ElementTree.Element]:
    return list(root.iter(f"{SVG}text"))


def doubled(root: ElementTree.Element) -> tuple[float, float]:
    """The size of the picture at two dots a pixel."""
    return 2 * float(root.get("width", 0)), 2 * float(root.get("height", 0))


def crossed_out(root: ElementTree.Element) -> set[str]:
    lined = [one for one in texts(root) if (one.get("text-decoration") or "").startswith("line-through")]
    return {"".join(one.itertext()).replace("✕ ", "") for one in lined}


def test_svg_strikes_out_what_the_screen_struck_out(struck):
    page, said = struck
    root = ElementTree.parse(taken(page, "SVG")).getroot()
    assert crossed_out(root) == said["falls"]
    words = " ".join("".join(one.itertext()) for one in texts(root))
    assert "What GLM-5 rests on, without Taiwan" in words
    assert "struck out: falls" in words, "the legend"
    assert re.search(r"As of \d{4}-\d\d-\d\d, .*horizon make, graph [0-9a-f]{12}", words), "what it rests on"
    fills = {one.get("fill") for one in root.iter(f"{SVG}rect")}
    light = tuple(int(LIGHT["us"][at : at + 2], 16) for at in (1, 3, 5))
    assert f"rgb({light[0]}, {light[1]}, {light[2]})" in fills, "light colours, whatever the reader's theme"


def test_png_has_the_colour_of_what_falls_and_the_size_of_the_svg(struck, server):
    page, _ = struck
    root = ElementTree.parse(taken(page, "SVG")).getroot()
    with_it = Image.open(BytesIO(taken(page, "PNG").read_bytes())).convert("RGB")
    assert with_it.size == pytest.approx(doubled(root), abs=1), "whole dots"
    page.goto(f"{server}/?{STRUCK.partition('&out')[0]}")
    expect(page.locator("svg.figure .box").first).to_be_visible()
    expect(page.locator("svg.figure .box.fallen")).to_have_count(0)
    without = Image.open(BytesIO(taken(page, "PNG").read_bytes())).convert("RGB")
    bad = tuple(int(LIGHT["bad"][at : at + 2], 16) for at in (1, 3, 5))

    def dots(image: Image.Image) -> int:
        return next((count for count, colour in image.getcolors(1 << 24) or [] if colour == bad), 0)

    assert dots(with_it) > 500
    assert dots(without) == 0


def test_csv_and_html_say_what_falls(struck, server):
    page, _ = struck
    table = pd.read_csv(taken(page, "CSV"), encoding="utf-8-sig", keep_default_na=False)
    answer = page.request.post(
        f"{server}/v1/scenarios/run",
        data=json.dumps({"remove": ["country:TWN"]}),
        headers={"Content-Type": "application/json", "Prefer": "whole"},
    ).json()
    falls = {row["id"] for row in answer["failed"] if row["kind"] != "Country"} | {"country:TWN"}
    assert set(table.loc[table["what_if"] == "falls", "id"]) == falls & set(table["id"])
    read = _Read()
    read.feed(taken(page, "HTML").read_text(encoding="utf-8"))
    assert read.scripts == 0
    assert read.fetched == []
    names = read.rows[0]
    rows = [dict(zip(names, row, strict=True)) for row in read.rows[1:]]
    assert {row["id"] for row in rows if row["what if"] == "falls"} == falls & set(table["id"])
    assert len(rows) == len(table)


class _Read(HTMLParser):
    """Rows of the first table, scripts, and whatever a browser would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.scripts, self.fetched, self._cell = 0, [], False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script"
        self.fetched += [given["src"]] if "src" in given else []
        self.fetched += [given["href"]] if tag in ("link", "image", "use") and "href" in given else []
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def test_graphml_and_mermaid_say_what_falls(struck):
    page, said = struck
    network = nx.read_graphml(taken(page, "GraphML"))
    table = pd.read_csv(taken(page, "CSV"), encoding="utf-8-sig", keep_default_na=False)
    assert set(network.nodes) == set(table["id"])
    became = {node: data.get("what_if") for node, data in network.nodes(data=True)}
    fallen = {node for node, state in became.items() if state in ("falls", "out")}
    assert fallen == set(table.loc[table["what_if"] == "falls", "id"])
    assert became["country:TWN"] == "out"
    lines = taken(page, "Mermaid").read_text(encoding="utf-8").splitlines()
    labels = {line.split("[")[0].strip(): line.split('"')[1] for line in lines if re.match(r'  n\d+\["', line)}
    struck_out = {labels[one.split()[1]] for one in lines if re.fullmatch(r"  class n\d+ (falls|out)", one)}
    assert len(struck_out) == len(said["falls"])
    assert all(re.search(", (falls|out)", label) for label in struck_out)


@pytest.mark.parametrize("view", PICTURES)
def test_a_picture_read_again_has_the_words_of_the_screen(page, server, view):
    page.goto(f"{server}/?{PICTURES[view]}")
    figure = page.locator("main svg.figure").first
    expect(figure).to_be_visible()
    expect(page.locator("main .basis").first).to_be_visible()
    shown = {text.strip() for text in figure.locator("text").all_text_contents() if text.strip()}
    root = ElementTree.parse(taken(page, "SVG")).getroot()
    written = {"".join(one.itertext()).strip() for one in texts(root)}
    assert shown <= written
    assert len(written) > len(shown), "headline, legend and source besides"
    assert min(float((one.get("font-size") or "0").removesuffix("px")) for one in texts(root)) >= 11
    image = Image.open(BytesIO(taken(page, "PNG").read_bytes())).convert("RGB")
    assert image.size == pytest.approx(doubled(root), abs=1), "whole dots"
    assert len(image.getcolors(1 << 24) or []) > 20, "something is drawn"
    first, *rows = csv.reader(taken(page, "CSV").read_text(encoding="utf-8-sig").splitlines())
    assert rows
    assert all(len(row) == len(first) for row in rows)
