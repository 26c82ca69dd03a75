"""What docs and docstrings point to is there: sections of the methods, and paths of the project."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "loaders", "api", "supplygraph")
CITED = re.compile(r"\b[Mm]ethods ((?:[AB]\d[a-z]?(?:, | and )?)+)")
BY_NAME = re.compile(r"\bmethods, ([a-z ]+)\)")
SECTION = re.compile(r"^#{2,3} ([AB]\d[a-z]?)\. ", re.MULTILINE)
PATH = re.compile(r"`((?:graph|loaders|api|supplygraph|tests|scripts|docs)/[\w./-]*)`")
TARGET = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
MADE_UP = re.compile(r"world.fabs|measures/facts/count\.py")
"""What the two examples of adding something make."""
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_every_citation_of_the_methods_resolves():
    sections = set(SECTION.findall((ROOT / "docs" / "methods.md").read_text()))
    cited = {}
    for file in (ROOT / package for package in (*PACKAGES, "tests")):
        for source in file.rglob("*.py"):
            for found in CITED.findall(re.sub(r"\s+", " ", source.read_text())):
                for section in re.findall(r"[AB]\d[a-z]?", found):
                    cited.setdefault(section, source)
    assert len(cited) > 15
    assert {section: str(source) for section, source in cited.items() if section not in sections} == {}
    assert sections - set(cited) == set(), "sections of the methods that no docstring cites"


def test_every_citation_of_the_methods_by_name_resolves():
    methods = (ROOT / "docs" / "methods.md").read_text().lower()
    named = {
        name
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        for name in BY_NAME.findall(file.read_text())
    }
    assert named
    assert {name for name in named if f"## {name}" not in methods and f"**{name}.**" not in methods} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_path_that_a_page_names_exists(page):
    text = page.read_text()
    named = [ROOT / path for path in PATH.findall(text)] + [page.parent / path for path in TARGET.findall(text)]
    assert [str(path) for path in named if not path.exists() and not MADE_UP.search(str(path))] == []


def test_a_newcomer_finds_a_path_for_every_question():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    rows = [line for line in text.splitlines() if re.match(r"\| (is|do) ", line)]
    assert len(rows) > 20
    assert [row for row in rows if not PATH.search(row)] == []


def test_the_architecture_names_every_room():
    """Every folder and every loose file at the top of a package: what has no row has no place yet."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    rooms = {
        f"{path.relative_to(ROOT)}/" if path.is_dir() else str(path.relative_to(ROOT))
        for package in ("graph", "graph/analysis", "api")
        for path in (ROOT / package).iterdir()
        if path.name not in ("__pycache__", "analysis", "__init__.py")
        and (path.is_file() or any("__pycache__" not in file.parts for file in path.rglob("*.*")))
    }
    assert {room for room in rooms if f"`{room}" not in text} == set()


def test_a_decision_has_a_number_of_its_own():
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [file.name[:3] for file in files] == [f"{number:03}" for number in range(1, len(files) + 1)]
    assert [file.read_text()[2:5] for file in files] == [file.name[:3] for file in files]
