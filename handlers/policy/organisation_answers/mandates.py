"""Show somebody without a mandate who represents their organisation, and ask those people with one click."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Buttons, Card, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.turn import Turn
from handlers.directory.members.membership_claims import draw_membership_button
from handlers.policy.organisation_answers.answer_kind import A, AnswerCard, AnswerKind, R
from handlers.policy.organisation_answers.representatives import list_acting_representatives
from storage.directory.organisations import Organisation
from storage.directory.people import Person


async def draw_mandates(kind: AnswerKind[R, A], turn: Turn, record: R) -> Card:
    """Draw who may answer, what the organisation has answered already, and how to reach them."""
    say, organisation = turn.say, await kind.find_own_organisation(turn, record)
    if organisation is None:
        return Card("", (Text(kind.describe_missing_organisation(say)), Buttons((draw_membership_button(turn),))))
    said = await kind.find_answer(turn, record, organisation.id)
    parts: list[Part] = [Text(f"{organisation.name}: {kind.describe_answer(say, said)}")] if said is not None else []
    people = await _list_seeing_representatives(kind, turn, record, organisation)
    if not people:
        text = say(
            "Nobody can answer for {organisation} yet. Ask the secretariat to appoint a contact.",
            organisation=organisation.name,
        )
        return Card("", (*parts, Text(text)))
    names = say.listed([person.name for person in people])
    parts.append(Text(kind.describe_representatives(say, names, organisation.name)))
    return Card("", (*parts, Buttons(kind.draw_contact_buttons(say, record, people))))


async def ask_representatives(
    kind: AnswerKind[R, A], request: type[AnswerCard], event: Click, turn: Turn, record: R
) -> Reply:
    """Ask the representatives of the person's organisation. Idempotent per version of the text."""
    say, organisation = turn.say, await kind.find_own_organisation(turn, record)
    people = await _list_seeing_representatives(kind, turn, record, organisation) if organisation is not None else []
    if organisation is None or not people:
        raise UserError(say("Nobody can answer for your organisation yet. Ask the secretariat to appoint a contact."))
    card = request(record=record.id, organisation=organisation.id, by=turn.person.id)
    subject, asked = kind.build_answer_subject(record, organisation.id), list[str]()
    for person in people:
        key = f"{kind.name}:{record.id}:asked:{organisation.id}:{kind.get_text_version(record)}:{person.id}"
        if await outgoing.post_to_person(turn.store, person, card, key=key, subject=subject):
            asked.append(person.name)
    if not asked:
        names = say.listed([person.name for person in people])
        raise UserError(say("{name} cannot be reached here.", name=names))
    return build_text_reply(say("{names} is asked.", names=say.listed(asked)), replace=event.direct)


async def _list_seeing_representatives(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation
) -> list[Person]:
    """Return the representatives of the organisation who may see the record."""
    people = await list_acting_representatives(turn.store, organisation.id)
    return [one for one in people if await kind.is_visible(turn.store, one, record)]
