"""Who stops most, at all three horizons side by side: what stops now, in production, in growth (methods A1c)."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from pydantic import Field

from graph.analysis.dependency.cases.targets import TargetSet, target_ids
from graph.analysis.dependency.cases.universe import Over
from graph.analysis.dependency.cases.weighting import Weighting, weights_of
from graph.analysis.dependency.chain import UNTIL_IT_BITES, Months
from graph.analysis.dependency.chokepoints.chokepoints import LIMITS, Chokepoint, by_example, undecided
from graph.analysis.dependency.cut_sets.cut_sets import Action, Cut
from graph.analysis.dependency.cut_sets.minimal_sets import SearchLimits
from graph.analysis.dependency.home import home
from graph.analysis.results import Result, Row
from graph.node_ids import EntityId
from graph.ontology import Horizon, NodeKind
from graph.snapshots.snapshot import Snapshot


class Weight(Row):
    """The same in weight, by the weighting asked for: computing power of sites in H100 equivalents."""

    certain: float = Field(description="what stops whoever else there may be")
    likely: float = Field(description="what stops in the reading asked for, the certain included")
    possible: float = Field(description="what nothing known keeps from being stopped")
    of: float = Field(description="the denominator: what is elsewhere, of targets of which enough is known")
    own: float = Field(description="its own: left out of the other figures")


class AtHorizon(Row):
    """What one country, company or entity stops at one horizon, its own left out."""

    certain: int = Field(description="targets stopped whoever else there may be")
    likely: int = Field(description="targets stopped in the reading asked for, the certain ones included")
    possible: int = Field(
        description="targets that nothing known keeps from being stopped: shares or makers that nobody states decide"
    )
    of: int = Field(description="the denominator: targets elsewhere of which enough is known, at this horizon")
    own: int = Field(
        description="known targets that are its own: they go with it, and are left out of the other figures"
    )
    weight: Weight | None = Field(default=None, description="the same by weight; null where targets weigh the same")
    lost: float = Field(default=0.0, description="share of capacity that all known targets lose, mean, central value")
    example: EntityId | None = Field(default=None, description="a target that is stopped")
    why: str | None = Field(
        default=None, description="the chain from that target to what is cut off; where none is stopped, what decides"
    )
    months: Months | None = Field(default=None, description=f"of that target: {UNTIL_IT_BITES}")


class Headline(Row):
    """One country, company or entity, at every horizon."""

    id: EntityId
    name: str
    run: AtHorizon = Field(description="what stops now")
    make: AtHorizon = Field(description="what can no longer be produced")
    grow: AtHorizon = Field(description="what can no longer be added to, or followed by a next generation")


class Headlines(Result):
    """Who likely stops most at all horizons together."""

    over: Over
    action: Action
    not_known: dict[str, int] = Field(description="targets of which no need is known, by horizon")
    weights: Weighting = Weighting.EQUAL
    weight_not_known: dict[str, float] | None = Field(
        default=None, description="what targets weigh of which no need is known, by horizon"
    )
    rows: tuple[Headline, ...]


def headlines(
    snapshot: Snapshot,
    targets: Sequence[str] | NodeKind | TargetSet,
    cut: Cut,
    weights: Weighting = Weighting.EQUAL,
    limit: int = 10,
    limits: SearchLimits = LIMITS,
) -> Headlines:
    """Return who alone stops most targets, at all three horizons.

    Parameters
    ----------
    snapshot : Snapshot
        Its own horizon is not used.
    targets : sequence of str, NodeKind or TargetSet
        Ids, all of a kind, or a named set on the day of the snapshot.
    cut : Cut
        Of order 1.
    weights : Weighting
        What each target counts for in the ranking, and beside the counts.
    limit : int
        Rows.
    limits : SearchLimits
        Of the search at each horizon.

    Raises
    ------
    UnknownIdError
    QuestionError
    """
    found = {
        horizon: by_example(snapshot.at_horizon(horizon), targets, cut, weights, limits)
        for horizon in Horizon
    }  # fmt: skip
    rows = {horizon: {row.members[0]: row for row in one.chokepoints} for horizon, one in found.items()}
    parted = {h: _Parted(snapshot.at_horizon(h), targets, one.not_known, weights) for h, one in found.items()}
    members = sorted({member for by_member in rows.values() for member in by_member})
    table = [
        Headline(
            id=member, name=snapshot.nodes[member].name,
            **{h.value: _at(rows[h].get(member), parted[h], member) for h in Horizon},
        )
        for member in members
    ]  # fmt: skip
    table.sort(key=_rank)
    limited = {key: value for one in found.values() for key, value in one.limits.items()}
    return Headlines(
        over=cut.over, action=cut.action, not_known={h.value: len(one.not_known) for h, one in found.items()},
        weights=weights,
        weight_not_known=None if weights is Weighting.EQUAL else {h.value: one.unknown for h, one in parted.items()},
        rows=tuple(table[:limit]), truncated=len(table) > limit or bool(limited),
        assumptions=found[Horizon.MAKE].assumptions,
        limits=limited | ({"limit": limit} if len(table) > limit else {}),
    )  # fmt: skip


def _rank(row: Headline) -> tuple[float, float, float, str]:
    """Rank by what is likely stopped at all horizons together, then by what is so for certain and by what is lost.

    Certain first would put a laboratory whose model one other is made from before whoever makes everybody's chips,
    because nobody lists all of a laboratory's compute.
    """
    every = (row.run, row.make, row.grow)
    likely = -sum(at.weight.likely if at.weight else at.likely for at in every)
    certain = -sum(at.weight.certain if at.weight else at.certain for at in every)
    return (likely, certain, -sum(at.lost for at in every), row.id)


class _Parted:
    """The known targets at one horizon, and which of them are a member's own.

    Parameters
    ----------
    snapshot : Snapshot
        At that horizon.
    targets : sequence of str, NodeKind or TargetSet
        Ids, all of a kind, or a named set on the day of the snapshot.
    not_known : sequence of str
        Ids of those of which nothing is known at that horizon.
    weights : Weighting
        What each target counts for, in the unit of the weighting.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        targets: Sequence[str] | NodeKind | TargetSet,
        not_known: Sequence[str],
        weights: Weighting,
    ) -> None:
        every = target_ids(snapshot, targets)
        known = [target for target in every if target not in not_known]
        weight = weights_of(snapshot, every, weights)
        self.weighed = weights is not Weighting.EQUAL
        self.of, self.weight = len(known), sum(weight.get(target, 0.0) for target in known)
        self.unknown = sum(weight.get(target, 0.0) for target in every) - self.weight
        self.own: Counter[str] = Counter()
        self.own_weight: dict[str, float] = defaultdict(float)
        for target in known:
            for member in home(snapshot, target).members | {target}:
                self.own[member] += 1
                self.own_weight[member] += weight.get(target, 0.0)

    def stopped(self, member: str, shares: tuple[float, float, float]) -> Weight | None:
        """Return the weight of what a member stops, None where all targets weigh the same.

        Parameters
        ----------
        member : str
            Id of who is cut off; its own targets are in no denominator.
        shares : tuple[float, float, float]
            Certain, likely and possible: parts of the weight of the known targets, 0..1.
        """
        if not self.weighed:
            return None
        certain, likely, possible = (share * self.weight for share in shares)
        own = self.own_weight[member]
        return Weight(certain=certain, likely=likely, possible=possible, of=self.weight - own, own=own)


def _at(row: Chokepoint | None, parted: _Parted, member: str) -> AtHorizon:
    own = parted.own[member]
    of = parted.of - own
    if row is None:
        weight = parted.stopped(member, (0.0, 0.0, 0.0))
        return AtHorizon(certain=0, likely=0, possible=0, of=of, own=own, weight=weight)
    first = next(iter(row.stops), None)
    return AtHorizon(
        certain=row.certain_stops, likely=len(row.stops), possible=row.possible_stops, of=of, own=own,
        weight=parted.stopped(member, row.weight_stopped),
        example=first.id if first else None,
        why=first.why if first else undecided(row.possible_stops),
        months=first.months if first else None, lost=row.criticality[1],
    )  # fmt: skip
