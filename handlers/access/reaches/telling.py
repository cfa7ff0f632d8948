"""Tell: what a reach is called, and how many organisations it comes to."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.access.audiences import CHOSEN, EXCEPT, OWN, REGION, SECRETARIAT, Reach
from storage.kit.database import Store


async def name(store: Store, reach: Reach | None, say: Say) -> str:
    """ "Bare Eksempel Industripark", "Alle medlemmer unntatt Dømeøyra"."""
    if reach is None:
        return say("All members")
    if reach.kind == REGION:
        return say("Members in {region}", region=reach.region)
    if reach.kind == SECRETARIAT:
        return say("Only the secretariat")
    names = say.listed([one.name for one in await store.reaches.named(reach.id)])
    texts = {
        OWN: say("Only {names}", names=names),
        CHOSEN: say("Only {names}", names=names),
        EXCEPT: say("All members except {names}", names=names),
    }
    return texts[reach.kind]


async def seen_by(store: Store, reach_id: int | None, say: Say) -> str:
    """ "Blir sett av 14 organisasjoner (3 kan ikke nås nå)."; before it is sent, and for whoever asks later."""
    reach = await store.reaches.find(reach_id)
    if reach is not None and reach.kind == SECRETARIAT:
        return say("Only the secretariat will see it.")
    houses = {one.id for one in await store.reaches.houses(reach_id)}
    away = len(await store.reaches.unreached(houses))
    if not away:
        return say.many("Will be seen by {n} organisation.", "Will be seen by {n} organisations.", len(houses))
    return say.many(
        "Will be seen by {n} organisation ({away} cannot be reached now).",
        "Will be seen by {n} organisations ({away} cannot be reached now).",
        len(houses),
        away=say.number(away),
    )
