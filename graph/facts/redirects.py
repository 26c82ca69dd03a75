"""Where merged ids lead in the end."""

from collections.abc import Mapping

from graph.facts.fact import Redirect


def final_ids(redirects: Mapping[str, Redirect]) -> dict[str, str]:
    """Return where each old id leads in the end: a merged id may have been merged again.

    Of ids that lead in a circle each stays where it first leads; the checks say so.

    Parameters
    ----------
    redirects : Mapping[str, Redirect]
        Old id -> redirect.
    """
    found: dict[str, str] = {}
    for old, redirect in redirects.items():
        seen, now = {old}, redirect.to
        while now in redirects and now not in seen:
            seen.add(now)
            now = redirects[now].to
        found[old] = redirect.to if now in seen else now
    return found
