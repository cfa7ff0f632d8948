"""Take down when a side of a running match stops or runs low; the other side alone is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Field, Form, Item, Part, Redrawn, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Submission
from handlers.chat.record_ids import parse_id
from handlers.chat.routing import Router, draw_withheld
from handlers.chat.say import Say
from handlers.chat.turn import Arena, ReaderContext, Turn, View
from handlers.dates.day_fields import draw_day_field, parse_day_field
from handlers.exchange.matches.match_disclosure import load_visible_match, may_see_match
from handlers.exchange.matches.match_sides import build_match_subject, list_own_sides, list_side_contacts
from handlers.exchange.matches.park_stops import draw_park_stop_buttons, list_parks_of_match
from handlers.exchange.matches.running_matches import draw_side_choice, load_running_match, read_side_choice
from handlers.exchange.matches.stop_facts import (
    describe_clashes,
    describe_stop,
    find_other_organisation,
    list_stops_of_match,
    name_stopping_side,
)
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.exchange.listings import NEED, OFFER
from storage.exchange.matches import ListingMatch
from storage.exchange.planned_stops import PlannedStop
from storage.kit.database import Store
from storage.kit.parent_locks import lock_parent

router = Router()
#: stops to come that a match may have, and how long one may be
MOST_STOPS, LONGEST = 30, timedelta(days=366)
#: time before a stop at which the other side is reminded, if it heard of it earlier than that
AHEAD = timedelta(days=14)
#: per cent that still flow: the choices of the form
SHARES = (0, 25, 50, 75)
_MORNING, _DAY = time(8), timedelta(days=1)


class StopNotice(CardArguments, frozen=True):
    template = "exchange.stop_notice"

    stop: int


class ShownStops(CardArguments, frozen=True):
    template = "exchange.shown_stops"

    match: int


class StopOffNotice(CardArguments, frozen=True):
    template = "exchange.stop_off"

    match: int
    first: str
    last: str


@router.on(Click, "exchange.stops")
async def on_match_stops(event: Click, turn: Turn) -> Reply:
    return await _build_stops_reply(turn, await load_visible_match(turn, event.value))


async def _build_stops_reply(turn: Turn, match: ListingMatch, *, replace: bool = False) -> Reply:
    """Build the reply that lists the stops, and follows them."""
    redrawn = Redrawn(ShownStops(match.id), build_match_subject(match.id))
    return Reply(await draw_match_stops(turn, match), replace=replace, redrawn=redrawn)


@router.card(ShownStops)
async def draw_shown_stops(view: View[ShownStops]) -> Card | None:
    match, at = await view.store.matches.find(view.args.match), view.build_person_context()
    if match is None or at is None:
        return None
    return await draw_match_stops(at, match) if await may_see_match(at.store, at.person, match) else draw_withheld(view)


async def draw_match_stops(at: ReaderContext, match: ListingMatch) -> Card:
    """Draw what is to come of both sides, with clashes, and the buttons of whoever acts for one."""
    say, sides = at.say, await list_own_sides(at.store, at.person, match)
    parts: list[Part] = []
    for stop in await list_stops_of_match(at, match):
        own = stop.side in sides
        hears = stop.organisation_id if own else find_other_organisation(match, stop)
        clashes = [] if own else await describe_clashes(at, stop, hears)
        ask = say("Is the stop no longer planned?")
        remove = (Button(say("Remove"), "exchange.stop_remove", str(stop.id), "danger", ask),) if own else ()
        name = await name_stopping_side(at.store, stop)
        parts.append(Item(name, describe_stop(say, stop), " · ".join(clashes), remove))
    if not parts:
        parts.append(Text(say("No stop is planned.")))
    if sides and match.is_running_exchange:
        parts.append(Buttons((Button(say("Plan a stop"), "exchange.stop", str(match.id), "primary"),)))
    if match.is_running_exchange:
        parts += draw_park_stop_buttons(at, await list_parks_of_match(at, match))
    return Card(say("Planned stops of {code}", code=match.code), tuple(parts))


@router.on(Click, "exchange.stop", opens=True)
async def on_match_stop_open(event: Click, turn: Turn) -> Reply:
    match, sides = await load_running_match(turn, event.value, _explain_refusal)
    say = turn.say
    shares = tuple((str(one), say("Full stop") if not one else f"{one} %") for one in SHARES)
    fields: list[Field] = [
        draw_day_field("first", say("First day")),
        draw_day_field("last", say("Last day")),
        Field("share", say("How much still flows?"), "choice", "0", options=shares),
    ]
    fields += draw_side_choice(say, sides)
    title, note = say("Plan a stop of {code}", code=match.code), say("The other side hears of it, and is reminded.")
    return Reply(form=Form(title, "exchange.stop", tuple(fields), say("Save"), str(match.id), note=note))


@router.on(Submission, "exchange.stop")
async def on_match_stop_submit(event: Submission, turn: Turn) -> Reply:
    match, sides = await load_running_match(turn, event.value, _explain_refusal)
    say, zone = turn.say, turn.arena.zone
    first, last = parse_day_field(turn, event, "first", zone), parse_day_field(turn, event, "last", zone)
    if first is None or last is None:
        raise UserError("", {"first" if first is None else "last": say("Choose a day.")})
    if not first <= last <= first + LONGEST:
        raise UserError("", {"last": say("It ends on its first day or later, within a year.")})
    if len(await list_stops_of_match(turn, match)) >= MOST_STOPS:
        raise UserError(say("So many stops are planned already. Remove one first."))
    share = parse_id(event.get_text("share"))
    side = read_side_choice(event, sides)
    stop = await turn.store.planned_stops.add(
        PlannedStop(
            match_id=match.id, side=side, organisation_id=match.get_organisation_id(side), first_day=first,
            last_day=last, share=share if share in SHARES else 0, by_id=turn.person.id,
        )
    )  # fmt: skip
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    await _tell_other_side(turn.store, turn.arena, match, stop, "told", turn.now)
    return await _build_stops_reply(turn, match)


@router.plan("exchange.stops")
async def remind_of_stops(store: Store, arena: Arena, _until: datetime) -> None:
    """Remind the other side of a stop that was planned long before: whoever answers for it by then."""
    today = arena.find_day(store.now)
    for stop in await store.planned_stops.list_stops_beginning(today + _DAY, today + AHEAD + _DAY):
        morning = datetime.combine(stop.first_day - AHEAD, _MORNING, arena.zone)
        match = await store.matches.find(stop.match_id)
        if match is not None and match.is_running_exchange and stop.said_at + _DAY < morning:
            await _tell_other_side(store, arena, match, stop, "ahead", morning)


async def _tell_other_side(
    store: Store, arena: Arena, match: ListingMatch, stop: PlannedStop, name: str, at: datetime
) -> None:
    """Tell who answers for the other side now; `name`: which of the two times it is."""
    for person in await list_side_contacts(store, match, NEED if stop.side == OFFER else OFFER):
        await schedule_notification(
            store, arena, person, StopNotice(stop.id), key=f"stop:{stop.id}:{name}:{person.id}", at=at,
            subject=_build_stop_subject(stop.id), expires_at=_end_day(stop.last_day, arena),
        )  # fmt: skip


def _build_stop_subject(stop_id: int) -> str:
    return f"stop:{stop_id}"


def _end_day(day: date, arena: Arena) -> datetime:
    return datetime.combine(day + _DAY, time(), arena.zone)


@router.on(Click, "exchange.stop_remove")
async def on_match_stop_remove(event: Click, turn: Turn) -> Reply:
    """Take back a stop of one's own side: what told of it is withdrawn, and the other side hears that it is off."""
    asked = await turn.store.planned_stops.find(parse_id(event.value))
    found, held = await lock_parent(turn.store.matches, asked, lambda one: one.match_id)
    match, sides = await load_running_match(turn, str(held.id if held is not None else ""), _explain_refusal)
    if found is None or found.side not in sides:
        raise UserError(turn.say("Only the side that stops can take it back."))
    card = StopOffNotice(match.id, found.first_day.isoformat(), found.last_day.isoformat())
    key, other = f"stop:{found.id}:off", NEED if found.side == OFFER else OFFER
    await turn.store.outbox.withdraw_copies(_build_stop_subject(found.id))
    await turn.store.planned_stops.delete(found)
    await turn.store.outbox.refresh_copies(build_match_subject(match.id))
    for person in await list_side_contacts(turn.store, match, other):
        await schedule_notification(turn.store, turn.arena, person, card, key=f"{key}:{person.id}", at=turn.now)
    return await _build_stops_reply(turn, match, replace=event.direct)


def _explain_refusal(say: Say, match: ListingMatch) -> str:
    return say("Stops of {code} are planned by its two sides, while it runs.", code=match.code)


@router.card(StopNotice)
async def draw_stop_notice(view: View[StopNotice]) -> Card | None:
    """Draw the stop for the other side, with what else of theirs stops then."""
    say, stop = view.say, await view.store.planned_stops.find(view.args.stop)
    match = await view.store.matches.find(stop.match_id) if stop is not None else None
    if stop is None or match is None or view.person is None:
        return None
    if not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    if not match.is_running_exchange:
        return None
    name = await name_stopping_side(view.store, stop)
    clashes = await describe_clashes(view, stop, find_other_organisation(match, stop))
    parts: list[Part] = [Text(f"{name}, {describe_stop(say, stop)}"), *(Text(line) for line in clashes)]
    row = Buttons((Button(say("Planned stops"), "exchange.stops", str(match.id)),))
    return Card(say("Planned stop in {code}", code=match.code), (*parts, row))


@router.card(StopOffNotice)
async def draw_stop_off_notice(view: View[StopOffNotice]) -> Card | None:
    match, say = await view.store.matches.find(view.args.match), view.say
    if match is None or view.person is None or not await may_see_match(view.store, view.person, match):
        return draw_withheld(view)
    days = say.format_period(date.fromisoformat(view.args.first), date.fromisoformat(view.args.last))
    row = Buttons((Button(say("Planned stops"), "exchange.stops", str(match.id)),))
    return Card("", (Text(say("The stop in {code} is off: {days}.", code=match.code, days=days)), row))
