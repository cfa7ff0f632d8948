"""People, as the secretariat sees them: role, organisation, and whether they act for it."""

from __future__ import annotations

from handlers.access.organisation_fields import organisation_chosen, organisation_field, people_chosen, people_field
from handlers.chat.cards import Field, Form, Reply, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.departures import appointing, handing, telling
from handlers.directory.members.profile import role_name
from handlers.directory.members.secretariat import admit
from storage.directory.organisations import CONTACT, DEPUTY
from storage.directory.people import ROLES, SECRETARIAT, Person

router = Router()


@router.on(Click, "admin.people", opens=True)
async def choose(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    field = await people_field(turn, "person", say("Whom?"), several=False, required=True)
    return Reply(form=Form(say("People"), "admin.people", (field,), say("Next")))


@router.on(Submission, "admin.people")
async def show(event: Submission, turn: Turn) -> Reply:
    found = await people_chosen(turn, event, "person")
    if not found:
        raise UserError("", {"person": turn.say("Choose somebody.")})
    return Reply(form=await _form(turn, found[0]))


@router.on(Submission, "admin.person")
async def save(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    person = await store.people.find(parse_id(event.value))
    if person is None:
        raise Missing(say("I do not find that person."))
    role, acts = event.text("role"), event.text("acts")
    organisation = await organisation_chosen(turn, event)
    if acts in (CONTACT, DEPUTY) and organisation is None:
        raise UserError("", {"organisation": say("Choose the organisation the person acts for.")})
    await _change_role(turn, person, role)
    if organisation is None or organisation.id != person.organisation_id:
        await _leave(turn, person, stays=organisation is not None)
    if organisation is not None:
        await store.memberships.place(person, organisation.id)
        if acts in (CONTACT, DEPUTY):
            before = await store.organisations.role_of(person.id, organisation.id)
            await store.organisations.appoint(organisation.id, person.id, acts)
            if before != acts:
                await appointing.tell_appointed(turn, person, organisation)
        else:
            await store.organisations.dismiss(organisation.id, person.id)
    await store.outbox.refresh(f"member:{person.id}")
    return note(say("{name} is saved.", name=person.name))


async def _change_role(turn: Turn, person: Person, role: str) -> None:
    """There is always somebody who can let others in."""
    if role not in ROLES or role == person.role:
        return
    if person.secretariat and len(await turn.store.people.secretariat()) == 1:
        raise UserError("", {"role": turn.say("Somebody must be in the secretariat. Add another one first.")})
    if role == SECRETARIAT:
        await admit(turn, person)
    person.role = role


async def _leave(turn: Turn, person: Person, *, stays: bool) -> None:
    """Who changes organisation hands over what was done for the old one; who has none any more has left."""
    old = await turn.store.organisations.find(person.organisation_id)
    if old is None:
        return
    role = person.role
    handover = await handing.hand_over(turn.store, person, old, by=turn.person)
    if handover is None:
        raise UserError(turn.say("Nobody could take over: there is no contact and no secretariat."))
    await telling.tell(turn.store, handover, skip=turn.person.id)
    if stays or role == SECRETARIAT:
        person.role, person.left_at = role, None


async def _form(turn: Turn, person: Person) -> Form:
    say = turn.say
    acts = await turn.store.organisations.role_of(person.id, person.organisation_id)
    acting = (("no", say("No")), (CONTACT, say("Contact")), (DEPUTY, say("Deputy")))
    roles = tuple((role, role_name(say, role).capitalize()) for role in ROLES)
    fields = (
        Field("role", say("Role"), "choice", person.role, options=roles),
        await organisation_field(turn, chosen=person.organisation_id),
        Field("acts", say("Acts for the organisation"), "choice", acts or "no", options=acting),
    )
    return Form(person.name, "admin.person", fields, say("Save"), str(person.id))
