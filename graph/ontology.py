"""The ontology, as data: one table of node kinds, one of edge kinds.

Validation, Cypher labels and constraints, ``/v1/ontology``, the docs and the colours of the page are all derived
from these two tables. To add a kind, add a row.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

PropertyType = Literal["text", "number", "date", "flag"]


class Layer(StrEnum):
    """The layers of the stack, top first; the order is the order of drawing."""

    USES = "uses"
    MODELS = "models"
    LABS = "labs"
    PLATFORMS = "platforms"
    CLOUDS = "clouds"
    COMPUTE_SITES = "compute sites"
    CHIPS = "chips"
    INPUTS = "inputs"
    PLANTS = "fabs and plants"
    COMPANIES = "companies"
    COUNTRIES = "countries"
    SECURITY = "security structures"
    RULES = "policies"


class Horizon(StrEnum):
    """How far ahead a question looks (methods A1c); what fails at a shorter horizon fails at a longer one."""

    RUN = "run"
    MAKE = "make"
    GROW = "grow"

    def covers(self, other: "Horizon") -> bool:
        """Say whether what binds at another horizon binds at this one too.

        Parameters
        ----------
        other : Horizon
            Run is covered by all, grow by itself alone.
        """
        return _REACH[other] <= _REACH[self]


_REACH: Mapping[str, int] = {horizon.value: position for position, horizon in enumerate(Horizon)}


class Role(StrEnum):
    """What a need is to its dependent: what runs, what is used up, what is used again, what is designed with."""

    OPERATION = "operation"
    CONSUMED = "consumed"
    DURABLE = "durable"
    DESIGN = "design"

    @property
    def horizon(self) -> Horizon:
        """The shortest horizon at which a need of this role binds."""
        return _BINDS_FROM[self]


_BINDS_FROM: Mapping[str, Horizon] = {
    Role.OPERATION.value: Horizon.RUN, Role.CONSUMED.value: Horizon.MAKE,
    Role.DURABLE.value: Horizon.GROW, Role.DESIGN.value: Horizon.GROW,
}  # fmt: skip


class Lens(StrEnum):
    """Who controls a thing: where its sites stand, who owns it, or who designed what is inside."""

    TERRITORY = "territory"
    OWNERSHIP = "ownership"
    VENDOR = "vendor"


class NodeKind(StrEnum):
    """The kinds of node; a value is also the label in Cypher."""

    COUNTRY = "Country"
    SECURITY_STRUCTURE = "SecurityStructure"
    POLICY = "Policy"
    COMPANY = "Company"
    LAB = "Lab"
    MODEL = "Model"
    PLATFORM = "Platform"
    CLOUD_PROVIDER = "CloudProvider"
    FACILITY = "Facility"
    CHIP = "Chip"
    INPUT = "Input"
    BENCHMARK = "Benchmark"
    SECTOR = "Sector"
    STATEMENT = "Statement"


class EdgeKind(StrEnum):
    """The kinds of edge; a value is also the relationship type in Cypher."""

    DEVELOPED_BY = "DEVELOPED_BY"
    DERIVED_FROM = "DERIVED_FROM"
    TRAINED_ON = "TRAINED_ON"
    SERVED_BY = "SERVED_BY"
    RUNS_ON = "RUNS_ON"
    PART_OF = "PART_OF"
    BASED_IN = "BASED_IN"
    LOCATED_IN = "LOCATED_IN"
    OPERATES = "OPERATES"
    HOSTS = "HOSTS"
    DESIGNED_BY = "DESIGNED_BY"
    IMPLEMENTED_BY = "IMPLEMENTED_BY"
    BUILT_ON = "BUILT_ON"
    FABRICATED_WITH = "FABRICATED_WITH"
    REQUIRES = "REQUIRES"
    SUPPLIED_BY = "SUPPLIED_BY"
    SHARE_OF = "SHARE_OF"
    VARIANT_OF = "VARIANT_OF"
    CAMPUS_OF = "CAMPUS_OF"
    HOLDS = "HOLDS"
    USES = "USES"
    MEMBER_OF = "MEMBER_OF"
    ISSUED_BY = "ISSUED_BY"
    RESTRICTS = "RESTRICTS"
    SCORED = "SCORED"
    ROUTES = "ROUTES"
    FUNDED_BY = "FUNDED_BY"
    ADOPTED = "ADOPTED"
    BANNED = "BANNED"


class NodeType(BaseModel):
    """One row of the table of node kinds; ``other_layers`` are those of subtypes that stand on a layer of their own."""

    model_config = ConfigDict(frozen=True)

    kind: NodeKind
    prefix: str
    layer: Layer
    meaning: str
    subtypes: tuple[str, ...] = ()
    other_layers: Mapping[str, Layer] = {}
    properties: Mapping[str, PropertyType] = {}


class EdgeType(BaseModel):
    """One row of the table of edge kinds.

    ``need`` is None where the edge makes no dependency. ``each_target_a_need`` gives every target a need of its own
    (REQUIRES). ``role`` is that of the need; of REQUIRES the subtype of the input says it (``graph.supply.roles``).
    ``complete`` says that the list of ends is complete by nature, so that the need is closed whenever anything is known
    of it. ``functional``: there is one end at a time (a firm has one seat); where sources name different ones they are
    rivals, not alternatives, and it is ``complete``. ``maker``: the ends make the product, and what it needs is needed
    where they make it (methods A1b). ``told_apart_by``: properties by which several relations of this kind between the
    same ends are told apart, so that they are no rivals (a ministry and a university that adopt one lab's models).
    """

    model_config = ConfigDict(frozen=True)

    kind: EdgeKind
    sources: frozenset[NodeKind]
    targets: frozenset[NodeKind]
    meaning: str
    need: str | None = None
    role: Role = Role.OPERATION
    each_target_a_need: bool = False
    complete: bool = False
    functional: bool = False
    maker: bool = False
    properties: Mapping[str, PropertyType] = {}
    told_apart_by: tuple[str, ...] = ()


_K = NodeKind
ORGANISATIONS = frozenset({_K.COMPANY, _K.LAB, _K.CLOUD_PROVIDER, _K.PLATFORM})
PRODUCTS = frozenset({_K.CHIP, _K.INPUT, _K.MODEL})
"""What nobody controls: a ban is judged on its suppliers instead (methods A1b)."""
_PLANTS = ("fab", "packaging-plant", "plant")

GEOGRAPHY = frozenset({EdgeKind.BASED_IN, EdgeKind.LOCATED_IN})
"""Edges that a lens turns into control; see graph/snapshots/snapshot.py."""


def _node(
    kind: NodeKind, prefix: str, layer: Layer, meaning: str, subtypes: tuple[str, ...] = (), **properties: PropertyType
) -> NodeType:
    layers = {one: Layer.PLANTS for one in subtypes if one in _PLANTS}
    return NodeType(kind=kind, prefix=prefix, layer=layer, meaning=meaning, subtypes=subtypes, other_layers=layers,
                    properties=properties)  # fmt: skip


NODE_TYPES: Mapping[NodeKind, NodeType] = {
    row.kind: row
    for row in (
        _node(_K.MODEL, "model", Layer.MODELS, "a released model or model version",
              released_on="date", open_weights="flag", parameters="number", training_flop="number",
              input_price="number", output_price="number", domain="text", access="text"),
        _node(_K.LAB, "lab", Layer.LABS, "an organisation that develops models", founded_on="date",
              sector="text", h100_equivalents="number"),
        _node(_K.PLATFORM, "platform", Layer.PLATFORMS, "where models are distributed", founded_on="date"),
        _node(_K.CLOUD_PROVIDER, "cloud", Layer.CLOUDS, "sells compute", founded_on="date"),
        _node(_K.FACILITY, "facility", Layer.COMPUTE_SITES, "a place where machines stand",
              ("cloud-region", "data-centre", "cluster", *_PLANTS),
              power_mw="number", h100_equivalents="number", opened_on="date", latitude="number",
              longitude="number", status="text", standard_analysis="flag", accelerators="flag", region_code="text"),
        _node(_K.CHIP, "chip", Layer.CHIPS, "an accelerator product", released_on="date", memory_bytes="number",
              tdp_w="number", fp16_flops="number", process_nm="number", die_mm2="number", price_usd="number"),
        _node(_K.INPUT, "input", Layer.INPUTS,
              "what chips need: a process, tool, material, software, component or design",
              ("process", "packaging", "tool", "material", "software", "component", "design")),
        _node(_K.COMPANY, "company", Layer.COMPANIES, "a legal firm: designer, foundry, toolmaker, owner",
              founded_on="date", ticker="text", isin="text", lei="text"),
        _node(_K.COUNTRY, "country", Layer.COUNTRIES, "an ISO 3166-1 territory", iso2="text", population="number"),
        _node(_K.SECURITY_STRUCTURE, "security", Layer.SECURITY,
              "an alliance, pact, export-control regime or AI-governance body", ("alliance", "intelligence-pact",
              "export-control-regime", "ai-governance", "supply-chain-pact", "bloc", "union"), founded_on="date"),
        _node(_K.POLICY, "policy", Layer.RULES, "a dated legal act or plan",
              ("restriction", "ban-of-use", "easing", "suspension", "tariff", "investment", "support", "regulation",
               "guidance", "plan", "bill", "case", "seizure"), issued_on="date", effective_on="date", ended_on="date",
              end_known="flag", by="text", on="text", reach="text", de_minimis="number"),
        _node(_K.BENCHMARK, "benchmark", Layer.USES, "a test of models", unit="text"),
        _node(_K.SECTOR, "sector", Layer.USES, "a part of the economy"),
        _node(_K.STATEMENT, "statement", Layer.USES, "a published figure or finding, as its source gives it",
              topic="text", subject="text", value="number", low="number", high="number", unit="text",
              denominator="text", period="text", maker="text", within="text"),
    )
}  # fmt: skip


def _edge(
    kind: EdgeKind,
    sources: set[NodeKind] | frozenset[NodeKind],
    targets: set[NodeKind] | frozenset[NodeKind],
    meaning: str,
    need: str | None = None,
    role: Role = Role.OPERATION,
    **given: Any,
) -> EdgeType:
    """Make a row; ``given`` holds other fields of it, then properties of the edge."""
    marks = {name: given.pop(name) for name in EdgeType.model_fields if name in given}
    return EdgeType(
        kind=kind, sources=frozenset(sources), targets=frozenset(targets), meaning=meaning, need=need, role=role,
        properties=given, **marks,
    )  # fmt: skip


_E, _MADE = EdgeKind, Role.CONSUMED
EDGE_TYPES: Mapping[str, EdgeType] = {
    row.kind: row
    for row in (
        _edge(_E.DEVELOPED_BY, {_K.MODEL}, {_K.LAB}, "who made the model", "developer", _MADE,
              complete=True, maker=True),
        _edge(_E.DERIVED_FROM, {_K.MODEL}, {_K.MODEL}, "fine-tuned, distilled or merged from", "base model",
              _MADE, complete=True),
        _edge(_E.TRAINED_ON, {_K.MODEL}, {_K.CHIP}, "chips it was trained on", "training chips", _MADE),
        _edge(_E.SERVED_BY, {_K.MODEL}, {_K.CLOUD_PROVIDER, _K.PLATFORM}, "who serves it", "serving"),
        _edge(_E.RUNS_ON, {_K.LAB, _K.PLATFORM}, {_K.CLOUD_PROVIDER, _K.FACILITY}, "whose compute it uses", "compute"),
        _edge(_E.PART_OF, ORGANISATIONS | {_K.FACILITY}, {_K.COMPANY, _K.LAB},
              "its owner (of a laboratory's own service, the laboratory)", "owner", complete=True),
        _edge(_E.BASED_IN, ORGANISATIONS, {_K.COUNTRY}, "seat of the organisation", "jurisdiction",
              complete=True, functional=True),
        _edge(_E.LOCATED_IN, {_K.FACILITY}, {_K.COUNTRY}, "where it stands", "territory",
              complete=True, functional=True),
        _edge(_E.OPERATES, {_K.CLOUD_PROVIDER, _K.COMPANY}, {_K.FACILITY}, "sites it runs", "sites"),
        _edge(_E.HOSTS, {_K.FACILITY, _K.CLOUD_PROVIDER}, {_K.CHIP}, "accelerators inside", "accelerators"),
        _edge(_E.DESIGNED_BY, {_K.CHIP}, {_K.COMPANY}, "its designer", "designer", _MADE, complete=True, maker=True),
        _edge(_E.IMPLEMENTED_BY, {_K.CHIP}, {_K.COMPANY}, "who lays it out for its designer", "implementation", _MADE),
        _edge(_E.BUILT_ON, {_K.CLOUD_PROVIDER}, {_K.COMPANY}, "its licensor", "technology", _MADE, complete=True),
        _edge(_E.FABRICATED_WITH, {_K.CHIP}, {_K.INPUT}, "the process its dies are made with", "fabrication", _MADE),
        _edge(_E.REQUIRES, {_K.CHIP, _K.INPUT, _K.FACILITY}, {_K.INPUT}, "cannot be made without", "input",
              _MADE, each_target_a_need=True, complete=True),
        _edge(_E.SUPPLIED_BY, {_K.INPUT}, {_K.COMPANY, _K.FACILITY}, "who makes it", "supplier", _MADE,
              maker=True),
        _edge(_E.SHARE_OF, {_K.COUNTRY}, {_K.INPUT}, "a market share by country, as reported"),
        _edge(_E.VARIANT_OF, {_K.INPUT}, {_K.INPUT}, "a kind of (taxonomy)"),
        _edge(_E.CAMPUS_OF, {_K.FACILITY}, {_K.FACILITY}, "one campus of a project, what it has being counted once"),
        _edge(_E.HOLDS, {_K.COMPANY, _K.LAB, _K.CLOUD_PROVIDER, _K.COUNTRY}, {_K.CHIP, _K.INPUT}, "a stock at a date",
              quantity_low="number", quantity_high="number"),
        _edge(_E.USES, {_K.COUNTRY, _K.SECTOR}, {_K.MODEL, _K.LAB, _K.PLATFORM}, "models in use", "models in use"),
        _edge(_E.MEMBER_OF, {_K.COUNTRY}, {_K.SECURITY_STRUCTURE}, "membership", "security"),
        _edge(_E.ISSUED_BY, {_K.POLICY}, {_K.COUNTRY, _K.SECURITY_STRUCTURE}, "whose act it is"),
        _edge(_E.RESTRICTS, {_K.POLICY}, ORGANISATIONS | PRODUCTS | {_K.COUNTRY, _K.FACILITY}, "what it restricts"),
        _edge(_E.SCORED, {_K.MODEL, _K.COUNTRY}, {_K.BENCHMARK}, "a result on a test or a survey; of which "
              "version of a model, if stated: `released_on`, or `version` as MM-DD without a year",
              released_on="date", version="text"),
        _edge(_E.ROUTES, {_K.PLATFORM}, {_K.MODEL}, "traffic that a platform sends to a model, with its share"),
        _edge(_E.FUNDED_BY, {_K.LAB}, {_K.COMPANY}, "an investment", told_apart_by=("round",), round="text"),
        _edge(_E.ADOPTED, {_K.COUNTRY, _K.COMPANY, _K.CLOUD_PROVIDER}, {_K.MODEL, _K.LAB, _K.PLATFORM},
              "a decision to use, offer or build on: whose (`by`, `sector`), how far (`scope`; `stage` plan, trial, "
              "use), where (`runs_on` own: the adopter's own machines, from open weights); no share of use",
              told_apart_by=("by",), by="text", sector="text", scope="text", stage="text", runs_on="text"),
        _edge(_E.BANNED, {_K.COUNTRY}, {_K.MODEL, _K.LAB, _K.PLATFORM},
              "a ban or block of use: whose (`by`, `sector`) and how far (`scope`); says nothing of supply",
              told_apart_by=("by",), by="text", sector="text", scope="text"),
    )
}  # fmt: skip
