"""Follow a match that both sides know: its stage, next step and next day. Both are asked again how it goes."""

from __future__ import annotations

from datetime import date, datetime

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, Turn, View
from handlers.dates.workdays import add_workdays
from handlers.exchange.matches.amount_facts import draw_amounts
from handlers.exchange.matches.match_disclosure import (
    choose_facilitator,
    list_match_ties,
    load_visible_match,
    may_see_match,
    show_to_facilitator,
    title_match,
)
from handlers.exchange.matches.match_sides import build_match_subject, list_own_sides, list_side_contacts
from handlers.exchange.matches.match_silence import build_question_key, count_silence, find_last_question, note_answer
from handlers.exchange.matches.match_stages import (
    ASK_DAYS,
    describe_match_stage,
)
from handlers.exchange.matches.readiness_facts import ASKED_STAGES, draw_asked_readiness
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.exchange.matches import CLOSED, KNOWN_STAGES, SIDES, ListingMatch
from storage.kit.database import Store

router = Router()


class MatchProgressRequest(CardArguments, frozen=True):
    template = "exchange.progress"

    match: int
    #: day of the question
    asked: date


class MatchYear(ButtonValue, frozen=True):
    """Name a match that runs, and the year that is asked about."""

    match: int
    #: None: this year
    year: int | None = None


class ProgressAnswer(ButtonValue, frozen=True):
    """Name a match and the day of the question that is answered: a second press changes nothing."""

    match: int
    asked: str


async def load_followed_match(turn: Turn, value: str) -> ListingMatch:
    """Return a match that both sides know, with its lock, for whoever acts for a side and the secretariat."""
    match = await load_visible_match(turn, value, lock=True)
    await rights.need_right(turn, *await list_match_ties(turn, match))
    if match.stage == CLOSED:  # both sides may say so at the same time
        raise UserError(turn.say("{code} has ended.", code=match.code))
    if match.stage not in KNOWN_STAGES:
        raise UserError(turn.say("The stage of {code} cannot be changed now.", code=match.code))
    return match


def confirm_match_change(turn: Turn, match: ListingMatch) -> Reply:
    """Return one line: the card that all three have is drawn again, and stands once."""
    return build_text_reply(describe_match_change(turn.say, match))


def describe_match_change(say: Say, match: ListingMatch) -> str:
    return say("Saved. The card of {code} shows it to both sides and the facilitator.", code=match.code)


def parse_iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@router.on(Click, "exchange.forward")
async def on_match_forward(event: Click, turn: Turn) -> Reply:
    answer = ProgressAnswer.parse_value(event.value)
    match = await load_followed_match(turn, str(answer.match))
    note_answer(match, parse_iso_day(answer.asked))
    return _note_progress(turn, match)


@router.on(Click, "exchange.still")
async def on_match_still(event: Click, turn: Turn) -> Reply:
    """Note that it stands still; after the second time, or no answer at all, the facilitator has it on the list."""
    answer = ProgressAnswer.parse_value(event.value)
    match, asked = await load_followed_match(turn, str(answer.match)), parse_iso_day(answer.asked)
    if asked is not None and (not match.stalled or match.stalled_on is None or asked > match.stalled_on):
        match.stalled, match.stalled_on = match.stalled + 1, asked
    return _note_progress(turn, match)


def _note_progress(turn: Turn, match: ListingMatch) -> Reply:
    """Return one line: the card of the match stands already, and nothing of it has changed."""
    day = match.next_on or add_workdays(turn.today, ASK_DAYS[match.stage])
    return build_text_reply(turn.say("Noted. I ask again on {day}.", day=turn.say.format_day(day)))


@router.plan("exchange.progress")
async def ask_for_progress(store: Store, arena: Arena, _until: datetime) -> None:
    """Ask both sides of each match whose day has come, and set the next day. Each match keeps a facilitator."""
    today = arena.find_day(store.now)
    secretariat = {person.id for person in await store.people.list_secretariat()}
    for found in await store.matches.list_matches_at(KNOWN_STAGES):
        if found.facilitator_id not in secretariat and secretariat:
            await _replace_facilitator(store, found)
        if found.next_on is not None and found.next_on > today:
            continue
        match = await store.matches.lock(found.id)
        if match is None or match.stage not in KNOWN_STAGES:
            continue
        await count_silence(store, match)
        for side in SIDES:
            await _ask_side_for_progress(store, arena, match, side, today)
        match.next_on = add_workdays(today, ASK_DAYS[match.stage])
        await store.outbox.refresh_copies(build_match_subject(match.id))


async def _ask_side_for_progress(store: Store, arena: Arena, match: ListingMatch, side: str, today: date) -> None:
    for person in await list_side_contacts(store, match, side):
        key, card = build_question_key(match.id, today, person.id), MatchProgressRequest(match.id, today)
        await schedule_notification(
            store, arena, person, card, key=key, at=store.now, subject=build_match_subject(match.id)
        )


async def _replace_facilitator(store: Store, match: ListingMatch) -> None:
    match.facilitator_id = await choose_facilitator(store)
    person = await store.people.find(match.facilitator_id)
    if person is not None:
        await show_to_facilitator(store, match, person)


@router.card(MatchProgressRequest)
async def draw_progress_request(view: View[MatchProgressRequest]) -> Card | None:
    match, say = await view.store.matches.find(view.args.match), view.say
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    if match.stage not in KNOWN_STAGES:
        return (
            Card("", (Text(say("{code} has ended.", code=match.code), "subtle"),)) if view.delivery.was_told else None
        )
    title = say("How is {match} going?", match=await title_match(view, match))
    last = await find_last_question(view.store, match) if view.delivery.was_told else None
    if last is not None and last > view.args.asked:
        return Card(title, (Text(say("I have asked again since: answer there."), "subtle"),))
    answer = ProgressAnswer(match.id, view.args.asked.isoformat()).encode_value()
    year = max(view.args.asked.year - 1, match.stage_at.year)
    how_much = Button(say("Say how much"), "exchange.amount", MatchYear(match.id, year).encode_value())
    ready = Button(say("How ready are you?"), "exchange.readiness", answer, "primary")
    asks_ready = match.stage in ASKED_STAGES and await list_own_sides(view.store, view.person, match)
    row = (
        *((how_much,) if match.is_running_exchange else ()),
        *((ready,) if asks_ready else ()),
        Button(say("It is moving on"), "exchange.forward", answer, "" if asks_ready else "primary"),
        Button(say("It has stalled"), "exchange.still", answer),
        Button(say("Next step"), "exchange.stage", str(match.id)),
        Button(say("It has ended"), "exchange.end", str(match.id)),
    )
    parts = [*await draw_amounts(view, match), *await draw_asked_readiness(view, match)]
    stage = describe_match_stage(say, match)
    text = say("{stage}. Next step: {step}", stage=stage, step=match.next_step) if match.next_step else f"{stage}."
    return Card(title, (Text(text), *parts, Buttons(row)))


@router.audit("exchange.dates")
async def audit_match_dates(store: Store, arena: Arena) -> list[str]:
    """Report matches without a day ahead: nobody would ever ask about them again."""
    today = arena.find_day(store.now)
    found = await store.matches.list_matches_at(KNOWN_STAGES)
    return [match.code for match in found if match.next_on is None or match.next_on < today]
