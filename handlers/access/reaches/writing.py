"""Reach in a file: `all`, `secretariat`, `region:Vest`, `own:eksempel`, `chosen:eksempel;prove`, `except:prove`."""

from __future__ import annotations

from handlers.chat.rows import RowError
from storage.access.audiences import CHOSEN, EXCEPT, OWN, REGION, SECRETARIAT, Reach
from storage.kit.database import Store

ALL = "all"


async def written(store: Store, reach_id: int | None) -> str:
    """Empty for all members; organisations by their codes."""
    reach = await store.reaches.find(reach_id)
    if reach is None:
        return ""
    if reach.kind == SECRETARIAT:
        return SECRETARIAT
    what = reach.region if reach.kind == REGION else ";".join([one.code for one in await store.reaches.named(reach.id)])
    return f"{reach.kind}:{what}"


async def read(store: Store, text: str) -> Reach | None:
    """None for all members. Raises RowError for what is no reach, or names an organisation that is not there."""
    kind, _, what = text.partition(":")
    if text == ALL:
        return None
    if text == SECRETARIAT:
        return await store.reaches.kept(SECRETARIAT)
    if kind == REGION and what.strip():
        return await store.reaches.kept(REGION, region=what.strip()[:64])
    codes = [code.strip() for code in what.split(";") if code.strip()]
    if kind not in (OWN, CHOSEN, EXCEPT) or not codes:
        raise RowError("reach", "must be all, secretariat, region:NAME, own:ID, chosen:ID;ID or except:ID;ID")
    houses = [await store.organisations.by_code(code) for code in codes]
    if None in houses:
        raise RowError("reach", f"no organisation has the id {codes[houses.index(None)]!r}")
    return await store.reaches.kept(kind, [house.id for house in houses if house is not None])
