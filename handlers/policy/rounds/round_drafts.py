"""Write a round as a draft.

The secretariat reads it in full as it will be asked, then sends, changes or drops it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.access.option_fields import reply_with_found_options
from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Query, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.policy.rounds import adoption_drafts, deadlines, purposes, round_fields, round_opening, round_recipients
from handlers.policy.rounds.draft_cards import draw_round_draft
from handlers.policy.rounds.inquirers import notify_inquirer
from handlers.policy.rounds.lookup import load_round_to_steer, refuse_inquiry
from storage.directory.organisations import Organisation
from storage.policy.consultations import Consultation
from storage.policy.issues import Issue
from storage.policy.rounds import ADOPTION, CANCELLED, DRAFT, Round, RoundField

router = Router()
#: maximum numbers of characters
TITLE, WHY, LINES = 120, 2000, 2000


class TypedTitle(ButtonValue, frozen=True):
    """Hold the title that a round was begun with in a line of chat: "title:Nettleie"."""

    kind: str = "title"
    title: str = ""


@dataclass(frozen=True, slots=True)
class RoundInput:
    """Hold what somebody entered into the form of a round."""

    title: str
    why: str
    fields: list[RoundField]
    deadline: date
    audience: round_recipients.Audience
    organisations: list[Organisation]
    purpose: Issue | Consultation | None


async def draw_round_form(turn: Turn, title: str = "", draft: Round | None = None) -> Form:
    say = turn.say
    lines = round_fields.format_field_lines(say, await turn.store.rounds.list_round_fields(draft.id)) if draft else ""
    hint = say(
        "One line for each: “Power: number MW”, “Applied: choice yes / no”, “A case: text”, “Enova: scheme”. You"
        " see how it will look before it is sent."
    )
    day = draft.deadline if draft and deadlines.get_round_end(draft, turn.arena) > turn.now else None
    inputs = (
        Field("title", say("What is it about?"), value=draft.title if draft else title[:TITLE], most=TITLE),
        Field("why", say("Why are you asking, and what is it for?"), "text", draft.why if draft else "", most=WHY),
        Field("fields", say("What do you ask for?"), "text", lines, hint, most=LINES),
        deadlines.draw_deadline_field(turn, day),
        *await round_recipients.draw_recipient_fields(turn, draft.audience if draft else None),
        *await purposes.draw_purpose_fields(turn, draft),
    )  # fmt: skip
    return Form(say("Input round"), "rounds.write", inputs, say("Preview"), str(draft.id) if draft else "")


@router.on(Click, "rounds.write", opens=True)
async def on_round_write_open(event: Click, turn: Turn) -> Reply:
    """Open the form, with the title that was typed in a chat line."""
    return Reply(form=await draw_round_form(turn, TypedTitle.parse_value(event.value).title))


@router.on(Click, "rounds.redo", opens=True)
async def on_round_redo_open(event: Click, turn: Turn) -> Reply:
    draft = await load_round_to_steer(turn, event.value, DRAFT, lock=False)
    refuse_inquiry(turn, draft)
    if draft.form == ADOPTION:
        return Reply(form=await adoption_drafts.draw_adoption_form(turn, draft=draft))
    return Reply(form=await draw_round_form(turn, draft=draft))


@router.on(Query, purposes.PURPOSE_SEARCH)
async def on_round_purpose_search(event: Query, turn: Turn) -> Reply:
    return reply_with_found_options(event, await purposes.list_purpose_options(turn))


@router.on(Submission, "rounds.write")
async def on_round_write_submit(event: Submission, turn: Turn) -> Reply:
    """Store a draft. Nobody is asked before it has been read as it will be asked."""
    draft = await load_round_to_steer(turn, event.value, DRAFT) if event.value else None
    if draft is not None:
        refuse_inquiry(turn, draft)
    want = await _parse_round_form(event, turn)
    if draft is None:
        draft = Round(state=DRAFT, made_by_id=turn.person.id, audience={}, deadline=want.deadline, title="", why="")
        draft = await turn.store.rounds.add(draft)
    draft.title, draft.why, draft.deadline, draft.audience = want.title, want.why, want.deadline, want.audience
    purposes.set_round_purpose(draft, want.purpose)
    await turn.store.rounds.set_round_fields(draft.id, want.fields)
    return Reply(await draw_round_draft(turn, draft, want.fields, want.organisations))


async def _parse_round_form(event: Submission, turn: Turn) -> RoundInput:
    """Parse the form. Raise UserError with all errors, each at its field."""
    say, wrong = turn.say, dict[str, str]()
    title, why = " ".join(event.get_text("title").split()), event.get_text("why")
    if not title:
        wrong["title"] = say("Write what it is about.")
    if not why:
        wrong["why"] = say("Write why you ask: whoever knows it answers.")
    lines, day, chosen, purpose = None, None, None, None
    try:
        lines = await round_fields.parse_round_fields(turn, event.get_text("fields"))
    except UserError as error:
        wrong |= error.fields
    try:
        day = deadlines.parse_round_deadline(event, turn)
    except UserError as error:
        wrong |= error.fields
    try:
        chosen = await round_recipients.parse_recipient_fields(turn, event)
        purpose = await purposes.parse_purpose_field(turn, event, chosen[1])
    except UserError as error:
        wrong |= error.fields
    if wrong or lines is None or day is None or chosen is None:
        raise UserError("", wrong)
    return RoundInput(title[:TITLE], why[:WHY], lines, day, *chosen, purpose)


@router.on(Click, "rounds.send")
async def on_round_send(event: Click, turn: Turn) -> Reply:
    """Send the round to the organisations that fit now. Raise UserError if the deadline has passed meanwhile."""
    draft, say = await load_round_to_steer(turn, event.value, DRAFT), turn.say
    organisations = await round_recipients.resolve_recipients(turn, draft.audience) or []
    if deadlines.get_round_end(draft, turn.arena) <= turn.now or not organisations:
        raise UserError(say("The deadline has passed, or nobody matches any more. Change the round, then send it."))
    told = await round_opening.open_round(turn, draft, organisations)
    text = say.many("{code} is sent: {n} organisation is asked.", "{code} is sent: {n} organisations are asked.",
                    len(organisations), code=draft.code)  # fmt: skip
    people = say.many("{n} person gets a message, in working hours.", "{n} people get a message, in working hours.",
                      told)  # fmt: skip
    show = Button(say("Show"), "rounds.open", str(draft.id))
    return Reply(Card("", (Text(text), Text(people, "subtle"), Buttons((show,)))), replace=event.direct)


@router.on(Click, "rounds.drop")
async def on_round_draft_drop(event: Click, turn: Turn) -> Reply:
    """Delete the draft. An inquiry of somebody else is called off instead, and they are told."""
    draft = await load_round_to_steer(turn, event.value, DRAFT)
    if draft.inquirer_id is None:
        await turn.store.round_ageing.delete_round_draft(draft)
    else:
        draft.state, draft.closed_at = CANCELLED, turn.now
        await notify_inquirer(turn.store, turn.arena, draft)
    return build_text_reply(turn.say("Discarded. Nobody was asked."), replace=event.direct)
