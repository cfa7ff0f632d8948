"""Confirming: an organisation's contact, or the secretariat, says whether a person belongs there."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, note
from handlers.chat.errors import Missing, UserError
from handlers.chat.events import Click
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.members.belonging import confirmers, subject_of, where_button
from handlers.directory.members.welcoming import topics_button, welcome
from storage.directory.memberships import Belonging
from storage.directory.organisations import Organisation
from storage.directory.people import MEMBER, Person

router = Router()


@router.card("members.claim")
async def draw_claim(view: View) -> Card | None:
    person = await view.store.people.find(view["person"])
    organisation = await view.store.organisations.find(view["organisation"])
    if person is None or organisation is None:
        return None
    say, names = view.say, {"name": person.name, "organisation": organisation.name}
    claim = await view.store.memberships.find(person, organisation.id)
    if claim is None:
        gone = Card("", (Text(say("{name} does not belong to {organisation}.", **names), "subtle"),))
        return gone if view.delivery.message else None
    if claim.confirmed:
        return Card("", (Text(say("{name} belongs to {organisation}.", **names), "subtle"),))
    text = say("{name} says so in the chat, and waits for your word.", **names)
    if person.guest:
        text = say("{name} is a guest in the chat. Confirm, and {name} becomes a member.", **names)
    return Card(
        say("Does {name} belong to {organisation}?", **names),
        (Text(text), Buttons(answers(view, person, organisation))),
    )


def answers(what: View | Turn, person: Person, organisation: Organisation) -> tuple[Button, Button]:
    """*Bekreft* and *Avvis*; the organisation travels with them, since the person may change it meanwhile."""
    value = f"{person.id}:{organisation.id}"
    yes = Button(what.say("Confirm"), "members.confirm", value, "primary")
    return yes, Button(what.say("Reject"), "members.reject", value)


@router.on(Click, "members.confirm")
async def confirm(event: Click, turn: Turn) -> Reply:
    person, claim = await _claim(turn, event.value)
    organisation = claim.organisation
    names = {"name": person.name, "organisation": organisation.name}
    if claim.confirmed:
        return note(turn.say("{name} belongs to {organisation} already.", **names), replace=True)
    await turn.store.memberships.add(person, organisation.id, confirmed=True)
    let_in(person)
    await _tell(turn, person, organisation, "members.confirmed", event.id)
    await welcome(turn.store, person)
    return note(turn.say("{name} belongs to {organisation}.", **names), replace=True)


def let_in(person: Person) -> None:
    """Somebody who may has said that they belong to the network."""
    person.left_at = None
    if person.guest:
        person.role = MEMBER


@router.on(Click, "members.reject")
async def reject(event: Click, turn: Turn) -> Reply:
    person, claim = await _claim(turn, event.value)
    organisation = claim.organisation
    names = {"name": person.name, "organisation": organisation.name}
    if claim.confirmed:
        raise UserError(turn.say("{name} is confirmed already. End it under «who» instead.", **names))
    await turn.store.memberships.end(person, organisation.id)
    await _tell(turn, person, organisation, "members.rejected", event.id)
    return note(turn.say("{name} does not belong to {organisation}, and is told.", **names), replace=True)


@router.card("members.confirmed")
async def draw_confirmed(view: View) -> Card | None:
    organisation = await view.store.organisations.find(view["organisation"])
    by = await view.store.people.find(view["by"])
    if organisation is None or by is None:
        return None
    text = view.say(
        "You belong to {organisation} now: {name} has confirmed it.", organisation=organisation.name, name=by.name
    )
    follows = view.person is not None and await view.store.topics.followed_by(view.person.id)
    row = () if follows else (Buttons((topics_button(view),)),)
    return Card("", (Text(text), *row))


@router.card("members.rejected")
async def draw_rejected(view: View) -> Card | None:
    organisation = await view.store.organisations.find(view["organisation"])
    by = await view.store.people.find(view["by"])
    if organisation is None or by is None:
        return None
    secretariat = [one.name for one in await view.store.people.secretariat() if one.id != by.id]
    whom = view.say.listed(list(dict.fromkeys((by.name, *secretariat[:2]))))
    text = view.say(
        "{name} could not confirm that you belong to {organisation}. If that is a mistake, ask {whom}."
        " You can also choose another organisation.",
        organisation=organisation.name,
        name=by.name,
        whom=whom,
    )
    return Card("", (Text(text), Buttons((where_button(view),))))


async def _claim(turn: Turn, value: str) -> tuple[Person, Belonging]:
    """Who waits and for what ("12:3"), if this person may say so."""
    id, _, house = value.partition(":")
    person = await turn.store.people.find(parse_id(id))
    organisation = await turn.store.organisations.find(parse_id(house))
    if person is None or organisation is None:
        raise Missing(turn.say("I do not find that person."))
    acts = person.id != turn.person.id and await turn.store.organisations.represents(turn.person.id, organisation.id)
    asked = await confirmers(turn.store, organisation.id, person)
    names = ", ".join(one.name for one in asked) or turn.say("the secretariat")
    words = {rights.REPRESENTATIVE: turn.say("the organisation's contacts ({names})", names=names)}
    await rights.need(turn, *((rights.REPRESENTATIVE,) if acts else ()), words=words)
    claim = await turn.store.memberships.find(person, organisation.id)
    if claim is None:
        text = turn.say("{name} has chosen another organisation meanwhile.", name=person.name)
        raise UserError(text)
    return person, claim


async def _tell(turn: Turn, person: Person, organisation: Organisation, template: str, event_id: str) -> None:
    await turn.store.outbox.refresh(subject_of(person))
    args = {"organisation": organisation.id, "by": turn.person.id}
    await outgoing.to_person(turn.store, person, template, args, key=f"member:{person.id}:{event_id}")
