"""Settle: what was sent and when, that nothing was sent and why, and what came of it."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.reading import is_link
from handlers.policy.consultations import news, planning, showing, signatures, strength, words
from handlers.policy.consultations.forms import LINK
from handlers.policy.consultations.lookup import load_consultation_to_steer
from handlers.policy.consultations.publishing import spread
from storage.policy.consultation_responses import STATE, ConsultationNote
from storage.policy.consultations import CLOSED, DROPPED, OPEN, SENT, Consultation

router = Router()
#: characters
TEXT, OUTCOME = 3000, 1500


@router.on(Click, "consultations.sent", opens=True)
async def ask_what(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    fields = (
        Field("link", say("Link to what was sent"), value=consultation.draft_link, required=False, most=LINK),
        Field("text", say("Or the text itself"), "text", consultation.draft_text[:TEXT], required=False, most=TEXT),
        Field("day", say("When was it sent?"), "date", words.today(turn).isoformat(), required=False),
    )
    lead = say("From now on nobody signs or takes a signature back.")
    note = "\n".join((words.named(consultation), *await signatures.list_for_sender(turn, consultation), lead))
    return Reply(form=Form(say("It is sent"), "consultations.sent", fields, say("Save"), str(consultation.id), note))


@router.on(Submission, "consultations.sent")
async def sent(event: Submission, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN), turn.say
    link, text, wrong = event.text("link"), event.text("text")[:TEXT], {}
    if not link and not text:
        wrong["text"] = say("Paste a link or write the text.")
    if link and not is_link(link):
        wrong["link"] = say("Paste the whole address, beginning with https://.")
    day = _past_day(event.text("day"), turn, wrong)
    if wrong or day is None:
        raise UserError("", wrong)
    consultation.sent_link, consultation.sent_text, consultation.sent_on = link, text, day
    consultation.strength = await strength.counted(turn.store, consultation)
    await _ends(turn, consultation, SENT)
    return Reply(await showing.whole(turn, consultation))


@router.on(Click, "consultations.drop", opens=True)
async def ask_why(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    hint = say("Those who have a part in it read this.")
    why = Field("outcome", say("Why do we not answer?"), "text", hint=hint, most=OUTCOME)
    title = words.named(consultation)
    return Reply(
        form=Form(say("Do not answer"), "consultations.drop", (why,), say("Save"), str(consultation.id), title)
    )


@router.on(Submission, "consultations.drop")
async def drop(event: Submission, turn: Turn) -> Reply:
    consultation = await load_consultation_to_steer(turn, event.value, OPEN)
    consultation.outcome = _written(event, turn)
    await _ends(turn, consultation, DROPPED, consultation.outcome)
    return Reply(await showing.whole(turn, consultation))


@router.on(Click, "consultations.outcome", opens=True)
async def ask_outcome(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, SENT, CLOSED, lock=False), turn.say
    hint = say("Those who have a part in it read this.")
    text = Field("outcome", say("What came of it?"), "text", consultation.outcome[:OUTCOME], hint, most=OUTCOME)
    title = words.named(consultation)
    return Reply(
        form=Form(say("What came of it"), "consultations.outcome", (text,), say("Save"), str(consultation.id), title)
    )


@router.on(Submission, "consultations.outcome")
async def settle(event: Submission, turn: Turn) -> Reply:
    consultation = await load_consultation_to_steer(turn, event.value, SENT, CLOSED)
    consultation.outcome = _written(event, turn)
    await _ends(turn, consultation, CLOSED, consultation.outcome)
    return Reply(await showing.whole(turn, consultation))


def _written(event: Submission, turn: Turn) -> str:
    text = event.text("outcome")[:OUTCOME]
    if not text:
        raise UserError("", {"outcome": turn.say("Write a few words.")})
    return text


async def _ends(turn: Turn, consultation: Consultation, state: str, text: str = "") -> None:
    """Nothing waits any more, and all who have a part in it hear of it."""
    consultation.state = state
    consultation.closed_at = consultation.closed_at or turn.now
    await planning.end(turn.store, consultation.id)
    entry = ConsultationNote(
        consultation_id=consultation.id, kind=STATE, what=state, text=text, person_id=turn.person.id
    )
    await news.tell(turn.store, turn.arena, consultation, entry)
    await spread(turn.store, consultation)


def _past_day(text: str, turn: Turn, wrong: dict[str, str]) -> date | None:
    """Today or earlier."""
    today = words.today(turn)
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        wrong["day"] = turn.say("Choose a day.")
        return None
    if day > today:
        wrong["day"] = turn.say("That day is still to come.")
        return None
    return day
