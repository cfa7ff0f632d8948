"""Draw the home page: a few entries of each kind with a way to the rest.

The page is small enough for every platform.
"""

from __future__ import annotations

from handlers.chat.button_values import ButtonValue
from handlers.chat.cards import Button, Buttons, Card, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click, Command, HomeOpened
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.overview import pending_items
from handlers.overview.help import draw_first_steps
from handlers.overview.home import (
    followed_section,
    meeting_section,
    onboarding_section,
    organisation_section,
    question_section,
    responsibility_section,
)
from handlers.overview.home.sections import HomeSection, allot_section_entries, slice_drawn_items
from handlers.overview.own_reminders.new_reminders import MOST_REMINDERS
from handlers.overview.own_reminders.reminder_cards import draw_reminder_item

router = Router()
#: entries on a page of a single section, and maximum number of questions looked at
PAGE, ASKED = 4, 50


class SectionPage(ButtonValue, frozen=True):
    """Name a section, and where its page begins: "waiting:3"."""

    section: str
    start: str = ""


@router.on(HomeOpened, "")
async def on_home_opened(_event: HomeOpened, turn: Turn) -> Reply:
    return Reply(await draw_home_card(turn))


@router.on(Command, "home")
async def on_home(_event: Command, turn: Turn) -> Reply:
    return Reply(await draw_home_card(turn))


@router.on(Click, "home.show")
async def on_home_show(_event: Click, turn: Turn) -> Reply:
    return Reply(await draw_home_card(turn))


@router.on(Click, "home.rest")
@router.on(Click, "home.page")
async def on_home_section_page(event: Click, turn: Turn) -> Reply:
    """Show one section's entries: "waiting:3" from the fourth on. Turning its pages replaces the page before."""
    page = SectionPage.parse_value(event.value)
    found = next((one for one in await list_home_sections(turn) if one.name == page.section and one.leads_on), None)
    if found is None:
        raise UserError(turn.say("There is nothing more to do here."))
    start = parse_position(page.start)
    skip = start if start < found.count else 0
    parts: list[Part] = [*await found.draw(skip, PAGE)] or [
        Text(found.empty or turn.say("Nothing needs you right now."))
    ]
    row = draw_page_buttons(
        turn.say,
        "home.page",
        skip,
        PAGE,
        more=skip + PAGE < found.count,
        value=lambda at: SectionPage(found.name, str(at)),
    )
    if row:
        parts.append(Buttons(tuple(row)))
    return Reply(Card(found.title, tuple(parts)), replace=event.name == "home.page")


async def draw_home_card(turn: Turn) -> Card:
    found = await list_home_sections(turn)
    parts: list[Part] = [Buttons(draw_first_steps(turn))]
    for section, most in zip(
        found, allot_section_entries([one.count for one in found], [one.least for one in found]), strict=True
    ):
        parts += await _draw_home_section(turn, section, most)
    return Card(turn.arena.name, (*parts, Buttons(_draw_home_links(turn))))


async def list_home_sections(turn: Turn) -> list[HomeSection]:
    """List the sections, the most urgent first."""
    asked = await turn.store.questions.list_questions_asked_by(turn.person.id, limit=ASKED)
    waits, capped = await pending_items.list_pending_items(turn, asked)
    first = await onboarding_section.draw_onboarding_section(turn, quiet=not (asked or waits))
    waits += [] if first.count else await pending_items.list_membership_prompt(turn)
    empty = "" if first.count else turn.say("Nothing needs you right now.")
    return [
        first,
        HomeSection("waiting", turn.say("Needs you"), len(waits), 2, slice_drawn_items(waits), empty, capped=capped),
        await responsibility_section.draw_responsibility_section(turn),
        await _draw_reminder_section(turn),
        await meeting_section.draw_meeting_section(turn),
        await followed_section.draw_followed_section(turn),
        await question_section.draw_question_section(turn),
        await organisation_section.draw_organisation_section(turn),
    ]


async def _draw_reminder_section(turn: Turn) -> HomeSection:
    """Draw the reader's own reminders, what has come before what is to come; left out where there are none."""
    found = await turn.store.own_reminders.list_open_reminders(turn.person.id, MOST_REMINDERS)
    items = [draw_reminder_item(turn, one) for one in found]
    return HomeSection("reminders", turn.say("Your reminders"), len(items), 1, slice_drawn_items(items))


async def _draw_home_section(turn: Turn, section: HomeSection, most: int) -> list[Part]:
    if not section.count and not section.empty:
        return []
    entries = await section.draw(0, most) if section.count else [Text(section.empty)]
    parts: list[Part] = [Text(section.title, "strong"), *entries]
    if section.leads_on and section.count > most:
        label = turn.say.many("and {n} more", "and {n} more", section.count - most)
        label = turn.say("and more") if section.capped else label
        rest = SectionPage(section.name, str(most))
        parts.append(Buttons((Button(label, "home.rest", rest.encode_value()),)))
    return parts


def _draw_home_links(turn: Turn) -> tuple[Button, ...]:
    say, more = turn.say, [Button(turn.say("My profile"), "members.me")]
    if not turn.person.guest:
        more[:0] = [
            Button(say("Topics"), "topics.page"),
            Button(say("Open issues"), "issues.page"),
            Button(say("Open consultations"), "consultations.page"),
            Button(say("Your actions"), "actions.mine"),
        ]
    more.append(Button(say("Open on the web"), "web.open"))
    if turn.person.secretariat:
        more.append(Button(say("Administer"), "admin.show"))
    return tuple(more)
