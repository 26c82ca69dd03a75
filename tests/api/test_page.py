"""The page in a real browser: no console error, no policy violation, no request to anywhere else."""

import itertools
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_home_says_what_it_is_and_leads_on(page, server):
    page.goto(server)
    expect(page.get_by_role("heading", name="What AI models ultimately rest on")).to_be_visible()
    expect(page.get_by_text("How the claims of relations were checked")).to_be_visible()
    page.get_by_role("link", name="What does Claude Opus 4.5 rest on?").click()
    expect(page.get_by_role("heading", name="Claude Opus 4.5", exact=True)).to_be_visible()
    assert "root=model:claude-opus-4-5" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="What AI models ultimately rest on")).to_be_visible()


def test_search_leads_to_an_entity_by_keyboard(page, server):
    page.goto(server)
    box = page.get_by_role("combobox")
    expect(box).to_be_visible()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    box.fill("asml")
    expect(page.get_by_role("option").first).to_contain_text("ASML")
    box.press("Enter")
    expect(page.get_by_role("heading", name="ASML", exact=True)).to_be_visible()
    assert "view=profile&root=company:asml" in page.url


def test_an_unknown_view_says_so(page, server):
    page.goto(f"{server}/?view=nonsense")
    expect(page.get_by_role("alert")).to_contain_text("No such view")


def test_another_view_keeps_the_day_and_nothing_else(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5&out=country:TWN&as_of=2026-06-01&lens=territory")
    page.get_by_role("link", name="Sources", exact=True).click()
    expect(page).to_have_url(f"{server}/?view=sources&as_of=2026-06-01&lens=territory")
    expect(page).to_have_title("Supplygraph: Sources")


def test_the_theme_can_be_chosen_and_stays(page, server):
    page.goto(f"{server}/?view=sources")
    page.get_by_role("button", name="Theme: Auto").click()
    page.get_by_role("button", name="Theme: Light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 21, 28)"
    page.reload()
    expect(page.get_by_role("button", name="Theme: Dark")).to_be_visible()


@pytest.mark.parametrize("root", ["model:claude-opus-4-5", "model:glm-5", "model:gemini-2-5-pro"])
def test_the_picture_has_every_layer_and_names_every_node(page, server, root):
    page.goto(f"{server}/?view=dependencies&root={root}")
    picture = page.get_by_role("group", name="Layered picture of dependencies")
    expect(picture).to_be_visible()
    boxes = picture.get_by_role("button")
    labels = [boxes.nth(number).get_attribute("aria-label") for number in range(boxes.count())]
    assert len(labels) > 30
    assert all(labels)
    assert any(", company" in label for label in labels)
    assert any(", country" in label for label in labels)
    assert any("single point of failure" in label for label in labels)
    stops = picture.locator("[tabindex='0']")
    assert stops.count() == 1, "one tab stop; arrow keys go on from there"


def test_selecting_shows_evidence_and_is_in_the_address(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5&horizon=grow")
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
    focused = page.locator("[data-id]:focus")
    expect(focused).to_have_count(1)
    expect(focused).not_to_have_attribute("data-id", "model:glm-5")


def test_outline_and_table_carry_the_same_facts(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5&horizon=grow&mode=outline")
    expect(page.get_by_role("tree")).to_be_visible()
    expect(page.get_by_role("treeitem").first).to_contain_text("GLM-5")
    page.get_by_role("tab", name="Table").click()
    expect(page.get_by_role("cell", name="ASML", exact=True)).to_be_visible()


def test_an_unknown_entity_says_what_to_do(browser, server):
    page = browser.new_page()
    page.goto(f"{server}/?view=dependencies&root=model:glm-55")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("no node 'model:glm-55'")
    alert.get_by_role("link", name="GLM-5 (model:glm-5)", exact=True).click()
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
    page.goto(f"{server}/?view=spheres&mode=index")
    table = page.get_by_role("region", name="Layers")
    expect(table.get_by_role("row")).to_have_count(9, timeout=30_000)
    expect(table).to_contain_text("of what our sources list")
    page.get_by_role("tab", name="Countries").click()
    expect(page.get_by_role("region", name="Countries")).to_be_visible(timeout=30_000)


def test_concentration_names_basis_and_period(page, server):
    page.goto(f"{server}/?view=concentration")
    page.get_by_label("input", exact=True).fill("euv litho")
    row = page.get_by_role("region", name="Concentration").get_by_role("row").nth(1)
    expect(row).to_contain_text("ASML 100 %")
    picture = page.get_by_role("img", name="High-bandwidth memory")
    expect(picture).to_contain_text("SK hynix")
    row.get_by_role("button", name="EUV lithography tools in the picture").click()
    expect(page.get_by_role("img", name="EUV lithography tools: HHI 1.00")).to_contain_text("ASML")
    expect(page).to_have_url(re.compile("inputs=input:foundry-services,input:euv-lithography-tools"))
    page.get_by_role("combobox", name="by", exact=True).select_option("country")
    expect(page.get_by_role("img", name="EUV lithography tools: HHI 1.00")).to_contain_text("Netherlands")


def test_the_timeline_marks_points_whose_coverage_changed(page, server):
    page.goto(f"{server}/?view=timeline&layer=platforms")
    expect(page.get_by_role("img", name="Index from")).to_be_visible(timeout=30_000)
    assert page.locator("circle.break").count() > 0
    page.goto(f"{server}/?view=timeline&layer=labs")
    points = page.get_by_role("region", name="Points")
    expect(points).to_contain_text(re.compile(r"withheld: of \d+ labs"), timeout=30_000)
    assert page.locator("circle.break, circle.point").count() == 0


def test_a_line_joins_the_same_countries_where_nothing_else_has_changed(page, server):
    with page.expect_response(lambda answer: "/v1/fragmentation/timeline" in answer.url) as answered:
        page.goto(f"{server}/?view=timeline&layer=clouds")
    expect(page.get_by_role("img", name="Index from")).to_be_visible(timeout=30_000)
    points = answered.value.json()["points"]
    joined = [b["index"] and a["index"] and not a["gap"] for b, a in itertools.pairwise(points)]
    lines = page.locator("svg polyline.line").evaluate_all("all => all.map(one => one.getAttribute('points'))")
    assert sum(len(line.split()) - 1 for line in lines) == sum(map(bool, joined)) > 0
    expect(page.locator("h2").first).to_contain_text("the same countries are divided by")


def test_months_are_as_many_as_the_server_gives_at_once(page, server):
    page.goto(f"{server}/?view=timeline&layer=labs")
    page.get_by_role("combobox", name="by").last.select_option("month")
    expect(page.get_by_role("img", name="Index from")).to_be_visible(timeout=60_000)
    assert page.get_by_role("region", name="Points").get_by_role("row").count() > 24
    page.get_by_role("combobox", name="layer").last.select_option("clouds")
    assert "layer=clouds" in page.url


def test_knocking_out_a_country_says_what_falls_and_why(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:claude-opus-4-5&out=country:TWN")
    verdict = page.get_by_role("status").filter(has_text="Claude Opus 4.5")
    expect(verdict).to_contain_text("falls")
    expect(page.locator("[data-id='country:USA']")).to_have_count(1)
    expect(page.locator("[data-id^='country:'].degraded")).to_have_count(0)
    expect(page.locator("[data-id='country:USA'].fallen")).to_have_count(0)
    page.get_by_role("link", name="✕ restore Taiwan").click()
    expect(page.get_by_text("Select something and knock it out")).to_be_visible()


def test_who_runs_a_site_is_not_struck_out_with_what_it_supplies_itself(page, server):
    page.goto(f"{server}/?view=dependencies&root=facility:stargate-abilene&out=country:TWN")
    expect(page.locator("[data-id='chip:nvidia-gb200'].fallen")).to_have_count(1, timeout=30_000)
    operator = page.locator("[data-id='cloud:oracle-cloud']")
    expect(operator).to_have_attribute("aria-label", re.compile("Oracle"))
    expect(operator).not_to_have_attribute("aria-label", re.compile("falls|degraded"))
    page.get_by_role("tab", name="Table").click()
    row = page.get_by_role("row", name=re.compile("Oracle Cloud"))
    expect(row).not_to_contain_text("falls")


def test_what_is_not_known_neither_stops_nor_survives(page, server):
    page.goto(f"{server}/?view=dependencies&root=lab:01-ai&out=country:TWN")
    told = "No source says what 01.AI rests on at this horizon: it is neither stopped nor safe."
    expect(page.get_by_text(told)).to_be_visible(timeout=30_000)


def test_what_cannot_be_judged_is_said(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:glm-5&out=input:gallium")
    said = "Nothing in the graph rests on Gallium, so that 0 stopped is no finding."
    expect(page.get_by_text(said)).to_be_visible(timeout=30_000)


def test_a_sphere_is_never_called_a_country(page, server):
    page.goto(f"{server}/?view=spheres")
    expect(page.get_by_role("img", name="What the countries of each sphere rest on")).to_be_visible(timeout=30_000)
    main = page.locator("main")
    expect(main).to_contain_text("What the US sphere rests on")
    expect(main).to_contain_text("What the China sphere rests on")
    page.goto(f"{server}/?view=dependencies&root=model:glm-5")
    expect(page.locator(".legend")).to_contain_text("US sphere")


def test_the_matrix_draws_the_figures_of_its_table(page, server):
    page.goto(f"{server}/?view=spheres")
    figure = page.locator("svg.matrix")
    expect(figure).to_be_visible(timeout=30_000)
    page.get_by_text("Every figure as a table").click()
    row = page.get_by_role("region", name="Figures").get_by_role("row", name="clouds China sphere")
    direct = row.get_by_role("cell").nth(3).inner_text()
    share = float(direct.removesuffix("%"))
    assert share > 50, "in the atlas, most regions of the China sphere are its own providers'"
    drawn = re.search(r"China (\d+(?:\.\d+)?) %", figure.text_content().partition("clouds")[2])
    assert drawn, "the figure has the row of the clouds"


def test_adoption_says_what_moved_and_what_could_not(page, server):
    page.goto(f"{server}/?view=spheres&mode=adoption&shift=BRA,GTM~20~China")
    after = page.get_by_role("region", name="Countries moved").get_by_role("row").filter(has_text="Brazil")
    expect(after).to_contain_text("→", timeout=30_000)
    expect(page.get_by_role("status").filter(has_text="Guatemala did not move")).to_be_visible()
    page.get_by_role("textbox", name="countries").fill("IDN")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", name="Indonesia move 20 points")).to_be_visible(timeout=30_000)
    assert "shift=IDN%7E20%7EChina" in page.url or "shift=IDN~20~China" in page.url


def test_series_stand_beside_what_others_have_published(page, server):
    page.goto(f"{server}/?view=spheres&mode=series&series=downloads")
    expect(page.get_by_role("status").filter(has_text="No points of our own")).to_be_visible()
    published = page.get_by_role("region", name="Published")
    expect(published).to_contain_text("million downloads")
    expect(published).to_contain_text("page read")


def test_an_old_answer_is_never_shown_under_a_new_title(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:claude-opus-4-5&mode=picture")
    expect(page.locator("[data-id='model:claude-opus-4-5']")).to_be_visible()
    page.route("**/v1/drawing/model:glm-5*", lambda route: None)  # the picture never comes
    page.evaluate("history.pushState(null, '', '/?view=dependencies&root=model:glm-5&mode=picture')")
    page.evaluate("dispatchEvent(new PopStateEvent('popstate'))")
    expect(page.get_by_role("heading", name="GLM-5", exact=True)).to_be_visible()
    expect(page.get_by_text("Loading the picture")).to_be_visible()
    assert page.locator("svg.figure").count() == 0


def test_the_verdict_has_its_reason_and_the_target_is_in_the_list(page, server):
    page.goto(f"{server}/?view=dependencies&root=model:claude-opus-4-5&out=country:TWN")
    expect(page.get_by_text("Why: ")).to_be_visible()
    expect(page.locator(".cascade .target")).to_contain_text("Claude Opus 4.5")
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".cascade ul > li").count() > 40


@pytest.mark.parametrize("view", ["map", "spheres", "timeline"])
def test_data_sets_that_are_left_out_are_named_beside_shares(page, server, view):
    """The atlas alone lists the regions of some providers only: shares of clouds are then far off, and that is said."""
    page.goto(f"{server}/?view={view}")
    note = page.get_by_role("note")
    expect(note).to_contain_text("data sets are not in this graph")
    expect(note).to_contain_text("Cloud")
    note.get_by_role("link", name="Why, and how to add them").click()
    expect(page.get_by_role("heading", name="Where the facts come from")).to_be_visible()
