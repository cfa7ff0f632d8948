"""Somebody without a mandate is told who acts for their organisation, and reaches them with one tap."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Part, Reply, Text, note
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.turn import Turn
from handlers.directory.members.belonging import where_button
from handlers.policy.organisation_answers.answer_kind import A, AnswerKind, R
from handlers.policy.organisation_answers.representatives import list_acting
from storage.directory.organisations import Organisation
from storage.directory.people import Person


async def draw_mandates(kind: AnswerKind[R, A], turn: Turn, record: R) -> Card:
    """Return who may say it, what they have said already, and the way to them."""
    say, house = turn.say, await kind.find_own(turn, record)
    if house is None:
        return Card("", (Text(kind.say_where_to_belong(say)), Buttons((where_button(turn),))))
    said = await kind.find_answer(turn, record, house.id)
    parts: list[Part] = [Text(f"{house.name}: {kind.describe_answer(say, said)}")] if said is not None else []
    people = await _list_seeing(kind, turn, record, house)
    if not people:
        text = say(
            "Nobody acts for {organisation} yet. Ask the secretariat to name a contact.", organisation=house.name
        )
        return Card("", (*parts, Text(text)))
    names = say.listed([person.name for person in people])
    parts.append(Text(kind.say_who_acts(say, names, house.name)))
    return Card("", (*parts, Buttons(kind.draw_ways(say, record, people))))


async def ask_representatives(kind: AnswerKind[R, A], event: Click, turn: Turn, record: R) -> Reply:
    """Ask who acts for the person's organisation: once for each version of the text, whoever taps how often."""
    say, house = turn.say, await kind.find_own(turn, record)
    people = await _list_seeing(kind, turn, record, house) if house is not None else []
    if house is None or not people:
        raise UserError(say("Nobody acts for your organisation yet. Ask the secretariat to name a contact."))
    args = {kind.name: record.id, "organisation": house.id, "by": turn.person.id}
    subject, asked = kind.name_subject(record, house.id), list[str]()
    for person in people:
        key = f"{kind.name}:{record.id}:asked:{house.id}:{kind.count_version(record)}:{person.id}"
        if await outgoing.to_person(turn.store, person, kind.asked, args, key=key, subject=subject):
            asked.append(person.name)
    if not asked:
        names = say.listed([person.name for person in people])
        raise UserError(say("{name} cannot be reached here.", name=names))
    return note(say("{names} is asked.", names=say.listed(asked)), replace=event.direct)


async def _list_seeing(kind: AnswerKind[R, A], turn: Turn, record: R, house: Organisation) -> list[Person]:
    """Return those who act for the organisation and may know of the record."""
    people = await list_acting(turn.store, house.id)
    return [one for one in people if await kind.is_visible(turn.store, one, record)]
