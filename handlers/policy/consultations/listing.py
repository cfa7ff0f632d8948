"""The list: open consultations, the nearest deadline first; of one topic alone; the archive; one by its code."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.chat import verbs
from handlers.chat.cards import Button, Buttons, Card, Item, Part, Reply, Text
from handlers.chat.errors import UserError
from handlers.chat.events import Click
from handlers.chat.routing import Router
from handlers.chat.turn import Turn
from handlers.directory.naming import shorten
from handlers.directory.topics.naming import topic_meant
from handlers.policy.consultations import lookup, showing, signatures, sources, steps, words
from storage.directory.topics import Topic
from storage.policy.consultations import OPEN, Consultation

router = Router()
PAGE = 6


async def asked(turn: Turn, text: str) -> Reply:
    """Without words the open ones; "arkiv" those that are closed; a code or a topic what it names."""
    if verbs.fold(text) in ("arkiv", "arkivet", "archive"):
        return Reply(await archive_card(turn, 0))
    if lookup.is_consultation_code(text):
        found = await lookup.find_consultation_by_code(turn, text)
        if found is None:
            raise UserError(turn.say("I find no consultation {code}.", code=text))
        return Reply(await showing.whole(turn, found))
    topic = await topic_meant(turn.store, text) if text else None
    return Reply(await list_card(turn, 0, topic))


@router.on(Click, "consultations.page")
async def page(event: Click, turn: Turn) -> Reply:
    """ "6:nett": the page that begins with the seventh, of this topic alone."""
    skip, _, slug = event.value.partition(":")
    topic = await turn.store.topics.by_slug(slug) if slug else None
    return Reply(await list_card(turn, _number(skip), topic), replace=bool(event.value))


@router.on(Click, "consultations.archive")
async def archive(event: Click, turn: Turn) -> Reply:
    return Reply(await archive_card(turn, _number(event.value)), replace=bool(event.value))


async def list_card(turn: Turn, skip: int, topic: Topic | None) -> Card:
    say = turn.say
    found = await _open_ones(turn, topic)
    signers = await turn.store.voices.signers([one.id for one in found[skip : skip + PAGE]])
    parts: list[Part] = [await item(turn, one, signers.get(one.id, {})) for one in found[skip : skip + PAGE]]
    if not found:
        parts.append(Text(say("No consultation is open.")))
    slug = topic.slug if topic else ""
    row = [Button(say("Register a consultation"), "consultations.register")]
    row.append(Button(say("Archive"), "consultations.archive"))
    if topic is not None:
        row.append(Button(say("All topics"), "consultations.page", "0"))
    if len(found) > skip + PAGE:
        row.append(Button(say("Next page"), "consultations.page", f"{skip + PAGE}:{slug}"))
    if skip:
        row.append(Button(say("Previous page"), "consultations.page", f"{max(skip - PAGE, 0)}:{slug}"))
    if topic is None and not skip:
        parts += [*await _topics(turn, found), *await sources.troubles(turn)]
    title = say("Open consultations")
    title = say("Open consultations: {topic}", topic=topic.name(say.language)) if topic else title
    return Card(title, (*parts, Buttons(tuple(row))))


async def _open_ones(turn: Turn, topic: Topic | None) -> list[Consultation]:
    found = await turn.store.consultations.listed((OPEN,), await turn.store.reaches.sight(turn.person))
    if topic is None:
        return list(found)
    about = await turn.store.consultations.topics_of([one.id for one in found])
    return [one for one in found if topic.id in about[one.id]]


async def _topics(turn: Turn, found: list[Consultation]) -> list[Part]:
    """A way to each topic that some of them are about, where there are several."""
    about = await turn.store.consultations.topics_of([one.id for one in found])
    ids = list(dict.fromkeys(id for one in found for id in about[one.id]))
    topics = [topic for topic in await turn.store.topics.all() if topic.id in ids]
    if len(topics) < 2 or len(found) < 3:
        return []
    row = [Button(one.name(turn.say.language), "consultations.page", f"0:{one.slug}") for one in topics[:4]]
    return [Text(turn.say("Only one topic: «consultation» and its name, or"), "subtle"), Buttons(tuple(row))]


async def item(turn: Turn, consultation: Consultation, signers: Mapping[int, int]) -> Item:
    """In a list: until when, by whom, what is next, and how many sign."""
    say = turn.say
    signed = signatures.draw_short_count(say, signers, consultation)
    note = " · ".join(filter(None, (await steps.next_line(turn, consultation), signed)))
    show = Button(say("Show"), "consultations.open", str(consultation.id))
    return Item(shorten(words.named(consultation), 150), words.state_line(turn, consultation), note, (show,))


async def archive_card(turn: Turn, skip: int) -> Card:
    say, sight = turn.say, await turn.store.reaches.sight(turn.person)
    found = await turn.store.consultations.archived(sight, PAGE + 1, skip)
    parts: list[Part] = []
    for one in found[:PAGE]:
        show = Button(say("Show"), "consultations.open", str(one.id))
        line, text = words.state_line(turn, one), shorten(one.outcome, 200)
        parts.append(Item(shorten(words.named(one), 150), text, line, (show,)))
    if not found:
        parts.append(Text(say("No consultation is closed yet.")))
    row = [Button(say("Open consultations"), "consultations.page")]
    if len(found) > PAGE:
        row.append(Button(say("Next page"), "consultations.archive", str(skip + PAGE)))
    if skip:
        row.append(Button(say("Previous page"), "consultations.archive", str(max(skip - PAGE, 0))))
    return Card(say("Closed consultations"), (*parts, Buttons(tuple(row))))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0
