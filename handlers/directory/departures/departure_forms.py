"""Leave an organisation: the person, its contact or the secretariat ends it, and may name a successor."""

from __future__ import annotations

from handlers.access import rights
from handlers.access.option_fields import draw_option_field, reply_with_found_options
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import (
    Button,
    Buttons,
    Card,
    Field,
    Form,
    Item,
    OptionSource,
    Part,
    Reply,
    Text,
    build_text_reply,
)
from handlers.chat.errors import Missing, NotAllowed, UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.contacts.organisation_card import load_organisation
from handlers.directory.departures import handover_notices, handover_rules
from handlers.directory.members.membership_claims import build_member_subject
from storage.directory.organisations import Organisation
from storage.directory.people import Person

router = Router()


class DepartureValue(ButtonValue, frozen=True):
    """Name the organisation, and who leaves it: "3:12"; "3" is for oneself."""

    organisation: int
    person: int | None = None


@router.on(Click, "departures.choose")
async def on_departure_choose(_event: Click, turn: Turn) -> Reply:
    return await draw_departure_choice(turn)


async def draw_departure_choice(turn: Turn) -> Reply:
    """Draw the choice of organisation, with what happens on leaving."""
    parts = await list_departure_choices(turn)
    if not parts:
        return build_text_reply(turn.say("You do not belong to any organisation."))
    me = Buttons((Button(turn.say("My profile"), "members.me"),))
    return Reply(Card(turn.say("Leave an organisation"), (*parts, me)))


async def list_departure_choices(turn: Turn) -> list[Part]:
    """Draw what happens on leaving, and a row for each organisation that can be left; nothing without any."""
    say, parts = turn.say, list[Part]()
    for one in await turn.store.memberships.list_memberships_of_person(turn.person):
        leave = Button(say("Leave"), "departures.leave", str(one.organisation.id), "danger")
        parts.append(Item(one.organisation.name, buttons=(leave,)))
    what = say(
        "What you are responsible for goes to a successor you name, otherwise to the contact. You are asked first."
    )
    return [Text(what), *parts] if parts else []


@router.on(Click, "departures.leave", opens=True)
async def on_departure_open(event: Click, turn: Turn) -> Reply:
    """Open the form. The value is "3" for oneself, "3:12" for person 12."""
    say, store = turn.say, turn.store
    person, organisation = await load_departure(turn, event.value)
    options = await _list_successor_options(turn, person, organisation)
    fields: tuple[Field, ...] = ()
    if options:
        hint = say("Empty: the organisation's contact, else the deputy, else the secretariat.")
        fields = (
            draw_option_field(
                "successor", say("Successor"), options, OptionSource("departures.leave", event.value), hint=hint
            ),
        )
    n = await handover_rules.count_handover_items(store, person, organisation)
    what = say.many("{n} thing is handed over.", "{n} things are handed over.", n)
    why = say("Then {name} no longer belongs to {organisation}.", name=person.name, organisation=organisation.name)
    title = say("Leave {name}", name=organisation.name)[:60]
    return Reply(form=Form(title, "departures.leave", fields, say("Leave"), event.value, note=f"{why} {what}"))


@router.on(Query, "departures.leave")
async def on_departure_search(event: Query, turn: Turn) -> Reply:
    """Find successors, for the departure that the event's value names."""
    person, organisation = await load_departure(turn, event.value)
    return reply_with_found_options(event, await _list_successor_options(turn, person, organisation))


async def _list_successor_options(turn: Turn, person: Person, organisation: Organisation) -> list[tuple[str, str]]:
    members = await turn.store.memberships.list_confirmed_members(organisation.id)
    return [(str(one.id), one.name) for one in members if one.id != person.id and not one.guest]


@router.on(Submission, "departures.leave")
async def on_departure_submit(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    person, organisation = await load_departure(turn, event.value)
    successor = await _parse_successor(turn, event, person, organisation)
    claim = await store.memberships.find_membership(person, organisation.id)
    if claim is not None and not claim.confirmed:
        return await _withdraw_membership_claim(turn, person, organisation)
    if await handover_rules.is_last_membership(store, person, organisation):
        await need_remaining_secretariat(turn, person)
    own, name, organisation_name = person.id == turn.person.id, person.name, organisation.name
    handover = await handover_rules.hand_over_membership(
        turn.store, person, organisation, by=turn.person, successor=successor
    )
    if handover is None:
        raise UserError(
            say("Nobody could take over: there is no contact and no secretariat. Ask whoever runs the bot.")
        )
    await handover_notices.notify_handover(store, handover, skip=turn.person.id)
    if own:
        text = say(
            "You no longer belong to {organisation}. Thank you for what you have shared.",
            organisation=organisation_name,
        )
        return build_text_reply(text)
    card = await handover_notices.draw_handover_summary_card(turn, handover)
    text = say("{name} no longer belongs to {organisation}.", name=name, organisation=organisation_name)
    return Reply(Card("", (Text(text), *card.parts)))


async def _withdraw_membership_claim(turn: Turn, person: Person, organisation: Organisation) -> Reply:
    """Withdraw a claim that nobody has confirmed. The person owned nothing there; other memberships stay."""
    await turn.store.memberships.end_membership(person, organisation.id)
    await turn.store.outbox.refresh_copies(build_member_subject(person))
    names = {"name": person.name, "organisation": organisation.name}
    return build_text_reply(turn.say("{name} no longer belongs to {organisation}.", **names))


async def load_departure(turn: Turn, value: str) -> tuple[Person, Organisation]:
    """Load who leaves which organisation, if this person may end it.

    Raises the same Missing error for a person who is not there and one who never existed.
    """
    say, store = turn.say, turn.store
    departure = DepartureValue.parse_value(value)
    organisation = await load_organisation(turn, departure.organisation)
    await need_departure_right(turn, organisation, own=departure.person is None)
    person = await store.people.find(departure.person) if departure.person is not None else turn.person
    if person is None or await store.memberships.find_membership(person, organisation.id) is None:
        raise Missing(say("I cannot find that person there."))
    if person.secretariat and not turn.person.secretariat:
        raise NotAllowed(say("Only the secretariat can end this: {name} is one of them.", name=person.name))
    return person, organisation


async def need_departure_right(turn: Turn, organisation: Organisation, *, own: bool = False) -> None:
    """Raise NotAllowed unless the person acts for the organisation; `own` also allows oneself."""
    acts = await turn.store.organisations.is_representative(turn.person.id, organisation.id)
    act = turn.say("those who act for {name}", name=organisation.name)
    words = {rights.REPRESENTATIVE: act, rights.OWNER: turn.say("the person")}
    ties = ((rights.OWNER,) if own else ()) + ((rights.REPRESENTATIVE,) if acts else ())
    await rights.need_right(turn, *ties, words=words)


async def need_remaining_secretariat(turn: Turn, *leaving: Person) -> None:
    """Raise UserError for the last members of the secretariat: somebody must be able to let others in."""
    gone = {person.id for person in leaving if person.secretariat}
    if gone and all(person.id in gone for person in await turn.store.people.lock_secretariat()):
        raise UserError(turn.say("The secretariat needs at least one member. Add another person first."))


async def _parse_successor(turn: Turn, event: Submission, person: Person, organisation: Organisation) -> Person | None:
    given = event.get_text("successor")
    for one in await turn.store.memberships.list_confirmed_members(organisation.id) if given else ():
        if str(one.id) == given and one.id != person.id and not one.guest:
            return one
    if given:
        raise UserError("", {"successor": turn.say("Choose somebody from {name}.", name=organisation.name)})
    return None
