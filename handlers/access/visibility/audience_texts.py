"""Describe an audience in words, and how many organisations it holds."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.access.audiences import CHOSEN, EXCEPT, OWN, REGION, SECRETARIAT, Audience
from storage.kit.database import Store


async def describe_audience(store: Store, audience: Audience | None, say: Say) -> str:
    """Return "Bare Eksempel Industripark", or "Alle medlemmer unntatt Dømeøyra"."""
    if audience is None:
        return say("All members")
    if audience.kind == REGION:
        return say("Members in {region}", region=audience.region)
    if audience.kind == SECRETARIAT:
        return say("Only the secretariat")
    names = say.listed([one.name for one in await store.audiences.list_named_organisations(audience.id)])
    texts = {
        OWN: say("Only {names}", names=names),
        CHOSEN: say("Only {names}", names=names),
        EXCEPT: say("All members except {names}", names=names),
    }
    return texts[audience.kind]


async def describe_audience_size(store: Store, reach_id: int | None, say: Say) -> str:
    """Return "Blir sett av 14 organisasjoner (3 kan ikke nås nå)"; before sending, and for whoever asks later."""
    audience = await store.audiences.find(reach_id)
    if audience is not None and audience.kind == SECRETARIAT:
        return say("Visible to the secretariat only.")
    organisation_ids = await store.audiences.list_organisation_ids_in_audience(reach_id)
    away = len(await store.audiences.list_unreachable_organisations(organisation_ids))
    if not away:
        return say.many("Visible to {n} organisation.", "Visible to {n} organisations.", len(organisation_ids))
    return say.many(
        "Visible to {n} organisation ({away} cannot be reached now).",
        "Visible to {n} organisations ({away} cannot be reached now).",
        len(organisation_ids),
        away=say.format_number(away),
    )
