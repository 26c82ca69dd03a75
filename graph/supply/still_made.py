"""Accelerators that nobody makes any more, once it is asked what can be produced (methods A1c)."""

from collections.abc import Collection

from graph.supply.suppliers import OF_STILL_MADE, Division, Supplier


def of_still_made(division: Division, past: Collection[str]) -> Division:
    """Return how a site is divided among those of its accelerators that are still made, in their proportions.

    Where it has none of these, it stays divided as it is: what will follow them is likely of the same makers.

    Parameters
    ----------
    division : Division
        Of the accelerators of a site or a cloud.
    past : collection of str
        Ids of chips that are made no more.

    Examples
    --------
    >>> both = Division((Supplier("chip:new", 0.2, False), Supplier("chip:old", 0.6, False)), remainder=0.2)
    >>> [(one.id, round(one.share, 3)) for one in of_still_made(both, {"chip:old"}).suppliers]
    [('chip:new', 0.8), ('chip:old', 0.0)]
    """
    whole = sum(one.share for one in division.suppliers)
    made = sum(one.share for one in division.suppliers if one.id not in past)
    if not 0 < made < whole:
        return division
    suppliers = tuple(
        Supplier(one.id, 0.0 if one.id in past else one.share * whole / made, True, one.unconfirmed)
        for one in division.suppliers
    )
    return division._replace(suppliers=suppliers, basis=f"{division.basis or 'equal parts'} {OF_STILL_MADE}")
