"""The Cypher bench in a real browser: the address is the question, the answer a graph and a table."""

import re
import time
from urllib.parse import urlencode

import httpx
import pytest
from playwright.sync_api import expect

from graph.queries.saved_queries import saved_queries

pytestmark = pytest.mark.browser

PATHS = "MATCH path = (m:Model {id: $id})-[:TRAINED_ON]->(:Chip) RETURN path"
ASKED = urlencode({"view": "cypher", "q": PATHS, "parameters": '{"id":"model:glm-5"}'})


@pytest.fixture(autouse=True, scope="module")
def prepared(server):
    """Wait for the engine: the page asks again by itself, but a browser logs each refusal as an error."""
    for _ in range(120):
        answer = httpx.post(f"{server}/v1/cypher", json={"query": "RETURN 1 AS one"}, timeout=60)
        if answer.status_code == 200:
            return
        assert answer.status_code == 503, answer.text
        time.sleep(1)
    pytest.fail("the engine was not prepared")


def test_a_shared_link_runs_and_its_answer_is_a_graph_and_a_table(page, server):
    page.goto(f"{server}/?{ASKED}")
    graph = page.get_by_role("region", name="Graph")
    expect(graph).to_contain_text("GLM-5", timeout=60_000)
    expect(graph).to_contain_text("Huawei Ascend 910C")
    expect(graph.locator(".disputed")).not_to_have_count(0)
    page.get_by_role("tab", name="table").click()
    expect(page.get_by_role("region", name="Rows")).to_contain_text("GLM-5 → Huawei Ascend 910C")
    page.get_by_role("tab", name="graph").click()
    graph.get_by_role("link", name="GLM-5").click()
    expect(page.get_by_role("heading", name="GLM-5", exact=True)).to_be_visible()


def test_back_brings_the_question_before(page, server):
    page.goto(f"{server}/?{ASKED}")
    editor = page.get_by_label("Cypher query")
    expect(editor).to_have_value(PATHS)
    editor.fill("MATCH (c:Country {id: $id}) RETURN c.name AS name")
    page.get_by_label("id", exact=True).fill("country:NLD")
    editor.press("Control+Enter")
    expect(page.get_by_role("region", name="Rows")).to_contain_text("Netherlands", timeout=60_000)
    page.go_back()
    expect(editor).to_have_value(PATHS)
    expect(page.get_by_role("region", name="Graph")).to_contain_text("GLM-5")


def test_a_query_that_cannot_run_says_why_and_stays_in_the_editor(page, server):
    page.goto(f"{server}/?view=cypher")
    page.get_by_label("Cypher query").fill("MATCH (n) DELETE n")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("DELETE", timeout=60_000)
    expect(page.get_by_label("Cypher query")).to_have_value("MATCH (n) DELETE n")
    page.wrong.clear()  # the browser itself logs a 400


def test_every_saved_query_runs_as_it_is_chosen(page, server):
    page.goto(f"{server}/?view=cypher")
    choice = page.get_by_label("saved queries")
    expect(choice.get_by_role("option")).to_have_count(len(saved_queries()) + 1)
    for name in saved_queries():
        choice.select_option(name)
        expect(choice).to_have_value(name)
        said = page.locator("main .wide > [role=status], main .wide > [role=alert]")
        expect(said).to_have_text(re.compile(r"^\d+ rows?"), timeout=60_000)


def test_the_page_asks_again_where_the_server_is_busy(page, server):
    refused = []

    def busy_once(route):
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        route.fulfill(
            status=503,
            headers={"Retry-After": "1"},
            json={"type": "/docs/errors#overload", "title": "Busy, try again", "status": 503, "detail": "ask again"},
        )

    page.route("**/v1/cypher", busy_once)
    page.goto(f"{server}/?{ASKED}")
    expect(page.get_by_role("region", name="Graph")).to_contain_text("GLM-5", timeout=60_000)
    assert len(refused) == 1
    page.wrong.clear()  # the browser itself logs the 503


def test_the_query_is_highlighted_and_the_colours_follow_what_is_typed(page, server):
    page.goto(f"{server}/?view=cypher")
    editor = page.get_by_role("textbox", name="Cypher query")
    coloured = page.locator(".editor pre")
    expect(coloured.locator(".keyword").first).to_have_text("MATCH")
    typed = "// who\nMATCH (c:Company {name: 'ASML'})-[:BASED_IN]->(x) WHERE c.id = $id RETURN count(x) LIMIT 5"
    editor.fill(typed)
    assert coloured.inner_text().rstrip("\n") == typed, "the coloured copy is the text, letter by letter"
    kinds = {
        "comment": "// who", "class-name": "Company", "string": "'ASML'", "relationship": "BASED_IN",
        "variable": "$id", "function": "count", "number": "5",
    }  # fmt: skip
    for kind, said in kinds.items():
        expect(coloured.locator(f".{kind}").first).to_have_text(said)
    boxes = [page.locator(f".editor {one}").bounding_box() for one in ("pre", "textarea")]
    assert boxes[0]["x"] == boxes[1]["x"]
    assert boxes[0]["y"] == boxes[1]["y"]
    styles = "one => ['font', 'padding', 'lineHeight', 'whiteSpace'].map(name => getComputedStyle(one)[name])"
    assert coloured.evaluate(styles) == editor.evaluate(styles), "letters lie upon each other"
