"""Answer "can I be the contact for us?": who acts for the organisation, who decides, and the way to ask them."""

from __future__ import annotations

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Part, Text
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.directory.contacts.contact_messages import MOST_BUTTONS, draw_secretariat_buttons
from handlers.directory.display_names import format_person_name
from handlers.directory.members.unconfirmed_notice import draw_unconfirmed_notice
from storage.directory.organisations import CONTACT, Organisation


async def draw_appointment_answer(turn: Turn) -> Card:
    """Answer for the organisation that the person acts for; who belongs nowhere yet chooses one first."""
    say, organisation = turn.say, await turn.store.organisations.find(turn.person.stands_for)
    if organisation is None or not rights.is_confirmed_member(turn.person):
        first = say("A contact acts for an organisation. Yours must have confirmed that you belong to it first.")
        where = Buttons((Button(say("Choose your organisation"), "members.where", style="primary"),))
        return Card("", (Text(first), *(await draw_unconfirmed_notice(turn) or (where,))))
    roles = await turn.store.organisations.map_representative_roles(organisation.id)
    if turn.person.id in roles:
        people = Button(say("People"), "departures.people", str(organisation.id))
        return Card("", (Text(_describe_own_role(say, organisation, roles[turn.person.id])), Buttons((people,))))
    return await _draw_who_decides(turn, organisation)


def _describe_own_role(say: Say, organisation: Organisation, role: str) -> str:
    if role == CONTACT:
        return say("You are already the contact for {organisation}.", organisation=organisation.name)
    return say("You are already the deputy for {organisation}.", organisation=organisation.name)


async def _draw_who_decides(turn: Turn, organisation: Organisation) -> Card:
    """Name those who act now, and write to the secretariat, which appoints contacts and deputies."""
    say, store = turn.say, turn.store
    acting = [one for one in await store.organisations.list_representatives(organisation.id) if not one.guest]
    names = say.listed([format_person_name(one, say, turn.now) for one in acting])
    now = (
        say("{names} can answer for {organisation} now.", names=names, organisation=organisation.name)
        if acting
        else say("Nobody can answer for {organisation} yet.", organisation=organisation.name)
    )
    secretariat = [format_person_name(one, say, turn.now) for one in await store.people.list_secretariat()]
    decides = say(
        "The secretariat appoints contacts and deputies ({names}).", names=say.listed(secretariat[:MOST_BUTTONS])
    )
    parts: list[Part] = [Text(f"{now} {decides}")]
    if turn.person.secretariat:
        name = Button(say("Name a contact"), "admin.organisation", str(organisation.id), "primary")
        return Card("", (*parts, Buttons((name,))))
    parts.append(Text(say("Agree on it where you work, and write to the secretariat."), "subtle"))
    return Card("", (*parts, *await draw_secretariat_buttons(turn)))


async def draw_leading_answer(turn: Turn) -> Card:
    """Answer "eg vil gi frå meg temaet": which topics the person leads, and who names leads."""
    say, led = turn.say, await turn.store.topics.list_topics_led_by(turn.person.id)
    named = say.listed([topic.get_name(say.language) for topic in led])
    told = say("You lead {topics}.", topics=named) if led else say("You do not lead any topic.")
    names = say("The secretariat names topic leads and their deputies. Tell them who takes over.")
    if turn.person.secretariat:
        change = Button(say("Topics"), "admin.topics", style="primary")
        return Card("", (Text(told), Buttons((change,))))
    return Card("", (Text(f"{told} {names}"), *await draw_secretariat_buttons(turn)))
