"""The environment of processes that tests start."""

import os


def unset() -> dict[str, str]:
    """The runner's environment without settings of our own: what somebody has set must not decide a test."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SUPPLYGRAPH_", "NEO4J_"))}
