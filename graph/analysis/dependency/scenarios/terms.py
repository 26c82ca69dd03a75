"""From what a scenario says to who is banned from supplying whom: pairs, coalitions and policies."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.analysis.dependency.bans.customers import delivered_to
from graph.analysis.dependency.cases.terms import DE_MINIMIS, Reach, Rules
from graph.analysis.dependency.home import owned_by
from graph.analysis.dependency.scenarios.spec import Coalition, Selection, Supply
from graph.errors import QuestionError
from graph.facts.nodes import Node
from graph.ontology import PRODUCTS, EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot


@dataclass(frozen=True)
class BanTerms:
    """The terms of one ban: all ids expanded.

    ``goods`` is None where the ban is not confined to products.
    """

    label: str
    banned: frozenset[str]
    customers: frozenset[str]
    goods: frozenset[str] | None = None
    rules: Rules = field(default_factory=Rules)


def selected(snapshot: Snapshot, selection: Selection) -> frozenset[str]:
    """Return the entities that a selection describes.

    A product's country is that of its developers, designers or suppliers, whole.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    selection : Selection
        A kind, and what has to hold of properties and country; a property that a node lacks does not fit.

    Returns
    -------
    frozenset of str
        Ids, empty where nothing fits.
    """
    country = snapshot.require(selection.country, "country") if selection.country else None
    controlled = snapshot.controlled_by([country]) if country else frozenset()

    def fits(node: Node) -> bool:
        if any(node.properties.get(name) != value for name, value in selection.properties.items()):
            return False
        return country is None or node.id in controlled or _made_within(snapshot, node, controlled)

    return frozenset(node.id for node in snapshot.nodes.of(selection.kind) if fits(node))


def terms_of_pair(snapshot: Snapshot, pair: Supply) -> BanTerms | None:
    """Return the ban that a pair means, None where it is a link between two entities.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what a country controls.
    pair : Supply
        Supplier and customer: a country stands for all that it controls.

    Raises
    ------
    UnknownIdError
        When an end does not exist.
    """
    supplier, customer = (
        snapshot.require(pair.supplier, "supplier"),
        snapshot.require(pair.customer, "customer"),
    )
    kinds = {snapshot.nodes[supplier].kind, snapshot.nodes[customer].kind}
    if NodeKind.COUNTRY not in kinds:
        return None
    return BanTerms(
        label=f"{_name(snapshot, supplier)} stops supplying {_name(snapshot, customer)}",
        banned=_expanded(snapshot, [supplier]),
        customers=_customers(snapshot, [customer]),
    )


def terms_of_coalition(snapshot: Snapshot, coalition: Coalition) -> BanTerms:
    """Return the ban of a coalition.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what the members, and the customers, control.
    coalition : Coalition
        Without ``on`` the customers are everybody but the coalition; without ``goods`` everything is banned.

    Raises
    ------
    UnknownIdError
    QuestionError
        The coalition bans one of its own.
    """
    by = [snapshot.require(country, "by") for country in coalition.by]
    on = [snapshot.require(country, "on") for country in coalition.on]
    if set(by) & set(on):
        raise QuestionError("a coalition cannot ban its own members: by and on share no country", "bans")
    banned = _expanded(snapshot, by)
    if coalition.kinds:
        banned = frozenset(i for i in banned if snapshot.nodes[i].kind in coalition.kinds)
    goods = frozenset(snapshot.require(good, "goods") for good in coalition.goods)
    return BanTerms(
        label=f"ban by {_names(snapshot, by)} on {_names(snapshot, on) or 'everyone else'}",
        banned=banned,
        customers=_customers(snapshot, on) if on else _everyone_but(snapshot, by),
        goods=goods or None,
        rules=Rules(coalition.reach, coalition.de_minimis),
    )


def terms_of_policy(snapshot: Snapshot, policy_id: str) -> tuple[BanTerms | None, str | None]:
    """Return the ban that a policy makes, or None and why it makes none on this day.

    The products that it restricts are no longer supplied by firms of its ``by`` countries (those that issued
    it, where it does not say) to customers of its ``on`` countries and to the firms and labs it names.

    Parameters
    ----------
    snapshot : Snapshot
        Its day decides whether the policy is in force, its lens what countries control.
    policy_id : str
        A node of the kind policy.

    Raises
    ------
    UnknownIdError
    QuestionError
        The id is no policy.
    """
    policy_id = snapshot.require(policy_id, "policy")
    policy = snapshot.nodes[policy_id]
    if policy.kind is not NodeKind.POLICY:
        raise QuestionError(f"{policy_id!r} is not a policy", "policy")
    if reason := _not_in_force(snapshot, policy):
        return None, reason
    restricted = [snapshot.nodes[e.end] for e in snapshot.edges_at.get(policy_id, ()) if _restricts(e.kind)]
    goods = frozenset(node.id for node in restricted if node.kind in PRODUCTS)
    named = [node.id for node in restricted if node.kind not in PRODUCTS]
    by = _listed(snapshot, policy, "by") or _issuers(snapshot, policy_id)
    on = {*_listed(snapshot, policy, "on"), *named} - set(by)
    if not by or not restricted:
        return None, f"{policy.name}: {'nothing it restricts' if by else 'nobody who issued it'} is known"
    return BanTerms(
        label=policy.name,
        banned=_expanded(snapshot, by),
        customers=_customers(snapshot, sorted(on)) if on else _everyone_but(snapshot, by),
        goods=goods or None,
        rules=Rules(
            Reach(str(policy.properties.get("reach") or Reach.DIRECT)),
            float(policy.properties.get("de_minimis", DE_MINIMIS)),
        ),
    ), None


def _not_in_force(snapshot: Snapshot, policy: Node) -> str | None:
    starts, ends = policy.properties.get("effective_on"), policy.properties.get("ended_on")
    day = snapshot.as_of.isoformat()
    if starts is not None and str(starts) > day:
        return f"{policy.name} has no effect on {day}: it is in force from {starts}"
    if ends is not None and str(ends) <= day:
        return f"{policy.name} has no effect on {day}: it ended on {ends}"
    return None


def _restricts(kind: str) -> bool:
    return kind == EdgeKind.RESTRICTS


def _listed(snapshot: Snapshot, policy: Node, field: str) -> list[str]:
    ids = [part.strip() for part in str(policy.properties.get(field, "")).split("|")]
    return [snapshot.require(node_id, field) for node_id in ids if node_id]


def _issuers(snapshot: Snapshot, policy_id: str) -> list[str]:
    """Return the countries that issued a policy; for a structure, its members of the day."""
    issuers = [e.end for e in snapshot.edges_at.get(policy_id, ()) if e.kind == EdgeKind.ISSUED_BY]
    countries = [i for i in issuers if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    for structure in set(issuers) - set(countries):
        countries += [
            e.start for e in snapshot.edges_at[structure] if e.kind == EdgeKind.MEMBER_OF and e.end == structure
        ]
    return sorted(set(countries))


def _expanded(snapshot: Snapshot, ids: Iterable[str]) -> frozenset[str]:
    """Return the countries with all that they control, and the firms with all that they own."""
    listed = list(ids)
    countries = [i for i in listed if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    return snapshot.controlled_by(countries) | owned_by(snapshot, frozenset(listed) - frozenset(countries))


def _customers(snapshot: Snapshot, ids: Iterable[str]) -> frozenset[str]:
    """Return the countries with all that is delivered to them, and the firms with all that they own."""
    listed = list(ids)
    countries = [i for i in listed if snapshot.nodes[i].kind is NodeKind.COUNTRY]
    return delivered_to(snapshot, countries) | _expanded(snapshot, listed)


def _everyone_but(snapshot: Snapshot, by: Iterable[str]) -> frozenset[str]:
    apart = frozenset(by)
    own = delivered_to(snapshot, apart)
    return frozenset(
        node_id
        for node_id in snapshot.nodes.ids_of(*(kind for kind in NodeKind if kind not in PRODUCTS))
        if node_id not in own and apart.isdisjoint(snapshot.controllers(node_id))
    )


def _made_within(snapshot: Snapshot, node: Node, makers: frozenset[str]) -> bool:
    kinds = {EdgeKind.DEVELOPED_BY, EdgeKind.DESIGNED_BY, EdgeKind.SUPPLIED_BY}
    ends = {end for kind in kinds for end in snapshot.edges.ends(node.id, kind)}
    return bool(ends) and ends <= makers


def _name(snapshot: Snapshot, node_id: str) -> str:
    return snapshot.nodes[node_id].name


def _names(snapshot: Snapshot, ids: Iterable[str]) -> str:
    return ", ".join(_name(snapshot, node_id) for node_id in ids)
