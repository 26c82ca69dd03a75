"""Why: the chain from what is lost to the target, and what remains elsewhere at each step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pydantic import Field

from graph.analysis.dependency.cases.case import Case
from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.caveats import CAVEAT, Caveat, caveats_of_need
from graph.analysis.dependency.kernels.adjacency import Adjacency, adjacency
from graph.analysis.dependency.kernels.bits import unpack
from graph.analysis.dependency.kernels.failure import failed
from graph.analysis.dependency.kernels.loss import losses
from graph.analysis.dependency.stocks import months_in_stock
from graph.analysis.dependency.world import World
from graph.analysis.results import Row, percent
from graph.facts.edges import Edge
from graph.node_ids import EntityId
from graph.ontology import ORGANISATIONS, NodeKind, Role
from graph.snapshots.arrays import BoolArray, FloatArray, IntArray
from graph.snapshots.snapshot import Snapshot
from graph.supply.needs import Need

NOTHING = 1e-9
TRIFLE = 0.005
"""What others lose of a need is not worth a word below this."""
SHOWN = 3
"""Suppliers named beside one in a sentence."""


Months = tuple[float, float | None]
UNTIL_IT_BITES = (
    "months until it bites, by known stocks of what is used up on the way: at least, and at most where all are known; "
    "none: not known"
)


class ChainStep(Row):
    """One step from a dependent to the supplier through which it loses most."""

    of: EntityId = Field(description="who needs")
    need: EntityId
    through: EntityId = Field(description="the supplier through which most is lost")
    share: float | None = Field(description="its share of the need; none where no source states one")
    lost: float = Field(description="share of the need that is lost, central value")
    remains: float = Field(description="share of the need that remains elsewhere")
    assumed: str | None = Field(
        default=None, description="what the shares that no source states are taken from; none where all are stated"
    )
    caveat: Caveat | None = Field(default=None, description=CAVEAT)
    others: bool = Field(default=False, description="suppliers that are named nowhere here lose a part of it, too")
    stock: tuple[float, float] | None = Field(
        default=None, description="months for which its makers have what is used up, least and most; none: not known"
    )
    beside: tuple[EntityId, ...] = Field(
        default=(), description="other suppliers of the need that are cut off themselves, largest share first"
    )


class Why(Row):
    """Why a target is stopped: the chain, and the same in words."""

    sentence: str
    chain: tuple[ChainStep, ...]
    months: Months | None = Field(default=None, description=UNTIL_IT_BITES)

    @property
    def caveats(self) -> tuple[Caveat, ...]:
        """The caveats of its steps, each once; a chain that has none is the better example."""
        return tuple(dict.fromkeys(step.caveat for step in self.chain if step.caveat))


@dataclass(frozen=True, eq=False)
class Worlds:
    """The graph after some sets: losses at every node, for telling why.

    Attributes
    ----------
    loss : FloatArray, shape (size, sets)
        In the reading asked for.
    dead : BoolArray, shape (size, sets)
        What is cut off itself.
    """

    snapshot: Snapshot
    case: Case
    loss: FloatArray
    dead: BoolArray
    _onward: dict[tuple[int, int], tuple[ChainStep | None, int]] = field(default_factory=dict)
    _each: dict[int, World] = field(default_factory=dict)

    @cached_property
    def _links(self) -> Adjacency:
        return adjacency(self.case.arrays)

    def why(self, target: int, column: int) -> Why:
        """Return why a target is stopped in one of the sets.

        Parameters
        ----------
        target : int
            Position in ``case.roots``.
        column : int
            Which of the sets.
        """
        chain = self._chain(int(self.case.roots[target]), column)
        after = (*chain[1:], None)[: len(chain)]
        said = " ← ".join(self._said(step, then) for step, then in zip(chain, after, strict=True))
        root = self.snapshot.nodes[self.snapshot.ids[int(self.case.roots[target])]].name
        months = _months(chain, [self.snapshot.nodes.kind(step.through) for step in chain])
        told = f"{root} ← {said}{_bites(months)}" if chain else f"{root} itself is cut off"
        return Why(sentence=told, chain=tuple(chain), months=months)

    def through(self, target: int, column: int) -> tuple[str, ...]:
        """Return the suppliers of the worst need of a target that lose something, most first.

        Parameters
        ----------
        target : int
            Position in ``case.roots``.
        column : int
            Which of the sets.

        Returns
        -------
        tuple of str
            Ids, by share times loss; empty where no need of the target loses anything.
        """
        world = self._world(column)
        span = world.worst(int(self.case.roots[target]))
        if span is None:
            return ()
        shown = map(self._shown, world.losing(span))
        return tuple(dict.fromkeys(self.snapshot.ids[s] for s in shown if s >= 0))

    def _shown(self, supplier: int) -> int:
        """Return the node of the snapshot that stands for a node of a view, -1 for none."""
        view = self.case.view
        return supplier if view is None or supplier < len(self.snapshot.ids) else int(view.maker[supplier])

    def edges(self, why: Why) -> list[Edge]:
        """Return the edges that a chain follows.

        Parameters
        ----------
        why : Why
            Its steps; one of the view of a ban that no edge of the graph is behind has none.
        """
        found = (self.snapshot.dependencies.get((step.of, step.need, step.through)) for step in why.chain)
        return [edge for edge in found if edge is not None]

    def _said(self, step: ChainStep, then: ChainStep | None) -> str:
        """Say one step; what remains is said where it comes about, not again at every step that it reaches."""
        nodes = self.snapshot.nodes
        need = nodes[step.need].name if step.need in nodes else step.need
        others = [nodes[other].name for other in step.beside[:SHOWN]]
        more = [f"{len(step.beside) - SHOWN} more"] if len(step.beside) > SHOWN else []
        name = _listed([nodes[step.through].name, *others, *more, *(["others"] if step.others else [])])
        plain = (nodes[step.through].name, "owner", "operator", "jurisdiction")
        told = name if need in plain else f"{need}: {name}"
        told += f" ({step.caveat})" if step.caveat else ""
        if step.remains < NOTHING or (then and abs(then.remains - step.remains) < NOTHING):
            return told
        if step.remains >= 1 - NOTHING:
            return f"{told}, how much of it nobody states"
        return f"{told}, {percent(step.remains)} remains elsewhere{f' ({step.assumed})' if step.assumed else ''}"

    def _world(self, column: int) -> World:
        if column not in self._each:
            self._each[column] = World(self.case.arrays, self.loss[:, column], self.dead[:, column], self._is_firm)
        return self._each[column]

    def _chain(self, node: int, column: int) -> list[ChainStep]:
        found, seen, world = [], {node}, self._world(column)
        while not world.dead(node):
            if (node, column) not in self._onward:
                self._onward[node, column] = self._next(node, column)
            step, node = self._onward[node, column]
            if step is not None:
                found.append(step)
            if node < 0 or node in seen:
                break
            seen.add(node)
        return found

    def _next(self, node: int, column: int) -> tuple[ChainStep | None, int]:
        """Return the step through which a node loses most, and where it leads; -1 where nothing is lost."""
        world = self._world(column)
        span = world.worst(node)
        if span is None:
            return None, -1
        link = world.heaviest(span)
        return self._step(span, link, column), int(self.case.arrays.supplier[link])

    def _is_firm(self, node: int) -> bool:
        position = self._shown(node)
        return position >= 0 and self.snapshot.nodes.kind(self.snapshot.ids[position]) in ORGANISATIONS

    def _step(self, span: range, link: int, column: int) -> ChainStep | None:
        """Show a link; what only a view has (a recipe) shows nothing, a delivery shows its maker."""
        arrays, view, world = self.case.arrays, self.case.view, self._world(column)
        number = own = int(self._links.need_of_link[link])
        supplier = self._shown(int(arrays.supplier[link]))
        if view is not None:
            number = int(view.need[number])
        if number < 0 or supplier < 0:
            return None
        need = self.snapshot.needs[number]
        suppliers = arrays.supplier[span.start : span.stop]
        lost = min(1.0, float(arrays.parts("central")[span.start : span.stop] @ self.loss[suppliers, column]))
        if arrays.remainder[own] <= 0 and all(world.lost(at) >= 1 - NOTHING for at in span):
            lost = 1.0
        makers = [at for at in span if self._shown(int(arrays.supplier[at])) < self.snapshot.positions.first_pool]
        cut = [at for at in makers if at != link and world.dead(int(arrays.supplier[at]))]
        named = {link, *cut}
        others = sum(float(arrays.share[at]) * world.lost(at) for at in makers if at not in named)
        beside = [self._shown(int(arrays.supplier[at])) for at in sorted(cut, key=lambda at: -float(arrays.share[at]))]
        names = dict.fromkeys(self.snapshot.ids[other] for other in beside if other >= 0)
        return ChainStep(
            of=need.of, need=need.need, through=self.snapshot.ids[supplier],
            share=None if arrays.silent[link] else float(arrays.share[link]),
            lost=lost, remains=1 - lost, assumed=_assumed(need) if 0 < lost < 1 else None,
            beside=tuple(names) if world.dead(int(arrays.supplier[link])) else (),
            caveat=caveats_of_need(self.snapshot, number).get(self.snapshot.ids[supplier]),
            others=others > TRIFLE,
            stock=months_in_stock(self.snapshot, need.of, need.need)
            if need.role is Role.CONSUMED and need.need in self.snapshot.nodes
            else None,
        )  # fmt: skip


def _months(chain: Sequence[ChainStep], kinds: Sequence[NodeKind]) -> Months | None:
    """Return how long stocks along a chain last together: those of what is used up, each at its user."""
    used_up = [step.stock for step, kind in zip(chain, kinds, strict=True) if kind is NodeKind.INPUT]
    known = [stock for stock in used_up if stock]
    if not known:
        return None
    return sum(least for least, _ in known), sum(most for _, most in known) if len(known) == len(used_up) else None


def _bites(months: Months | None) -> str:
    if months is None:
        return ""
    least, most = months
    told = f"{least:.2g} months or more" if most is None else f"{least:.2g} to {most:.2g} months"
    return f" (bites after {told}, by known stocks)"


def _assumed(need: Need) -> str | None:
    """Say what the shares are taken from that no source states, None where sources state all of them."""
    confirmed = [supplier for supplier in need.suppliers if not supplier.unconfirmed]
    silent = [supplier for supplier in confirmed if supplier.assumed]
    if not silent:
        return None
    if len(silent) < len(confirmed):
        return "equal parts of what is not stated"
    return need.basis or "equal parts assumed"


def _listed(names: list[str]) -> str:
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]


def worlds(snapshot: Snapshot, case: Case, subsets: IntArray, criterion: Criterion) -> Worlds:
    """Return the graph after some sets, in the criterion's reading.

    Parameters
    ----------
    snapshot : Snapshot
        Has the names and edges that are told.
    case : Case
        Judged as ``judge`` does.
    subsets : IntArray, shape (sets, order)
        Events of the case's universe, filled up with -1.
    criterion : Criterion
        Its reading chooses one of the three values; its threshold is not used.
    """
    bound = criterion.reading.bound
    can_fail, everything = case.orders(bound)
    dead = case.dead(subsets, bound)
    gone = unpack(failed(can_fail, dead), len(subsets))
    loss = gone.astype(float)
    if not criterion.boolean:
        loss = losses(case.arrays, everything, gone, case.sigma(criterion.sigma), bound)
    return Worlds(snapshot, case, loss, unpack(dead, len(subsets)))
