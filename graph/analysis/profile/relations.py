"""What is said of an entity itself: its facts, who controls it, its relations, and what is not known."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from graph.analysis.dependency.caveats import Caveat
from graph.analysis.dependency.known import unknown_reason
from graph.analysis.profile.line import SHOWN, Line, Section, supplied_label
from graph.facts.edges import Edge
from graph.facts.fact import EdgeFact, NodeFact
from graph.ontology import ORGANISATIONS, EdgeKind, NodeKind
from graph.snapshots.snapshot import Snapshot
from graph.supply.compute import DOUBTED, is_of_the_whole
from graph.supply.needs import need_name
from graph.supply.suppliers import EQUAL_PARTS, OF_STILL_MADE

UNITS: Mapping[str, str] = {
    "h100_equivalents": "H100 equivalents", "power_mw": "MW", "memory_bytes": "bytes", "tdp_w": "W",
    "fp16_flops": "dense 16-bit operations a second", "training_flop": "floating-point operations",
    "process_nm": "nm, as the process is named", "die_mm2": "mm²", "price_usd": "US dollars",
    "input_price": "US dollars a million tokens", "output_price": "US dollars a million tokens",
    "latitude": "degrees", "longitude": "degrees", "population": "people", "parameters": "parameters",
}  # fmt: skip
"""Units of properties that are numbers."""


def facts(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """What the entity's own properties say.

    Parameters
    ----------
    snapshot : Snapshot
        Of several sources, the preferred one's value stands.
    node_id : str
        Any node.
    """
    node = snapshot.nodes[node_id]
    for name, value in sorted(node.properties.items()):
        number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
        fact = next(fact for fact in node.facts if name in fact.properties)
        said = (None if number is not None else str(value), _where(fact))
        yield Line(
            section="facts",
            label=name.replace("_", " "),
            value=number,
            unit=None if number is None else UNITS.get(name),
            detail=", ".join(part for part in said if part),
        )


def _where(fact: NodeFact) -> str:
    """Return who says so, and when it was published."""
    when = f"published {fact.source.published_on}" if fact.source.published_on else "undated"
    return f"{fact.source.publisher}, {when}, {fact.checked.value}"


def control(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """Which countries control it through the lens.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens is named in the unit of every line.
    node_id : str
        Any node; that nothing is known is said of organisations and places only.
    """
    holders = snapshot.controllers(node_id)
    for country, weight in sorted(holders.items()):
        yield Line(
            section="control", label=snapshot.nodes[country].name, id=country, value=weight,
            unit=f"of control, lens {snapshot.lens}",
        )  # fmt: skip
    if not holders and snapshot.nodes[node_id].kind in {*ORGANISATIONS, NodeKind.FACILITY}:
        yield Line(section="control", label="country", detail="not known")


def holdings(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """What a country controls, and its computing power as far as the sizes of sites are known.

    Parameters
    ----------
    snapshot : Snapshot
        Its lens says what the country controls.
    node_id : str
        A country.
    """
    own = snapshot.controlled_by([node_id])
    for kind, count in sorted(Counter(snapshot.nodes[i].kind.value for i in own - {node_id}).items()):
        yield Line(
            section="what it controls", label=kind, value=float(count), unit=f"in the graph, lens {snapshot.lens}"
        )
    # In the order of the graph: a sum in the order of a set would differ from process to process.
    sites = (site for site in snapshot.nodes.of(NodeKind.FACILITY) if site.id in own)
    sized = [site.properties.get("h100_equivalents") for site in sites]
    power = [float(size) for size in sized if isinstance(size, (int, float))]
    here = snapshot.edges.starts(node_id, EdgeKind.LOCATED_IN)
    nobodys = sum(not snapshot.controllers(site) for site in here)
    beside = f"of {nobodys} places that stand there it is not known who controls them" if nobodys else None
    yield Line(
        section="what it controls", label="computing power", value=sum(power) if power else None,
        unit=f"H100 equivalents of {len(power)} sites whose size is known, of {len(sized)}",
        detail="; ".join(filter(None, (None if power else "not known", beside))) or None,
    )  # fmt: skip


def linked(section: str, kinds: frozenset[EdgeKind], *, outward: bool) -> Section:
    """Return the section that lists an entity's relations of some kinds, largest or newest first.

    Parameters
    ----------
    section : str
        Its title.
    kinds : frozenset of EdgeKind
        Relations of other kinds are not listed.
    outward : bool
        The relations that start at the entity; those that end at it otherwise.
    """

    def lines(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
        edges = [
            edge for edge in snapshot.edges_at.get(node_id, ())
            if edge.kind in kinds and (edge.start if outward else edge.end) == node_id
        ]  # fmt: skip
        edges.sort(key=lambda edge: _weight(snapshot, edge))
        for edge in edges[: 2 * SHOWN]:
            yield _line_of(snapshot, section, edge, edge.end if outward else edge.start)
        if len(edges) > 2 * SHOWN:
            yield Line(
                section=section, label=f"and {len(edges) - 2 * SHOWN} more", value=float(len(edges)), unit="in all"
            )

    return lines


def _weight(snapshot: Snapshot, edge: Edge) -> tuple[float, float, int, str]:
    claim = edge.claim
    since = snapshot.nodes[edge.start].begins if edge.kind == EdgeKind.DEVELOPED_BY else claim.valid_from
    used = _used(snapshot, edge)
    share = (used.share if used else None) or claim.share or 0.0
    return (-share, -(claim.quantity or 0.0), -(since or date.min).toordinal(), edge.id)


_NOT_APART = "not known apart: what is known of it is counted through its sites"
_MADE_NO_MORE = "made no more: no part of what can be had"


def _why_none(snapshot: Snapshot, edge: Edge, used: Edge | None) -> str:
    """Say why what is used has no part of what is known."""
    if used and (used.share_basis or "").endswith(OF_STILL_MADE):
        return _MADE_NO_MORE
    at = [one for one in snapshot.edges_at.get(edge.end, ()) if edge.kind == one.kind == EdgeKind.RUNS_ON]
    whose = {one.start for one in at if one.end == edge.end and any(map(is_of_the_whole, one.claims))} - {edge.start}
    names = " and ".join(sorted(snapshot.nodes[one].name for one in whose))
    return f"no part: {names} is stated to use the whole of it" if whose else _NOT_APART


def _shared(used: Edge) -> str:
    """Say what a share that no source states is taken from."""
    named = used.share_basis or EQUAL_PARTS
    return f"of what is known, {'in' if named.startswith(EQUAL_PARTS) else 'by'} {named}"


def _used(snapshot: Snapshot, edge: Edge) -> Edge | None:
    """Return a site or a cloud with the share that the analysis uses, None where the edge makes no such need."""
    if edge.kind not in (EdgeKind.RUNS_ON, EdgeKind.OPERATES, EdgeKind.HOSTS):
        return None
    return snapshot.dependencies.get((edge.start, need_name(snapshot.nodes, edge), edge.end))


def _unit(claim: EdgeFact, value: float | None) -> str | None:
    """Return what a figure of a claim is of: a share has a denominator, and the unit may be that of a quantity."""
    if value is None or value != claim.share:
        return claim.unit
    stated = claim.unit if claim.quantity is None and claim.unit else ""
    return f"of {claim.denominator or stated.removeprefix('share of ') or 'the whole'}"


def _line_of(snapshot: Snapshot, section: str, edge: Edge, other: str) -> Line:
    claim = edge.claim
    used = _used(snapshot, edge)
    share = used.share if used else None
    apart = share != 0.0 or claim.share is not None
    figures = (share, claim.share, claim.quantity) if apart else ()
    value = next((figure for figure in figures if figure is not None), None)
    when = claim.period or (f"since {claim.valid_from}" if claim.valid_from else None)
    silent = used if used and claim.share is None else None
    doubt = Caveat.LATER if edge.later else claim.confidence if claim.confidence in DOUBTED else None
    kind, doubted = edge.kind.replace("_", " ").lower(), doubt and doubt.value
    why_none = None if apart or edge.later else _why_none(snapshot, edge, used)
    said = (kind, doubted, when, claim.basis, claim.checked.value, why_none)
    return Line(
        section=section, label=supplied_label(snapshot, other, claim.need if edge.start == other else None), id=other,
        value=value,
        unit=(_shared(silent) if apart else None) if silent else _unit(claim, value),
        assumed=bool(silent and apart and silent.assumed),
        detail=", ".join(part for part in said if part),
    )  # fmt: skip


def dependents(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """How many entities rest on it directly, by kind.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind at its horizon.
    node_id : str
        The supplier; whoever rests on it through others is not counted.
    """
    kinds: Counter[str] = Counter()
    for dependent, _, supplier in snapshot.dependencies:
        if supplier == node_id:
            kinds[snapshot.nodes[dependent].kind.value] += 1
    for kind, count in kinds.most_common():
        yield Line(
            section="rests on it directly",
            label=kind,
            value=float(count),
            unit=f"in the graph, horizon {snapshot.horizon}",
        )


def unknown(snapshot: Snapshot, node_id: str) -> Iterable[Line]:
    """That nothing is known of its needs, where that is so.

    Parameters
    ----------
    snapshot : Snapshot
        Needs that bind at its horizon.
    node_id : str
        Any node.
    """
    if reason := unknown_reason(snapshot, node_id):
        yield Line(section="not known", label=snapshot.nodes[node_id].name, detail=reason)
