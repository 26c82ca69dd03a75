"""The rules, and their run over a snapshot."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from graph.audit.citations import bare_home_page, cited_through_a_copy
from graph.audit.closed_lists import closed_against_a_source, closed_without_proof
from graph.audit.compute import beside_its_laboratory, undated_chips
from graph.audit.doubles import counted_twice
from graph.audit.explained import Explanation, explanations
from graph.audit.figures import figure_outlier, old_share, two_under_one
from graph.audit.finding import AuditFinding, Rule
from graph.audit.lone_suppliers import lone_supplier
from graph.audit.look_alikes import alike_by_name, alike_by_neighbours
from graph.audit.outliers import date_outlier, price_outlier
from graph.audit.policies import end_only_stated
from graph.audit.relations import child_before_base, ended_by_its_note, unbuilt_by_its_note
from graph.audit.seats import house_missing, owner_missing, seat_against_owner
from graph.audit.single_points import recalled_single_point
from graph.snapshots.snapshot import Snapshot

RULES: tuple[Rule, ...] = tuple(
    Rule(name=name, meaning=meaning, look=look)
    for name, meaning, look in (
        ("ended-by-its-note", "a relation whose own note names an end, and that has none", ended_by_its_note),
        ("unbuilt-by-its-note", "a site whose own note says that it is not built, and that has no status",
         unbuilt_by_its_note),
        ("child-before-base", "a model older than the model that it is made from", child_before_base),
        ("closed-without-proof", "a list closed from memory", closed_without_proof),
        ("closed-against-a-source", "a closed list where another source names a further supplier",
         closed_against_a_source),
        ("lone-supplier", "one supplier, and nothing says that there is no other", lone_supplier),
        ("price-outlier", "a price 20 times above or below the median of the hosts", price_outlier),
        ("date-outlier", "sources that date one release or opening more than 60 days apart", date_outlier),
        ("old-share", "a need divided by market shares more than six years old", old_share),
        ("figure-outlier", "sources whose figures of one chip or model differ by more than half", figure_outlier),
        ("alike-by-name", "two ids, one name, no link", alike_by_name),
        ("alike-by-neighbours", "two ids called alike and linked to just the same", alike_by_neighbours),
        ("seat-against-owner", "an organisation whose owner sits in another country", seat_against_owner),
        ("two-under-one", "a site that two sources place far apart", two_under_one),
        ("counted-twice", "the same chips at the same time at two alike sites of one operator", counted_twice),
        ("bare-home-page", "a figure that cites the front door of a site", bare_home_page),
        ("cited-through-a-copy", "a page cited by the address of a mirror", cited_through_a_copy),
        ("owner-missing", "a laboratory named for a firm, without an owner", owner_missing),
        ("house-missing", "a platform of one laboratory's models, without an owner", house_missing),
        ("end-only-stated", "a policy that ended by its own text, and no source says that it did", end_only_stated),
        ("undated-chips", "chips in a cloud, and no day since when", undated_chips),
        ("beside-its-laboratory", "compute that a platform uses when its laboratory does not", beside_its_laboratory),
        ("recalled-single-point", "a fact from memory that single points of many hang on", recalled_single_point),
    )
)  # fmt: skip


class Audit(BaseModel):
    """What the rules found: what nobody has explained, most depended on first, and what somebody has."""

    model_config = ConfigDict(frozen=True)

    findings: tuple[AuditFinding, ...]
    explained: tuple[tuple[AuditFinding, Explanation], ...]


def audit(snapshot: Snapshot, rules: Iterable[Rule] = RULES) -> Audit:
    """Run rules over a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        Rules on needs look at its day and horizon, rules on facts at the whole version.
    rules : iterable of Rule
        Which to run; all of them by default.

    Returns
    -------
    Audit
        Findings on which most rests first; those that ``explained.csv`` explains apart.
    """
    known = explanations()
    found = {finding for rule in rules for finding in rule.look(snapshot)}
    order = {rule.name: place for place, rule in enumerate(RULES)}
    ranked = sorted(found, key=lambda one: (-one.rests, order[one.rule], one.subject, one.where))
    told = {finding: next((e for e in known if e.covers(finding)), None) for finding in ranked}
    return Audit(
        findings=tuple(finding for finding, why in told.items() if why is None),
        explained=tuple((finding, why) for finding, why in told.items() if why is not None),
    )
