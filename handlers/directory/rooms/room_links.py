"""Link a room: its topics, its language, and the organisation that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights, secretariat_vacancy
from handlers.access.organisation_fields import draw_organisation_field, parse_organisation_field
from handlers.chat import outgoing
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import Missing, NotAllowed, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.record_kinds import list_record_kinds
from handlers.chat.room_names import apply_room_name, draw_room_name_field, name_room
from handlers.chat.routing import Router
from handlers.chat.say import LANGUAGES, Say
from handlers.chat.turn import Turn, View
from handlers.directory import setup_permission
from handlers.directory.members.member_welcome import NAMES
from storage.directory.rooms import OPEN, WAITING, Room
from storage.directory.topics import Topic
from storage.kit.database import Store

router = Router()
#: value for all topics; up to this many topics are named one by one
EVERY, FEW = "*", 3


class RoomIntroductionCard(CardArguments, frozen=True):
    template = "rooms.introduction"

    room: int


@router.on(Click, "rooms.link", opens=True)
async def on_room_link_open(event: Click, turn: Turn) -> Reply:
    return Reply(form=await draw_room_link_form(turn, await load_linkable_room(turn, event.value)))


@router.on(Submission, "rooms.link")
async def on_room_link_submit(event: Submission, turn: Turn) -> Reply:
    """Link the room to the chosen topics, and send the questions that waited for such a room."""
    room, say = await load_linkable_room(turn, event.value), turn.say
    topics = await _list_chosen_topics(turn, event)
    triage = event.get_text("triage") == "yes" if turn.person.secretariat else room.triage
    meetings = event.get_text("meetings") == "yes" if turn.person.secretariat else room.meetings
    if not (topics or triage or meetings):
        raise UserError("", {"topics": say("Choose at least one topic.")})
    language = event.get_text("language")
    room.language = language if language in LANGUAGES else room.language
    room.triage = triage
    apply_room_name(event, room)
    await turn.store.rooms.set_meeting_room(room, meetings)
    if await _may_choose_room_owner(turn):
        organisation = await parse_organisation_field(turn, event)
        room.organisation_id = organisation.id if organisation else None
    room.organisation_id = await find_room_organisation_id(turn.store, room)
    room.linked_by_id = room.linked_by_id or turn.person.id
    await turn.store.rooms.set_room_topics(room.id, {topic.id for topic in topics})
    await activate_room(turn.store, room)
    await turn.store.outbox.refresh_copies(f"room:{room.id}")
    await turn.store.outbox.refresh_copies(setup_permission.build_setup_subject(room.platform, room.workspace))
    fallback = say("the secretariat's questions") if room.triage else say("meetings for all")
    names = await describe_room_topics(turn.store, room, say) or fallback
    told = {"room": name_room(say, room), "topics": names}
    if room.state == WAITING:
        return build_text_reply(
            say("{room} gets {topics} once the secretariat has said whose workspace this is.", **told)
        )
    return build_text_reply(say("{room} is linked. Topics: {topics}.", **told))


async def activate_room(store: Store, room: Room) -> None:
    """Start sending to the room, if its workspace is accepted. Post the introduction to the room once."""
    was, room.state, room.lost_why = room.state, await find_room_state(store, room), ""
    if was != room.state:
        await refresh_room(store, room)
    carried = await store.rooms.list_room_topic_ids(room.id)
    if room.state != OPEN or not (carried or room.triage or room.meetings):
        return
    await store.outbox.post_deliveries(
        outgoing.build_room_draft(room, RoomIntroductionCard(room.id), key=f"room:{room.id}:introduction")
    )
    await send_waiting_records(
        store, [topic for id in sorted(carried) if (topic := await store.topics.find(id)) is not None]
    )


async def _list_chosen_topics(turn: Turn, event: Submission) -> list[Topic]:
    slugs = event.get_choices("topics")
    if EVERY in slugs:
        return list(await turn.store.topics.list_all_topics())
    found = [await turn.store.topics.find_topic_by_slug(slug) for slug in slugs]
    return [topic for topic in found if topic is not None]


async def _may_choose_room_owner(turn: Turn) -> bool:
    """Return False for a person who only sets up a workspace: they cannot say who owns other rooms."""
    store, person = turn.store, turn.person
    if person.secretariat or await store.organisations.list_organisations_represented_by(person.id):
        return True
    return not await store.people.list_secretariat()


async def draw_room_link_form(turn: Turn, room: Room) -> Form:
    say, carried = turn.say, await turn.store.rooms.list_room_topic_ids(room.id)
    rows = await turn.store.topics.list_all_topics()
    options = ((EVERY, say("All topics")), *((topic.slug, topic.get_name(say.language)) for topic in rows))
    chosen = tuple(topic.slug for topic in rows if topic.id in carried)
    if rows and len(chosen) == len(rows):
        chosen = (EVERY,)
    fields = [
        *draw_room_name_field(say, room),
        Field("topics", say("Topics"), "choices", chosen, required=not turn.person.secretariat, options=options),
        Field("language", say("Language in the room"), "choice", room.language, options=tuple(NAMES.items())),
    ]
    if await _may_choose_room_owner(turn):
        organisation_id = await find_room_organisation_id(turn.store, room)
        fields.append(
            await draw_organisation_field(turn, label=say("Which organisation's room is it?"), chosen=organisation_id)
        )
    if turn.person.secretariat:
        answers = (("no", say("No")), ("yes", say("Yes")))
        label = say("Questions without a topic or a room")
        hint = say("Yes: the secretariat will find a topic for them here.")
        fields.append(Field("triage", label, "choice", "yes" if room.triage else "no", hint, options=answers))
        label, hint = say("Meetings for all"), say("Yes: they stand here, and in no other room of this workspace.")
        fields.append(Field("meetings", label, "choice", "yes" if room.meetings else "no", hint, options=answers))
    title = say("Choose topics")
    return Form(title, "rooms.link", tuple(fields), say("Save"), str(room.id), note=room.name)


async def load_linkable_room(turn: Turn, value: str) -> Room:
    """Load and lock the room of this id, if this person may link it.

    Raises Missing if there is none, NotAllowed with the names of those who may.
    """
    room = await turn.store.rooms.lock(parse_id(value))
    if room is None:
        raise Missing(turn.say("I cannot find that room. Invite me to the channel again."))
    await need_room_link_right(turn, room)
    return room


async def need_room_link_right(turn: Turn, room: Room) -> None:
    if await may_link_room(turn, room):
        await rights.need_right(turn, rights.REPRESENTATIVE, action="rooms.link")
        return
    people = (
        list(await turn.store.organisations.list_representatives(room.organisation_id)) if room.organisation_id else []
    )
    names = turn.say.listed([person.name for person in [*people, *await turn.store.people.list_secretariat()][:4]])
    if not names:
        raise NotAllowed(secretariat_vacancy.describe_vacancy_refusal(turn.say))
    raise NotAllowed(
        turn.say("Only the organisation's contacts and the secretariat can do this: {names}.", names=names)
    )


async def may_link_room(turn: Turn, room: Room) -> bool:
    """Return True for representatives in a room of theirs, and for whoever sets up its workspace.

    Every member may until there is a secretariat.
    """
    person, store = turn.person, turn.store
    if person.secretariat or await setup_permission.may_set_up_room(turn, room):
        return True
    if person.guest:
        return False
    if not await store.people.list_secretariat():
        return True
    if room.organisation_id is not None:
        return await store.organisations.is_representative(person.id, room.organisation_id)
    return room.linked_by_id == person.id and bool(
        await store.organisations.list_organisations_represented_by(person.id)
    )


async def send_waiting_records(store: Store, topics: Sequence[Topic]) -> None:
    """Send what the secretariat holds because these topics had no room."""
    for kind in list_record_kinds().values():
        if kind.send_waiting is not None:
            await kind.send_waiting(store, topics)


async def refresh_room(store: Store, room: Room) -> None:
    """Bring a room up to date that can be written in again."""
    for kind in list_record_kinds().values():
        if kind.catch_up_room is not None:
            await kind.catch_up_room(store, room)


async def describe_room_topics(store: Store, room: Room, say: Say) -> str:
    """Describe the topics on one line: "Nett og nettkapasitet, HMS, industrivern og beredskap".

    Return one phrase if the room carries all topics.
    """
    carried = await store.rooms.list_room_topic_ids(room.id)
    if len(carried) > FEW and len(carried) == len(await store.topics.list_all_topics()):
        return say("all topics")
    topics = [await store.topics.find(id) for id in sorted(carried)]
    return say.join_names(topic.get_name(say.language) for topic in topics if topic is not None)


@router.card(RoomIntroductionCard)
async def draw_room_introduction_card(view: View[RoomIntroductionCard]) -> Card | None:
    """Present the bot to everybody in the room, once."""
    room, say = await view.store.rooms.find(view.args.room), view.say
    if room is None:
        return None
    topics = await describe_room_topics(view.store, room, say) or say("questions without a topic or room")
    first = say(
        "Questions from the network about {topics} come here. Press “Answer” or write in the thread.", topics=topics
    )
    if room.meetings and not (room.triage or await view.store.rooms.list_room_topic_ids(room.id)):
        first = say("Meetings for the whole network come here. Answer on the card whether you come.")
    lines = (
        first,
        say("Ask your own question: mention me and write what you want to know."),
        say("I read only what is addressed to me and what is in the threads I opened."),
        say("Keep prices, volumes, bids and customers out of it: competition law applies here too."),
    )
    return Card(say("I am the bot of {name}", name=view.arena.name), tuple(Text(line) for line in lines))


async def start_room_link(turn: Turn, room: Room, *, inline: bool) -> Reply:
    """Answer `admin rom`, typed in the room, with the form. Where none can open, answer with a button to it."""
    await need_room_link_right(turn, room)
    if inline:
        return Reply(form=await draw_room_link_form(turn, room))
    button = Button(turn.say("Choose topics"), "rooms.link", str(room.id), "primary")
    text = turn.say("Which topics belong in {room}?", room=name_room(turn.say, room))
    return Reply(Card("", (Text(text), Buttons((button,)))))


async def find_room_state(store: Store, room: Room) -> str:
    """Return the state of a reachable room: open, or waiting until its workspace is accepted."""
    workspace = await store.workspaces.find_workspace(room.platform, room.workspace)
    return WAITING if workspace is not None and not workspace.accepted else OPEN


async def find_room_organisation_id(store: Store, room: Room) -> int | None:
    """Return the id of the room's own organisation, else that of its workspace."""
    workspace = await store.workspaces.find_workspace(room.platform, room.workspace)
    return room.organisation_id or (workspace.organisation_id if workspace is not None else None)
