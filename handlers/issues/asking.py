"""Ask: somebody without a mandate is told who acts for their organisation, and asks them with one tap."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router, withheld
from handlers.chat.turn import Turn, View
from handlers.issues import showing, words
from handlers.issues.meant import open_issue
from handlers.issues.publishing import notice_subject
from handlers.issues.seals import value_of
from handlers.members.belonging import where_button
from handlers.naming import signature
from handlers.topics.telling import wait_until_awake
from storage.issues import Issue
from storage.people import Person

router = Router()


async def who_acts(turn: Turn, issue: Issue) -> Card:
    """Who may say it, and the tap that asks them."""
    say, house = turn.say, await turn.store.organisations.find(turn.person.stands_for)
    if house is None:
        text = say("An organisation supports an issue by its contact or deputy. Say where you belong first.")
        return Card("", (Text(text), Buttons((where_button(turn),))))
    people = await _acting(turn, house.id)
    said = await turn.store.supports.find(issue.id, house.id)
    parts: list[Part] = []
    if said is not None:
        parts.append(Text(f"{house.name}: {words.stances(say)[said.stance]}"))
    if not people:
        text = say(
            "Nobody acts for {organisation} yet. Ask the secretariat to name a contact.", organisation=house.name
        )
        return Card("", (*parts, Text(text)))
    names = say.listed([person.name for person in people])
    parts.append(Text(say("{names} can say it for {organisation}.", names=names, organisation=house.name)))
    value = value_of(issue).write()
    ask = Button(say("Ask {names}", names=names[:60]), "issues.ask", value, "primary")
    return Card("", (*parts, Buttons((ask,))))


@router.on(Click, "issues.ask")
async def ask(event: Click, turn: Turn) -> Reply:
    """Once for each version of the text, whoever taps how often."""
    issue, say = await open_issue(turn, event.value, lock=False), turn.say
    house = await turn.store.organisations.find(turn.person.stands_for)
    people = await _acting(turn, house.id) if house is not None else []
    if house is None or not people:
        raise UserError(say("Nobody acts for your organisation yet. Ask the secretariat to name a contact."))
    args = {"issue": issue.id, "organisation": house.id, "by": turn.person.id}
    for person in people:
        key = f"issue:{issue.id}:asked:{house.id}:{issue.version}:{person.id}"
        await outgoing.to_person(turn.store, person, "issues.asked", args, key=key, subject=notice_subject(issue.id))
    return note(say("{names} is asked.", names=say.listed([person.name for person in people])), replace=event.direct)


@router.card("issues.asked")
async def draw(view: View) -> Card | None:
    """To who acts for the organisation, in their hours; once it has said something, what that is."""
    store, say = view.store, view.say
    issue, house = await store.issues.find(view["issue"]), await store.organisations.find(view["organisation"])
    if issue is None or house is None or view.person is None:
        return None
    if not await store.organisations.represents(view.person.id, house.id):
        return withheld(view)
    wait_until_awake(view)
    by = await signature(store, view["by"], None, say)
    title = say("Does {organisation} support {code}?", organisation=house.name, code=issue.code)
    parts = [
        Text(say("{name} asks.", name=by), "subtle"),
        Text(issue.title, "strong"),
        *await showing.core(view, issue),
    ]
    return Card(title, (*parts, *await showing.word_of(view, issue, house)))


async def _acting(turn: Turn, organisation_id: int) -> list[Person]:
    """Contacts, or the deputies where there is no contact."""
    ids = (await turn.store.organisations.acting()).get(organisation_id, [])
    found = [await turn.store.people.find(id) for id in ids]
    return [person for person in found if person is not None]
