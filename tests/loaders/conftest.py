"""A sync of one small source whose upstream answers as it is told."""

import pytest

from loaders.source import SourceSpec
from loaders.syncing import sync
from loaders.upstreams import Network
from tests.loaders.local_source import load
from tests.loaders.upstream import QUICK, Upstream


@pytest.fixture
def upstream():
    one = Upstream()
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def run(upstream, tmp_path):
    """Run a sync of one source whose upstream answers as given."""
    room, feeds = tmp_path / "room", tmp_path / "feeds"
    room.mkdir()

    def go(*answers, terms="", url=upstream.url, load=load, origin=None, **options):
        text = 'title="t"\npublisher="p"\nurl="u"\nlicence="CC0-1.0"\nfeed="labs"\n' + terms
        files = f'[files]\n"labs.csv" = "{url}"\n' if url else ""
        (room / "source.toml").write_text(f"{text}{files}[expected]\nLab = {{ minimum = 2, maximum = 5 }}\n")
        upstream.answers, upstream.asked = list(answers), []
        go.spec = SourceSpec("labs", load, room)
        (result,) = sync(feeds, ["labs"], upstream=origin or Network(QUICK), sources=[go.spec], **options)
        return result

    go.table, go.room, go.feeds = feeds / "labs" / "labs.csv", room, feeds
    return go
