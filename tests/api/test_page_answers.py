"""Why, chokepoints and profiles in a real browser: the interface's answers, as a person reads them."""

import re
import struct
import xml.etree.ElementTree as ET
import zlib

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


def png_of(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and filtered pixels of a PNG, read by its specification."""
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", content[16:24])
    packed, at = b"", 8
    while at < len(content):
        (size,), kind = struct.unpack(">I", content[at : at + 4]), content[at + 4 : at + 8]
        if kind == b"IDAT":
            packed += content[at + 8 : at + 8 + size]
        at += 12 + size
    return width, height, zlib.decompress(packed)


def test_why_is_a_sentence_and_a_chain_with_what_would_replace_each_step(page, server):
    answer = page.request.get(f"{server}/v1/why?from=model:glm-5&to=country:NLD").json()
    page.goto(f"{server}/?view=why&root=model:glm-5&to=country:NLD")
    expect(page.get_by_role("heading", name="GLM-5 rests on the Netherlands")).to_be_visible()
    expect(page.get_by_text(answer["sentence"])).to_be_visible()
    boxes = page.get_by_role("list", name="The chain").get_by_role("listitem")
    expect(boxes).to_have_count(len(answer["chain"]) + 1)
    for number, step in enumerate(answer["chain"], 1):
        expect(boxes.nth(number)).to_contain_text(step["name"])
        for other in step["alternatives"][:3]:
            expect(boxes.nth(number)).to_contain_text(other)


def test_any_two_names_can_be_asked_by_keyboard(page, server):
    page.goto(f"{server}/?view=why")
    start = page.get_by_role("combobox", name="What rests")
    start.fill("anthropic")
    expect(page.get_by_role("option", name="Anthropic Lab")).to_be_visible()
    start.press("Enter")
    end = page.get_by_role("combobox", name="What it rests on")
    end.fill("taiwan")
    expect(page.get_by_role("option", name="Taiwan Country")).to_be_visible()
    end.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("Anthropic rests on Taiwan"))).to_be_visible()
    assert "root=lab:anthropic" in page.url
    assert "to=country:TWN" in page.url


def test_what_no_chain_leads_to_is_not_called_independent(page, server):
    page.goto(f"{server}/?view=why&root=lab:anthropic&to=country:ARE")
    expect(page.get_by_text("that is no proof that it does not")).to_be_visible()
    expect(page.get_by_role("list", name="The chain")).to_have_count(0)


def test_the_card_says_what_the_screen_says(page, server):
    """Each file is read again by a tool that has nothing to do with the page."""
    page.goto(f"{server}/?view=why&root=model:glm-5&to=country:NLD")
    card = page.get_by_role("region", name="For an article")
    with page.expect_download() as download:
        card.get_by_role("button", name="SVG").click()
    picture = ET.fromstring(download.value.path().read_text())
    said = " ".join(text.text or "" for text in picture.iter(f"{SVG}text"))
    for part in (
        "GLM-5 rests on the Netherlands for growth",
        "Sources:",
        "As of",
        "lens ownership",
        "graph",
        "who else could",
    ):
        assert part in said
    chain = page.get_by_role("list", name="The chain").get_by_role("button").all_inner_texts()
    assert all(word in said for name in chain for word in name.split())
    for name, shape in (("PNG 16:9", (16, 9)), ("PNG square", (1, 1))):
        with page.expect_download() as download:
            card.get_by_role("button", name=name).click()
        width, height, values = png_of(download.value.path().read_bytes())
        assert width * shape[1] == height * shape[0]
        assert len(set(values)) > 50, "something is drawn"
    with page.expect_download() as download:
        card.get_by_role("button", name="HTML").click()
    document = download.value.path().read_text()
    assert "<script" not in document
    assert "<figcaption" in document


def test_evidence_opens_beside_the_chain_and_leaves_it_in_place(page, server):
    step = page.request.get(f"{server}/v1/why?from=model:glm-5&to=country:NLD").json()["chain"][0]
    page.goto(f"{server}/?view=why&root=model:glm-5&to=country:NLD")
    button = page.get_by_role("button", name=f"{step['name']}: evidence")
    button.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="Evidence")
    expect(drawer).to_contain_text(step["need"])
    marks = drawer.get_by_text(re.compile("page read|recalled|from a data file"))
    expect(marks.locator("visible=true").first).to_be_visible()
    expect(page.get_by_role("list", name="The chain")).to_be_visible()
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    expect(button).to_be_focused()


def test_the_league_table_has_the_figures_of_the_interface(page, server):
    rows = page.request.get(f"{server}/v1/headlines?limit=500").json()["rows"]
    page.goto(f"{server}/?view=chokepoints")
    table = page.get_by_role("region", name="League table")
    for row in rows[:3]:
        shown = table.get_by_role("row").filter(has=page.get_by_role("link", name=row["name"], exact=True))
        for time in ("run", "make", "grow"):
            expect(shown).to_contain_text(f"{row[time]['likely']} of {row[time]['of']} likely")
    first = rows[0]
    expect(page.get_by_role("heading", level=2)).to_contain_text(f"Without {first['name']}")


def test_labs_models_and_computing_power_stand_beside_each_other(page, server):
    asked = "targets=large-sites&weights=compute"
    rows = page.request.get(f"{server}/v1/headlines?limit=500&{asked}").json()["rows"]
    (taiwan,) = (row for row in rows if row["id"] == "country:TWN")
    page.goto(f"{server}/?view=chokepoints")
    table = page.get_by_role("region", name="League table")
    bars = table.get_by_role("img", name=re.compile("^Taiwan, computing power: "))
    expect(bars).to_have_count(3)
    weight = taiwan["make"]["weight"]
    expect(bars.nth(1)).to_have_accessible_name(re.compile(f"{weight['likely'] / 1e6:.3g} million likely"))
    page.get_by_label("Counted").select_option("large-sites")
    first = page.get_by_role("heading", level=2)
    expect(first).to_contain_text("H100 equivalents likely stops")
    expect(table).to_contain_text(f"{weight['likely'] / 1e6:.3g} million of {weight['of'] / 1e6:.3g} million H100")
    page.get_by_role("button", name="Which large data centres stop without Taiwan").click()
    expect(page.get_by_role("heading", name=re.compile(r"Production: \d+ likely stop"))).to_be_visible()


def test_every_bar_leads_to_its_why(page, server):
    page.goto(f"{server}/?view=chokepoints")
    page.get_by_role("link", name="Why, for Taiwan: Production").click()
    expect(page.get_by_role("heading", name=re.compile("rests on Taiwan"))).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Which labs stop without Netherlands").click()
    expect(page.get_by_role("heading", name=re.compile(r"Growth: \d+ likely stop"))).to_be_visible()


def test_companies_and_bans_are_ranked_too(page, server):
    page.goto(f"{server}/?view=chokepoints")
    page.get_by_role("combobox", name="Who").select_option("company")
    expect(page.get_by_role("link", name="TSMC", exact=True)).to_be_visible()
    page.get_by_role("combobox", name="What happens").select_option("ban")
    expect(page.get_by_role("heading", level=2)).to_contain_text("stops supplying")
    assert "over=company" in page.url
    assert "action=ban" in page.url


@pytest.mark.parametrize(
    "root",
    ["country:FRA", "company:tsmc", "lab:anthropic", "chip:nvidia-b200", "input:hbm3e", "cloud:aws", "model:glm-5"],
)
def test_a_profile_shows_every_section_that_the_interface_has(page, server, root):
    answer = page.request.get(f"{server}/v1/profile/{root}").json()
    page.goto(f"{server}/?view=profile&root={root}")
    expect(page.get_by_role("heading", name=answer["name"], exact=True, level=2)).to_be_visible()
    for section in dict.fromkeys(line["section"] for line in answer["lines"]):
        expect(page.get_by_role("region", name=f"{answer['name']}: {section}", exact=True)).to_be_visible()


def test_a_profile_draws_what_it_says_is_possible(page, server):
    lines = page.request.get(f"{server}/v1/profile/country:FRA").json()["lines"]
    line = next(one for one in lines if one["label"] == "collapse, make: labs")
    assert line["value"] < line["high"]
    page.goto(f"{server}/?view=profile&root=country:FRA")
    cell = page.get_by_role("row", name=re.compile("^labs if it is lost")).get_by_role("cell").nth(2)
    of = re.search(r"of (\d+)", line["unit"]).group(1)
    expect(cell).to_have_text(
        f"{line['value']:.0f} of {of} likely, {line['low']:.0f} certain, up to {line['high']:.0f}"
    )
    bar = cell.locator(".horizontal")
    widths = {kind: bar.locator(f".seg.{kind}").count() for kind in ("certain", "likely", "possible")}
    assert widths == {"certain": 0, "likely": 0, "possible": 1}
    part = bar.locator(".seg.possible").bounding_box()["width"] / bar.bounding_box()["width"]
    assert part == pytest.approx((line["high"] - line["value"]) / float(of), abs=0.03)


def test_two_profiles_stand_side_by_side(page, server):
    page.goto(f"{server}/?view=profile&root=country:NLD")
    box = page.get_by_role("combobox", name="Put another beside it")
    box.fill("taiwan")
    expect(page.get_by_role("option", name="Taiwan Country")).to_be_visible()
    box.press("Enter")
    left = page.get_by_role("region", name="Netherlands: stops").bounding_box()
    right = page.get_by_role("region", name="Taiwan: stops").bounding_box()
    assert left
    assert right
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]
    page.get_by_role("link", name="✕ only Netherlands").click()
    expect(page.get_by_role("region", name="Taiwan: stops")).to_have_count(0)


def test_a_box_says_of_a_share_what_the_sentence_says(page, server):
    """What computing power stands in for was "share not stated" below a box and "about 19%" in the sentence."""
    said = page.request.get(f"{server}/v1/why?from=lab:openai&to=company:asml").json()
    (step,) = [one for one in said["chain"] if one["assumed"] and one["alternatives"]][:1]
    assert f"about {round(100 * step['share'])}% by {step['share_basis']}" in said["sentence"]
    page.goto(f"{server}/?view=sources")
    shares = page.evaluate(
        """async (step) => {
            const { othersOf } = await import("/static/why/words.js");
            return [step, { ...step, share_basis: "equal parts" }, { ...step, assumed: false }].map(
                (one) => othersOf(one).share);
        }""",
        step | {"share": 0.19},
    )
    assert shares == ["about 19 %", "share not stated", "19 %"]


@pytest.mark.parametrize("boxes", [6, 8, 10])
def test_no_text_of_a_card_stands_on_another(browser, page, server, boxes):
    """A chain of eight stands in two rows: what was said below the first stood on the heads of the second."""
    page.goto(f"{server}/?view=sources")
    card = page.evaluate(
        """async (count) => {
            const { cardSvg } = await import("/static/why/drawing.js");
            const others = "share not stated; or Huawei Cloud, Volcano Engine; unconfirmed: Tencent Cloud, Baidu";
            const boxes = [...Array(count)].map((_, at) => ({ name: "EUV lithography tools", need: "accelerators",
                share: "", others: at ? others : "" }));
            const said = "It matters for growth: new chips, new sites. What runs and is made today goes on.";
            return cardSvg({ headline: "GLM-5 rests on the Netherlands", means: `${said} ${said} ${said}`, boxes,
                legend: `${said} ${said}`, source: `${said} ${said}` }, 1200, 675);
        }""",
        boxes,
    )
    alone = browser.new_page()  # the style of the page is none of the card's
    alone.set_content(card)
    clashes = alone.evaluate(
        """() => {
            const texts = [...document.querySelectorAll("text")].map((one) => [one.textContent, one.getBBox()]);
            const before = (start, size) => (a, b) => a[start] + a[size] <= b[start] + 2;
            const apart = (...by) => (a, b) => before(...by)(a, b) || before(...by)(b, a);
            const [beside, below] = [apart("x", "width"), apart("y", "height")];
            return texts.flatMap(([said, a], at) =>
                texts.slice(at + 1).filter(([, b]) => !beside(a, b) && !below(a, b)).map(([other]) => [said, other]));
        }"""
    )
    alone.close()
    assert clashes == []
