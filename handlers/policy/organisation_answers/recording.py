"""Record what an organisation says: once, with its history, and with news to the colleague who said it before."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import Later, withheld
from handlers.chat.turn import Turn, View
from handlers.dates.hours import hours_of
from handlers.directory.naming import signature
from handlers.policy.organisation_answers.answer_kind import A, AnswerKind, R
from storage.directory.organisations import Organisation


async def record_answer(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, answer: A, word: str
) -> A | None:
    """Return the answer of before where it is the same; None once the new one is kept. `word`: what was chosen.

    The record is held: of two people of one organisation the second learns of the first.
    """
    before = await kind.find_answer(turn, record, organisation.id)
    if before is not None and kind.is_same(before, answer):
        return before
    spoke = before.person_id if before is not None else None  # `before` is the row that is saved to
    await kind.save(turn, record, organisation, answer, word)
    await publish_change(kind, turn, record, organisation, spoke)
    return None


async def publish_change(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, spoke: int | None
) -> None:
    """Redraw what shows the answer, and tell who spoke before."""
    await _tell_colleague(kind, turn, record, organisation, spoke)
    await kind.redraw(turn.store, record, organisation.id)


async def describe_repeat(kind: AnswerKind[R, A], turn: Turn, organisation: Organisation, before: A) -> str:
    """Return that the organisation has said this already, and by whom."""
    by = await signature(turn.store, before.person_id, None, turn.say)
    return kind.say_repeat(turn.say, by, organisation.name)


async def _tell_colleague(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, spoke: int | None
) -> None:
    person = await turn.store.people.find(spoke)
    if person is None or person.id == turn.person.id:
        return
    if not await turn.store.organisations.represents(person.id, organisation.id):
        return
    args = {kind.name: record.id, "organisation": organisation.id, "by": turn.person.id}
    key = f"{kind.name}:{record.id}:colleague:{organisation.id}:{turn.now.isoformat()}"
    subject = kind.name_subject(record, organisation.id)
    await outgoing.to_person(turn.store, person, kind.news, args, key=key, subject=subject)


async def draw_colleague_news(kind: AnswerKind[R, A], view: View, show: str, by: int | None) -> Card | None:
    """Return what a colleague has made of the answer, as it is now. `show`: the button that opens the record."""
    record = await kind.find(view.store, view[kind.name])
    organisation = await view.store.organisations.find(view["organisation"])
    if record is None or organisation is None:
        return None
    if not await _may_hear(view, organisation.id):
        return withheld(view)
    name = await signature(view.store, by, None, view.say)
    answer = await kind.find_answer(view, record, organisation.id)
    parts = await kind.draw_news(view, record, organisation, answer)
    lead = Text(kind.say_change(view.say, name, organisation.name))
    row = () if any(isinstance(part, Buttons) for part in parts) else (Button(view.say("Show"), show, str(record.id)),)
    return Card(kind.write_title(record), (lead, *parts, *((Buttons(row),) if row else ())))


async def _may_hear(view: View, organisation_id: int) -> bool:
    """Return whether who spoke for the organisation before is still to hear that a colleague says something else.

    Raises Later outside their hours: it is no news for the night.
    """
    person = view.person
    if person is None or not await view.store.organisations.represents(person.id, organisation_id):
        return False
    at = hours_of(person, view.arena).next_open(view.now)
    if at > view.now and not view.delivery.message:
        raise Later(at)
    return True
