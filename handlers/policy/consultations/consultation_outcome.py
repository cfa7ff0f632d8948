"""Close a consultation: record what was sent and when, why nothing was sent, and what the outcome is."""

from __future__ import annotations

from datetime import date

from handlers.chat.cards import Field, Form, Reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.meetings.form_parser import is_web_link
from handlers.policy.consultations import (
    consultation_news,
    consultation_texts,
    consultation_view,
    recipients,
    signatures,
    signer_totals,
    step_scheduler,
)
from handlers.policy.consultations.consultation_publication import publish_consultation
from handlers.policy.consultations.forms import LINK
from handlers.policy.consultations.lookup import load_consultation_to_steer
from storage.policy.consultation_responses import STATE, ConsultationLogEntry
from storage.policy.consultations import CLOSED, DROPPED, OPEN, SENT, Consultation

router = Router()
#: maximum numbers of characters
TEXT, OUTCOME = 3000, 1500


@router.on(Click, "consultations.sent", opens=True)
async def on_consultation_sent_open(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    fields = (
        Field("link", say("Link to what was sent"), value=consultation.draft_link, required=False, most=LINK),
        Field("text", say("Or the text itself"), "text", consultation.draft_text[:TEXT], required=False, most=TEXT),
        Field(
            "day",
            say("When was it sent?"),
            "date",
            turn.today.isoformat(),
            required=False,
        ),
    )
    lead = say("From now on, no organisation can co-sign or withdraw its signature.")
    note = "\n".join(
        (
            consultation_texts.format_consultation_title(consultation),
            *await signatures.describe_signatures_for_sender(turn, consultation),
            lead,
            await _describe_told_people(turn, consultation),
        )
    )
    return Reply(form=Form(say("It is sent"), "consultations.sent", fields, say("Save"), str(consultation.id), note))


@router.on(Submission, "consultations.sent")
async def on_consultation_sent_submit(event: Submission, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN), turn.say
    link, text, wrong = event.get_text("link"), event.get_text("text")[:TEXT], {}
    if not link and not text:
        wrong["text"] = say("Paste a link or write the text.")
    if link and not is_web_link(link):
        wrong["link"] = say("Paste the whole address, starting with https://.")
    day = _parse_sent_day(event.get_text("day"), turn, wrong)
    if wrong or day is None:
        raise UserError("", wrong)
    consultation.sent_link, consultation.sent_text, consultation.sent_on = link, text, day
    consultation.strength = await signer_totals.freeze_signer_totals(turn.store, consultation)
    await _close_consultation(turn, consultation, SENT)
    return await consultation_view.build_consultation_reply(turn, consultation)


@router.on(Click, "consultations.drop", opens=True)
async def on_consultation_drop_open(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, OPEN, lock=False), turn.say
    hint = say("Those who have a part in it read this.")
    why = Field("outcome", say("Why do we not answer?"), "text", hint=hint, most=OUTCOME)
    title = consultation_texts.format_consultation_title(consultation)
    return Reply(
        form=Form(say("Do not answer"), "consultations.drop", (why,), say("Save"), str(consultation.id), title)
    )


@router.on(Submission, "consultations.drop")
async def on_consultation_drop_submit(event: Submission, turn: Turn) -> Reply:
    consultation = await load_consultation_to_steer(turn, event.value, OPEN)
    consultation.outcome = _parse_outcome_text(event, turn)
    await _close_consultation(turn, consultation, DROPPED, consultation.outcome)
    return await consultation_view.build_consultation_reply(turn, consultation)


@router.on(Click, "consultations.outcome", opens=True)
async def on_consultation_outcome_open(event: Click, turn: Turn) -> Reply:
    consultation, say = await load_consultation_to_steer(turn, event.value, SENT, CLOSED, lock=False), turn.say
    hint = say("Those who have a part in it read this.")
    text = Field("outcome", say("What came of it?"), "text", consultation.outcome[:OUTCOME], hint, most=OUTCOME)
    title = consultation_texts.format_consultation_title(consultation)
    return Reply(
        form=Form(say("What came of it"), "consultations.outcome", (text,), say("Save"), str(consultation.id), title)
    )


@router.on(Submission, "consultations.outcome")
async def on_consultation_outcome_submit(event: Submission, turn: Turn) -> Reply:
    consultation = await load_consultation_to_steer(turn, event.value, SENT, CLOSED)
    consultation.outcome = _parse_outcome_text(event, turn)
    await _close_consultation(turn, consultation, CLOSED, consultation.outcome)
    return await consultation_view.build_consultation_reply(turn, consultation)


def _parse_outcome_text(event: Submission, turn: Turn) -> str:
    text = event.get_text("outcome")[:OUTCOME]
    if not text:
        raise UserError("", {"outcome": turn.say("Write a few words.")})
    return text


async def _describe_told_people(turn: Turn, consultation: Consultation) -> str:
    """Describe how many people hear of it once it is saved."""
    involved = await recipients.list_involved_people(turn.store, consultation)
    told = len([person for person in involved if person.id != turn.person.id])
    if not told:
        return turn.say("Nobody else will be told.")
    return turn.say.many("{n} person will be told.", "{n} people will be told.", told)


async def _close_consultation(turn: Turn, consultation: Consultation, state: str, text: str = "") -> None:
    """Cancel the remaining steps, and notify everybody involved."""
    consultation.state = state
    consultation.closed_at = consultation.closed_at or turn.now
    await step_scheduler.cancel_consultation_steps(turn.store, consultation.id)
    entry = ConsultationLogEntry(
        consultation_id=consultation.id, kind=STATE, what=state, text=text, person_id=turn.person.id
    )
    await consultation_news.publish_consultation_news(turn.store, turn.arena, consultation, entry)
    await publish_consultation(turn.store, consultation)


def _parse_sent_day(text: str, turn: Turn, wrong: dict[str, str]) -> date | None:
    """Parse a day that is today or earlier. Record an error in `wrong` for any other text."""
    today = turn.today
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        wrong["day"] = turn.say("Choose a day.")
        return None
    if day > today:
        wrong["day"] = turn.say("That day is in the future.")
        return None
    return day
