"""Link a room: which topics live there, in which language the bot speaks there, and whose house it is."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights, vacancy
from handlers.access.organisation_fields import organisation_chosen, organisation_field
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import Missing, NotAllowed, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.records import record_kinds
from handlers.chat.routing import Router
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Turn, View
from handlers.directory import keepers
from handlers.directory.members.arriving import NAMES
from handlers.directory.rooms.standing import house_of, standing
from storage.directory.rooms import OPEN, WAITING, Room
from storage.directory.topics import Topic
from storage.kit.database import Store

router = Router()
#: chosen for every topic there is; as many as this are named one by one
EVERY, FEW = "*", 3


@router.on(Click, "rooms.link", opens=True)
async def choose_topics(event: Click, turn: Turn) -> Reply:
    return Reply(form=await link_form(turn, await linkable(turn, event.value)))


@router.on(Submission, "rooms.link")
async def link(event: Submission, turn: Turn) -> Reply:
    """From now on the room carries these topics; questions that waited for such a room are sent."""
    room, say = await linkable(turn, event.value), turn.say
    topics = await _chosen(turn, event)
    triage = event.text("triage") == "yes" if turn.person.secretariat else room.triage
    if not topics and not triage:
        raise UserError("", {"topics": say("Choose at least one topic.")})
    language = event.text("language")
    room.language = language if language in LANGUAGES else room.language
    room.triage = triage
    if await _says_whose(turn):
        organisation = await organisation_chosen(turn, event)
        room.organisation_id = organisation.id if organisation else None
    room.organisation_id = await house_of(turn.store, room)
    room.linked_by_id = room.linked_by_id or turn.person.id
    await turn.store.rooms.carry(room.id, {topic.id for topic in topics})
    await use(turn.store, room)
    await turn.store.outbox.refresh(f"room:{room.id}")
    await turn.store.outbox.refresh(keepers.subject(room.platform, room.workspace))
    names = await room_topics(turn.store, room, say) or say("the secretariat's questions")
    told = {"room": room.name or room.channel, "topics": names}
    if room.state == WAITING:
        return note(say("{room} carries {topics} from when the secretariat has said whose house this is.", **told))
    return note(say("{room} is linked. Topics: {topics}.", **told))


async def use(store: Store, room: Room) -> None:
    """Whatever it carries comes there from now on, if its house is let in; those in the room are told so once."""
    was, room.state, room.lost_why = room.state, await standing(store, room), ""
    if was != room.state:
        await catch_up(store, room)
    carried = await store.rooms.topics(room.id)
    if room.state != OPEN or not (carried or room.triage):
        return
    await store.outbox.post(
        outgoing.to_room(room, "rooms.introduction", {"room": room.id}, key=f"room:{room.id}:introduction")
    )
    await send_waiting(store, [topic for id in sorted(carried) if (topic := await store.topics.find(id)) is not None])


async def _chosen(turn: Turn, event: Submission) -> list[Topic]:
    slugs = event.chosen("topics")
    if EVERY in slugs:
        return list(await turn.store.topics.all())
    found = [await turn.store.topics.by_slug(slug) for slug in slugs]
    return [topic for topic in found if topic is not None]


async def _says_whose(turn: Turn) -> bool:
    """Who only sets up a house says nothing of others'."""
    store, person = turn.store, turn.person
    if person.secretariat or await store.organisations.represented_by(person.id):
        return True
    return not await store.people.secretariat()


async def link_form(turn: Turn, room: Room) -> Form:
    say, carried = turn.say, await turn.store.rooms.topics(room.id)
    rows = await turn.store.topics.all()
    options = ((EVERY, say("All topics")), *((topic.slug, topic.name(say.language)) for topic in rows))
    chosen = tuple(topic.slug for topic in rows if topic.id in carried)
    if rows and len(chosen) == len(rows):
        chosen = (EVERY,)
    fields = [
        Field("topics", say("Topics"), "choices", chosen, required=not turn.person.secretariat, options=options),
        Field("language", say("Language in the room"), "choice", room.language, options=tuple(NAMES.items())),
    ]
    if await _says_whose(turn):
        house = await house_of(turn.store, room)
        fields.append(await organisation_field(turn, label=say("Whose room is it?"), chosen=house))
    if turn.person.secretariat:
        answers = (("no", say("No")), ("yes", say("Yes")))
        label = say("Questions without a topic or a room")
        hint = say("Yes: the secretariat finds a place for them here.")
        fields.append(Field("triage", label, "choice", "yes" if room.triage else "no", hint, options=answers))
    title = say("Choose topics")
    return Form(title, "rooms.link", tuple(fields), say("Save"), str(room.id), note=room.name or room.channel)


async def linkable(turn: Turn, value: str) -> Room:
    """The room of this id, held, if this person may link it; otherwise the text names who can."""
    room = await turn.store.rooms.lock(parse_id(value))
    if room is None:
        raise Missing(turn.say("I do not find that room. Invite me to the channel again."))
    await need_link(turn, room)
    return room


async def need_link(turn: Turn, room: Room) -> None:
    if await may_link(turn, room):
        await rights.need(turn, rights.REPRESENTATIVE, action="rooms.link")
        return
    people = list(await turn.store.organisations.representatives(room.organisation_id)) if room.organisation_id else []
    names = ", ".join(person.name for person in [*people, *await turn.store.people.secretariat()][:4])
    if not names:
        raise NotAllowed(vacancy.refuse_deed(turn.say))
    raise NotAllowed(
        turn.say("Only the organisation's contacts and the secretariat can do this: {names}.", names=names)
    )


async def may_link(turn: Turn, room: Room) -> bool:
    """Contacts and deputies in a room of theirs, and whoever sets up its house.

    Every member stands in for them until there is a secretariat.
    """
    person, store = turn.person, turn.store
    if person.secretariat or await keepers.may_link(turn, room):
        return True
    if person.guest:
        return False
    if not await store.people.secretariat():
        return True
    if room.organisation_id is not None:
        return await store.organisations.represents(person.id, room.organisation_id)
    return room.linked_by_id == person.id and bool(await store.organisations.represented_by(person.id))


async def send_waiting(store: Store, topics: Sequence[Topic]) -> None:
    """Send what the secretariat holds because these topics had no room."""
    for kind in record_kinds().values():
        if kind.send_waiting is not None:
            await kind.send_waiting(store, topics)


async def catch_up(store: Store, room: Room) -> None:
    """Bring a room up to date that can be written in again."""
    for kind in record_kinds().values():
        if kind.catch_up_room is not None:
            await kind.catch_up_room(store, room)


async def room_topics(store: Store, room: Room, say: Say) -> str:
    """ "Nett og nettkapasitet, HMS, industrivern og beredskap", as one line; of all of them one word."""
    carried = await store.rooms.topics(room.id)
    if len(carried) > FEW and len(carried) == len(await store.topics.all()):
        return say("all topics")
    topics = [await store.topics.find(id) for id in sorted(carried)]
    return ", ".join(topic.name(say.language) for topic in topics if topic is not None)


@router.card("rooms.introduction")
async def draw_introduction(view: View) -> Card | None:
    """Said once, to everybody in the room."""
    room, say = await view.store.rooms.find(view["room"]), view.say
    if room is None:
        return None
    topics = await room_topics(view.store, room, say) or say("questions that need a place")
    lines = (
        say(
            "Questions from the network about {topics} come here. Press «Answer» or write in the thread.", topics=topics
        ),
        say("Ask yourself: mention me and write what you wonder about."),
        say("I read only what is addressed to me and what is in the threads I opened."),
        say("Keep prices, volumes, bids and customers out of it: competition law applies here too."),
    )
    return Card(say("I am the bot of {name}", name=view.arena.name), tuple(Text(line) for line in lines))


async def link_here(turn: Turn, room: Room, *, inline: bool) -> Reply:
    """`admin rom`, typed in the room: the form where the chat can open one, otherwise a button to it."""
    await need_link(turn, room)
    if inline:
        return Reply(form=await link_form(turn, room))
    button = Button(turn.say("Choose topics"), "rooms.link", str(room.id), "primary")
    text = turn.say("Which topics live in {room}?", room=room.name or room.channel)
    return Reply(Card("", (Text(text), Buttons((button,)))))
