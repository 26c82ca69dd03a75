"""A profile: the things a reader wants to know of a country, lab, company, chip, input or cloud on one page.

Every line has a value, what it is of, and when it is not known it says so. Sections are listed by kind in one table.
"""

from collections.abc import Mapping

from pydantic import Field

from graph.analysis.dependency.cases.readings import Criterion
from graph.analysis.dependency.exposure.targets import To
from graph.analysis.dependency.products import said_of_products
from graph.analysis.profile.leaning import leaning
from graph.analysis.profile.line import Line, Section
from graph.analysis.profile.relations import control, dependents, facts, holdings, linked, unknown
from graph.analysis.profile.resting import only_supplier, rests_on, single_points, stack, stops
from graph.analysis.results import Result
from graph.ontology import EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


class Profile(Result):
    """An entity on one page."""

    id: str
    kind: NodeKind
    name: str
    lines: tuple[Line, ...]
    edge_ids: tuple[str, ...] = Field(default=(), exclude=True)


def profile(snapshot: Snapshot, node_id: str) -> Profile:
    """Return what a reader wants to know of an entity.

    Parameters
    ----------
    snapshot : Snapshot
        Its day, lens and horizon, except where a line says another.
    node_id : str
        Which sections there are depends on its kind.

    Raises
    ------
    UnknownIdError
        When the id is unknown, or did not exist on the day.
    """
    node_id = snapshot.require(node_id)
    node = snapshot.nodes[node_id]
    lines = [line for section in SECTIONS.get(node.kind, _OTHERS) for line in section(snapshot, node_id)]
    return Profile(
        id=node_id, kind=node.kind, name=node.name, lines=tuple(lines),
        edge_ids=tuple(edge.id for edge in snapshot.edges_at.get(node_id, ())),
        assumptions=(*said_of_products(snapshot, node_id), Criterion().said()),
    )  # fmt: skip


_K, _E = NodeKind, EdgeKind
_MEMBER = linked("member of", frozenset({_E.MEMBER_OF}), outward=True)
_USES = linked("its people use", frozenset({_E.USES}), outward=True)
_ADOPTED = linked("adopted and banned", frozenset({_E.ADOPTED, _E.BANNED}), outward=True)
_POLICIES = linked("policies it issued", frozenset({_E.ISSUED_BY}), outward=False)
_RESTRICTED = linked("policies that restrict it", frozenset({_E.RESTRICTS}), outward=False)
# One section, one whole: shares of the chips of a cloud and of its sites each sum to one.
_COMPUTE = linked("compute", frozenset({_E.RUNS_ON}), outward=True)
_CHIPS = linked("chips it has", frozenset({_E.HOSTS}), outward=True)
_SITES = linked("sites it runs", frozenset({_E.OPERATES}), outward=True)
_FUNDED = linked("funded by", frozenset({_E.FUNDED_BY}), outward=True)
_MODELS = linked("models", frozenset({_E.DEVELOPED_BY}), outward=False)
_USED = linked("used, adopted and banned by", frozenset({_E.USES, _E.ADOPTED, _E.BANNED}), outward=False)
_MADE_IN = linked("made in countries", frozenset({_E.SHARE_OF}), outward=False)
_MADE_WITH = linked(
    "made with", frozenset({_E.FABRICATED_WITH, _E.REQUIRES, _E.TRAINED_ON, _E.DERIVED_FROM}), outward=True
)
_MAKING = frozenset({_E.SUPPLIED_BY, _E.DESIGNED_BY, _E.IMPLEMENTED_BY})
_SUPPLIERS = linked("suppliers", _MAKING | {_E.DEVELOPED_BY}, outward=True)
_SUPPLIES = linked("supplies", _MAKING, outward=False)
_HELD = linked("held by", frozenset({_E.HOLDS}), outward=False)
_HOSTED = linked("hosted in", frozenset({_E.HOSTS}), outward=False)
_COUNTRIES = rests_on(To.COUNTRY, "rests on countries")
_FIRMS = rests_on(To.COMPANY, "rests on firms")
_ENDS: tuple[Section, ...] = (_COUNTRIES, _FIRMS, single_points)
_OTHERS: tuple[Section, ...] = (facts, control, _COMPUTE, _CHIPS, _SITES, dependents, *_ENDS, unknown)
SECTIONS: Mapping[NodeKind, tuple[Section, ...]] = {
    _K.COUNTRY: (
        stops,
        only_supplier,
        stack,
        leaning,
        _USES,
        _ADOPTED,
        holdings,
        _MEMBER,
        _POLICIES,
        _RESTRICTED,
    ),
    _K.LAB: (control, _COMPUTE, *_ENDS, stops, _MODELS, _USED, _FUNDED, _RESTRICTED, unknown),
    _K.COMPANY: (control, stops, only_supplier, _SUPPLIES, *_ENDS, dependents, _RESTRICTED, unknown),
    _K.CLOUD_PROVIDER: (control, _CHIPS, _SITES, *_ENDS, stops, dependents, unknown),
    _K.CHIP: (facts, _SUPPLIERS, _MADE_WITH, *_ENDS, stops, _HOSTED, _HELD, _RESTRICTED, unknown),
    _K.INPUT: (_SUPPLIERS, _MADE_IN, _MADE_WITH, *_ENDS, stops, dependents, _HELD, _RESTRICTED, unknown),
    _K.MODEL: (facts, _SUPPLIERS, _MADE_WITH, *_ENDS, _USED, unknown),
}
"""What a profile says, by kind, in order."""
