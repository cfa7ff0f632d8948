"""What organisations offer and need in tests: said by their contacts in chat, and what each of them is asked."""

from __future__ import annotations

from handlers.chat.cards import Item, Reply
from storage.exchange.match_votes import MatchVote
from storage.exchange.matches import ListingMatch
from storage.kit.database import Database
from tests.conftest import Clock
from tests.conversation import Conversation, Post, Someone
from tests.policy import passes

NEED = "treng 4 MW varme 55 grader hele året"
OFFER = "tilby 4 MW spillvarme 65 grader hele året"
#: two places a kilometre apart
HERE, THERE = "59,14 9,66", "59,15 9,67"


def text_of(reply: Reply) -> str:
    """All that the card of a reply says, apart from its title."""
    assert reply.card is not None, reply
    return reply.card.fallback


async def contact_of(
    talk: Conversation, user: str, organisation: str, position: str, site: str = "", **more: str
) -> Someone:
    """The contact of an organisation with one site."""
    person = await talk.person(user, organisation=organisation, contact=True)
    form = await person.does("sites.write")
    await person.submits(form, name=site or f"{user} verk", municipality="Testvik", position=position, **more)
    return person


async def writes(who: Someone, line: str, **values: str) -> Reply:
    return await who.submits(await who.commands(line, "exchange"), **values)


async def propose(talk: Conversation, clock: Clock, kari: Someone, ola: Someone, **offer: str) -> None:
    """Ola needs what Kari offers, and both have been asked who may be."""
    await writes(ola, NEED)
    await writes(kari, OFFER, **offer)
    await passes(talk, clock, minutes=5)


def asked(who: Someone) -> list[Post]:
    return [post for post in who.sees if "Possible match" in post.text or "match is closed" in post.text]


def known(who: Someone) -> list[Post]:
    return [post for post in who.sees if "both say yes" in post.card.title]


async def find_matches(database: Database) -> list[ListingMatch]:
    async with database.read() as store:
        return [*await store.matches.list_all_matches()]


async def find_votes(database: Database) -> dict[str, MatchVote]:
    """Return side -> what it was asked, of the only match."""
    async with database.read() as store:
        return {vote.side: vote for vote in await store.match_votes.list_all_votes()}


async def find_listing_id(database: Database, code: str) -> str:
    async with database.read() as store:
        found = await store.listings.find_listing_by_code(code)
    assert found is not None, code
    return str(found.id)


async def opens_part(who: Someone, shown: Reply, title: str) -> Reply:
    """Open the form of one part of a plot, from the list of what else may be told of it."""
    parts = (await who.clicks(shown, "More facts")).card
    assert parts is not None
    (button,) = next(part.buttons for part in parts.parts if isinstance(part, Item) and part.title == title)
    return await who.does(button.do, button.value)
