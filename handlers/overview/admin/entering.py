"""The way in: `admin`, `admin leveringer`, `admin rom` in a channel, and `admin kode` for the first of them."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.rights import trail
from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Facts, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.members.secretariat import enter_code
from handlers.directory.rooms.arriving import remember
from handlers.directory.rooms.linking import link_here
from handlers.directory.workspaces import admitting, listing
from handlers.library.searches.listing import way_in
from handlers.overview.admin.deliveries import overview_card
from handlers.overview.admin.importing import read_in
from handlers.overview.admin.silent import silent_card
from handlers.overview.privacy.trail import trail_card
from storage.directory.rooms import LOST

router = Router()


@router.on(Command, "admin")
async def admin(event: Command, turn: Turn) -> Reply:
    word, rest = [*event.text.split(maxsplit=1), "", ""][:2]
    match verbs.fold(word):
        case "kode" | "code":
            reply = await enter_code(turn, rest)
            await trail.note_typed(turn, "/admin")
            return reply
        case "logg" | "log":
            await rights.enter(turn, "admin.trail")
            return Reply(await trail_card(turn))
        case "rom" | "room":
            return await _room(event, turn)
        case "hus" | "house" | "houses" | "tenant" | "tenants":
            return await _houses(event, turn, rest)
        case "leveringer" | "leveringar" | "deliveries":
            await rights.enter(turn, "admin.deliveries")
            return Reply(await overview_card(turn))
        case "stille" | "silent":
            return await silent_card(turn, rest.strip())
        case "import" | "importer":
            return await read_in(turn, rest)
    return Reply(await admin_card(turn))


@router.on(Click, "admin.show")
async def show(_event: Click, turn: Turn) -> Reply:
    return Reply(await admin_card(turn))


async def admin_card(turn: Turn) -> Card:
    await rights.enter(turn, "admin.show")
    say, store = turn.say, turn.store
    rooms = await store.rooms.all()
    sight = await store.reaches.sight(turn.person)
    lost = sum(room.state == LOST for room in rooms)
    rows = (
        (say("Topics"), say.number(len(await store.topics.all()))),
        (say("Rooms"), say("{n}, {lost} out of reach", n=len(rooms), lost=lost) if lost else say.number(len(rooms))),
        (say("Organisations"), say.number(len(await store.organisations.all()))),
        (say("People"), say.number(len(await store.people.all()))),
        (say("Questions without a place"), say.number(len(await store.questions.in_triage(limit=1000)))),
        (
            say("Searches to look at"),
            say.number(sum(await store.searches.news(None, rights.levels(turn.person), sight))),
        ),
        (say("Messages that have not arrived"), say.number(sum(one.count for one in await store.ledgers.troubles()))),
    )
    first = (
        Button(say("Topics"), "admin.topics"),
        Button(say("Rooms"), "admin.rooms"),
        Button(say("Organisations"), "admin.organisations"),
        Button(say("People"), "admin.people"),
        Button(say("Deliveries"), "admin.deliveries"),
    )
    second = [Button(say("Add topic"), "admin.topic"), Button(say("Add organisation"), "admin.organisation")]
    second.append(way_in(turn))
    third = (
        Button(say("Who did what"), "admin.trail"),
        Button(say("Hidden and restored"), "moderation.trail"),
        Button(say("Delete a person"), "privacy.erase_other"),
        Button(say("An organisation leaves"), "privacy.house"),
    )
    if turn.arena.gated or await store.workspaces.all():
        second.append(Button(say("Workspaces"), "workspaces.show"))
    return Card(
        say("Administer {name}", name=turn.arena.name),
        (Facts(rows), Buttons(first), Buttons(tuple(second)), Buttons(third)),
    )


async def _houses(event: Command, turn: Turn, rest: str) -> Reply:
    """`admin hus` lists them; `admin hus legg til ID` lets one in."""
    await rights.need_secretariat(turn)
    words = rest.split()
    if not words:
        return Reply(await listing.page(turn))
    if [verbs.fold(word) for word in words[:-1]] not in (["legg", "til"], ["add"]):
        raise UserError(turn.say("Write «admin houses» to see them, or «admin houses add» and an id to let one in."))
    reply = await admitting.by_id(turn, words[-1], None, event.id)
    await trail.note_typed(turn, "workspaces.admit")
    return reply


async def _room(event: Command, turn: Turn) -> Reply:
    """The room one stands in; who may not link it leaves no trace, since nothing of a refused try is kept."""
    if event.direct or not event.place.channel:
        raise UserError(turn.say("Write «admin room» in the channel that you want to link."))
    room = await remember(turn, event.place)
    return await link_here(turn, room, inline=event.reply_to is None)
