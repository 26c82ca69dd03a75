"""What ties mean layer by layer, whose the suppliers are, and which blocs there are to judge them by."""

from datetime import date

import pytest

from graph.analysis.blocs import bloc_named, presets
from graph.analysis.fragmentation.countries.standings import countries
from graph.analysis.fragmentation.figures.index import fragmentation
from graph.analysis.fragmentation.figures.intervals import intervals
from graph.analysis.fragmentation.layers.shares import Choice, measure
from graph.analysis.fragmentation.ties.membership import leaders
from graph.analysis.fragmentation.ties.table import TIES
from graph.analysis.origin import Sphere
from graph.errors import QuestionError
from graph.knowledge_graph import KnowledgeGraph
from graph.ontology import EDGE_TYPES, Layer, Lens
from tests.conftest import declare, parse_facts
from tests.graph.analysis.fragmentation.layer_worlds import cloud_world

DAY = date(2026, 1, 1)
CONTROL = presets()["control"]


def exactly(value):
    return pytest.approx(value, abs=1e-12)


def test_every_tie_follows_edges_of_the_ontology_and_has_its_own_name():
    for rows in TIES.values():
        assert len({row.name for row in rows}) == len(rows)
        assert all(row.follows <= EDGE_TYPES.keys() for row in rows)


def test_every_structure_has_at_most_one_leader_with_a_reason():
    assert leaders()["security:nato"] == "country:USA"
    assert leaders()["security:sco"] == "country:CHN"
    assert leaders()["security:wassenaar"] == "none"
    assert all(leader == "none" or leader.startswith("country:") for leader in leaders().values())


def test_memberships_count_by_who_leads_and_one_that_nobody_judged_does_not_count():
    graph = KnowledgeGraph.build(
        parse_facts(
            """
            country:FRA MEMBER_OF security:nato
            country:FRA MEMBER_OF security:eu
            country:FRA MEMBER_OF security:unheard-of
            country:PAK MEMBER_OF security:sco
            """
        )
    )
    choice = Choice(CONTROL, (Layer.SECURITY,))
    found = countries(graph.snapshot(DAY), choice)
    rows = {row.id: row.layers[0] for row in found.countries}
    assert rows["country:FRA"].spheres == {"US": 0.5, "China": 0, "other": 0.5}
    assert rows["country:PAK"].alignment == -1
    assert found.layer_coverage["security structures"].share == exactly(3 / 4)
    assert any("1 structures whose leader is not judged" in said for said in found.assumptions)


def test_use_counts_only_where_a_source_states_the_share():
    graph = KnowledgeGraph.build(
        parse_facts(
            """
            country:FRA USES lab:x - .6
            country:AUS USES lab:y
            lab:x BASED_IN country:CHN
            lab:y BASED_IN country:USA
            """
        )
    )
    (row,) = fragmentation(graph.snapshot(DAY), Choice(CONTROL, (Layer.MODELS,), tie="in-use")).layers
    assert row.spheres == {"US": 0, "China": 1, "other": 0}
    assert row.coverage.too_little_known == {"country:AUS": 0.0}
    assert row.coverage.known == exactly(0.6)


def test_a_derived_model_rests_on_the_lab_at_the_start_of_its_line():
    facts = parse_facts(
        """
        model:tuned DEVELOPED_BY lab:paris
        model:middle DEVELOPED_BY lab:paris
        model:root DEVELOPED_BY lab:hangzhou
        model:own DEVELOPED_BY lab:paris
        model:tuned DERIVED_FROM model:middle
        model:middle DERIVED_FROM model:root
        lab:paris BASED_IN country:FRA
        lab:hangzhou BASED_IN country:CHN
        """
    )
    models = {f"model:{name}" for name in ("tuned", "middle", "root", "own")}
    facts = [f for f in facts if getattr(f, "id", None) not in models]
    facts += [declare(model, properties={"released_on": "2025-06"}) for model in models]
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    (one,) = measure(snapshot, Choice(CONTROL, (Layer.MODELS,)))
    assert (one.countries, one.coverage.too_little_known) == (("country:FRA",), {"country:CHN": 0.0})
    assert one.shares[0].tolist() == [0, exactly(2 / 3), exactly(1 / 3)]
    assert any("2 models with no stated base model are supposed" in said for said in one.assumptions)
    assert (one.coverage.units_covered, one.coverage.supposed, one.coverage.thin) == (2, 2, 1)
    assert (one.coverage.share, one.coverage.known) == (exactly(1 / 2), exactly(2 / 3)), "the supposed are not known"
    assert intervals(one).spheres == {
        "US": (0, exactly(1 / 3)),
        "China": (exactly(2 / 3), exactly(1)),
        "other": (0, exactly(1 / 3)),
    }


def test_inputs_count_their_suppliers_and_leave_open_what_nobody_names():
    facts = parse_facts(
        """
        chip:c DESIGNED_BY company:designer
        company:designer BASED_IN country:USA
        chip:c REQUIRES input:hbm
        chip:c REQUIRES input:tool
        chip:c FABRICATED_WITH input:process
        input:hbm SUPPLIED_BY company:kr - .5
        input:hbm SUPPLIED_BY company:us - .25
        input:process SUPPLIED_BY company:tw
        company:kr BASED_IN country:KOR
        company:us BASED_IN country:USA
        company:tw BASED_IN country:TWN
        """
    )
    facts = [f for f in facts if getattr(f, "id", None) != "chip:c"]
    facts.append(declare("chip:c", properties={"released_on": "2025"}))
    snapshot = KnowledgeGraph.build(facts).snapshot(DAY)
    (row,) = countries(snapshot, Choice(CONTROL, (Layer.INPUTS,))).countries
    (layer,) = row.layers
    assert layer.suppliers == {
        "company:tw": exactly(1 / 3),
        "company:kr": exactly(1 / 6),
        "company:us": exactly(1 / 12),
    }
    assert layer.known == exactly(7 / 12)


def test_blocs_are_named_or_written_out():
    assert bloc_named("treaty").sphere("country:JPN") is Sphere.US
    assert bloc_named("trade-control").sphere("country:TWN") is Sphere.US
    assert bloc_named("USA,JPN|CHN,RUS").sphere("country:RUS") is Sphere.CHINA
    for wrong in ("nato", "USA,CHN|CHN"):
        with pytest.raises(QuestionError):
            bloc_named(wrong)


def test_presets_are_cited_and_nobody_stands_on_both_sides():
    for bloc in presets().values():
        assert not bloc.us & bloc.china
        assert "country:USA" in bloc.us
        assert {"country:CHN", "country:HKG", "country:MAC"} <= bloc.china
        assert bloc.citations or bloc.name == "control"
        assert all(page.retrieved_on for page in bloc.citations if page.checked == "read")


def test_layers_and_ties_that_do_not_exist_are_refused():
    snapshot = cloud_world({"BRA": {"amazon": 1}}).snapshot(DAY)
    with pytest.raises(QuestionError, match="no tie 'x'"):
        fragmentation(snapshot, Choice(CONTROL, (Layer.CLOUDS,), tie="x"))
    with pytest.raises(QuestionError, match="no layer that countries rest on"):
        fragmentation(snapshot, Choice(CONTROL, (Layer.RULES,)))


def test_where_places_count_a_site_is_of_the_country_where_it_stands():
    """German regions were 6.5 % Chinese "by territory": the average place of what AWS and Azure run elsewhere."""
    graph = cloud_world({"DEU": {"amazon": 5}, "CHN": {"amazon": 5, "ali": 5}})
    (by_owner,) = measure(graph.snapshot(DAY), Choice(CONTROL, (Layer.CLOUDS,)))
    assert by_owner.withheld is None
    (by_place,) = measure(graph.snapshot(DAY, lens=Lens.TERRITORY), Choice(CONTROL, (Layer.CLOUDS,)))
    assert by_place.unseen == by_place.withheld
    assert {(tie.country, tie.supplier) for tie in by_place.portfolios.ledger.ties} == {
        (f"country:{site.partition(':')[2][:3].upper()}", site) for site in graph.nodes if site.startswith("facility:")
    }
    assert "that country's own through this lens" in by_place.withheld


def test_models_that_are_supposed_to_be_their_own_stand_in_no_place():
    lines = "\n".join(f"model:m{number} DEVELOPED_BY lab:l" for number in range(6))
    facts = [
        f for f in parse_facts(f"{lines}\nlab:l BASED_IN country:FRA") if not getattr(f, "id", "").startswith("model:")
    ]
    models = [declare(f"model:m{number}", properties={"released_on": "2025-06-01"}) for number in range(6)]
    (row,) = measure(KnowledgeGraph.build([*facts, *models]).snapshot(DAY), Choice(CONTROL, (Layer.MODELS,)))
    assert row.withheld == "of 6 models the supplier of 0 is known; of the others it is supposed to be their own"


def test_a_project_counts_through_the_campuses_of_it_that_stand():
    site = {"subtype": "data-centre", "valid_from": date(2025, 1, 1)}
    graph = KnowledgeGraph.build(
        [
            declare("facility:project", **site),
            declare("facility:campus", **site | {"valid_from": date(2025, 7, 1)}),
            *(
                fact
                for fact in parse_facts(
                    """
                    facility:campus CAMPUS_OF facility:project
                    facility:project LOCATED_IN country:USA
                    facility:campus LOCATED_IN country:USA
                    cloud:x OPERATES facility:project
                    cloud:x OPERATES facility:campus
                    cloud:x BASED_IN country:USA
                    """
                )
                if not getattr(fact, "id", "").startswith("facility:")
            ),
        ]
    )
    for day, units in ((date(2025, 3, 1), 1), (DAY, 1)):
        (row,) = fragmentation(graph.snapshot(day), Choice(CONTROL, (Layer.COMPUTE_SITES,))).layers
        assert row.coverage.units == units
