"""Organisations, as the secretariat keeps them: add, change, and say who acts for each."""

from __future__ import annotations

from handlers.access.organisation_fields import organisation_named, people_chosen, people_field
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisations import kinds
from handlers.directory.departures.appointing import tell_appointed
from handlers.directory.members.confirming import let_in
from handlers.directory.slugs import slug_of
from handlers.overview.admin import describing
from storage.directory.organisations import CONTACT, DEPUTY, KINDS, Organisation
from storage.directory.people import Person

router = Router()
PAGE = 10


@router.on(Click, "admin.organisations")
async def list_organisations(event: Click, turn: Turn) -> Reply:
    """The page that begins with this organisation, in place of the one before; empty for a first look."""
    say, rows = turn.say, await turn.store.organisations.all()
    skip = int(event.value) if event.value.isdecimal() and int(event.value) < len(rows) else 0
    parts: list[Part] = []
    for organisation in rows[skip : skip + PAGE]:
        people = await turn.store.organisations.representatives(organisation.id)
        acting = ", ".join(person.name for person in people) or say("Nobody acts for it yet")
        change = Button(say("Change"), "admin.organisation", str(organisation.id))
        kind = kinds(say)[organisation.kind]
        parts.append(Item(organisation.name, acting, " · ".join(filter(None, (kind, organisation.place))), (change,)))
    last = [Button(say("Add organisation"), "admin.organisation", style="primary")]
    last += [Button(say("Import"), "admin.import"), Button(say("Silent ones"), "admin.silent")]
    if skip:
        last.append(Button(say("Previous page"), "admin.organisations", str(max(0, skip - PAGE))))
    if skip + PAGE < len(rows):
        last.append(Button(say("Next page"), "admin.organisations", str(skip + PAGE)))
    return Reply(Card(say("Organisations"), (*parts, Buttons(tuple(last)))), replace=bool(event.value))


@router.on(Click, "admin.organisation", opens=True)
async def write(event: Click, turn: Turn) -> Reply:
    """Change the one of this id; without one, add one ("new:12" for person 12, who named it)."""
    say, store = turn.say, turn.store
    found = await _found(turn, event.value) if event.value.isdecimal() else None
    roles = await store.organisations.roles(found.id) if found else {}
    acting = {role: [id for id, held in roles.items() if held == role] for role in (CONTACT, DEPUTY)}
    fields = (
        Field("name", say("Name"), value=found.name if found else "", most=200),
        Field("kind", say("Kind"), "choice", found.kind if found else "company", options=tuple(kinds(say).items())),
        *await describing.fields(turn, found),
        await people_field(turn, "contacts", say("Contacts"), acting[CONTACT]),
        await people_field(turn, "deputies", say("Deputies"), acting[DEPUTY]),
    )
    title = say("Edit organisation") if found else say("Add organisation")
    return Reply(form=Form(title, "admin.organisation", fields, say("Save"), event.value))


@router.on(Submission, "admin.organisation")
async def save(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    found = await _found(turn, event.value) if event.value.isdecimal() else None
    name, kind = event.text("name")[:200], event.text("kind")
    same = await organisation_named(turn, name) if name else None
    if not name or (same is not None and (found is None or same.id != found.id)):
        raise UserError("", {"name": say("Another organisation has that name.") if name else say("Give it a name.")})
    contacts, deputies = await people_chosen(turn, event, "contacts"), await people_chosen(turn, event, "deputies")
    if found is None:
        code = await store.organisations.free_code(slug_of(name))
        found = await store.organisations.add(Organisation(code=code, name=name, kind="company"))
    found.name, found.kind = name, kind if kind in KINDS else found.kind
    await describing.describe(turn, event, found)
    await appoint(turn, found, contacts, deputies)
    await _tell_newcomer(turn, event, found)
    return note(say("{organisation} is saved.", organisation=name))


async def appoint(turn: Turn, organisation: Organisation, contacts: list[Person], deputies: list[Person]) -> None:
    """These people, and no others, act for it; who acts for an organisation belongs to it."""
    wanted = {person.id: DEPUTY for person in deputies} | {person.id: CONTACT for person in contacts}
    before = await turn.store.organisations.roles(organisation.id)
    for id in before:
        if id not in wanted:
            await turn.store.organisations.dismiss(organisation.id, id)
    for person in (*deputies, *contacts):
        await turn.store.organisations.appoint(organisation.id, person.id, wanted[person.id])
        await turn.store.memberships.add(person, organisation.id, confirmed=True)
        let_in(person)
        if before.get(person.id) != wanted[person.id]:
            await tell_appointed(turn, person, organisation)


async def _found(turn: Turn, id: str) -> Organisation:
    organisation = await turn.store.organisations.find(parse_id(id))
    if organisation is None:
        raise Missing(turn.say("I do not find that organisation."))
    return organisation


async def _tell_newcomer(turn: Turn, event: Submission, organisation: Organisation) -> None:
    """The one who named it belongs to it, on the secretariat's word."""
    kind, _, id = event.value.partition(":")
    person = await turn.store.people.find(parse_id(id)) if kind == "new" else None
    if person is None or person.organisation_id not in (None, organisation.id):
        return
    await turn.store.memberships.add(person, organisation.id, confirmed=True)
    let_in(person)
    await turn.store.outbox.refresh(f"member:{person.id}")
    args = {"organisation": organisation.id, "by": turn.person.id}
    await outgoing.to_person(turn.store, person, "members.confirmed", args, key=f"member:{person.id}:{event.id}")
