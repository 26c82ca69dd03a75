from dataclasses import replace
from itertools import islice

import pytest

from graph.errors import BuildError, SourceError
from loaders.countries import loader as countries
from loaders.registry import ROOM, SOURCES, collect, find_sources

ATLAS, COUNTRIES = SOURCES[:2]


def test_every_source_says_what_it_is_and_on_which_terms():
    for spec in SOURCES:
        metadata = spec.metadata
        assert metadata.title
        assert metadata.licence
        assert metadata.checked_on, f"{spec.dataset}: when was the upstream last looked at?"


def test_every_folder_is_a_source_in_a_fixed_order():
    assert [spec.dataset for spec in SOURCES][:2] == ["atlas", "countries"], "what is shipped goes first"
    assert [spec.dataset for spec in SOURCES[2:]] == sorted(spec.dataset for spec in SOURCES[2:])
    assert {spec.home for spec in SOURCES} == {path.parent for path in ROOM.glob("*/loader.py")}
    assert find_sources() == SOURCES


def test_what_a_source_is_stands_in_source_toml_alone():
    """Titles, licences and addresses were written twice, and drifted apart."""
    for spec in SOURCES:
        code = (spec.home / "loader.py").read_text(encoding="utf-8")
        said = {spec.metadata.url, *(source.url for source in spec.metadata.sources(spec.dataset).values())}
        assert not [
            text for text in (*said, "Source(", "licence=", "publisher=") if text in code.replace("Source.model", "")
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "t"\n', r"source\.toml \[publisher\]: Field required"),
        ('title = "t"\ncolour = "red"\n', r"\[publisher\]"),
        ("title = ", "cannot be read"),
        (None, "cannot be read"),
    ],
    ids=["missing", "unknown", "broken", "absent"],
)
def test_a_wrong_source_toml_names_the_field(tmp_path, text, told):
    if text is not None:
        (tmp_path / "source.toml").write_text(text)
    with pytest.raises(SourceError, match=told):
        _ = replace(COUNTRIES, home=tmp_path).metadata


def test_what_is_shipped_builds_alone(tmp_path):
    collected = collect(tmp_path, noncommercial=False, unverified=False)
    loaded = {report.dataset for report in collected.reports if report.status == "loaded"}
    assert loaded >= {"countries", "atlas"}
    absent = [report for report in collected.reports if report.status != "loaded"]
    assert all(report.reason for report in absent), "a source that is not there says why, and what to do"


def test_an_unknown_source_is_refused_with_the_list():
    with pytest.raises(SourceError, match="there are atlas, countries"):
        collect(None, noncommercial=False, unverified=False, only={"atals"})


def test_too_few_facts_are_a_changed_upstream():
    def few(reader):
        return islice(countries.load(reader), 3)

    with pytest.raises(BuildError, match="3 facts of kind Country, expected 250 to 253"):
        collect(None, noncommercial=False, unverified=False, sources=[replace(COUNTRIES, load=few)])


def test_faults_of_all_sources_are_reported_together():
    def broken(reader):
        reader.resolve("lab", "nobody", "a.csv:2", "Lab")
        return iter(())

    specs = [replace(COUNTRIES, load=broken), replace(ATLAS, load=broken)]
    with pytest.raises(BuildError) as caught:
        collect(None, noncommercial=False, unverified=False, sources=specs)
    where = {fault.where for fault in caught.value.faults}
    assert where == {"countries/a.csv:2", "atlas/a.csv:2"}


def test_a_row_that_vanishes_without_a_reason_is_a_fault():
    def careless(reader):
        return (fact for fact in countries.load(reader) if fact.id != "country:FRA")

    with pytest.raises(BuildError, match="ISO 3166-1:FRA: the row gives no fact"):
        collect(None, noncommercial=False, unverified=False, sources=[replace(COUNTRIES, load=careless)])
