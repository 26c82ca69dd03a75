"""A hook of mkdocs: links of the docs that lead out of their folder lead to the repository's files as text."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
OUTSIDE = re.compile(r"\[([^\]]*)\]\((\.\./)+([^)]*)\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Return a page whose links to files outside of the docs are their paths: the site has the docs alone."""
    return OUTSIDE.sub(lambda found: f"{found.group(1)} (`{found.group(3)}`)", markdown)
