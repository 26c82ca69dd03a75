"""Names that a source may send: through every export, drawing and page nothing in them runs, and all is read again."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.feather as feather
import pyarrow.parquet as parquet
import pytest
from playwright.sync_api import expect

from graph.facts.fact import EdgeFact, NodeFact, Source
from graph.knowledge_graph import KnowledgeGraph
from graph.stores.versions.store import VersionStore
from tests.api.processes import serving

NAMES = {
    "input:tool": "<script>alert(1)</script>",
    "company:a": '"><img src=x onerror=alert(1)>',
    "company:b": "]]>&amp;<!-- --> </title></svg>",
    "company:c": '=HYPERLINK("https://evil.example","x")',
    "company:d": "+1+cmd|' /C calc'!A0",
    "company:e": "a\nb\tc\r\nd | e `f` **g** [h](javascript:alert(1))",
    "company:f": "${7*7} {{7*7}} %s %(x)s {0} \\u0041 \\x41",
    "company:g": "e\u0301 智谱 🏭 \u0645\u0631\u062d\u0628\u0627 \u2028 \u0085 zero\u200bwidth",
    "company:h": "-- ; DROP TABLE nodes; 'x' OR '1'='1",
    "country:NLD": "@SUM(1)'\"",
}
"""Each of a kind that something takes for its own language."""
SOURCE = Source(
    id="facts:x/y", dataset="facts:x", title=NAMES["company:a"], publisher=NAMES["input:tool"], url="https://example.org/?a=<b>",
    licence="CC0-1.0", published_on="2025-01-01",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile() -> KnowledgeGraph:
    """A tool that every company makes."""
    kinds = {"input": "Input", "company": "Company", "country": "Country"}
    nodes = [NodeFact(id=i, kind=kinds[i.partition(":")[0]], name=name, source=SOURCE) for i, name in NAMES.items()]
    makers = [one for one in NAMES if one.startswith("company:")]
    edges = [EdgeFact(kind="SUPPLIED_BY", start="input:tool", end=one, source=SOURCE) for one in makers]
    homes = [EdgeFact(kind="BASED_IN", start=one, end="country:NLD", source=SOURCE) for one in makers]
    return KnowledgeGraph.build([*nodes, *edges, *homes])


@pytest.fixture
def client(serve, hostile):
    return serve(hostile)


class Elements(HTMLParser):
    """The elements and the text of a document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def told(rows: list[dict[str, str]], key: str = "id") -> dict[str, str]:
    return {row[key]: unguarded(row["name"]) for row in rows}


def test_the_facts_are_read_again(client):
    lines = [json.loads(line) for line in client.get("/v1/export?format=jsonl").text.split("\n") if line]
    assert {row["id"]: row["name"] for row in lines if row.get("type") == "node"} == NAMES


def test_graphs_are_xml_with_every_name(client):
    for address in ("/v1/export?format=graphml", "/v1/drawing/input:tool?format=graphml"):
        text = client.get(address).text
        found = {part.text for part in ET.fromstring(text).iter() if part.text}
        assert {_in_xml(name) for name in NAMES.values()} <= found, address


def _in_xml(name: str) -> str:
    return name.replace("\r\n", "\n")  # as XML reads every end of a line


def test_a_picture_is_xml_without_anything_that_runs(client):
    answer = client.get("/v1/drawing/input:tool?format=svg")
    picture = ET.fromstring(answer.text)
    tags = {part.tag.rpartition("}")[2] for part in picture.iter()}
    assert not tags & {"script", "image", "foreignObject", "a", "use"}
    assert not [name for part in picture.iter() for name in part.attrib if name.lower().startswith("on")]
    assert "<script>alert(1)</script>" in " ".join(picture.itertext())
    assert "script-src" not in answer.headers["content-security-policy"]


def test_a_document_has_no_element_of_theirs(client):
    page = Elements(client.get("/v1/drawing/input:tool?format=html").text)
    assert not {"script", "img", "iframe", "object"} & set(page.names)
    assert not [name for name in page.attributes if name.startswith("on")]
    assert NAMES["company:a"] in page.text
    assert "javascript:" not in [*page.attributes]


def test_a_flowchart_has_one_line_a_shape(client):
    lines = client.get("/v1/drawing/input:tool?format=mermaid").text.splitlines()
    for line in lines[1:]:
        assert re.fullmatch(
            r'flowchart TD|  classDef .*|  n\d+\["[^"<>`]*"\]:::\w+|  n\d+\(\["[^"<>`]*"\]\)|  n\d+ --> n\d+|', line
        ), line


def test_tables_are_read_again(client):
    ask = "/v1/nodes?limit=50&format="
    rows = list(csv.DictReader(io.StringIO(client.get(ask + "csv").content.decode("utf-8-sig"), newline="")))
    assert told(rows) == NAMES
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]
    lines = [json.loads(line) for line in client.get(ask + "ndjson").text.split("\n") if line]
    assert {row["id"]: row["name"] for row in lines} == NAMES
    for form, read in (("parquet", parquet.read_table), ("arrow", feather.read_table)):
        rows = read(io.BytesIO(client.get(ask + form).content)).to_pylist()
        assert {row["id"]: row["name"] for row in rows} == NAMES, form


def test_markdown_keeps_its_rows_and_no_html(client):
    table = [line for line in client.get("/v1/nodes?limit=50&format=md").text.splitlines() if line.startswith("|")]
    assert len(table) == len(NAMES) + 2
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1
    assert "<script" not in "".join(table)
    assert "<img" not in "".join(table)
    assert not re.search(r"(?<!\\)\]\(javascript:", "".join(table))


@pytest.mark.browser
def test_the_page_shows_them_and_runs_nothing(browser, hostile, tmp_path):
    VersionStore(tmp_path).write(hostile, "2026-01-01T00:00:00+00:00")
    page = browser.new_page()
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    with serving(tmp_path) as address:
        for view in ("dependencies", "profile"):
            page.goto(f"{address}/?view={view}&root=input:tool")
            expect(page.get_by_role("heading", name=NAMES["input:tool"], exact=True)).to_be_visible()
        page.goto(f"{address}/?view=dependencies&root=country:NLD&direction=down")
        expect(page.get_by_text(NAMES["company:a"]).first).to_be_attached()
        assert page.locator("main img, main script, main iframe").count() == 0
        page.goto(f"{address}/v1/drawing/input:tool?format=html")
        assert page.locator("script, img").count() == 0
        page.goto(f"{address}/v1/drawing/input:tool?format=svg")
        fills = page.evaluate("[...document.querySelectorAll('rect')].map(one => getComputedStyle(one).fill)")
        assert fills
        assert set(fills) != {"rgb(0, 0, 0)"}, "the style of the picture is refused: it is black"
        page.close()
    assert said == []


def test_every_address_on_the_page_is_checked():
    """An address of a source is a link only where it leads to a page (http or https)."""
    static = Path(__file__).parents[2] / "api" / "static"
    for file in static.rglob("*.js"):
        if "vendor" not in file.parts:
            for value in re.findall(r"href=\$\{([^}]*url[^}]*)\}", file.read_text()):
                assert "https?" in value, f"{file.name}: {value}"
