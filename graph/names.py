"""Names as they are compared."""

import re
import unicodedata

_WORDS = re.compile(r"(?:[^\W_]|\+)+")


def fold(text: str) -> str:
    """Fold case and accents, and treat hyphens, dots and underscores as spaces; a plus tells names apart.

    >>> fold("Mistral-Large_2"), fold("Électricité"), fold("Command R+")
    ('mistral large 2', 'electricite', 'command r+')

    Parameters
    ----------
    text : str
        A name as somebody writes it.
    """
    plain = text.casefold()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(plain))
