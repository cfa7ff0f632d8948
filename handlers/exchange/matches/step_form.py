"""Set stage, next step and next day of a match in one form; what others have set meanwhile stays as they set it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import msgspec

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Field, Form, Reply, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.exchange.matches.agreed_amounts import (
    draw_agreed_amount,
    read_agreed_amount_field,
    redraw_exchanged_listings,
)
from handlers.exchange.matches.match_news import cancel_own_news, tell_match_news
from handlers.exchange.matches.match_progress import confirm_match_change, load_followed_match, parse_iso_day
from handlers.exchange.matches.match_sides import build_match_subject
from handlers.exchange.matches.match_silence import note_answer
from handlers.exchange.matches.match_stages import list_stage_options
from storage.exchange.matches import KNOWN_STAGES, STEP, ListingMatch

router = Router()
#: time ahead within which the next step has to be: what runs is asked about once a year
LONGEST = timedelta(days=400)


class FilledStep(ButtonValue, frozen=True):
    """Name a match, with what its form was filled with."""

    match: int
    stage: str = ""
    day: str = ""
    #: digests of the step and of the amount
    step: str = ""
    amount: str = ""
    #: digest of the amount that the form was filled with, which may be a proposal
    shown: str = ""


def _name_filled_step(match: ListingMatch) -> FilledStep:
    day = match.next_on.isoformat() if match.next_on else ""
    return FilledStep(match.id, match.stage, day, _digest_text(match.next_step), _digest_amount(match.amount))


def _digest_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _digest_amount(text: str) -> str:
    """Return nothing for nothing: a form that was opened before there was an amount sends none."""
    return _digest_text(text) if text else ""


@router.on(Click, "exchange.stage", opens=True)
async def on_match_stage_open(event: Click, turn: Turn) -> Reply:
    match, say = await load_followed_match(turn, event.value), turn.say
    filled, stages = _name_filled_step(match), list_stage_options(say, match)
    fields = (
        Field("stage", say("Stage"), "choice", match.stage, options=stages),
        Field("step", say("Next step"), "line", match.next_step, required=False, most=STEP),
        Field("day", say("By"), "date", filled.day),
        *(asked := await draw_agreed_amount(turn, match)),
    )
    filled = msgspec.structs.replace(filled, shown=_digest_amount(str(asked[0].value) if asked else ""))
    title = say("Next step for {code}", code=match.code)
    return Reply(form=Form(title, "exchange.stage", fields, say("Save"), filled.encode_value()))


@router.on(Submission, "exchange.stage")
async def on_match_stage_submit(event: Submission, turn: Turn) -> Reply:
    """Save stage, step and day; a day that has passed is asked about, since a match without one ahead is forgotten."""
    filled, say = FilledStep.parse_value(event.value), turn.say
    match = await load_followed_match(turn, str(filled.match))
    stage, step, day = event.get_text("stage"), event.get_text("step")[:STEP], parse_iso_day(event.get_text("day"))
    if stage not in KNOWN_STAGES:
        raise UserError("", {"stage": say("Choose one of these.")})
    if day is None or day <= turn.today:
        raise UserError("", {"day": say("Choose a day that is still to come.")})
    if day > turn.today + LONGEST:
        raise UserError("", {"day": say("Choose a day within a year or so: nobody would be asked before it.")})
    amount = await read_agreed_amount_field(event, turn, match)
    before, was_taking = _name_filled_step(match), match.is_taking
    if stage not in (filled.stage, match.stage):
        match.reach_stage(stage, turn.now)
    if _digest_text(step) != filled.step:
        match.next_step = step
    # what the form was filled with is agreed on once it flows, unless somebody has written another amount meanwhile
    if _digest_amount(amount) != filled.shown or (match.is_taking and not match.amount):
        match.amount = amount
    if match.next_on is None or match.next_on <= turn.today or day.isoformat() != filled.day:
        match.next_on = day
    note_answer(match, turn.today)
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    if match.is_taking or was_taking:
        await redraw_exchanged_listings(turn.store, match)
    if msgspec.structs.replace(filled, shown="") == before:
        await cancel_own_news(turn, match)
    if _name_filled_step(match) != before and await tell_match_news(turn, match):
        return build_text_reply(say("Saved. I tell the others of {code}, and its card shows it.", code=match.code))
    return confirm_match_change(turn, match)
