"""Sizes of compute that sources state in gigawatts, chips or money: what is to come is never counted (methods A1e)."""

import pytest

from tests.graph.supply.claimed import claim, needs, shares


def in_gigawatts(*sizes, beside=(), **chips):
    """Compute of one lab: two sites that are counted, one of them a cloud's; rows of supplier and stated size.

    Each of ``chips`` is described by its operations a second and its watts.
    """
    used = [claim("lab:x", "RUNS_ON", end) for end in ("facility:a", "facility:b")]
    stated = [
        claim("lab:x", "RUNS_ON", f"cloud:{end}", source=f"{end}-{period}", quantity=size, unit=unit, period=period)
        for end, size, unit, period in sizes
    ]
    power = {"facility:a": 300, "facility:b": 100, "facility:guessed": 200}
    counted = {end.partition(":")[2]: {"properties": {"h100_equivalents": h}} for end, h in power.items()}
    claims = (*used, *stated, *beside, claim("cloud:aws", "OPERATES", "facility:a"))
    figures = ("fp16_flops", "tdp_w")
    described = {chip: {"properties": dict(zip(figures, of, strict=True))} for chip, of in chips.items()}
    return needs(*claims, **counted, **described)["lab:x", "compute"]


TO_BE, AGREED = "gigawatts, to be in use", "gigawatts, contracted"


def test_who_is_not_counted_weighs_to_who_is_as_sizes_for_the_same_year_do():
    alone = in_gigawatts(("aws", 1, TO_BE, "2026"), ("google", 2, TO_BE, "2026"))
    assert shares(alone) == {"cloud:aws": 0, "cloud:google": 0.6, "facility:a": 0.3, "facility:b": 0.1}
    assert alone.known == 400, "what is to come is not counted as running"
    assert all(supplier.assumed for supplier in alone.suppliers)
    beside = in_gigawatts(("aws", 1, TO_BE, "2026"), ("google", 2, TO_BE, "2026"), ("azure", 9, AGREED, "2026"))
    assert shares(beside)["cloud:azure"] == 1 / 4, "a contract says nothing of what runs; AWS counts through its site"
    assert shares(beside)["cloud:google"] == 0.75 * 0.6


def test_a_site_of_which_it_is_only_guessed_that_it_is_used_gives_no_stated_size_its_weight():
    guessed = claim("lab:x", "RUNS_ON", "facility:guessed", confidence="speculative")
    found = in_gigawatts(
        ("aws", 1, TO_BE, "2026"), ("google", 2, TO_BE, "2026"),
        beside=(guessed, claim("cloud:aws", "OPERATES", "facility:guessed")),
    )  # fmt: skip
    assert shares(found)["cloud:google"].expected == pytest.approx(2 * shares(found)["facility:a"].expected)
    assert shares(found)["facility:guessed"].expected > 0


def of_chips(*hosted):
    """A gigawatt of each of two clouds, whose chips are given as (host, chip)."""
    beside = [claim(host, "HOSTS", f"chip:{chip}") for host, chip in hosted]
    sizes = (("aws", 1, TO_BE, "2026"), ("google", 1, TO_BE, "2026"))
    return in_gigawatts(*sizes, beside=beside, slow=(500e12, 500), fast=(2000e12, 1000), later=(1500e12, 500))


def test_power_counts_as_the_compute_of_its_chips():
    """A gigawatt of TPUs weighed as a gigawatt of Trainium2, and was called H100 equivalents."""
    found = of_chips(("facility:a", "slow"), ("cloud:google", "fast"))
    assert shares(found)["cloud:google"].expected == pytest.approx(2 * shares(found)["facility:a"].expected)
    assert "gigawatts stated for the same year, at their chips' operations a watt" in found.basis
    mixed = of_chips(("facility:a", "slow"), ("cloud:google", "fast"), ("cloud:google", "later"))
    # As much compute of each kind: 2 of 1/2 + 1/3 watts.
    assert shares(mixed)["cloud:google"].expected == pytest.approx(2.4 * shares(mixed)["facility:a"].expected)


@pytest.mark.parametrize("hosted", [[("cloud:google", "fast")], [("facility:a", "slow"), ("cloud:google", "unknown")]])
def test_power_of_chips_that_are_not_known_is_compared_as_power_and_said_to_be(hosted):
    found = of_chips(*hosted)
    assert shares(found)["cloud:google"].expected == pytest.approx(shares(found)["facility:a"].expected)
    assert "else gigawatts stated for the same year, else equal parts" in found.basis


def test_a_platform_uses_the_compute_of_its_laboratory_in_the_sizes_stated_of_that():
    ends = ("facility:a", "cloud:aws", "cloud:google")
    stated = {"cloud:aws": 1, "cloud:google": 3}
    found = needs(
        claim("platform:p", "PART_OF", "lab:x"), claim("cloud:aws", "OPERATES", "facility:a"),
        *(claim("platform:p", "RUNS_ON", end) for end in ends),
        *(claim("lab:x", "RUNS_ON", end, quantity=q, unit=TO_BE, period="2026") for end, q in stated.items()),
        a={"properties": {"h100_equivalents": 100}},
    )  # fmt: skip
    assert shares(found["platform:p", "compute"]) == {"cloud:aws": 0, "cloud:google": 0.75, "facility:a": 0.25}


@pytest.mark.parametrize(
    ("unit", "period"), [(AGREED, "2026"), (TO_BE, "2025"), (TO_BE, "2027"), ("chips, to be in use", "2026")]
)
def test_sizes_of_another_unit_or_year_or_only_contracted_say_nothing_of_who_is_not_counted(unit, period):
    found = in_gigawatts(("aws", 1, TO_BE, "2026"), ("google", 50, unit, period))
    assert shares(found)["cloud:google"] == 1 / 3, "AWS counts through its site, and has no part"


def test_contracts_divide_among_those_that_nobody_counts_what_they_have_together():
    found = in_gigawatts(("aws", 5, AGREED, "2025"), ("google", 20, AGREED, "2025"), ("azure", 1, AGREED, "2024"))
    assert shares(found) == {
        "cloud:aws": 0, "cloud:google": 1 / 2 * 20 / 21, "cloud:azure": 1 / 2 / 21, "facility:a": 0.375,
        "facility:b": 0.125,
    }  # fmt: skip
    agreed = ({"source": end, "quantity": size, "unit": AGREED, "period": "2025"} for end, size in (("a", 3), ("b", 1)))
    nothing_counted = needs(*(claim("lab:x", "RUNS_ON", f"cloud:{one['source']}", **one) for one in agreed))
    assert shares(nothing_counted["lab:x", "compute"]) == {"cloud:a": 0.75, "cloud:b": 0.25}
