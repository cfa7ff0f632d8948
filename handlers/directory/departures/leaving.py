"""Leave: a person says so, or the organisation's contact or the secretariat ends it, and may name a successor."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Reply, Text, note
from handlers.chat.errors import Missing, NotAllowed, UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.departures import handing, telling
from handlers.directory.members.belonging import subject_of
from storage.directory.organisations import Organisation
from storage.directory.people import Person

router = Router()
#: a form holds no more to choose from
MOST = 99


@router.on(Click, "departures.choose")
async def choose(_event: Click, turn: Turn) -> Reply:
    return await choose_card(turn)


async def choose_card(turn: Turn) -> Reply:
    """Which organisation, and what happens then."""
    say, parts = turn.say, list[Part]()
    for one in await turn.store.memberships.of(turn.person):
        leave = Button(say("Leave"), "departures.leave", str(one.organisation.id), "danger")
        parts.append(Item(one.organisation.name, buttons=(leave,)))
    if not parts:
        return note(say("You belong to no organisation."))
    what = say("What you look after goes to a successor whom you name, else to the contact. You are asked first.")
    me = Buttons((Button(say("My profile"), "members.me"),))
    return Reply(Card(say("Leave an organisation"), (Text(what), *parts, me)))


@router.on(Click, "departures.leave", opens=True)
async def ask(event: Click, turn: Turn) -> Reply:
    """ "3" for oneself, "3:12" for person 12."""
    say, store = turn.say, turn.store
    person, organisation = await meant(turn, event.value)
    options = tuple(
        (str(one.id), one.name)
        for one in await store.memberships.people(organisation.id)
        if one.id != person.id and not one.guest
    )
    fields: tuple[Field, ...] = ()
    if options:
        hint = say("Empty: the organisation's contact, else the deputy, else the secretariat.")
        fields = (Field("successor", say("Successor"), "choice", "", hint, required=False, options=options[:MOST]),)
    n = await handing.count(store, person, organisation)
    what = say.many("{n} thing is handed over.", "{n} things are handed over.", n)
    why = say("{name} belongs to {organisation} no longer.", name=person.name, organisation=organisation.name)
    title = say("Leave {name}", name=organisation.name)[:60]
    return Reply(form=Form(title, "departures.leave", fields, say("Leave"), event.value, note=f"{why} {what}"))


@router.on(Submission, "departures.leave")
async def leave(event: Submission, turn: Turn) -> Reply:
    say, store = turn.say, turn.store
    person, organisation = await meant(turn, event.value)
    successor = await _successor(turn, event, person, organisation)
    claim = await store.memberships.find(person, organisation.id)
    if claim is not None and not claim.confirmed:
        return await _take_back(turn, person, organisation)
    await need_somebody(turn, person)
    own, name, house = person.id == turn.person.id, person.name, organisation.name
    handover = await handing.hand_over(turn.store, person, organisation, by=turn.person, successor=successor)
    if handover is None:
        raise UserError(say("Nobody could take over: there is no contact and no secretariat. Ask whoever runs this."))
    await telling.tell(store, handover, skip=turn.person.id)
    if own:
        text = say("You no longer belong to {organisation}. Thank you for what you have shared.", organisation=house)
        return note(text)
    card = await telling.handed_card(turn, handover)
    text = say("{name} no longer belongs to {organisation}.", name=name, organisation=house)
    return Reply(Card("", (Text(text), *card.parts)))


async def _take_back(turn: Turn, person: Person, organisation: Organisation) -> Reply:
    """Nobody has confirmed it yet: nothing was theirs there, and what they may do elsewhere stays."""
    await turn.store.memberships.end(person, organisation.id)
    await turn.store.outbox.refresh(subject_of(person))
    names = {"name": person.name, "organisation": organisation.name}
    return note(turn.say("{name} no longer belongs to {organisation}.", **names))


async def meant(turn: Turn, value: str) -> tuple[Person, Organisation]:
    """Who leaves what, if this person may say so; somebody who is not there and who never was look the same."""
    say, store = turn.say, turn.store
    house, _, id = value.partition(":")
    organisation = await store.organisations.find(parse_id(house))
    if organisation is None:
        raise Missing(say("I do not find that organisation."))
    await need_acting(turn, organisation, own=not id)
    person = await store.people.find(parse_id(id)) if id else turn.person
    if person is None or await store.memberships.find(person, organisation.id) is None:
        raise Missing(say("I do not find that person there."))
    if person.secretariat and not turn.person.secretariat:
        raise NotAllowed(say("Only the secretariat can end this: {name} is one of them.", name=person.name))
    return person, organisation


async def need_acting(turn: Turn, organisation: Organisation, *, own: bool = False) -> None:
    """For oneself, or for others as one who acts for the organisation."""
    acts = await turn.store.organisations.represents(turn.person.id, organisation.id)
    act = turn.say("those who act for {name}", name=organisation.name)
    words = {rights.REPRESENTATIVE: act, rights.OWNER: turn.say("the person")}
    ties = ((rights.OWNER,) if own else ()) + ((rights.REPRESENTATIVE,) if acts else ())
    await rights.need(turn, *ties, words=words)


async def need_somebody(turn: Turn, person: Person) -> None:
    """There is always somebody who can let others in."""
    if person.secretariat and len(await turn.store.people.secretariat()) == 1:
        raise UserError(turn.say("Somebody must be in the secretariat. Add another one first."))


async def _successor(turn: Turn, event: Submission, person: Person, organisation: Organisation) -> Person | None:
    given = event.text("successor")
    for one in await turn.store.memberships.people(organisation.id) if given else ():
        if str(one.id) == given and one.id != person.id and not one.guest:
            return one
    if given:
        raise UserError("", {"successor": turn.say("Choose somebody of {name}.", name=organisation.name)})
    return None
