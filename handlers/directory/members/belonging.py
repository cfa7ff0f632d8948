"""Belonging: a person says which organisation is theirs, and is asked once if they do not."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import vacancy
from handlers.access.organisation_fields import organisation_chosen, organisation_field, organisation_named
from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Quote, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Arena, Turn, View
from storage.directory.organisations import Organisation
from storage.directory.people import Person
from storage.kit.database import Store

router = Router()
#: a question that cannot be asked on the day is not asked in the night
WAIT = timedelta(hours=4)


@router.on(Click, "members.where", opens=True)
async def choose_organisation(_event: Click, turn: Turn) -> Reply:
    say, person = turn.say, turn.person
    person.asked_where_at = person.asked_where_at or turn.now
    other = Field("other", say("Another organisation"), required=False, most=200, hint=say("If it is not in the list."))
    fields = (await organisation_field(turn, chosen=person.organisation_id), other)
    why = say("Your organisation's contact confirms it. Others see it beside your name.")
    return Reply(form=Form(say("Where do you belong?"), "members.where", fields, say("Send"), note=why))


@router.on(Submission, "members.where")
async def belong(event: Submission, turn: Turn) -> Reply:
    say, other = turn.say, event.text("other")
    organisation = await (organisation_named(turn, other) if other else organisation_chosen(turn, event))
    if organisation is not None:
        return await join(turn, organisation, event.id)
    if not other:
        raise UserError("", {"organisation": say("Choose an organisation, or write another one below.")})
    secretariat = await turn.store.people.secretariat()
    if not secretariat:
        text = say("Nobody can add it yet: the secretariat has no members.")
        raise UserError("", {"other": f"{text} {vacancy.explain_entry(say)}"})
    for person in secretariat:
        args = {"person": turn.person.id, "name": other}
        key = f"member:{turn.person.id}:new:{event.id}:{person.id}"
        await outgoing.to_person(turn.store, person, "members.newcomer", args, key=key, subject=subject_of(turn.person))
    return note(say("The secretariat has it, and adds {name} if it is in the network. You hear from me.", name=other))


async def join(turn: Turn, organisation: Organisation, event_id: str) -> Reply:
    """Belong to it from now on; unconfirmed until somebody who may has said so."""
    say, person, store = turn.say, turn.person, turn.store
    known = await store.memberships.find(person, organisation.id)
    if known is not None and known.confirmed:
        await store.memberships.act_for(person, organisation.id)
        return note(say("You belong to {organisation}, and act for it from now on.", organisation=organisation.name))
    sure = person.secretariat or await store.organisations.represents(person.id, organisation.id)
    await store.memberships.add(person, organisation.id, confirmed=sure)
    await store.outbox.refresh(subject_of(person))
    if sure:
        return note(say("You belong to {organisation} now.", organisation=organisation.name))
    asked = await confirmers(store, organisation.id, person)
    args = {"person": person.id, "organisation": organisation.id}
    for one in asked:
        key = f"member:{person.id}:{organisation.id}:{event_id}:{one.id}"
        await outgoing.to_person(store, one, "members.claim", args, key=key, subject=subject_of(person))
    if not asked:
        text = say("I have noted {organisation}. Nobody can confirm it yet.", organisation=organisation.name)
        return note(await vacancy.tell_refused(store, say, text, ""))
    names = ", ".join(one.name for one in asked[:3])
    return note(say("I have noted {organisation}. {names} confirms it.", organisation=organisation.name, names=names))


async def confirmers(store: Store, organisation_id: int, person: Person) -> list[Person]:
    """The organisation's contacts and deputies; the secretariat where there is nobody else."""
    acting = [one for one in await store.organisations.representatives(organisation_id) if not one.guest]
    found = [one for one in acting if one.id != person.id]
    return found or [one for one in await store.people.secretariat() if one.id != person.id]


@router.card("members.newcomer")
async def draw_newcomer(view: View) -> Card | None:
    """For the secretariat: somebody names an organisation that is not known."""
    person = await view.store.people.find(view["person"])
    if person is None:
        return None
    title = view.say("{name} belongs to an organisation I do not know", name=person.name)
    if person.organisation_id is not None:
        return Card("", (Text(view.say("{name} has found an organisation.", name=person.name), "subtle"),))
    add = Button(view.say("Add organisation"), "admin.organisation", f"new:{person.id}", "primary")
    text = view.say("Add it if it is in the network. Then {name} belongs to it.", name=person.name)
    return Card(title, (Quote(view["name"], person.name), Text(text), Buttons((add,))))


@router.card("members.where")
async def draw_question(view: View) -> Card | None:
    if view.person is None or view.person.organisation_id is not None:
        return None
    text = view.say("Then others know who answers, and your contact knows that you are here.")
    return Card(view.say("Where do you belong?"), (Text(text), Buttons((where_button(view),))))


@router.every("*/10 7-16 * * 1-5", "members.ask_where")
async def ask_where(store: Store, _arena: Arena) -> None:
    """Once, to those who wrote to the bot and belong nowhere."""
    for person in await store.people.never_asked():
        person.asked_where_at = store.now
        await outgoing.to_person(
            store, person, "members.where", {}, key=f"where:{person.id}", expires_at=store.now + WAIT
        )


def where_button(what: View | Turn) -> Button:
    return Button(what.say("Where do you belong?"), "members.where")


def subject_of(person: Person) -> str:
    """Under which the cards about where this person belongs are redrawn."""
    return f"member:{person.id}"
