"""The one account of the door."""

import asyncio
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.bolt.own_answers import USER

WRONG_SECONDS = 1.0
"""Seconds that a wrong password has to wait for its answer."""


@dataclass(frozen=True)
class Account:
    """Who may ask, and where.

    Parameters
    ----------
    port : int
        On loopback.
    password : str
    user : str
    """

    port: int
    password: str = field(repr=False)
    user: str = USER

    async def is_meant(self, given: Mapping[str, Any]) -> bool:
        """Say whether what a client gives is this account; a wrong one is told late."""
        pairs = ((given.get("principal"), self.user), (given.get("credentials"), self.password))
        right = given.get("scheme") == "basic" and all(_same(found, wanted) for found, wanted in pairs)
        if not right:
            await asyncio.sleep(WRONG_SECONDS)
        return right


def _same(found: Any, wanted: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(found.encode(errors="replace"), wanted.encode())
