"""The one way of "did you mean": which known words look like a text, and how that is told."""

from collections.abc import Iterable

from graph.names import fold

ALIKE = 70.0
"""Score from 0 to 100, rapidfuzz's weighted ratio over folded words, from which two look alike."""


def nearest(text: str, known: Iterable[str], most: int = 3, least: float = ALIKE) -> list[str]:
    """Return the known words that look most like a text, likeliest first.

    Parameters
    ----------
    text : str
        Compared without case and accents.
    known : iterable of str
        What it may have meant.
    most : int
        How many at most.
    least : float
        Least likeness, 0..100.

    Examples
    --------
    >>> nearest("taiwan cutoff", ["taiwan-cut-off", "korean-hbm-halted"])
    ['taiwan-cut-off']
    """
    from rapidfuzz import process  # only who errs waits for it

    return [word for word, _, _ in process.extract(text, list(known), processor=fold, limit=most, score_cutoff=least)]


def did_you_mean(text: str, known: Iterable[str]) -> tuple[str, list[str]]:
    """Return the words that tell what there is instead, and the suggestions that they name.

    >>> did_you_mean("blue", ["red", "green"])
    ('there are red, green', ['red', 'green'])
    >>> did_you_mean("gren", ["red", "green"])
    ('did you mean green?', ['green'])

    Parameters
    ----------
    text : str
        What nothing is called.
    known : Iterable[str]
        What there is; all of it is told where nothing is near.
    """
    words = list(known)
    near = nearest(text, words)
    return (f"did you mean {', '.join(near)}?", near) if near else (f"there are {', '.join(words)}", words)
