"""How a need is divided among its suppliers (methods A1e)."""

from datetime import date

import pytest

from tests.graph.supply.claimed import WORLD, claim, needs, shares, supplied


def test_compute_is_weighed_by_what_it_can_do():
    found = needs(
        claim("lab:x", "RUNS_ON", "facility:a"),
        claim("lab:x", "RUNS_ON", "facility:b"),
        claim("facility:b", "HOSTS", "chip:half", quantity=2_000),
        a={"properties": {"h100_equivalents": 3_000}}, half={"properties": {"fp16_flops": 989.4e12 / 2}},
    )  # fmt: skip
    need = found["lab:x", "compute"]
    assert shares(need) == {"facility:a": 0.75, "facility:b": 0.25}
    assert all(supplier.assumed for supplier in need.suppliers), "no source states them: they are central values"
    assert (need.basis, need.known, need.closed) == ("H100 equivalents", pytest.approx(4_000), False)


def of_a_cloud(*more, **site):
    claims = [
        claim("lab:l", "RUNS_ON", "cloud:x"), claim("lab:l", "RUNS_ON", "facility:a", **site),
        claim("cloud:x", "OPERATES", "facility:a"), *more,
    ]  # fmt: skip
    sized = {"a": {"properties": {"h100_equivalents": 300}}}
    sized |= {"h": {"properties": {"fp16_flops": 989.4e12}}} if more else {}
    return shares(needs(*claims, **sized)["lab:l", "compute"])


def test_a_cloud_weighs_what_it_has_besides_its_sites_that_are_named():
    assert of_a_cloud() == {"cloud:x": 0, "facility:a": 1}
    assert of_a_cloud(claim("cloud:x", "HOSTS", "chip:h", quantity=1_200)) == {"cloud:x": 0.75, "facility:a": 0.25}
    assert of_a_cloud(confidence="speculative") == {"cloud:x": 0.5, "facility:a": 0.5}, "a guess is not all of it"


def test_what_a_project_has_on_a_campus_that_is_named_beside_it_is_counted_once():
    sizes = {n: {"properties": {"h100_equivalents": size}} for n, size in (("all", 500), ("campus", 400), ("own", 100))}
    used = [claim("lab:x", "RUNS_ON", f"facility:{site}") for site in sizes]
    campus = claim("facility:campus", "CAMPUS_OF", "facility:all")
    assert shares(needs(*used, campus, **sizes)["lab:x", "compute"]) == pytest.approx(
        {"facility:all": 1 / 6, "facility:campus": 4 / 6, "facility:own": 1 / 6}
    )


def test_a_site_that_several_laboratories_use_is_no_ones_whole():
    used = [("lab:x", "s"), ("lab:x", "own"), ("lab:y", "s"), ("lab:z", "s")]
    found = needs(
        *(claim(lab, "RUNS_ON", f"facility:{site}") for lab, site in used),
        s={"properties": {"h100_equivalents": 300}}, own={"properties": {"h100_equivalents": 100}},
    )  # fmt: skip
    assert shares(found["lab:x", "compute"]) == {"facility:own": 0.5, "facility:s": 0.5}
    assert found["lab:x", "compute"].known == pytest.approx(200)


def test_where_nothing_is_known_the_split_is_equal_and_where_some_is_unknown_it_says_of_how_much():
    equal = needs(claim("lab:x", "RUNS_ON", "facility:a"), claim("lab:x", "RUNS_ON", "facility:b"))["lab:x", "compute"]
    assert (shares(equal), equal.known) == ({"facility:a": 0.5, "facility:b": 0.5}, None)
    partly = needs(
        *(claim("lab:x", "RUNS_ON", f"facility:{s}") for s in "abc"),
        a={"properties": {"h100_equivalents": 300}}, b={"properties": {"h100_equivalents": 100}},
    )["lab:x", "compute"]  # fmt: skip
    assert shares(partly) == {"facility:a": 0.5, "facility:b": 0.5 / 3, "facility:c": 1 / 3}
    assert partly.known == pytest.approx(400)


def test_what_is_left_belongs_to_nobody_named():
    need = supplied(("deepseek", 0.43, {}))
    assert need.remainder == pytest.approx(0.57)
    silent = supplied(("deepseek", 0.43, {}), ("next", None, {}))
    assert [(s.id, s.assumed) for s in silent.suppliers] == [("company:deepseek", False), ("company:next", True)]


def test_who_is_only_said_to_make_it_is_no_equal_of_those_who_do():
    need = supplied(("a", None, {}), ("b", None, {}), ("samples", None, {"confidence": "speculative"}))
    assert shares(need) == {"company:a": 0.5, "company:b": 0.5, "company:samples": 0}
    assert [supplier.id for supplier in need.suppliers if supplier.unconfirmed] == ["company:samples"]
    beside = supplied(("a", 0.85, {}), ("samples", None, {"confidence": "disputed"}))
    assert (shares(beside), beside.remainder) == (
        {"company:a": 0.85, "company:samples": 0}, pytest.approx(0.15),
    )  # fmt: skip
    doubted = {"confidence": "speculative"}
    alone = supplied(("x", None, doubted), ("y", None, doubted))
    assert (shares(alone), alone.remainder) == ({"company:x": 0, "company:y": 0}, 1.0), "others make it"
    complete = supplied(("x", None, doubted | {"closed": True}), ("y", None, doubted))
    assert shares(complete) == {"company:x": 0.5, "company:y": 0.5}, "there are no others"


def test_where_somebody_computes_is_elsewhere_where_there_are_but_guesses():
    """A single speculative row made Oracle stop Reka AI, "likely", now."""
    guesses = [claim("lab:x", "RUNS_ON", f"cloud:{name}", confidence="speculative") for name in "ab"]
    alone = needs(*guesses)["lab:x", "compute"]
    assert (shares(alone), alone.remainder) == ({"cloud:a": 0, "cloud:b": 0}, 1.0)
    beside = needs(*guesses, claim("lab:x", "RUNS_ON", "cloud:k"))["lab:x", "compute"]
    assert shares(beside) == pytest.approx({"cloud:a": 1 / 3, "cloud:b": 1 / 3, "cloud:k": 1 / 3})
    housed = [
        *guesses,
        claim("lab:x", "RUNS_ON", "cloud:own"),
        *(claim(one, "PART_OF", "company:x") for one in ("lab:x", "cloud:own")),
    ]
    assert shares(needs(*housed)["lab:x", "compute"]) == {"cloud:a": 0, "cloud:b": 0, "cloud:own": 1}, (
        "ByteDance was half of a site that somebody guesses it uses, beside its own cloud"
    )


@pytest.mark.parametrize(
    ("kind", "need", "beside", "alone"),
    [("TRAINED_ON", "training chips", 0.0, 0.0), ("FABRICATED_WITH", "fabrication", 0.0, 1.0)],
)
def test_a_guess_at_what_went_into_a_product_is_no_equal_of_what_is_known(kind, need, beside, alone):
    start, ends = ("model:m", "chip") if kind == "TRAINED_ON" else ("chip:m", "input")
    known, guessed = claim(start, kind, f"{ends}:k"), claim(start, kind, f"{ends}:g", confidence="speculative")
    assert shares(needs(known, guessed)[start, need]) == {f"{ends}:g": beside, f"{ends}:k": 1.0}
    only = needs(guessed)[start, need]
    assert (shares(only), only.remainder) == ({f"{ends}:g": alone}, 1.0 - alone)
    rivals = [claim(start, kind, f"{ends}:{name}", confidence="disputed") for name in "ab"]
    assert shares(needs(*rivals)[start, need]) == {f"{ends}:a": 0.5, f"{ends}:b": 0.5}, "it is one of the two"


def market_of(**of_whole_kind):
    """The makers of one kind of a product, of whose whole market the shares are known."""
    market = [claim("input:hbm", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in of_whole_kind.items()]
    made = [claim("input:hbm3", "SUPPLIED_BY", f"company:{firm}") for firm in ("s", "m", "new")]
    kinds = [claim("input:hbm3", "VARIANT_OF", "input:hbm")]
    return needs(*market, *made, *kinds)["input:hbm3", "supplier"]


def test_makers_of_one_kind_weigh_as_in_the_market_for_all_kinds_where_that_is_known():
    need = market_of(s=0.6, m=0.2, other=0.2)
    assert shares(need) == {"company:s": 0.75, "company:m": 0.25, "company:new": 0}
    assert all(supplier.assumed for supplier in need.suppliers), "of this kind no source states them"
    assert str(need.basis).startswith("as of all hbm")
    assert shares(market_of(s=0.5, m=0.2))["company:new"] == pytest.approx(1 / 3), "too little of the market is known"


def of_a_generation(generation, period, *parts):
    """A generation of memory, the shares of the whole market, and of which generations that consists."""
    said = {"unit": "share of the world market", "period": period}
    market = [claim("input:hbm", "SUPPLIED_BY", f"company:{f}", share=s, **said) for f, s in (("s", 0.6), ("m", 0.4))]
    made = [claim(f"input:{g}", "SUPPLIED_BY", f"company:{f}") for g in ("old", "new") for f in ("s", "m")]
    kinds = [claim(f"input:{g}", "VARIANT_OF", "input:hbm") for g in ("old", "new")]
    stated = [
        claim(f"input:{g}", "VARIANT_OF", "input:hbm", source=f"{g}-{year}", share=share, period=year)
        for g, share, year in parts
    ]
    return shares(needs(*market, *made, *kinds, *stated)[f"input:{generation}", "supplier"])


def test_the_shares_of_a_market_say_nothing_of_the_generation_that_it_does_not_consist_of():
    parts = ("old", 0.7, "2022"), ("new", 0.1, "2022"), ("new", 0.95, "2025")
    equal, as_market = {"company:s": 0.5, "company:m": 0.5}, {"company:s": 0.6, "company:m": 0.4}
    assert of_a_generation("new", "2025-Q3", *parts) == as_market
    assert of_a_generation("old", "2025-Q3", *parts) == equal
    assert of_a_generation("old", "2022-Q4", *parts) == as_market
    assert of_a_generation("new", "2022-Q4", *parts) == equal
    assert of_a_generation("old", "2019", *parts) == equal, "of what it consisted then nobody says"
    assert of_a_generation("old", "2025-Q3") == as_market, "where nobody says of what, the market is the best guess"


def generations(*of_the_old):
    """Two generations, the whole market in 2022 and 2025, and shares that are stated of the old generation itself."""
    market = [
        claim("input:hbm", "SUPPLIED_BY", f"company:{f}", source=year, share=share, period=year, **WORLD)
        for year, by in (("2022", {"s": 0.6, "m": 0.4}), ("2025", {"s": 0.1, "m": 0.9}))
        for f, share in by.items()
    ]
    made = [claim(f"input:{g}", "SUPPLIED_BY", f"company:{f}") for g in ("old", "new") for f in ("s", "m")]
    parts = [
        claim(f"input:{g}", "VARIANT_OF", "input:hbm", source=f"{g}-{year}", share=share, period=year)
        for g, share, year in (("old", 0.7, "2022"), ("new", 0.95, "2025"))
    ]
    own = [
        claim("input:old", "SUPPLIED_BY", f"company:{f}", source="own", share=share, period=period, **WORLD)
        for f, share, period in of_the_old
    ]
    found = needs(*market, *made, *parts, *own)
    return found["input:old", "supplier"], found["input:new", "supplier"]


def test_a_generation_is_divided_by_the_shares_of_when_the_market_was_largely_of_it():
    old, new = generations()
    assert (shares(old), old.period) == ({"company:s": 0.6, "company:m": 0.4}, "2022")
    assert (shares(new), new.period) == ({"company:s": 0.1, "company:m": 0.9}, "2025")
    assert all(supplier.assumed for supplier in (*old.suppliers, *new.suppliers))


@pytest.mark.parametrize(("period", "assumed"), [("2023-03", True), ("2025", False)])
def test_what_was_stated_of_a_generation_while_it_was_sold_leaves_open_who_makes_it_now(period, assumed):
    old, _ = generations(("s", 0.9, period))
    assert shares(old) == {"company:s": 0.9, "company:m": 0.1}
    (stated,) = [supplier for supplier in old.suppliers if supplier.id == "company:s"]
    assert stated.assumed is assumed
    assert str(old.basis).startswith("as earlier") is assumed


BY_SEAT = {"basis": "market share, by headquarters", "unit": "share of the world market"}


def of_countries(basis=BY_SEAT, **published):
    """Two Japanese makers, one American and one German, of whom only the shares of countries are published."""
    seats = {"a": "JPN", "b": "JPN", "c": "USA", "d": "DEU"}
    made = [claim("input:x", "SUPPLIED_BY", f"company:{firm}") for firm in seats]
    based = [claim(f"company:{firm}", "BASED_IN", f"country:{seat}") for firm, seat in seats.items()]
    told = [claim(f"country:{c}", "SHARE_OF", "input:x", share=share, **basis) for c, share in published.items()]
    return needs(*made, *based, *told)["input:x", "supplier"]


def test_makers_weigh_as_their_countries_where_only_these_are_published():
    need = of_countries(JPN=0.8, USA=0.1)
    assert shares(need) == {"company:a": 0.4, "company:b": 0.4, "company:c": 0.1, "company:d": 0.1}
    assert all(supplier.assumed for supplier in need.suppliers)
    assert str(need.basis).startswith("as the makers of a country")
    elsewhere = of_countries(JPN=0.6, USA=0.1, TWN=0.3)
    assert (shares(elsewhere)["company:a"], elsewhere.remainder) == (pytest.approx(0.3), pytest.approx(0.3))


@pytest.mark.parametrize(
    "published",
    [{"JPN": 0.3}, {"JPN": 1.0}, {"TWN": 0.9}, {"JPN": 0.9, "basis": {"basis": "wafer capacity by site"}}],
    ids=["too little", "the only one named", "of no maker", "by site"],
)
def test_shares_of_countries_that_say_nothing_of_the_makers_divide_nothing(published):
    assert set(shares(of_countries(**published))) == {"company:a", "company:b", "company:c", "company:d"}
    assert of_countries(**published).basis is None


def test_sites_weigh_as_the_firms_that_run_them():
    firms = [claim("input:x", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in (("a", 0.9), ("b", 0.1))]
    sites = [claim("input:x", "SUPPLIED_BY", f"facility:{site}", need="site") for site in ("a1", "a2", "b1")]
    run = [claim(f"company:{site[0]}", "OPERATES", f"facility:{site}") for site in ("a1", "a2", "b1")]
    need = needs(*firms, *sites, *run)["input:x", "site"]
    assert shares(need) == {"facility:a1": 0.45, "facility:a2": 0.45, "facility:b1": 0.1}
    assert all(supplier.assumed for supplier in need.suppliers)


def test_sites_of_firms_that_nobody_lists_are_left_to_the_unknown_and_packing_is_a_need_of_its_own():
    firms = [claim("input:x", "SUPPLIED_BY", f"company:{f}", share=s, **WORLD) for f, s in (("a", 0.7), ("b", 0.3))]
    sites = [claim("input:x", "SUPPLIED_BY", f"facility:{site}", need="site") for site in ("a1", "b1", "b2")]
    run = [claim(f"company:{site[0]}", "OPERATES", f"facility:{site}") for site in ("a1", "b1", "b2")]
    kinds = {site: {"subtype": "fab"} for site in ("a1", "b1")} | {"b2": {"subtype": "packaging-plant"}}
    found = needs(*firms, *sites, *run, **kinds)
    assert shares(found["input:x", "site"]) == {"facility:a1": 0.7, "facility:b1": 0.3}
    packed = found["input:x", "site: packaging-plant"]
    assert (shares(packed), packed.remainder) == ({"facility:b2": 0.3}, pytest.approx(0.7))


def test_where_a_labs_whole_compute_is_published_what_is_not_found_of_it_is_a_stated_share():
    sites = [claim("lab:x", "RUNS_ON", f"facility:{site}") for site in "ab"]
    sized = {"a": {"properties": {"h100_equivalents": 3_000}}, "b": {"properties": {"h100_equivalents": 1_000}}}
    need = needs(*sites, **sized, x={"properties": {"h100_equivalents": 16_000}})["lab:x", "compute"]
    assert shares(need) == {"facility:a": 3 / 16, "facility:b": 1 / 16}
    assert (need.remainder, need.closed) == (pytest.approx(0.75), False)
    assert not any(supplier.assumed for supplier in need.suppliers)
    shared = claim("lab:y", "RUNS_ON", "facility:a")
    other = needs(*sites, shared, **sized, x={"properties": {"h100_equivalents": 16_000}})["lab:x", "compute"]
    assert [(one.id, one.share, one.assumed) for one in other.suppliers] == [
        ("facility:a", 1.5 / 16, True), ("facility:b", 1 / 16, False),
    ], "nobody states the half of a site that two use"  # fmt: skip
    less = needs(*sites, **sized, x={"properties": {"h100_equivalents": 2_000}})["lab:x", "compute"]
    assert shares(less) == {"facility:a": 0.75, "facility:b": 0.25}, "a total older than the sites says nothing"


@pytest.mark.parametrize(
    ("more", "central"),
    [
        ((), {"lister": 0.0}),
        ((claim("platform:lister", "PART_OF", "company:stranger"),), {"lister": 0.0}),
        (
            (claim("platform:lister", "PART_OF", "company:h"), claim("company:h", "PART_OF", "company:house")),
            {"lister": 1.0},
        ),
        (
            (claim("model:m", "SERVED_BY", "cloud:own"), claim("cloud:own", "PART_OF", "company:house")),
            {"lister": 0.0, "own": 1.0},
        ),
    ],
    ids=["no house known", "of another house", "of the developer's house", "beside a host of the house"],
)
def test_a_closed_model_is_served_by_its_developers_house_first(more, central):
    """How many gateways list a model says nothing of who serves it: none of them stops it by leaving."""
    world = [
        claim("model:m", "DEVELOPED_BY", "lab:l"),
        claim("lab:l", "PART_OF", "company:house"),
        claim("model:m", "SERVED_BY", "platform:lister"),
        *more,
    ]
    serving = needs(*world, m={"properties": {"open_weights": False}})["model:m", "serving"]
    assert {supplier.id.partition(":")[2]: supplier.share for supplier in serving.suppliers} == central
    assert serving.remainder == 1 - sum(central.values())
    assert all(supplier.assumed for supplier in serving.suppliers)


@pytest.mark.parametrize(("more", "share"), [((), 0.5), ((claim("cloud:k", "OPERATES", "facility:b"),), 0.5)])
def test_the_only_site_that_is_listed_of_a_cloud_is_not_all_that_it_has(more, share):
    """Lists have the large sites: a cloud does not stop with the only one of it that one names."""
    need = needs(claim("cloud:k", "OPERATES", "facility:a"), *more)["cloud:k", "sites"]
    assert shares(need)["facility:a"] == share
    assert need.remainder == (0.5 if not more else 0.0)


def test_what_is_not_listed_of_a_cloud_computes_with_what_its_only_listed_site_does():
    listed = [claim("cloud:k", "OPERATES", "facility:a"), claim("facility:a", "HOSTS", "chip:n")]
    found = needs(*listed)
    assert shares(found["cloud:k", "accelerators"]) == {"chip:n": 1}
    assert not found["cloud:k", "accelerators"].closed
    assert shares(needs(*listed, claim("cloud:k", "HOSTS", "chip:m"))["cloud:k", "accelerators"]) == {"chip:m": 1}
    assert ("cloud:k", "accelerators") not in needs(*listed, claim("cloud:k", "OPERATES", "facility:b"))
    assert ("company:k", "accelerators") not in needs(claim("company:k", "OPERATES", "facility:a"), *listed[1:])


def test_a_complete_list_of_one_site_is_all_that_a_cloud_has():
    need = needs(claim("cloud:k", "OPERATES", "facility:a", closed=True))["cloud:k", "sites"]
    assert shares(need) == {"facility:a": 1}


def test_who_is_known_to_use_a_model_is_not_known_to_use_it_alone():
    """A vendor's count of its customers made it all that 23 countries rest on."""
    unstated = needs(claim("country:FRA", "USES", "lab:a"))["country:FRA", "models in use"]
    assert (shares(unstated), unstated.remainder) == ({"lab:a": 0}, 1)
    told = needs(claim("country:FRA", "USES", "lab:a"), claim("country:FRA", "USES", "lab:b", share=0.75, basis="use"))
    need = told["country:FRA", "models in use"]
    assert (shares(need), need.remainder) == ({"lab:a": 0, "lab:b": 0.75}, 0.25)
    assert [supplier.assumed for supplier in need.suppliers] == [True, False]


def supplied_in(year):
    of_2024 = {"basis": "revenue", "period": "2024"}
    claims = [
        claim("input:tool", "SUPPLIED_BY", "company:large", share=0.9, **of_2024),
        claim("input:tool", "SUPPLIED_BY", "company:small", share=0.06, **of_2024),
        claim("input:tool", "SUPPLIED_BY", "company:tiny"),
    ]
    return needs(*claims, as_of=date(year, 6, 1))["input:tool", "supplier"]


def test_before_the_first_figures_of_a_market_it_is_divided_as_they_say_and_they_are_stated_for_nobody():
    before, on = supplied_in(2022), supplied_in(2024)
    assert shares(before) == shares(on) == {"company:large": 0.9, "company:small": 0.06, "company:tiny": 0.04}
    assert [s.assumed for s in before.suppliers] == [True, True, True]
    assert [s.assumed for s in on.suppliers] == [False, False, True]
    assert (before.basis, before.period, on.basis) == ("as later: revenue", "2024", "revenue")


def test_makers_of_one_country_have_what_their_country_has():
    """Two firms of Ukraine, which had 45 % of neon, were all who make it."""
    made = [claim("input:neon", "SUPPLIED_BY", f"company:{one}") for one in "ab"]
    seats = [claim(f"company:{one}", "BASED_IN", "country:UKR") for one in "ab"]
    of_2021 = {"basis": "sales of two producers", "period": "2021"}
    of_country = claim("country:UKR", "SHARE_OF", "input:neon", share=0.45, **of_2021)
    for day in (date(2022, 1, 1), date(2020, 1, 1)):
        need = needs(*made, *seats, of_country, as_of=day)["input:neon", "supplier"]
        assert shares(need) == {"company:a": 0.225, "company:b": 0.225}
        assert need.remainder == pytest.approx(0.55)
