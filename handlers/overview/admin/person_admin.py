"""Edit people: role, organisation, and whether they act for it."""

from __future__ import annotations

from handlers.access.organisation_fields import (
    draw_organisation_field,
    draw_people_field,
    parse_organisation_field,
    parse_people_field,
)
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.departures import appointment_notice, handover_notices, handover_rules, mandates
from handlers.directory.members.guest_requests import tell_admitted_guest
from handlers.directory.members.membership_claims import build_member_subject
from handlers.directory.members.membership_confirmation import notify_membership_confirmed
from handlers.directory.members.profile import describe_role
from handlers.directory.members.secretariat_admission import admit_to_secretariat
from storage.directory.organisations import CONTACT, DEPUTY, Organisation
from storage.directory.people import MEMBER, ROLES, SECRETARIAT, Person

router = Router()


@router.on(Click, "admin.people", opens=True)
async def on_admin_people_open(_event: Click, turn: Turn) -> Reply:
    say = turn.say
    field = await draw_people_field(turn, "person", say("Who?"), several=False, required=True)
    return Reply(form=Form(say("People"), "admin.people", (field,), say("Choose")))


@router.on(Submission, "admin.people")
async def on_admin_people_submit(event: Submission, turn: Turn) -> Reply:
    found = await parse_people_field(turn, event, "person")
    if not found:
        raise UserError("", {"person": turn.say("Choose somebody.")})
    return Reply(form=await _draw_person_form(turn, found[0]))


@router.on(Click, "admin.person", opens=True)
async def on_admin_person_open(event: Click, turn: Turn) -> Reply:
    person = await turn.store.people.find(parse_id(event.value))
    if person is None or person.erased_at is not None:
        raise Missing(turn.say("I cannot find that person."))
    return Reply(form=await _draw_person_form(turn, person))


@router.on(Submission, "admin.person")
async def on_admin_person_submit(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    person = await store.people.find(parse_id(event.value))
    if person is None:
        raise Missing(say("I cannot find that person."))
    role, acts = event.get_text("role"), event.get_text("acts")
    organisation = await parse_organisation_field(turn, event)
    if acts in (CONTACT, DEPUTY) and organisation is None:
        raise UserError("", {"organisation": say("Choose the organisation the person acts for.")})
    admitted = await _change_person_role(turn, person, role)
    if organisation is None or organisation.id != person.organisation_id:
        await _hand_over_old_membership(turn, person, stays=organisation is not None)
    if organisation is not None:
        confirmed = await _place_in_organisation(turn, person, organisation)
        if acts in (CONTACT, DEPUTY):
            before = await store.organisations.get_representative_role(person.id, organisation.id)
            await store.organisations.appoint_representative(organisation.id, person.id, acts)
            if before != acts:
                await appointment_notice.notify_representative_appointed(turn, person, organisation)
        else:
            await store.organisations.dismiss_representative(organisation.id, person.id)
            if confirmed:
                await notify_membership_confirmed(turn, person, organisation)
        await mandates.redraw_for_representatives(store, organisation.id)
    elif admitted:
        await tell_admitted_guest(turn, person)
    await store.outbox.refresh_copies(build_member_subject(person))
    return build_text_reply(say("{name} is saved.", name=person.name))


async def _place_in_organisation(turn: Turn, person: Person, organisation: Organisation) -> bool:
    """Let the person act for the organisation, beside those they belong to; return True if that confirms them."""
    memberships = turn.store.memberships
    known = await memberships.find_membership(person, organisation.id)
    await memberships.add_membership(person, organisation.id, confirmed=True)
    await memberships.switch_acting_organisation(person, organisation.id)
    person.left_at = None
    return known is None or not known.confirmed


async def _change_person_role(turn: Turn, person: Person, role: str) -> bool:
    """Change the role; return True for a guest who becomes a member, also one who had left.

    Raises UserError for the last member of the secretariat, who alone can let others in.
    """
    if role not in ROLES or role == person.role:
        return False
    if person.secretariat and len(await turn.store.people.lock_secretariat()) == 1:
        raise UserError("", {"role": turn.say("The secretariat needs at least one member. Add another person first.")})
    if role == SECRETARIAT:
        await admit_to_secretariat(turn, person)
    was_guest, person.role = person.guest, role
    if was_guest:
        person.left_at = None
    return was_guest and role == MEMBER


async def _hand_over_old_membership(turn: Turn, person: Person, *, stays: bool) -> None:
    """Hand over what the person did for the old organisation. Without a new one the person has left."""
    old = await turn.store.organisations.find(person.organisation_id)
    if old is None:
        return
    if not person.confirmed:  # nobody there has said that they belong, so nothing of theirs goes there
        await turn.store.memberships.end_membership(person, old.id)
        return
    role = person.role
    handover = await handover_rules.hand_over_membership(turn.store, person, old, by=turn.person)
    if handover is None:
        raise UserError(turn.say("Nobody could take over: there is no contact and no secretariat."))
    await handover_notices.notify_handover(turn.store, handover, skip=turn.person.id)
    if stays or role == SECRETARIAT:
        person.role, person.left_at = role, None


async def _draw_person_form(turn: Turn, person: Person) -> Form:
    say = turn.say
    acts = await turn.store.organisations.get_representative_role(person.id, person.organisation_id)
    acting = (("no", say("No")), (CONTACT, say("Contact")), (DEPUTY, say("Deputy")))
    roles = tuple((role, describe_role(say, role).capitalize()) for role in ROLES)
    fields = (
        Field("role", say("Role"), "choice", person.role, options=roles),
        await draw_organisation_field(turn, chosen=person.organisation_id),
        Field("acts", say("Acts for the organisation"), "choice", acts or "no", options=acting),
    )
    return Form(person.name, "admin.person", fields, say("Save"), str(person.id))
