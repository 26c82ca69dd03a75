"""Chips that nobody makes any more, once it is asked what can be produced (methods A1c).

That nobody makes the chips of 2020 stops no laboratory that has them. A site is judged by those of its chips that are
still made. One that has none of these rests on its chips as they are *in use*: these need nothing that anybody makes,
and by what they will be followed nobody says, so that for all that is known they may be lost with their makers.
"""

from typing import NamedTuple

import numpy as np

from graph.facts.arrays import EDGE_KINDS
from graph.ontology import EdgeKind, Horizon
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray, distinct
from graph.supply.current import is_past
from graph.supply.gathering import Gathered

_HOSTS = EDGE_KINDS.index(EdgeKind.HOSTS)


class StillMade(NamedTuple):
    """What accelerators count for in the sites that have them.

    Attributes
    ----------
    share : FloatArray, shape (links,)
        Each supplier's part of its need.
    silent : BoolArray, shape (links,)
        Whether no source states that.
    in_use : BoolArray, shape (links,)
        Whether it is meant as it is in use, not as it is made.
    chips : tuple of str
        Ids of those that are in use, and made no more.
    """

    share: FloatArray
    silent: BoolArray
    in_use: BoolArray
    chips: tuple[str, ...]


def still_made(gathered: Gathered) -> StillMade:
    """Return what accelerators count for at the horizon of the needs.

    Parameters
    ----------
    gathered : Gathered
        Of a day; at horizon ``run`` whatever runs counts as it is.
    """
    stated, need = gathered.shares, gathered.link_need
    hosted = gathered.kind[need] == _HOSTS
    old = np.zeros(len(need), bool)
    past: IntArray = np.zeros(0, np.int64)
    if gathered.horizon is not Horizon.RUN:
        ids, day = gathered.edges.facts.nodes.ids, gathered.edges.as_of
        chips = distinct(gathered.supplier[hosted])
        past = chips[[is_past(gathered.nodes[ids[chip]], day) for chip in chips.tolist()]]
        old = hosted & np.isin(gathered.supplier, past)
    if not old.any():
        return StillMade(stated.share, stated.silent, old, ())
    named = np.bincount(need, stated.share, len(gathered))
    made = np.bincount(need, np.where(old, 0.0, stated.share), len(gathered))
    mixed = ((made > 0) & (np.bincount(need, old, len(gathered)) > 0))[need]
    scale = (named / np.where(made > 0, made, 1.0))[need]
    return StillMade(
        np.where(mixed, np.where(old, 0.0, stated.share * scale), stated.share),
        stated.silent | mixed,
        old,
        tuple(sorted(gathered.edges.facts.nodes.ids[chip] for chip in past.tolist())),
    )
