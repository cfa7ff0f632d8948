"""List organisations without any activity for weeks, and nudge their contact."""

from __future__ import annotations

from datetime import timedelta

from handlers.access import rights
from handlers.chat.button_values import ButtonValue
from handlers.chat.card_arguments import CardArguments
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text, build_text_reply
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_id, parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn, View
from handlers.directory.contacts.organisation_card import load_organisation
from handlers.directory.display_names import format_person_name
from handlers.notifications.scheduled_notifications import schedule_notification
from storage.directory.organisations import Organisation

router = Router()
#: default and maximum number of weeks
USUAL_WEEKS, MOST_WEEKS = 8, 520
PAGE = 4


class InactivePage(ButtonValue, frozen=True):
    """Hold for how many weeks organisations were silent, and where the page of their list begins: "8:10"."""

    weeks: str
    #: empty when the list is opened
    start: str = ""


class ActivityNudge(CardArguments, frozen=True):
    template = "admin.nudge"

    organisation: int
    by: int


@router.on(Click, "admin.silent")
async def on_admin_silent(event: Click, turn: Turn) -> Reply:
    """Show the list. The value is "8", or "8:10" for the page that begins with the eleventh."""
    page = InactivePage.parse_value(event.value)
    return await draw_inactive_organisations(turn, page.weeks, parse_position(page.start), replace=bool(page.start))


async def draw_inactive_organisations(turn: Turn, text: str, skip: int = 0, *, replace: bool = False) -> Reply:
    await rights.need_secretariat(turn)
    say, asked = turn.say, int(text) if text.isdecimal() and len(text) < 4 else 0
    weeks = asked if 0 < asked <= MOST_WEEKS else USUAL_WEEKS
    rows = await turn.store.inactivity.list_inactive_organisations(turn.now - timedelta(weeks=weeks))
    title = say.many("No activity for {n} week", "No activity for {n} weeks", weeks)
    if not rows:
        return Reply(Card(title, (Text(say("None: every organisation has done something.")),)))
    parts: list[Part] = [
        await _draw_inactive_organisation(turn, organisation) for organisation in rows[skip : skip + PAGE]
    ]
    row = draw_page_buttons(
        say,
        "admin.silent",
        skip,
        PAGE,
        more=skip + PAGE < len(rows),
        value=lambda at: InactivePage(str(weeks), str(at)),
    )
    if row:
        parts.append(Buttons(tuple(row)))
    hint = Text(
        say("“admin silent 12” shows those with no activity for twelve weeks. I do not write to anyone on my own."),
        "subtle",
    )
    return Reply(Card(title, (*parts, hint)), replace=replace)


@router.on(Click, "admin.nudge")
async def on_admin_nudge(event: Click, turn: Turn) -> Reply:
    """Ask the contact, at most once a day per organisation, in their hours and not while they are away."""
    say, store = turn.say, turn.store
    organisation = await load_organisation(turn, parse_id(event.value))
    reminder_card = ActivityNudge(organisation.id, turn.person.id)
    day = turn.today.isoformat()
    for person in await store.organisations.list_representatives(organisation.id):
        key = f"organisation:{organisation.id}:nudge:{day}"
        if not person.guest and await schedule_notification(
            store, turn.arena, person, reminder_card, key=key, at=turn.now
        ):
            return build_text_reply(say("{name} is asked.", name=format_person_name(person, say, turn.now)))
    raise UserError(say("No contact for {name} can be reached here.", name=organisation.name))


@router.card(ActivityNudge)
async def draw_nudge_card(view: View[ActivityNudge]) -> Card | None:
    organisation = await view.store.organisations.find(view.args.organisation)
    by = await view.store.people.find(view.args.by)
    if organisation is None or by is None or view.person is None or view.person.guest:
        return None
    text = view.say(
        "{name} in the secretariat would like to know how things are going in {organisation}. Is there"
        " something the network can help with, or something you can share?",
        name=by.name,
        organisation=organisation.name,
    )
    row = (
        Button(view.say("Ask a question"), "questions.write", style="primary"),
        Button(view.say("Save a solution"), "solutions.write"),
        Button(view.say("Reply to {name}", name=by.name), "contacts.write", str(by.id)),
    )
    return Card("", (Text(text), Buttons(row)))


async def _draw_inactive_organisation(turn: Turn, organisation: Organisation) -> Item:
    say, store = turn.say, turn.store
    people = [one for one in await store.organisations.list_representatives(organisation.id) if not one.guest]
    names = ", ".join(format_person_name(person, say, turn.now) for person in people)
    last = await store.inactivity.find_last_activity(organisation.id)
    heard = say("Last heard from {day}", day=say.format_day(last)) if last else say("Never heard")
    ask = (Button(say("Ask the contact"), "admin.nudge", str(organisation.id)),) if people else ()
    return Item(organisation.name, names or say("No contact yet"), heard, ask)
