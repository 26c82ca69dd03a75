"""Countries by the codes that lists use: ISO 3166-1 in its three forms, and what statistics write beside it."""

from collections.abc import Mapping

from graph.node_ids import kind_of
from graph.ontology import NodeKind

TRADE_CODES: Mapping[str, str] = {"490": "TWN", "XKX": "XKX", "XK": "XKX", "XKK": "XKX", "UK": "GBR", "EL": "GRC"}
"""What statistics call countries beside ISO 3166: 490 is `Other Asia, not elsewhere specified`, that is Taiwan."""


def country_of(code: str) -> str | None:
    """Return the alpha-3 code that a code stands for: alpha-2, alpha-3, numeric, or one of trade statistics.

    >>> country_of("158"), country_of("490"), country_of("kr"), country_of("XK"), country_of("8"), country_of("?")
    ('TWN', 'TWN', 'KOR', 'XKX', 'ALB', None)

    Parameters
    ----------
    code : str
        In any case; a numeric one with or without leading noughts.

    Returns
    -------
    str or None
        None where no country has it.
    """
    from pycountry import countries  # its tables take a moment to load

    wanted = code.upper()
    if known := TRADE_CODES.get(wanted):
        return known
    found = countries.get(alpha_2=wanted) or countries.get(alpha_3=wanted) or countries.get(numeric=wanted.zfill(3))
    return str(found.alpha_3) if found else None


def with_country_code(node_id: str) -> str:
    """Return an id of a country by its alpha-3 code, whichever code it has; any other id as it is.

    >>> with_country_code("country:490"), with_country_code("country:nld"), with_country_code("lab:openai")
    ('country:TWN', 'country:NLD', 'lab:openai')

    Parameters
    ----------
    node_id : str
        Of any kind; a country whose code is not known stays as it is.
    """
    if kind_of(node_id) is not NodeKind.COUNTRY:
        return node_id
    known = country_of(node_id.partition(":")[2])
    return f"country:{known}" if known else node_id
