"""The schemes that can be reported on: those that come with the bot, and those that the secretariat has added."""

from __future__ import annotations

from collections.abc import Sequence

from storage.kit.database import Store
from storage.policy.schemes import FIRST, Scheme


async def known(store: Store) -> Sequence[Scheme]:
    """By name. A network that has none yet begins with those that everybody knows."""
    if not await store.schemes.all(retired=True):
        for name in FIRST:
            await store.schemes.add(Scheme(name=name))
    return await store.schemes.all()
