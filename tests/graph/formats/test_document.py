from graph.facts.fact import Source
from graph.formats.document import document

SOURCE = Source(title="<A>", publisher="B & C", url="https://example.org/?a=1&b=2", licence="CC0-1.0")


def written(**changed):
    content = {
        "title": "T",
        "basis": "as of 2026",
        "picture": "<svg></svg>",
        "tables": {},
        "assumptions": [],
        "sources": [],
    }
    return document(**(content | changed))


def test_names_are_text_and_never_markup():
    text = written(title="<script>", tables={"Rows": [{"a": "<b>"}]}, assumptions=["1 < 2"], sources=[SOURCE])
    assert "<script>" not in text
    assert "<h1>&lt;script&gt;</h1>" in text
    assert "<td>&lt;b&gt;</td>" in text
    assert "<li>1 &lt; 2</li>" in text
    assert '<a href="https://example.org/?a=1&amp;b=2">&lt;A&gt;</a>, B &amp; C, undated; CC0-1.0' in text


def test_only_web_addresses_become_links():
    text = written(sources=[SOURCE.model_copy(update={"url": "javascript:alert(1)"})])
    assert "javascript" not in text
    assert "<li>&lt;A&gt;, B" in text


def test_unknown_is_empty_and_zero_is_zero():
    text = written(tables={"Rows": [{"share": None}, {"share": 0.0}, {"share": 1 / 3}]})
    assert "<td></td>" in text
    assert "<td>0</td>" in text
    assert "<td>0.3333</td>" in text
