"""Names as they are compared."""

import unicodedata


def fold(text: str) -> str:
    """Fold case and accents, and treat hyphens, dots and underscores as spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())
