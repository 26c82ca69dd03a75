"""What a site weighs for who uses it, and what is counted of it (methods A1e)."""

import pytest

from tests.graph.supply.claimed import claim, needs, shares

H100 = 989.4e12
SIZES = {name: {"properties": {"h100_equivalents": size}} for name, size in (("s", 300), ("own", 100))}
WHOLE = {"quantity": 0.3, "unit": "gigawatts, the whole site, lower bound", "period": "2025"}


def used(*rows, **whole):
    """Compute: rows of who uses which site; by laboratory the fields of its use of the site s."""
    claims = (
        claim(who, "RUNS_ON", f"facility:{site}", **whole.get(who, {}) if site == "s" else {}) for who, site in rows
    )
    owned = claim("platform:p", "PART_OF", "lab:x")
    return {of: need for (of, name), need in needs(*claims, owned, **SIZES).items() if name == "compute"}


def test_a_site_that_is_stated_to_be_somebodys_whole_is_divided_by_no_heads():
    rows = [(who, site) for who in ("lab:x", "lab:y", "platform:p") for site in ("s", "own")]
    found = used(*rows, **{"lab:x": WHOLE})
    assert shares(found["lab:x"]) == {"facility:s": 300 / 350, "facility:own": 50 / 350}
    assert shares(found["platform:p"]) == shares(found["lab:x"]), "a platform runs on what is its laboratory's"
    assert shares(found["lab:y"]) == {"facility:s": 0, "facility:own": 1}
    assert all(one.assumed for one in found["lab:y"].suppliers), "the bounds reckon with both claims"
    doubted = used(*rows, **{"lab:x": WHOLE | {"confidence": "speculative"}})
    assert shares(doubted["lab:y"]) == {"facility:s": 0.75, "facility:own": 0.25}, (
        "what is only guessed divides nothing"
    )


def test_whoever_is_said_to_use_what_is_anothers_whole_has_no_part_of_it_beside_what_nobody_counts():
    found = used(("lab:x", "s"), ("lab:y", "s"), ("lab:y", "unknown"), ("lab:z", "s"), **{"lab:x": WHOLE})
    assert shares(found["lab:y"]) == {"facility:s": 0, "facility:unknown": 1}
    assert shares(found["lab:z"]) == {"facility:s": 1}, "nothing else is known of it"


def test_a_chip_that_nobody_counts_has_a_part_and_takes_nothing_from_what_is_counted_of_a_site():
    found = needs(
        claim("lab:x", "RUNS_ON", "facility:s"), claim("lab:x", "RUNS_ON", "facility:own"),
        claim("facility:s", "HOSTS", "chip:old", quantity=300), claim("facility:s", "HOSTS", "chip:new"),
        own=SIZES["own"], old={"properties": {"fp16_flops": H100}},
    )  # fmt: skip
    assert shares(found["facility:s", "accelerators"]) == {"chip:old": 0.5, "chip:new": 0.5}
    assert shares(found["lab:x", "compute"]) == {"facility:s": 0.75, "facility:own": 0.25}, "at least what is counted"
    assert found["lab:x", "compute"].known == pytest.approx(400)
