"""Record the answer of an organisation once, with its log. Notify the colleague who answered before."""

from __future__ import annotations

from handlers.chat import outgoing
from handlers.chat.cards import Button, Buttons, Card, Text
from handlers.chat.routing import draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Turn, View
from handlers.directory.display_names import format_signature
from handlers.notifications.reader_hours import wait_for_reader_hours
from handlers.policy.organisation_answers.answer_kind import A, AnswerCard, AnswerKind, R
from storage.directory.organisations import Organisation


async def record_answer(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, answer: A, word: str
) -> A | None:
    """Return the earlier answer if it is the same, or None once the new one is stored. `word` is what was chosen.

    The caller holds the row lock of the record: of two people of one organisation the second learns of the first.
    """
    before = await kind.find_answer(turn, record, organisation.id)
    if before is not None and kind.is_same_answer(before, answer):
        return before
    speaker_id = before.person_id if before is not None else None  # saving changes this same row
    await kind.save_answer(turn, record, organisation, answer, word)
    await publish_answer_change(kind, turn, record, organisation, speaker_id)
    return None


async def publish_answer_change(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, speaker_id: int | None
) -> None:
    """Redraw what shows the answer, and notify whoever answered before."""
    await _notify_colleague(kind, turn, record, organisation, speaker_id)
    await kind.redraw_organisation_answer(turn.store, record, organisation.id)


async def describe_repeated_answer(kind: AnswerKind[R, A], turn: Turn, organisation: Organisation, before: A) -> str:
    """Return that the organisation has answered this already, and by whom."""
    by = await format_signature(turn.store, before.person_id, None, turn.say)
    return kind.describe_same_answer(turn.say, by, organisation.name)


async def _notify_colleague(
    kind: AnswerKind[R, A], turn: Turn, record: R, organisation: Organisation, speaker_id: int | None
) -> None:
    person = await turn.store.people.find(speaker_id)
    if person is None or person.id == turn.person.id:
        return
    if not await turn.store.organisations.is_representative(person.id, organisation.id):
        return
    card = kind.news(record=record.id, organisation=organisation.id, by=turn.person.id)
    key = f"{kind.name}:{record.id}:colleague:{organisation.id}:{turn.now.isoformat()}"
    subject = kind.build_answer_subject(record, organisation.id)
    await outgoing.post_to_person(turn.store, person, card, key=key, subject=subject)


async def draw_colleague_news(kind: AnswerKind[R, A], view: View, news: AnswerCard, show: str) -> Card | None:
    """Draw the current answer that a colleague has changed. `show` is the button that opens the record."""
    record = await kind.find_record(view.store, news.record)
    organisation = await view.store.organisations.find(news.organisation)
    if record is None or organisation is None:
        return None
    if not await _may_hear_change(view, organisation.id):
        return draw_withheld(view)
    name = await format_signature(view.store, news.by, None, view.say)
    answer = await kind.find_answer(view, record, organisation.id)
    parts = await kind.draw_answer_news(view, record, organisation, answer)
    lead = Text(kind.describe_answer_change(view.say, name, organisation.name))
    row = () if any(isinstance(part, Buttons) for part in parts) else (Button(view.say("Show"), show, str(record.id)),)
    return Card(kind.format_record_title(record), (lead, *parts, *((Buttons(row),) if row else ())))


async def _may_hear_change(view: View, organisation_id: int) -> bool:
    """Return True if the person who answered before still represents the organisation.

    Raise Later outside their hours: the notification can wait for the morning.
    """
    person = view.person
    if person is None or not await view.store.organisations.is_representative(person.id, organisation_id):
        return False
    wait_for_reader_hours(view)
    return True


def draw_answer_told_anew(say: Say, title: str, organisation: Organisation) -> Card:
    """Draw an earlier receipt of whoever has answered once more since, from another card."""
    text = say("A newer message shows what {organisation} answers now.", organisation=organisation.name)
    return Card("", (Text(title, "strong"), Text(text, "subtle")))
