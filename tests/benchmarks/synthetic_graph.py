"""A synthetic supply graph of any size: layers, substitutes, rings, countries below."""

import numpy as np

from graph.snapshots.and_or_graph import AndOrGraph

LAYERS = 12
COUNTRIES = 20
ARITY = (0.45, 0.25, 0.20, 0.10)
"""Shares of needs with one, two, three and four suppliers: many have one, as in the real graph."""
RING = 5
RINGS_PER_NODE = 0.002


def synthetic_graph(size: int, links: int, seed: int = 7) -> AndOrGraph:
    """Return a graph of about ``links`` links.

    The first ``COUNTRIES`` nodes are leaves that everything ends in. Three suppliers in four come from the layer
    below, the others from any lower place. Rings of five nodes make cycles; nine needs in ten are closed, the
    others leave a fifth to nobody known.
    """
    rng = np.random.default_rng(seed)
    mean = sum(count * share for count, share in enumerate(ARITY, 1))
    owner = np.sort(rng.integers(COUNTRIES, size, size=round(links / mean)))
    arity = rng.choice(np.arange(1, 5), p=ARITY, size=len(owner))
    first = np.zeros(len(owner) + 1, dtype=np.int64)
    np.cumsum(arity, out=first[1:])
    dependent = np.repeat(owner, arity)
    height = size // LAYERS
    near = dependent - rng.integers(1, 2 * height, size=len(dependent))
    anywhere = (rng.random(len(dependent)) * dependent).astype(np.int64)
    supplier = np.where(rng.random(len(dependent)) < 0.75, near, anywhere)
    low = supplier < COUNTRIES + height // 2
    supplier[low] = rng.integers(0, COUNTRIES, size=int(low.sum()))
    _tie_rings(rng, dependent, supplier, size)
    closed = rng.random(len(owner)) < 0.9
    remainder = np.where(closed, 0.0, 0.2)
    return AndOrGraph(
        size=size, owner=owner, first=first, supplier=supplier, share=np.repeat((1.0 - remainder) / arity, arity),
        remainder=remainder, closed=closed, weight=1.0 / np.bincount(owner, minlength=size)[owner],
        silent=np.zeros(len(supplier), dtype=bool), maker=np.zeros(len(owner), dtype=bool),
        any_one=np.zeros(len(owner), dtype=bool), like_the_worst=np.zeros(len(owner), dtype=bool),
        undivided=np.zeros(len(owner), dtype=bool),
    )  # fmt: skip


def _tie_rings(rng: np.random.Generator, dependent: np.ndarray, supplier: np.ndarray, size: int) -> None:
    """Make some runs of five neighbours supply one another in a ring."""
    starts = rng.integers(size // 4, size - RING, size=round(size * RINGS_PER_NODE))
    for start in starts.tolist():
        for place in range(RING):
            link = np.searchsorted(dependent, start + place)
            if link < len(dependent) and dependent[link] == start + place:
                supplier[link] = start + (place + 1) % RING
