"""List the schemes that can be reported on: those that come with the bot, and those of the secretariat."""

from __future__ import annotations

from collections.abc import Sequence

from storage.kit.database import Store
from storage.policy.schemes import FIRST, Scheme


async def list_known_schemes(store: Store) -> Sequence[Scheme]:
    """Return the schemes by name.

    A network without any begins with the well-known ones, which are stored first.
    """
    if not await store.schemes.list_all_schemes(retired=True):
        for name in FIRST:
            await store.schemes.add(Scheme(name=name))
    return await store.schemes.list_all_schemes()
