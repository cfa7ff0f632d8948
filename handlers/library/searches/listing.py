"""The list: words that found nothing, and words that what was opened does not hold; each with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.access import rights
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Rule, Text
from handlers.chat.events import Click
from handlers.chat.records import searched_kinds
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.library.searches import records
from storage.library.search_terms import ChosenSearch, MissedSearch

router = Router()
#: entries of each kind on a card
PAGE = 5


@router.on(Click, "searches.show")
async def show(event: Click, turn: Turn) -> Reply:
    """The page that begins with this entry, in place of the one before; empty for a first look."""
    skip = int(event.value) if event.value.isdecimal() and len(event.value) < 6 else 0
    return Reply(await searches_card(turn, skip), replace=bool(event.value))


def way_in(turn: Turn) -> Button:
    """For those who look after a topic."""
    return Button(turn.say("What was searched for"), "searches.show")


async def whose(turn: Turn) -> list[int] | None:
    """The topics whose searches this person looks after; None for all of them, with those that belong to none."""
    if turn.person.secretariat:
        return None
    return [topic.id for topic in await turn.store.topics.led_by(turn.person.id)]


async def searches_card(turn: Turn, skip: int = 0, done: Sequence[Part] = ()) -> Card:
    topics, levels, say = await whose(turn), rights.levels(turn.person), turn.say
    await rights.need(turn, *((rights.LEAD,) if topics else ()), action="searches.show")
    sight = await turn.store.reaches.sight(turn.person)
    missed = await turn.store.searches.missed(topics, PAGE + 1, skip)
    chosen = await turn.store.searches.chosen(topics, levels, sight, PAGE + 1, skip)
    parts: list[Part] = [*done, Rule()] if done else []
    if missed:
        parts += [Text(say("Searched, not found"), "strong"), *[await _missed(turn, row) for row in missed[:PAGE]]]
    found = [item for row in chosen[:PAGE] if (item := await _chosen(turn, row))]
    if found:
        parts += [Text(say("Chosen after other words"), "strong"), *found]
    if not missed and not found:
        parts.append(Text(say("Nothing to look at: people find what they search for in your topics.")))
    parts.append(Text(say("Only words and counts are kept, for half a year. Nobody can see who searched."), "subtle"))
    parts += _pages(turn, skip, more=len(missed) > PAGE or len(chosen) > PAGE)
    return Card(say("What was searched for"), tuple(parts))


async def after(turn: Turn, text: str, *row: Button) -> Reply:
    """The list anew, beneath what was just done and what can be done about that."""
    await turn.store.session.flush()
    done: list[Part] = [Text(text), *([Buttons(row)] if row else [])]
    return Reply(await searches_card(turn, done=done), replace=True)


def _pages(turn: Turn, skip: int, *, more: bool) -> list[Part]:
    row = [Button(turn.say("Previous page"), "searches.show", str(max(skip - PAGE, 0)))] if skip else []
    if more:
        row.append(Button(turn.say("Next page"), "searches.show", str(skip + PAGE)))
    return [Buttons(tuple(row))] if row else []


async def _missed(turn: Turn, row: MissedSearch) -> Item:
    say, value = turn.say, f"m{row.id}"
    topic = await turn.store.topics.find(row.topic_id or None)
    buttons = [Button(say("Choose a solution"), "searches.choose", value, "primary")]
    if topic is not None and turn.person.secretariat:
        buttons.append(Button(say("Keyword of the topic"), "searches.route", value))
    buttons.append(Button(say("Ignore"), "searches.ignore", value))
    where = topic.name(say.language) if topic else say("no topic")
    return Item(f"«{row.words}»", note=" · ".join((_often(turn, row), where)), buttons=tuple(buttons))


async def _chosen(turn: Turn, row: ChosenSearch) -> Item | None:
    say, value = turn.say, f"c{row.id}"
    record = await records.seen(turn, row.kind, row.record_id)
    if record is None:
        return None
    buttons = [Button(say("Add as keyword"), "searches.teach", value, "primary")]
    if turn.person.secretariat:
        buttons.append(Button(say("Keyword of the topic"), "searches.route", value))
    buttons.append(Button(say("Ignore"), "searches.ignore", value))
    buttons.append(Button(say("Show"), searched_kinds()[row.kind].open, str(row.record_id)))
    lacks = say("Not in it: {words}", words=", ".join(row.missing.split()))
    return Item(f"«{row.words}»", record.title(turn), " · ".join((lacks, _often(turn, row))), tuple(buttons))


def _often(turn: Turn, row: MissedSearch | ChosenSearch) -> str:
    """ "3 ganger, sist 17. mars 2026"."""
    times = turn.say.many("{n} time", "{n} times", row.times)
    return turn.say("{times}, last {day}", times=times, day=turn.say.day(row.last_day))
