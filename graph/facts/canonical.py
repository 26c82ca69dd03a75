"""Content as the one text that is hashed, and the ids that come of it."""

import hashlib
import json

_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def short_digest(text: str) -> str:
    """Return the id of the claim of which this is the canonical text.

    Parameters
    ----------
    text : str
        From ``identity``.

    Returns
    -------
    str
        The first 64 bits of its SHA-256, in hexadecimal.
    """
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical(content: object) -> str:
    """Return JSON as it is hashed: one text for equal content.

    Parameters
    ----------
    content : object
        What JSON can hold; keys are sorted, no space is left between.
    """
    return _CANONICAL.encode(content)
