"""An organisation leaves: its data is taken out as a file, and then it is withdrawn or left to the network."""

from __future__ import annotations

import json
from datetime import timedelta

from handlers.access.organisation_fields import organisation_chosen, organisation_field
from handlers.chat import links
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.links import Link
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn
from handlers.directory.departures.handing import hand_over
from handlers.directory.naming import subject
from handlers.library.indexing import index
from handlers.library.solutions import publishing
from handlers.policy.consultations import publishing as hearings
from handlers.policy.rounds import tidying as rounds
from handlers.questions import escalating, quieting
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.directory.rooms import LOST
from storage.kit.database import Store
from storage.questions.questions import WITHDRAWN

router = Router()
PURPOSE, PATH = "privacy.house", "/data/house/{token}"
OPEN = timedelta(hours=1)
WITHDRAW, LEAVE = "withdraw", "leave"
#: why its rooms carry nothing any more
WHY = "removed"


@router.on(Click, "privacy.house", opens=True)
async def choose(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    form = Form(
        say("An organisation leaves"), "privacy.house", (await organisation_field(turn, required=True),), say("Next")
    )
    return Reply(form=form)


@router.on(Submission, "privacy.house")
async def offer(event: Submission, turn: Turn) -> Reply:
    """The file first: afterwards there is less to take out."""
    organisation, say = await organisation_chosen(turn, event), turn.say
    if organisation is None:
        raise UserError("", {"organisation": say("Choose an organisation.")})
    id = organisation.id
    url = links.address(turn.arena, PURPOSE, PATH, Link(id, person_id=turn.person.id), turn.now + OPEN)
    row = [Button(say("Download"), url=url, style="primary")] if url else []
    row.append(Button(say("Let it leave"), "privacy.house_leaves", str(id), "danger"))
    text = say(
        "First its data, as a file: people, questions, answers, solutions and rooms of {name}.", name=organisation.name
    )
    then = say("Then its people lose their access, and its rooms are unlinked.")
    return Reply(Card(say("{name} leaves", name=organisation.name), (Text(text), Text(then), Buttons(tuple(row)))))


@router.on(Click, "privacy.house_leaves", opens=True)
async def confirm(event: Click, turn: Turn) -> Reply:
    organisation, say = await _house(turn, event.value), turn.say
    what = (
        (WITHDRAW, say("Withdraw its solutions and questions")),
        (LEAVE, say("Leave them to the network, without names")),
    )
    field = Field("what", say("What becomes of what it shared?"), "choice", options=what)
    title = say("Let it leave")
    return Reply(
        form=Form(title, "privacy.house_leaves", (field,), title, str(organisation.id), note=organisation.name)
    )


@router.on(Submission, "privacy.house_leaves")
async def leave(event: Submission, turn: Turn) -> Reply:
    organisation, say, what = await _house(turn, event.value), turn.say, event.text("what")
    if what not in (WITHDRAW, LEAVE):
        raise UserError("", {"what": say("Choose one of these.")})
    await (_withdraw if what == WITHDRAW else _hand_over)(turn.store, organisation)
    await rounds.forget_house(turn.store, organisation.id)
    await _end_access(turn.store, organisation, turn.person)
    return note(say("{name} has left.", name=organisation.name))


async def _house(turn: Turn, value: str) -> Organisation:
    organisation = await turn.store.organisations.find(parse_id(value))
    if organisation is None:
        raise Missing(turn.say("I do not find that organisation."))
    return organisation


async def _end_access(store: Store, organisation: Organisation, by: Person) -> None:
    """What its people look after is handed over as when somebody leaves; no room of it carries anything."""
    people = sorted(await store.memberships.people(organisation.id), key=lambda one: one.id == by.id)
    for person in people:
        await hand_over(store, person, organisation, by=by)
    for id in await store.voices.withdraw(organisation.id):
        await hearings.redraw(store, id)
    for room in await store.privacy.houses.rooms(organisation.id):
        room.state, room.lost_why = LOST, WHY
        await store.rooms.carry(room.id, set())


async def _withdraw(store: Store, organisation: Organisation) -> None:
    for solution in await store.privacy.houses.solutions(organisation.id):
        await publishing.erase(store, solution)
    for question in await store.privacy.houses.questions(organisation.id):
        question.state = WITHDRAWN
        await index(store, question)
        await escalating.end(store, question.id)
        await quieting.end(store, question.id)
        await store.outbox.take_back(subject(question.id))


async def _hand_over(store: Store, organisation: Organisation) -> None:
    """They stay, and are nobody's: the secretariat looks after them."""
    for solution in await store.privacy.houses.solutions(organisation.id):
        solution.owner_id, solution.organisation_id, solution.park, solution.contact = None, None, "", ""
        await publishing.spread(store, solution, announce=False)
    for question in await store.privacy.houses.questions(organisation.id):
        question.organisation_id = None
        await index(store, question)
        await store.outbox.refresh(subject(question.id))


async def file(store: Store, arena: Arena, token: str) -> str | None:
    """All that is the organisation's, as JSON: table -> rows. None for a link that opens nothing (any more)."""
    link = links.opened(arena, PURPOSE, token, store.now)
    reader = await store.people.find(link.person_id) if link is not None else None
    organisation = await store.organisations.find(link.id) if link is not None else None
    if reader is None or not reader.secretariat or organisation is None:
        return None
    if await store.workspaces.shuts_out(reader.id):
        return None
    known = {
        "made_at": store.now.isoformat(),
        "network": arena.name,
        "organisation": organisation.name,
        "data": await store.privacy.data_of_house(organisation.id),
    }
    return json.dumps(known, ensure_ascii=False, indent=1)
