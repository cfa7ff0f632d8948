"""Anonymity: how somebody who asks without a name is described to other members, while enough organisations fit."""

from __future__ import annotations

from handlers.chat.say import Say
from storage.access.audiences import SECRETARIAT
from storage.directory.organisations import Organisation
from storage.kit.database import Store

#: organisations that must fit a description: with fewer, others would know who asks
FEWEST = 5
#: described as one of all members
MEMBER = "member"


async def description(store: Store, organisation_id: int | None, reach_id: int | None) -> tuple[str, str] | None:
    """Kind and industry, as far as enough organisations fit: ("park", "prosessindustri"), ("park", ""), ("member", "").

    None where not even so many are members. Whoever reads it knows its reach, so that only those within it count.
    """
    house = await store.organisations.find(organisation_id)
    every = await _readers(store, reach_id)
    if house is not None:
        every[house.id] = house
        same = [one for one in every.values() if one.kind == house.kind]
        alike = [one for one in same if house.industry and _plain(one) == _plain(house)]
        if len(alike) >= FEWEST:
            return house.kind, house.industry
        if len(same) >= FEWEST:
            return house.kind, ""
    return (MEMBER, "") if len(every) >= FEWEST else None


async def described(store: Store, organisation_id: int | None, reach_id: int | None, say: Say) -> str:
    """ "En park i prosessindustri spør"."""
    kind, industry = await description(store, organisation_id, reach_id) or (MEMBER, "")
    if industry:
        return _within(say, kind, industry)
    names = {
        "park": say("An industrial park asks, anonymously"),
        "cluster": say("A cluster asks, anonymously"),
        "company": say("A company asks, anonymously"),
        "association": say("An association asks, anonymously"),
        "public": say("A public body asks, anonymously"),
    }
    return names.get(kind) or say("A member asks anonymously")


def _within(say: Say, kind: str, industry: str) -> str:
    names = {
        "park": say("An industrial park in {industry} asks, anonymously", industry=industry),
        "cluster": say("A cluster in {industry} asks, anonymously", industry=industry),
        "company": say("A company in {industry} asks, anonymously", industry=industry),
        "association": say("An association in {industry} asks, anonymously", industry=industry),
        "public": say("A public body in {industry} asks, anonymously", industry=industry),
    }
    return names[kind]


async def _readers(store: Store, reach_id: int | None) -> dict[int, Organisation]:
    """Among whom a reader will look for the asker; the secretariat is told the name anyway."""
    reach = await store.reaches.find(reach_id)
    hidden = reach is not None and reach.kind == SECRETARIAT
    return {one.id: one for one in await store.reaches.houses(None if hidden else reach_id)}


def _plain(house: Organisation) -> str:
    return " ".join(house.industry.split()).casefold()
