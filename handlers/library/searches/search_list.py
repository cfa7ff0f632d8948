"""List searches without results, and searches whose words the opened record lacks, with actions."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.page_buttons import draw_page_buttons
from handlers.chat.record_ids import parse_position
from handlers.chat.record_kinds import list_searched_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import search_targets
from storage.library.search_terms import ChosenSearch, MissedSearch

router = Router()
#: entries of each kind on a card
PAGE = 5


@router.on(Click, "searches.show")
async def on_searches_show(event: Click, turn: Turn) -> Reply:
    """Show the page that begins with this entry; replace the card unless the value is empty (first look)."""
    return Reply(await draw_searches_card(turn, parse_position(event.value)), replace=bool(event.value))


def draw_searches_button(turn: Turn) -> Button:
    """Draw the button that opens the list of searches, for topic leads."""
    return Button(turn.say("What was searched for"), "searches.show")


async def find_search_topic_ids(turn: Turn) -> list[int] | None:
    """Return the topics whose searches this person reviews.

    Return None for the secretariat: all topics, and searches without a topic.
    """
    if turn.person.secretariat:
        return None
    return [topic.id for topic in await turn.store.topics.list_topics_led_by(turn.person.id)]


async def draw_searches_card(turn: Turn, skip: int = 0, done: Sequence[Part] = ()) -> Card:
    topics, levels, say = await find_search_topic_ids(turn), rights.list_solution_levels(turn.person), turn.say
    await rights.need_right(turn, *((rights.LEAD,) if topics else ()), action="searches.show")
    viewer = await turn.store.audiences.build_viewer(turn.person)
    missed = await turn.store.search_terms.list_missed_searches(topics, PAGE + 1, skip)
    chosen = await turn.store.search_terms.list_chosen_searches(topics, levels, viewer, PAGE + 1, skip)
    parts: list[Part] = [*done, Rule()] if done else []
    if missed:
        parts += [
            Text(say("Searched, not found"), "strong"),
            *[await _draw_missed_search(turn, row) for row in missed[:PAGE]],
        ]
    found = [item for row in chosen[:PAGE] if (item := await _draw_chosen_search(turn, row))]
    if found:
        parts += [Text(say("Found with other words"), "strong"), *found]
    if not missed and not found:
        parts.append(Text(say("Nothing to review: people find what they search for in your topics.")))
    parts.append(Text(say("Only words and counts are kept, for half a year. Nobody can see who searched."), "subtle"))
    parts += _draw_search_page_buttons(turn, skip, more=len(missed) > PAGE or len(chosen) > PAGE)
    return Card(say("What was searched for"), tuple(parts))


async def reply_with_searches(turn: Turn, text: str, *row: Button) -> Reply:
    """Draw the list again beneath a confirmation and the buttons that go with the confirmation."""
    await turn.store.session.flush()
    done: list[Part] = [Text(text), *([Buttons(row)] if row else [])]
    return Reply(await draw_searches_card(turn, done=done), replace=True)


def _draw_search_page_buttons(turn: Turn, skip: int, *, more: bool) -> list[Part]:
    row = draw_page_buttons(turn.say, "searches.show", skip, PAGE, more=more)
    return [Buttons(tuple(row))] if row else []


async def _draw_missed_search(turn: Turn, row: MissedSearch) -> Item:
    say, value = turn.say, f"m{row.id}"
    topic = await turn.store.topics.find(row.topic_id or None)
    buttons = [Button(say("Choose a solution"), "searches.choose", value, "primary")]
    if topic is not None and turn.person.secretariat:
        buttons.append(Button(say("Keyword of the topic"), "searches.route", value))
    buttons.append(Button(say("Ignore"), "searches.ignore", value))
    where = topic.get_name(say.language) if topic else say("no topic")
    return Item(
        say("“{words}”", words=row.words),
        note=" · ".join((_describe_search_frequency(turn, row), where)),
        buttons=tuple(buttons),
    )


async def _draw_chosen_search(turn: Turn, row: ChosenSearch) -> Item | None:
    say, value = turn.say, f"c{row.id}"
    record = await search_targets.find_visible_target(turn, row.kind, row.record_id)
    if record is None:
        return None
    buttons = [Button(say("Add as keyword"), "searches.teach", value, "primary")]
    if turn.person.secretariat:
        buttons.append(Button(say("Keyword of the topic"), "searches.route", value))
    buttons.append(Button(say("Ignore"), "searches.ignore", value))
    buttons.append(Button(say("Show"), list_searched_kinds()[row.kind].open, str(row.record_id)))
    lacks = say("Words not in it: {words}", words=", ".join(row.missing.split()))
    return Item(
        say("“{words}”", words=row.words),
        record.describe_target(turn),
        " · ".join((lacks, _describe_search_frequency(turn, row))),
        tuple(buttons),
    )


def _describe_search_frequency(turn: Turn, row: MissedSearch | ChosenSearch) -> str:
    """Describe how often and when: "3 ganger, sist 17. mars 2026"."""
    times = turn.say.many("{n} time", "{n} times", row.times)
    return turn.say("{times}, last {day}", times=times, day=turn.say.format_day(row.last_day))
