"""Ask why a side refused a match, and say why two listings fit. A reason is passed on only where its giver says so."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat.cards import Button, Buttons, Card, Facts, Field, Form, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.routing import Router
from handlers.chat.say import Say
from handlers.chat.turn import Turn
from handlers.exchange.matches.match_explanation import explain_to_side
from handlers.exchange.matches.match_requests import draw_side
from handlers.exchange.matches.match_sides import load_asked_side
from handlers.exchange.matches.match_stages import list_reason_options
from storage.exchange.matches import NO, NOTE, REASONS, SUPPLY, ListingMatch

router = Router()
SHARE, ECONOMY = "share", "economy"
#: least value of a factor that is called good, and fair
GOOD, FAIR = 0.85, 0.6


@router.on(Click, "exchange.reasons", opens=True)
async def on_match_reasons_open(event: Click, turn: Turn) -> Reply:
    side, say = await load_asked_side(turn, event.value), turn.say
    if side.vote.vote != NO:
        return Reply(await draw_side(turn, side))
    shared = (SHARE,) if side.vote.shared else ()
    fields = (
        Field(
            "reasons", say("Why?"), "choices", tuple(side.vote.reasons), required=False,
            options=list_reason_options(say, side.match.purpose),
        ),
        Field(
            "shared", say("May the other side know?"), "choices", shared, required=False,
            options=((SHARE, say("Share the reason, without our name")),),
        ),
        Field(
            "note", say("To the facilitator"), "text", side.vote.note, say("Nobody else reads it."), required=False,
            most=NOTE,
        ),
    )  # fmt: skip
    title = say("Why not?")
    return Reply(form=Form(title, "exchange.reasons", fields, say("Save"), str(side.vote.id)))


@router.on(Submission, "exchange.reasons")
async def on_match_reasons_submit(event: Submission, turn: Turn) -> Reply:
    """Keep the reasons for the facilitator; the other side hears of them in its letter if they are shared."""
    side = await load_asked_side(turn, event.value)
    if side.vote.vote != NO:
        raise UserError(turn.say("You have not said no to this one."))
    side.vote.reasons = [reason for reason in event.get_choices("reasons") if reason in REASONS]
    side.vote.shared = SHARE in event.get_choices("shared") and side.match.told_at is None
    note = event.get_text("note")[:NOTE].strip()
    if note != side.vote.note:
        side.vote.note, side.vote.noted_at = note, turn.now if note else None
    thanks = turn.say("Thank you. It makes the next matches better.")
    if ECONOMY not in side.vote.reasons:
        return build_text_reply(thanks)
    ask = Text(turn.say("Is there a scheme that should have helped? Say whether it met your needs."))
    row = Buttons((Button(turn.say("Report experience"), "schemes.list"),))
    return Reply(Card("", (Text(thanks), ask, row)))


@router.on(Click, "exchange.why")
async def on_match_why(event: Click, turn: Turn) -> Reply:
    """Tell how well each of the factors fits, in words: figures would name the neighbour."""
    side, say = await load_asked_side(turn, event.value), turn.say
    text = await explain_to_side(turn.store, side.match, side.vote, say.language, turn.today)
    rows = list_factor_rows(say, side.match)
    return Reply(Card(say("Why these fit"), (Text(text), Facts(rows)) if rows else (Text(text),)))


def list_factor_rows(say: Say, match: ListingMatch) -> tuple[tuple[str, str], ...]:
    """Return each factor in words. Two needs are compared by their time and distance alone."""
    factors: Mapping[str, float] = match.factors
    names = (
        ("amount", say("Amount")), ("time", say("When")), ("temperature", say("Temperature")),
        ("distance", say("Distance")), ("quality", say("Quality")),
    )  # fmt: skip
    compared = names if match.purpose == SUPPLY else (("time", say("Months apart")), ("distance", say("Distance")))
    return tuple((label, _describe_factor(say, factors.get(name))) for name, label in compared)


def _describe_factor(say: Say, value: float | None) -> str:
    if value is None:
        return say("not known")
    if value >= GOOD:
        return say("fits well")
    return say("fits fairly well") if value >= FAIR else say("fits less well")
