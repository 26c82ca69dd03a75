"""Names as they are compared."""

import unicodedata


def fold(text: str) -> str:
    """Fold case and accents, and treat hyphens, dots and underscores as spaces; a plus tells names apart.

    >>> fold("Mistral-Large_2"), fold("Électricité"), fold("Command R+")
    ('mistral large 2', 'electricite', 'command r+')
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() or c == "+" else " " for c in plain).split())
