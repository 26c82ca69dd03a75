"""How much computing power is behind an edge, in H100 equivalents (methods A1e).

Dense 16-bit operations a second against those of an H100; counts are those of the site, or of what the owner
of a cloud is known to hold.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from graph.facts.fact import Confidence, EdgeFact
from graph.facts.things import Existing
from graph.ontology import EdgeKind, NodeKind
from graph.supply.relations import Relations
from graph.supply.stated_sizes import WHOLE_SITE, StatedSizes
from graph.supply.suppliers import EQUAL_PARTS, WHERE_KNOWN, Alternative, NeedKey

H100 = "chip:nvidia-h100"
H100_FLOPS = 989.4e12
"""Dense FP16 or BF16 of an H100 SXM by its data sheet, where the graph has no figure of its own."""
BASIS = "H100 equivalents"
PARTLY = f"{BASIS}{WHERE_KNOWN}{EQUAL_PARTS}"
AS_STATED = f"{BASIS}{WHERE_KNOWN}{{}}, else {EQUAL_PARTS}"
AS_CONTRACTED = f"{BASIS}{WHERE_KNOWN}{EQUAL_PARTS}, divided as contracts compare them"
DOUBTED = frozenset({Confidence.SPECULATIVE, Confidence.DISPUTED})
ABSENT = frozenset({"planned", "decommissioned", "preview"})
"""What a site is when nothing runs on it."""


def stands(status: object) -> bool:
    """Say whether a supplier of a status is there to be used: no planned or dismantled site.

    Parameters
    ----------
    status : object
        The property of a site; None where no source gives one, which counts as standing.
    """
    return status not in ABSENT


class ComputePower:
    """H100 equivalents behind the suppliers of compute on one day.

    Parameters
    ----------
    nodes : Existing
        Those that existed on the day, by id.
    edges : Relations
        Of that day.
    """

    def __init__(self, nodes: Existing, edges: Relations) -> None:
        self._nodes = nodes
        self._edges = edges
        self._sites: dict[str, float | None] = {}
        self._stated = StatedSizes(edges, self._per_watt)

    def of_chips(self, host: str, chip: str, count: float | None) -> float | None:
        """Return the H100 equivalents of one kind of chip at a host, None where count or figure is unknown.

        Parameters
        ----------
        host : str
            A site, a cloud or a firm.
        chip : str
            Id of the kind of accelerator.
        count : float or None
            How many are there; where None, those that the host or its owner is listed to hold.
        """
        holders = (host, *self._edges.ends(host, EdgeKind.PART_OF))
        counted = count or next((held for who in holders if (held := self._held(who).get(chip))), None)
        each = self._flops(chip)
        return counted * each / (self._flops(H100) or H100_FLOPS) if counted and each else None

    def of_site(self, node_id: str) -> float | None:
        """Return the H100 equivalents of a site, None where they are not known.

        Parameters
        ----------
        node_id : str
            A site or a cloud.
        """
        if node_id not in self._sites:
            self._sites[node_id] = self._of_site(node_id)
        return self._sites[node_id]

    def _of_site(self, node_id: str) -> float | None:
        stated = self._nodes.property(node_id, "h100_equivalents")
        if isinstance(stated, (int, float)) and stated > 0:
            return float(stated)
        inside = self._edges.quantities(node_id, EdgeKind.HOSTS)
        hosted = [self.of_chips(node_id, chip, count) for chip, count in inside]
        known = [power for power in hosted if power is not None]
        # A site has at least what is counted of it; what a cloud's owner holds of some kinds is no size of the cloud.
        enough = len(known) == len(hosted) or self._nodes.kind(node_id) is NodeKind.FACILITY
        return sum(known) if known and enough else None

    def weights(
        self, user: str, power: Mapping[str, float | None], doubted: Set[str] = frozenset()
    ) -> tuple[Mapping[str, float], str] | None:
        """Return what each supplier of a need of such powers weighs and by what, None where power is no matter.

        A cloud some of whose sites are named beside it weighs what it has besides them, and so does a project of
        several campuses. Suppliers whose power is not known weigh as sizes stated for the same year compare them with
        those that are known; else each gets an equal part, and the others divide the rest by power.

        Parameters
        ----------
        user : str
            Whose need it is.
        power : Mapping[str, float or None]
            H100 equivalents of each supplier, None where they are not known; from ``powers``.
        doubted : set of str
            Suppliers of which it is only supposed that they are used: a stated size is not that of a guess.
        """
        known = {end: value for end, value in power.items() if value is not None}
        if len(known) == len(power):
            return (known, BASIS) if any(known.values()) else None
        sure = {end: value for end, value in known.items() if end not in doubted}
        like = self._stated.like_counted(user, power, lambda end: self._with_its_sites(end, sure))
        sized = known | like.weights
        part = 1.0 / sum(value != 0 for value in power.values())  # one that counts through its sites has none
        equal = {end: part for end in power if end not in sized}
        parts = self._stated.as_contracted(user, equal)
        if not any(sized.values()):
            basis = AS_CONTRACTED if parts != equal else EQUAL_PARTS if sized else None
            return (dict.fromkeys(sized, 0.0) | parts, basis) if basis else None
        scale = (1.0 - part * len(equal)) / sum(sized.values())
        stated = AS_STATED.format(" or ".join(sorted(like.compared)))
        basis = stated if like.compared else AS_CONTRACTED if parts != equal else PARTLY
        return {end: scale * sized[end] if end in sized else parts[end] for end in power}, basis

    def _with_its_sites(self, end: str, power: Mapping[str, float]) -> Mapping[str, float]:
        """Return what a supplier has and its sites that are named beside it, each that has something."""
        found, todo = set[str](), {end}
        while todo:
            found |= todo
            todo = set().union(*map(self._inside, todo)) - found
        return {site: power[site] for site in sorted(found) if power.get(site)}

    def _per_watt(self, sites: Mapping[str, float]) -> float | None:
        """Return the operations a second for each watt of the accelerators of sites together, None where not known.

        What each site weighs is computing power, so that the mean is harmonic: operations of all over watts of all.
        Within a site the kinds that are counted stand for all; where none is, each has an equal part.
        """
        parts: dict[str, float] = defaultdict(float)
        for site, weight in sites.items():
            hosted = self._edges.quantities(site, EdgeKind.HOSTS)
            counted = {chip: power for chip, count in hosted if (power := self.of_chips(site, chip, count))}
            kinds = counted or dict.fromkeys((chip for chip, _ in hosted), 1.0)
            if not kinds:
                return None
            for chip, part in kinds.items():
                parts[chip] += weight * part / sum(kinds.values())
        watts = 0.0
        for chip, part in parts.items():
            operations, draw = self._flops(chip), self._figure(chip, "tdp_w")
            if not operations or not draw:
                return None
            watts += part * draw / operations
        return sum(parts.values()) / watts if watts else None

    def powers(self, key: NeedKey, group: Sequence[Alternative]) -> Mapping[str, float | None]:
        """Return the H100 equivalents behind each supplier, None where not known; empty where compute is no matter.

        Parameters
        ----------
        key : tuple of str
            Who needs, and the name of the need.
        group : sequence of Alternative
            Of that need.
        """
        kinds, ends = {one.kind for one in group}, {one.end for one in group}
        if kinds == {EdgeKind.HOSTS}:
            return {one.end: self.of_chips(key[0], one.end, one.quantity) for one in group}
        if not kinds <= {EdgeKind.RUNS_ON, EdgeKind.OPERATES}:
            return {}
        doubted = {one.end for one in group if one.doubted}
        found = {end: self._beside(end, self._inside(end) & ends, doubted) for end in sorted(ends)}
        if kinds == {EdgeKind.RUNS_ON}:
            parts = {end: self.part(key[0], end) for end in found}
            return {end: parts[end] and power and power * parts[end] for end, power in found.items()}
        return found

    def part(self, user: str, site: str) -> float:
        """Return what part of a site a user has: all where that is stated, else as much as every laboratory there.

        Parameters
        ----------
        user : str
            A laboratory, or a platform of one.
        site : str
            Who supplies compute; of a cloud the whole counts, as its own size is no part of the division.
        """
        if self._nodes.kind(site) is not NodeKind.FACILITY:
            return 1.0
        used = [edge for edge in self._edges.into(site, EdgeKind.RUNS_ON) if self._is_lab(edge.start)]
        wholly = {edge.start for edge in used if any(map(is_of_the_whole, edge.claims))}
        if not wholly:
            return 1.0 / max(1, len({edge.start for edge in used}))
        return 1.0 / len(wholly) if wholly & {user, *self._edges.ends(user, EdgeKind.PART_OF)} else 0.0

    def _is_lab(self, node_id: str) -> bool:
        return self._nodes.kind(node_id) is NodeKind.LAB

    def _beside(self, end: str, named: Set[str], doubted: Set[str]) -> float | None:
        """Return what a supplier has besides its sites that are named beside it; it is counted through these.

        Where it is only supposed that these are used, and its own size is not known, it has a part like any other of
        unknown size: a guess at one site makes no site the whole of a cloud.
        """
        whole = self.of_site(end)
        if not named:
            return whole
        if whole is not None:
            return max(0.0, whole - sum(self.of_site(site) or 0.0 for site in named))
        return None if named <= doubted else 0.0

    def published_total(self, node_id: str, group: Sequence[Alternative]) -> float | None:
        """Return the H100 equivalents that a lab is published to use in all, None where no total is published.

        Parameters
        ----------
        node_id : str
            The laboratory.
        group : sequence of Alternative
            Of its compute.
        """
        total = self._nodes.property(node_id, "h100_equivalents")
        used = {one.kind for one in group} == {EdgeKind.RUNS_ON}
        return float(total) if used and isinstance(total, (int, float)) and total > 0 else None

    def _held(self, who: str) -> Mapping[str, float]:
        """Return how much of what somebody holds, as last listed."""
        return {end: held for end, held in self._edges.quantities(who, EdgeKind.HOLDS) if held}

    def _inside(self, whole: str) -> Set[str]:
        """Return the sites of a cloud, or the campuses of a project."""
        edges = self._edges
        return {*edges.ends(whole, EdgeKind.OPERATES), *edges.starts(whole, EdgeKind.CAMPUS_OF)}

    def _flops(self, chip: str) -> float | None:
        return self._figure(chip, "fp16_flops")

    def _figure(self, chip: str, name: str) -> float | None:
        figure = self._nodes.property(chip, name) if chip in self._nodes else None
        return float(figure) if isinstance(figure, (int, float)) and figure > 0 else None


def is_of_the_whole(claim: EdgeFact) -> bool:
    """Say whether a claim is that somebody uses all of a site, without doubt.

    Parameters
    ----------
    claim : EdgeFact
        Of whose compute it is.
    """
    return WHOLE_SITE in (claim.unit or "") and claim.confidence not in DOUBTED
