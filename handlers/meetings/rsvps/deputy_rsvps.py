"""Send a deputy: a member, or a person who is not in the network, comes in somebody's place."""

from __future__ import annotations

from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.chat import outgoing
from handlers.chat.cards import Card, Field, Form, OptionSource, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.meetings import occurrence_facts
from handlers.meetings.card_arguments import DeputyDeclinedNotice, DeputyReleasedNotice, OccurrenceCard
from handlers.meetings.occurrence_view import OccurrenceView, build_notice_subject, find_occurrence_view
from handlers.meetings.rsvps import personal_rsvp
from handlers.meetings.rsvps.lookup import load_answerable_occurrence, may_answer_occurrence, need_open_signup
from handlers.meetings.rsvps.rsvp_answers import find_answering_organisation, need_signup_time, record_rsvp
from storage.directory.organisations import DEPUTY
from storage.directory.people import Person
from storage.meetings.rsvps import DECLINED, GOING, ONLINE, SUBSTITUTE

router = Router()


class DeputyNotice(OccurrenceCard, frozen=True):
    template = "rsvps.deputy"

    #: id of the person who sends the reader
    by: int


@router.on(Click, "meetings.substitute", opens=True)
async def on_meeting_substitute_open(event: Click, turn: Turn) -> Reply:
    """Offer colleagues, the organisation's deputy first, or the field for a name."""
    say, occurrence = turn.say, await load_answerable_occurrence(turn, event.value, lock=False)
    await need_open_signup(turn, occurrence, turn.person)
    await need_signup_time(turn, occurrence, SUBSTITUTE)
    people = await list_possible_deputies(turn, occurrence)
    who, hint = say("Who is coming in your place?"), say("First and last name.")
    fields = [Field("name", who, hint=hint, most=200)]
    if people:
        options = [(str(person.id), person.name) for person in people]
        fields = [
            draw_option_field("deputy", who, options, OptionSource("meetings.substitute", str(occurrence.id))),
            Field("name", say("Or somebody else"), hint=hint, required=False, most=200),
        ]
    title = say("Send a deputy")
    return Reply(
        form=Form(title, "meetings.substitute", tuple(fields), say("Send"), str(occurrence.id), note=occurrence.title)
    )


@router.on(Query, "meetings.substitute")
async def on_meeting_substitute_search(event: Query, turn: Turn) -> Reply:
    """Find colleagues who may come instead, to the occurrence that the event's value names."""
    occurrence = await load_answerable_occurrence(turn, event.value, lock=False)
    await need_open_signup(turn, occurrence, turn.person)
    return reply_with_found_options(
        event, [(str(one.id), one.name) for one in await list_possible_deputies(turn, occurrence)]
    )


@router.on(Submission, "meetings.substitute")
async def on_meeting_substitute_submit(event: Submission, turn: Turn) -> Reply:
    say, occurrence = turn.say, await load_answerable_occurrence(turn, event.value)
    await need_open_signup(turn, occurrence, turn.person)
    await need_signup_time(turn, occurrence, SUBSTITUTE)
    chosen, name = event.get_text("deputy"), event.get_text("name")
    deputy = next(
        (person for person in await list_possible_deputies(turn, occurrence) if str(person.id) == chosen), None
    )
    if chosen and deputy is None:
        raise UserError("", {"deputy": say("Choose somebody from your own organisation.")})
    if deputy is None and not name:
        raise UserError("", {"name": say("Choose a colleague, or write a name.")})
    before = await turn.store.rsvps.find_rsvp(occurrence.id, turn.person.id)
    known = before is not None and deputy is not None and before.substitute_id == deputy.id
    await record_rsvp(turn, occurrence, turn.person, SUBSTITUTE, deputy=deputy, name="" if deputy else name)
    if deputy is not None and not known:
        await _notify_deputy(turn, occurrence, deputy)
    return Reply(
        await personal_rsvp.draw_personal_rsvp_card(turn.store, occurrence, turn.person, say, arena=turn.arena)
    )


async def list_possible_deputies(turn: Turn, occurrence: OccurrenceView) -> list[Person]:
    """Return other members confirmed by the organisation that the reader answers for, its deputies first."""
    before = await turn.store.rsvps.find_rsvp(occurrence.id, turn.person.id)
    organisation_id = await find_answering_organisation(turn.store, occurrence, turn.person, before)
    if organisation_id is None:
        return []
    roles = await turn.store.organisations.map_representative_roles(organisation_id)
    people = [
        person
        for person in await turn.store.people.list_all_people()
        if person.stands_for == organisation_id and person.id != turn.person.id and not person.guest
        if await may_answer_occurrence(turn.store, person, occurrence)
    ]
    return sorted(people, key=lambda person: (roles.get(person.id) != DEPUTY, person.name))


async def _notify_deputy(turn: Turn, occurrence: OccurrenceView, deputy: Person) -> None:
    """Notify the deputy, who can decline."""
    key = f"occurrence:{occurrence.id}:deputy:{deputy.id}:{turn.person.id}:{turn.now.timestamp():.0f}"
    notice, subject = DeputyNotice(occurrence.id, by=turn.person.id), build_notice_subject(occurrence.id)
    await outgoing.post_to_person(turn.store, deputy, notice, key=key, subject=subject)


@router.card(DeputyReleasedNotice)
async def draw_deputy_released_card(view: View[DeputyReleasedNotice]) -> Card | None:
    """Draw the notice to a former deputy, whose own answer stands until they change it."""
    found, person = await find_occurrence_view(view.store, view.args.occurrence), view.person
    if found is None or person is None:
        return None
    said = await view.store.rsvps.find_rsvp(found.id, view.args.by)
    mine = await view.store.rsvps.find_rsvp(found.id, person.id)
    sent = said is None or said.substitute_id == person.id
    holds = not sent and mine is not None and mine.answer in (GOING, ONLINE)
    who = await format_signature(view.store, view.args.by, said.organisation_id if said else None, view.say)
    text = view.say("{name} no longer needs you to come instead. If you are not coming, tell us.", name=who)
    return await _draw_deputy_notice(view, found, text, holds=holds)


@router.card(DeputyNotice)
async def draw_deputy_card(view: View[DeputyNotice]) -> Card | None:
    """Draw the notice to the deputy, as long as the sender still sends them."""
    found, person = await find_occurrence_view(view.store, view.args.occurrence), view.person
    asked = await view.store.rsvps.find_rsvp(view.args.occurrence, view.args.by)
    if found is None or person is None:
        return None
    holds = asked is not None and asked.substitute_id == person.id and asked.moves == found.occurrence.moves
    who = await format_signature(view.store, view.args.by, asked.organisation_id if asked else None, view.say)
    text = view.say("{name} cannot come and wants you to go instead. Tell us if it does not suit you.", name=who)
    return await _draw_deputy_notice(view, found, text, holds=holds)


@router.card(DeputyDeclinedNotice)
async def draw_deputy_declined_card(view: View[DeputyDeclinedNotice]) -> Card | None:
    """Draw the notice to the sender, as long as nobody else comes in their place."""
    found, person = await find_occurrence_view(view.store, view.args.occurrence), view.person
    if found is None or person is None:
        return None
    mine = await view.store.rsvps.find_rsvp(found.id, person.id)
    theirs = await view.store.rsvps.find_rsvp(found.id, view.args.deputy)
    comes = theirs is not None and theirs.answer != DECLINED
    holds = mine is not None and mine.substitute_id == view.args.deputy and not comes
    who = await format_signature(view.store, view.args.deputy, None, view.say)
    text = view.say("{name} cannot come in your place after all. Do you send somebody else?", name=who)
    return await _draw_deputy_notice(view, found, text, holds=holds)


async def _draw_deputy_notice(view: View, found: OccurrenceView, text: str, *, holds: bool) -> Card | None:
    upcoming = occurrence_facts.is_occurrence_upcoming(found, view.now)
    return await personal_rsvp.draw_rsvp_notice(view, found, text, holds=holds and upcoming)
