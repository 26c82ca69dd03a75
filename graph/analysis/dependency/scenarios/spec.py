"""What a scenario may say: the body of ``POST /v1/scenarios/run``, and the content of a template."""

from typing import Annotated

from pydantic import AliasChoices, Field

from graph.analysis.dependency.cases.readings import Semantics
from graph.analysis.dependency.cases.terms import DE_MINIMIS, Reach
from graph.facts.body_part import BodyPart
from graph.facts.border import Number, Scalar
from graph.ontology import NodeKind

Id = Annotated[str, Field(min_length=3, max_length=200)]
ScenarioIds = Annotated[tuple[Id, ...], Field(max_length=500)]
Share = Annotated[Number, Field(ge=0, le=1)]


class Selection(BodyPart):
    """Entities by what they are: a kind, the country behind them, and properties they must have."""

    kind: NodeKind
    country: Id | None = None
    properties: dict[str, Scalar] = Field(default={})


class Supply(BodyPart):
    """A supplier that no longer supplies a customer.

    Between two entities it kills the link. Where either is a country it is a ban, seen from the customer: all
    that the country controls through the lens, and products judged on its behalf.
    """

    supplier: Id
    customer: Id


class Coalition(BodyPart):
    """Countries that stop supplying others: a ban (methods A1b).

    ``on`` left empty means everyone else. ``goods`` confines it to products, ``kinds`` to suppliers of some
    kinds (clouds only, say).
    """

    by: ScenarioIds = Field(min_length=1)
    on: ScenarioIds = ()
    goods: ScenarioIds = ()
    kinds: tuple[NodeKind, ...] = ()
    reach: Reach = Reach.DIRECT
    de_minimis: Share = DE_MINIMIS


class ShareChange(BodyPart):
    """Another share of a supplier in a need; the rest of the need shrinks or grows in proportion."""

    of: Id
    need: str
    supplier: Id
    share: Share


class Scenario(BodyPart):
    """A what-if.

    Parameters
    ----------
    remove : ids
        Entities that are gone; a country stands for all that it controls through the lens (collapse).
    remove_where : selections
        The same, by description.
    bans : Coalition or Supply
        Who no longer supplies whom; ``embargo``, its name until now, is read too.
    policy : ids
        Policies whose restrictions apply, if they are in force on the day of the snapshot.
    shares : ShareChange
        Other shares of suppliers in needs.
    targets : ids
        Entities to report on; all that are touched when left out.
    loss, sigma
        When something counts as stopped: see ``Criterion``. Losses are reported at 0, 1/2, 1 and ``sigma``.
    semantics : Semantics
        Whether a cycle that nothing outside supports keeps running.
    """

    remove: ScenarioIds = ()
    remove_where: tuple[Selection, ...] = ()
    bans: Annotated[
        tuple[Coalition | Supply, ...], Field(max_length=100, validation_alias=AliasChoices("bans", "embargo"))
    ] = ()
    policy: ScenarioIds = ()
    shares: Annotated[tuple[ShareChange, ...], Field(max_length=1000)] = ()
    targets: ScenarioIds = ()
    loss: Annotated[Number, Field(gt=0, le=1)] = 0.5
    sigma: Share = 0.0
    semantics: Semantics = Semantics.OPERATIONAL
