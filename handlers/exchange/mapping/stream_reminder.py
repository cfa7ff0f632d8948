"""Remind those of a park who have not told of their streams, at most once a week."""

from __future__ import annotations

from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Reply, Text, build_text_reply
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.exchange.mapping.stream_coverage import load_park_coverage
from handlers.exchange.park_members import load_own_park
from handlers.notifications.scheduled_notifications import schedule_notification

router = Router()


class StreamReminder(CardArguments, frozen=True):
    template = "streams.reminder"

    organisation: int
    park: int


@router.on(Click, "streams.remind")
async def on_stream_remind(event: Click, turn: Turn) -> Reply:
    """Ask one contact of each organisation that has not answered, in their hours and not while they are away."""
    store, say = turn.store, turn.say
    park = await load_own_park(turn, event.value)
    year, week, _ = turn.now.astimezone(turn.arena.zone).isocalendar()
    asked = 0
    for organisation in (await load_park_coverage(store, park)).silent:
        card, key = StreamReminder(organisation.id, park.id), f"streams:{organisation.id}:{year}:{week}"
        for person in await store.organisations.list_representatives(organisation.id):
            if not person.guest and await schedule_notification(store, turn.arena, person, card, key=key, at=turn.now):
                asked += 1
                break
    if not asked:
        return build_text_reply(say("No contact of them can be reached here."))
    return build_text_reply(
        say.many(
            "{n} organisation is asked, at most once a week.",
            "{n} organisations are asked, at most once a week.",
            asked,
        )
    )


@router.card(StreamReminder)
async def draw_stream_reminder(view: View[StreamReminder]) -> Card | None:
    """Draw the question, unless the organisation has answered meanwhile or the reader acts for it no longer."""
    store, say = view.store, view.say
    park = await store.organisations.find(view.args.park)
    organisation = await store.organisations.find(view.args.organisation)
    if park is None or organisation is None or view.person is None or view.person.guest:
        return None
    found = await load_park_coverage(store, park)
    if organisation.id not in [one.id for one in found.silent]:
        return None
    if not await store.organisations.is_representative(view.person.id, organisation.id):
        return None
    answered, whole = len(found.organisations) - len(found.silent), len(found.organisations)
    text = say(
        "What flows in and out of {organisation}? {n} of {all} in {park} have answered. Only your organisation and the"
        " secretariat see what you write.",
        organisation=organisation.name, n=say.format_number(answered), all=say.format_number(whole), park=park.name,
    )  # fmt: skip
    row = (
        Button(say("Add a stream"), "streams.write", style="primary"),
        Button(say("Paste a table"), "exchange.import", "streams"),
        Button(say("No streams to tell of"), "streams.none", str(organisation.id)),
    )
    return Card("", (Text(text), Buttons(row)))
