"""Networks of many people and organisations, for what must not end at a certain number of them."""

from __future__ import annotations

import sqlalchemy as sa

from storage.directory.organisations import Organisation
from storage.directory.people import Account, Person
from storage.kit.database import Database
from tests.conversation import WORKSPACE

#: how many members of one organisation, and how many organisations: what an arena may have at most
PEOPLE, ORGANISATIONS = 300, 150
#: the last of them in the alphabet, whom every list that is cut loses
LAST_PERSON, LAST_ORGANISATION = "Åse Øyen", "Ærfugl Næringspark"


async def crowd(database: Database, organisation: str, *, helps: str = "") -> int:
    """Let so many people belong to the organisation; the id of the last of them. `helps`: the topic they help with."""
    async with database.begin() as store:
        house = await store.organisations.find_organisation_by_code(organisation)
        topic = await store.topics.find_topic_by_slug(helps) if helps else None
        assert house is not None
        last = 0
        for n in range(PEOPLE):
            name = LAST_PERSON if n == PEOPLE - 1 else f"Medlem {n:03}"
            person = Person(
                name=name, organisation_id=house.id, confirmed=True, language="en", asked_where_at=store.now
            )
            account = Account(platform="fake", workspace=WORKSPACE, user=f"crowd{n}", name=name)
            last = (await store.people.add_person_with_account(person, account)).id
            if topic is not None:
                await store.topics.set_topic_helper(topic.id, last, helps=True)
        return last


async def organisations(database: Database) -> int:
    """Let there be so many organisations; the id of the last of them."""
    async with database.begin() as store:
        n = await store.session.scalar(sa.select(sa.func.count()).select_from(Organisation)) or 0
        for at in range(ORGANISATIONS - n - 1):
            await store.organisations.add(Organisation(code=f"many-{at}", name=f"Park {at:03}", kind="park"))
        return (await store.organisations.add(Organisation(code="last", name=LAST_ORGANISATION, kind="park"))).id
